"""The history as people read it: who did what, when, to what, and whether it stands."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from store_making import ANNA, add_article, add_code, add_coder, in_file, new_project, tag, tagged

from annotator.domain.changes import Create, Kind, Remove, Update
from annotator.domain.codebook import Example
from annotator.domain.history import Action, Deed, HistoryEntry, Sought
from annotator.domain.records import derived_uid, new_uid
from annotator.store import Project


@pytest.fixture
def article(project: Project) -> int:
    return add_article(project)


@pytest.fixture
def claim(project: Project) -> int:
    return add_code(project, "claim", coder_id=ANNA)


@pytest.fixture
def ben(project: Project) -> int:
    return add_coder(project, "Ben")


def _all(project: Project, sought: Sought | None = None, most: int = 100) -> list[HistoryEntry]:
    found: list[HistoryEntry] = []
    below = None
    while True:
        page = project.histories.page(sought or Sought(), below, most)
        assert len(page.entries) <= most
        found += page.entries
        if (below := page.older) is None:
            return found


def _labels(project: Project, **sought: Any) -> list[str]:
    return [entry.label for entry in _all(project, Sought(**sought))]


def test_entries_say_who_did_what_newest_first(project: Project, article: int, ben: int) -> None:
    code = add_code(project, "claim")
    tag(project, article, code, (0, 5), coder_id=ben)
    tagging, adding, joining, importing, start = _all(project)
    assert [one.label for one in (tagging, adding)] == ["Tag", "Add claim"]
    assert (tagging.coder, tagging.coder_id, tagging.records) == ("Ben", ben, {"annotation": 1})
    assert (joining.coder, joining.coder_id, joining.records) == ("", None, {"coder": 1})
    assert importing.records == {Kind.ARTICLE: 1}
    assert (start.action, start.can_undo, start.can_redo) == (Action.START, False, False)
    assert tagging.at >= start.at > 1_600_000_000_000
    assert project.histories.entry(adding.id) == adding
    assert project.histories.entry(77) is None


def test_pages_join_without_gap_or_overlap(project: Project) -> None:
    for n in range(23):
        add_code(project, f"code {n}")
    whole = _all(project)
    assert len(whole) == 24
    assert _all(project, most=5) == _all(project, most=1) == whole
    assert _all(project, Sought(words="code"), most=4) == whole[:-1]


def test_what_was_undone_says_so_and_by_what(project: Project, article: int, claim: int) -> None:
    tagging = tag(project, article, claim, (0, 5)).txn
    states = []
    for step in (project.undo, project.redo, project.undo):
        step(ANNA)
        entry = project.histories.entry(tagging)
        assert entry is not None
        states.append((entry.taken_back_by, entry.can_undo, entry.can_redo))
    undo = tagging + 1
    assert states == [(undo, False, True), (undo, True, False), (undo, False, True)]
    newest, redo, first, *_ = _all(project)
    assert [one.action for one in (newest, redo, first)] == ["undo", "redo", "undo"]
    assert (newest.stands, newest.undoes, newest.can_redo) == (True, redo.id, True)
    assert redo.taken_back_by == newest.id
    assert _labels(project, standing=True) == ["Add claim", "Import an article"]
    assert [one.action for one in _all(project, Sought(words="UNDONE tag"))] == ["undo", "undo"]


def test_what_was_gone_back_before_is_undone_by_that(
    project: Project, article: int, claim: int
) -> None:
    first = tag(project, article, claim, (0, 5)).txn
    tag(project, article, claim, (6, 12))
    back = project.go_back(first, ANNA).txn
    for number in (first, first + 1):
        entry = project.histories.entry(number)
        assert entry is not None
        assert (entry.taken_back_by, entry.can_undo, entry.can_redo) == (back, False, False)
    assert _labels(project, standing=True)[0] == "Go back to before “Tag”"
    assert len(_labels(project, standing=True)) == 3
    project.undo(ANNA)
    assert _labels(project, standing=True)[:3] == ["Tag", "Tag", "Add claim"]


def test_it_is_narrowed_down_by_coder_kind_words_article_date_and_state(
    project: Project, article: int, claim: int, ben: int
) -> None:
    other = add_article(project, "Other text", coder_id=ben)
    tag(project, article, claim, (0, 5), coder_id=ben)
    one = tagged(project, other, claim, (0, 5))
    project.apply("ÉTÉ “Straße” 100%", [Update(Kind.ANNOTATION, one, {"memo": "m"})], coder_id=ANNA)
    about = {
        "about_kind": Kind.ARTICLE.value,
        "about_uid": project.queries.articles([other])[0].uid,
        "coder_id": ANNA,
        "text": "x",
    }
    project.apply("Write a memo", [Create(Kind.MEMO, about)], coder_id=ANNA)
    assert _labels(project, coder_id=ben) == ["Tag", "Import an article"]
    assert _labels(project, kind=Kind.CODE) == ["Add claim"]
    assert _labels(project, kind=Kind.CODE, coder_id=ben) == []
    assert _labels(project, words="strasse été") == ["ÉTÉ “Straße” 100%"]
    assert _labels(project, words="100% strasse nobody") == []
    assert _labels(project, article_id=other)[:3] == ["Write a memo", "ÉTÉ “Straße” 100%", "Tag"]
    assert _labels(project, article_id=article) == ["Tag", "Import an article"]
    ats = [entry.at for entry in _all(project)]
    assert len(_labels(project, since=ats[0])) == ats.count(ats[0])
    assert len(_labels(project, until=ats[0])) == sum(at < ats[0] for at in ats)
    assert _labels(project, since=ats[0] + 1) == []


def test_a_job_under_way_is_not_in_it(project: Project, claim: int, path: Path) -> None:
    project.close()
    columns = "id, uid, at, rev, replica, coder_id, action, label, done, applied"
    values = "9, x'99', 0, 9, 'r', 1, 'do', 'Import', 0, 0"
    in_file(path, f"INSERT INTO txn ({columns}) VALUES ({values})")
    with Project.open(path, read_only=True) as again:
        assert "Import" not in _labels(again)
        assert again.undo_label(ANNA) == "Add claim"


def test_changes_are_told_in_names_and_quotes(project: Project, article: int, claim: int) -> None:
    one = tagged(project, article, claim, (0, 5))
    parent = add_code(project, "parent")
    attribute = f"value:{new_uid()}"
    examples = (Example("x"), Example("y"))
    edits = [
        Update(Kind.ANNOTATION, one, {"code_id": parent, "unsure": True, attribute: ["a", "b"]}),
        Update(
            Kind.CODE,
            claim,
            {"parent_id": parent, "examples": examples, "key": "c"},
        ),
        Update(Kind.ARTICLE, article, {"zones": (), "outlet": "Wire"}),
    ]
    txn = project.apply("Much", edits, coder_id=ANNA).txn
    note, code, text = project.histories.changes(txn)
    assert (note.title, note.about, note.article_id) == ("Grain", "parent", article)
    assert {field.name: (field.before, field.after) for field in note.fields} == {
        "code_id": ("claim", "parent"),
        "unsure": (False, True),
        attribute: (None, "a\nb"),
    }
    assert {field.name: (field.before, field.after) for field in code.fields} == {
        "parent_id": (None, "parent"),
        "examples": (None, "x\ny"),
        "key": (None, "c"),
    }
    assert [(field.before, field.after) for field in text.fields] == [(None, "Wire")]
    assert [each.deed for each in (note, code, text)] == [Deed.CHANGED] * 3


def test_the_round_is_told_where_there_are_several(
    project: Project, article: int, claim: int
) -> None:
    first = tag(project, article, claim, (0, 5)).txn
    assert [one.round for one in project.histories.changes(first)] == [""]
    made = project.apply("Begin", [Create(Kind.ROUND, {"name": "pilot"})], coder_id=ANNA)
    pilot = made.one_created(Kind.ROUND)
    second = tag(project, article, claim, (0, 5), round_id=pilot).txn
    for txn, told in ((first, "main"), (second, "pilot"), (made.txn, "")):
        assert [one.round for one in project.histories.changes(txn)] == [told]


def test_what_was_made_removed_and_brought_back_says_so(project: Project, claim: int) -> None:
    project.apply("Delete", [Remove(Kind.CODE, claim)], coder_id=ANNA)
    project.undo(ANNA)
    deeds = [project.histories.changes(entry.id)[0].deed for entry in reversed(_all(project)[:-1])]
    assert deeds == [Deed.MADE, Deed.REMOVED, Deed.BROUGHT_BACK]
    (change,) = project.histories.changes(2)
    assert (change.title, change.kind, change.fields) == ("claim", Kind.CODE, ())


def test_memos_and_settings_are_in_it(project: Project, claim: int) -> None:
    code = project.queries.codebook()[claim]
    values = {"about_kind": "code", "about_uid": code.uid, "coder_id": ANNA, "text": "Too wide"}
    memo = project.apply("Memo", [Create(Kind.MEMO, values)], coder_id=ANNA)
    written = memo.one_created(Kind.MEMO)
    project.apply("Change", [Update(Kind.MEMO, written, {"text": "Fine"})], coder_id=ANNA)
    uid = derived_uid(Kind.SETTING, str(project.uid), "unit")
    setting = Create(Kind.SETTING, {"key": "unit", "value": "sentence"}, uid=uid)
    set_up = project.apply("Set", [setting], coder_id=ANNA)
    later = Update(Kind.SETTING, set_up.one_created(Kind.SETTING), {"value": {"n": 3}})
    changed = project.apply("Set anew", [later], coder_id=ANNA)
    ((field,), (other,)) = (
        project.histories.changes(txn)[0].fields for txn in (memo.txn + 1, changed.txn)
    )
    assert (field.name, field.before, field.after) == ("text", "Too wide", "Fine")
    assert (other.before, json.loads(str(other.after))) == ("sentence", {"n": 3})
    assert project.histories.changes(memo.txn)[0].about == "claim"
    assert project.histories.changes(set_up.txn)[0].title == "unit"


def test_a_large_entry_is_read_in_pieces(project: Project) -> None:
    edits = [Create(Kind.CODE, {"name": f"code {n}"}) for n in range(250)]
    txn = project.apply("Add many", edits, coder_id=ANNA).txn
    pieces = [project.histories.changes(txn, first, 100) for first in (0, 100, 200, 300)]
    assert [len(piece) for piece in pieces] == [100, 100, 50, 0]
    titles = [change.title for piece in pieces for change in piece]
    assert titles == [f"code {n}" for n in range(250)]


def test_a_page_looks_at_a_stretch_and_says_where_to_look_on(path: Path) -> None:
    new_project(path).close()
    columns = "id, uid, at, rev, replica, action, label, done, applied"
    in_file(
        path,
        "WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 30000)"
        f" INSERT INTO txn ({columns})"
        " SELECT i, CAST(i AS BLOB), i, i, 'r', 'do', CASE i WHEN 9 THEN 'Rare' ELSE 'Tag' END,"
        " 1, 1 FROM n",
    )
    with Project.open(path, read_only=True) as project:
        first = project.histories.page(Sought(words="rare"))
        assert first.entries == ()
        assert first.older is not None
        assert 1 < first.older < 30000
        assert _labels(project, words="rare") == ["Rare"]
        assert _labels(project, until=10) == ["Rare", *["Tag"] * 7]
