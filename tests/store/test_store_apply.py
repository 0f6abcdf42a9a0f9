"""Every change goes through ``apply``: whole or not at all, stamped, told exactly."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from store_making import (
    ANNA,
    TEXT,
    add_article,
    add_code,
    add_coder,
    everything,
    in_file,
    new_project,
    place,
    tag,
    tagged,
)

from annotator.domain.anchor import Anchor
from annotator.domain.changes import Changes, Create, Edit, Kind, Remove, Update
from annotator.domain.errors import UserError
from annotator.domain.records import derived_uid, new_uid
from annotator.domain.span import Span
from annotator.domain.text import text_sha256
from annotator.store import Project


@pytest.fixture
def article(project: Project) -> int:
    return add_article(project)


@pytest.fixture
def claim(project: Project) -> int:
    return add_code(project, "claim")


def _apply(project: Project, *edits: Edit, label: str = "Edit") -> Changes:
    return project.apply(label, edits, coder_id=ANNA)


# -- what is told


def test_tagging_tells_the_annotation_its_article_and_the_count(
    project: Project, article: int, claim: int
) -> None:
    changes = tag(project, article, claim, (0, 5))
    (one,) = project.queries.annotations(article)
    assert changes.created == {Kind.ANNOTATION: {one.id}}
    assert (changes.updated, changes.removed) == ({}, {})
    assert changes.articles == {article}
    assert changes.counts == {(claim, ANNA): 1}
    assert changes.label == "Tag"
    assert changes.txn > 0


def test_recoding_moves_the_count(project: Project, article: int, claim: int) -> None:
    frame = add_code(project, "frame")
    one = tagged(project, article, claim, (0, 5))
    changes = _apply(project, Update(Kind.ANNOTATION, one, {"code_id": frame}))
    assert changes.updated == {Kind.ANNOTATION: {one}}
    assert changes.counts == {(claim, ANNA): -1, (frame, ANNA): 1}
    assert changes.articles == {article}


def test_removing_takes_the_count_of_the_code_it_had(
    project: Project, article: int, claim: int
) -> None:
    frame = add_code(project, "frame")
    one = tagged(project, article, claim, (0, 5))
    update = Update(Kind.ANNOTATION, one, {"code_id": frame, "memo": "moved"})
    changes = _apply(project, update, Remove(Kind.ANNOTATION, one))
    assert (changes.created, changes.updated) == ({}, {})
    assert changes.removed == {Kind.ANNOTATION: {one}}
    assert changes.counts == {(claim, ANNA): -1}
    assert project.queries.annotations(article) == []


def test_memo_changes_no_count(project: Project, article: int, claim: int) -> None:
    one = tagged(project, article, claim, (0, 5))
    changes = _apply(project, Update(Kind.ANNOTATION, one, {"memo": "why?", "unsure": True}))
    assert changes.counts == {}
    assert changes.articles == {article}


def test_metadata_and_codes_tell_their_kind(project: Project, article: int, claim: int) -> None:
    changes = _apply(
        project,
        Update(Kind.ARTICLE, article, {"outlet": "Wire"}),
        Update(Kind.CODE, claim, {"colour": "rose"}),
    )
    assert changes.updated == {Kind.ARTICLE: {article}, Kind.CODE: {claim}}
    assert changes.articles == {article}


def test_nothing_to_do_is_no_transaction(
    project: Project, article: int, claim: int, path: Path
) -> None:
    one = tagged(project, article, claim, (0, 5))
    for edits in (
        [],
        [Update(Kind.ANNOTATION, one, {"memo": "", "code_id": claim})],
        [Update(Kind.CODE, claim, {"name": "x"}), Update(Kind.CODE, claim, {"name": "claim"})],
    ):
        changes = _apply(project, *edits)
        assert changes.txn == 0
        assert not any(changes.touches(kind) for kind in Kind)
    _apply(project, Remove(Kind.ANNOTATION, one))
    assert _apply(project, Remove(Kind.ANNOTATION, one)).txn == 0
    project.close()
    labels = [label for (label,) in in_file(path, "SELECT label FROM txn ORDER BY id")]
    assert labels == ["Create the project", "Import an article", "Add claim", "Tag", "Edit"]


# -- references


def test_records_made_together_refer_to_each_other_by_uid(project: Project) -> None:
    frame, loss, text = new_uid(), new_uid(), new_uid()
    values = {
        "article_id": text,
        "coder_id": ANNA,
        "round_id": project.main_round,
        "code_id": loss,
        "anchor": Anchor(text_sha256(TEXT), Span.of((0, 5)), ("Grain",), "", TEXT[5:37]),
    }
    _apply(
        project,
        Create(Kind.CODE, {"name": "frame"}, frame),
        Create(Kind.CODE, {"name": "loss", "parent_id": frame}, loss),
        Create(Kind.ARTICLE, {"headline": "Grain", "text": TEXT}, text),
        Create(Kind.ANNOTATION, values),
    )
    codebook = project.queries.codebook()
    (one,) = project.queries.annotations()
    assert codebook.path(one.code_id) == "frame/loss"
    assert project.queries.articles([one.article_id])[0].uid == text


def test_uid_of_nothing_made_before_is_a_mistake(project: Project) -> None:
    with pytest.raises(ValueError, match="is made before"):
        _apply(project, Create(Kind.CODE, {"name": "x", "parent_id": new_uid()}))


@pytest.mark.parametrize(
    ("edit", "reason"),
    [
        (Create(Kind.CODE, {}), "without name"),
        (Create(Kind.CODE, {"name": "x", "shape": "round"}), "shape"),
        (Create(Kind.CODE, {"name": "x", "deleted": True}), "deleted"),
        (Create(Kind.CODE, {"name": "x", "position": "first"}), "(?i)integer"),
        (Create(Kind.CODE, {"name": "x", "parent_id": 99}), "(?i)foreign key"),
        (Create(Kind.ARTICLE, {"headline": "x"}), "without text"),
        (Create(Kind.ARTICLE, {"text": "a\r\nb"}), "canonical"),
        (Update(Kind.CODE, 1, {"uid": b""}), "uid"),
        (Update(Kind.CODE, 1, {"deleted": True}), "not to be updated"),
        (Update(Kind.CODE, 99, {"name": "x"}), "no code 99"),
        (Update(Kind.ARTICLE, 1, {"text": "other"}), "text"),
        (Update(Kind.ANNOTATION, 1, {"article_id": 2}), "article_id"),
        (Update(Kind.ANNOTATION, 1, {"coder_id": 2}), "coder_id"),
        (Remove(Kind.ANNOTATION, 99), "no annotation 99"),
    ],
)
def test_edits_that_make_no_sense_change_nothing(
    project: Project, article: int, claim: int, edit: Edit, reason: str
) -> None:
    tagged(project, article, claim, (0, 5))
    before = everything(project)
    with pytest.raises(ValueError, match=reason):
        _apply(project, Create(Kind.CODE, {"name": "first"}), edit)
    assert everything(project) == before


def test_same_identity_twice_is_a_mistake(project: Project) -> None:
    twice = Create(Kind.CODE, {"name": "x"})
    _apply(project, twice)
    with pytest.raises(ValueError, match="uid"):
        _apply(project, twice)


# -- quotes


def _annotation(project: Project, article: int, code: int, anchor: Anchor) -> Create:
    values = {"article_id": article, "coder_id": ANNA, "code_id": code, "anchor": anchor}
    return Create(Kind.ANNOTATION, {**values, "round_id": project.main_round})


def test_annotation_that_does_not_quote_its_text_is_refused(
    project: Project, article: int, claim: int
) -> None:
    good = place(project, article, (0, 5))
    other_text = Anchor(text_sha256("x"), good.span, good.quotes, "", "")
    wrong_quote = Anchor(good.text_sha256, good.span, ("grain",), "", "")
    one = tagged(project, article, claim, (6, 12))
    before = everything(project)
    for bad in (wrong_quote, other_text):
        with pytest.raises(ValueError, match=r"does not say|has no text") as error:
            _apply(project, _annotation(project, article, claim, bad))
        # What a program says when it stops must hold no word of any article.
        assert "rain" not in str(error.value)
        with pytest.raises(ValueError, match=r"does not say|has no text"):
            _apply(project, Update(Kind.ANNOTATION, one, {"anchor": bad}))
    assert everything(project) == before


def test_span_may_be_moved(project: Project, article: int, claim: int) -> None:
    one = tagged(project, article, claim, (0, 5))
    moved = place(project, article, (0, 5), (13, 17))
    _apply(project, Update(Kind.ANNOTATION, one, {"anchor": moved}))
    assert project.queries.annotation(one).anchor == moved
    project.undo(ANNA)
    assert project.queries.annotation(one).span == Span.of((0, 5))


# -- what needs something else to be there


def test_code_in_use_stays(project: Project, article: int, claim: int) -> None:
    one = tagged(project, article, claim, (0, 5))
    with pytest.raises(UserError, match=r"“claim” is in use \(annotations: 1\)"):
        _apply(project, Remove(Kind.CODE, claim))
    changes = _apply(project, Remove(Kind.ANNOTATION, one), Remove(Kind.CODE, claim))
    assert changes.removed == {Kind.ANNOTATION: {one}, Kind.CODE: {claim}}


def test_code_with_children_stays(project: Project, claim: int) -> None:
    child = add_code(project, "child", parent_id=claim)
    with pytest.raises(UserError, match=r"other codes under it, “child”"):
        _apply(project, Remove(Kind.CODE, claim))
    _apply(project, Remove(Kind.CODE, child))
    _apply(project, Remove(Kind.CODE, claim))
    assert len(project.queries.codebook()) == 0


def test_article_and_coder_with_annotations_stay(
    project: Project, article: int, claim: int
) -> None:
    ben = add_coder(project, "Ben")
    tagged(project, article, claim, (0, 5), coder_id=ben)
    with pytest.raises(UserError, match=r"“Grain” holds annotations \(1\)"):
        _apply(project, Remove(Kind.ARTICLE, article))
    with pytest.raises(UserError, match=r"“Ben” has made annotations \(1\)"):
        _apply(project, Remove(Kind.CODER, ben))


def test_deleted_code_cannot_be_applied_or_have_children(
    project: Project, article: int, claim: int
) -> None:
    other = add_code(project, "other")
    one = tagged(project, article, other, (0, 5))
    _apply(project, Remove(Kind.CODE, claim))
    for edit in (
        _annotation(project, article, claim, place(project, article, (0, 5))),
        Update(Kind.ANNOTATION, one, {"code_id": claim}),
        Create(Kind.CODE, {"name": "child", "parent_id": claim}),
        Update(Kind.CODE, other, {"parent_id": claim}),
    ):
        with pytest.raises(UserError, match="“claim” has been deleted"):
            _apply(project, edit)


def test_refused_edit_is_told_without_the_words_in_it(
    project: Project, article: int, claim: int
) -> None:
    one = tagged(project, article, claim, (0, 5))
    _apply(project, Remove(Kind.ANNOTATION, one))
    anchor = place(project, article, (6, 12))
    with pytest.raises(UserError, match="The annotation that was to be changed has been") as error:
        _apply(project, Update(Kind.ANNOTATION, one, {"anchor": anchor, "memo": "prices"}))
    assert "prices" not in str(error.value)


def test_removed_record_cannot_be_edited(project: Project, claim: int) -> None:
    _apply(project, Remove(Kind.CODE, claim))
    with pytest.raises(UserError, match="The code that was to be changed has been removed"):
        _apply(project, Update(Kind.CODE, claim, {"name": "x"}))


def test_two_codes_never_have_one_key(project: Project, claim: int) -> None:
    _apply(project, Update(Kind.CODE, claim, {"key": "k"}))
    other = add_code(project, "other")
    for edit in (
        Update(Kind.CODE, other, {"key": "K"}),
        Create(Kind.CODE, {"name": "third", "key": "k"}),
    ):
        with pytest.raises(UserError, match=r"“claim” and “(other|third)” would have the same key"):
            _apply(project, edit)
    _apply(
        project,
        Update(Kind.CODE, other, {"key": "k"}),
        Update(Kind.CODE, claim, {"key": ""}),
    )
    assert project.queries.codebook().by_key("k") == project.queries.codebook()[other]


def test_two_codes_never_have_one_name_at_one_place(project: Project, claim: int) -> None:
    other = add_code(project, "other")
    under = add_code(project, "Claim", parent_id=other)
    for edit in (
        Update(Kind.CODE, other, {"name": "CLAIM"}),
        Update(Kind.CODE, under, {"parent_id": None}),
        Create(Kind.CODE, {"name": "other"}),
    ):
        with pytest.raises(UserError, match="would have the same name") as error:
            _apply(project, edit)
        assert "“claim” and “" in str(error.value) or "“other” and “other”" in str(error.value)
    _apply(project, Remove(Kind.CODE, claim), Update(Kind.CODE, under, {"parent_id": None}))


def test_file_whose_codes_are_alike_already_can_be_mended(path: Path) -> None:
    with new_project(path) as project:
        codes = [add_code(project, name) for name in ("a", "b", "c")]
    in_file(path, "UPDATE code SET name = 'a', key = 'k' WHERE name <> 'c'")
    with Project.open(path) as project:
        _apply(project, Update(Kind.CODE, codes[2], {"name": "d", "key": "d"}))
        _apply(project, Update(Kind.CODE, codes[1], {"colour": "rose"}))
        with pytest.raises(UserError, match="the same name"):
            _apply(project, Update(Kind.CODE, codes[1], {"key": ""}))
        _apply(project, Update(Kind.CODE, codes[1], {"name": "b", "key": ""}))


def test_codes_never_form_a_ring(project: Project, claim: int) -> None:
    child = add_code(project, "child", parent_id=claim)
    grandchild = add_code(project, "grandchild", parent_id=child)
    for under in (claim, child, grandchild):
        with pytest.raises(UserError, match="“claim” cannot be moved under itself"):
            _apply(project, Update(Kind.CODE, claim, {"parent_id": under}))
    assert project.queries.codebook().path(grandchild) == "claim/child/grandchild"


# -- stamps


def _stamps(path: Path, table: str, record_id: int) -> tuple[Any, ...]:
    sql = f"SELECT rev, replica, stamps FROM {table} WHERE id = ?"
    ((rev, replica, stamps),) = in_file(path, sql, record_id)
    return rev, replica, json.loads(stamps or "{}")


def test_each_transaction_has_the_next_rev_and_stamps_what_it_writes(
    project: Project, path: Path
) -> None:
    one = add_code(project, "one")
    other = add_code(project, "other")
    edits = [
        Update(Kind.CODE, code, {"name": f"x{code}", "key": f"{code}"}) for code in (one, other)
    ]
    _apply(project, *edits)
    _apply(project, Update(Kind.CODE, other, {"key": ""}))
    project.close()
    revs = in_file(path, "SELECT id, rev FROM txn ORDER BY id")
    assert revs == [(1, 1), (2, 2), (3, 3), (4, 4), (5, 5)]
    rev, replica, stamps = _stamps(path, "code", one)
    assert (rev, len(bytes.fromhex(replica))) == (2, 4)
    assert stamps == {"name": [4, replica], "key": [4, replica]}
    assert _stamps(path, "code", other) == (3, replica, {"name": [4, replica], "key": [5, replica]})


def test_rev_goes_on_after_reopening_and_a_failure_uses_none(project: Project, path: Path) -> None:
    with pytest.raises(ValueError, match="no code"):
        _apply(project, Remove(Kind.CODE, 99))
    add_code(project, "a")
    project.close()
    with Project.open(path) as again:
        add_code(again, "b")
    assert in_file(path, "SELECT rev FROM txn ORDER BY id") == [(1,), (2,), (3,)]


def test_row_has_the_smallest_stamp_of_its_fields(project: Project, path: Path) -> None:
    _apply(project, Update(Kind.PROJECT, 1, {"name": "x"}))
    _apply(project, Update(Kind.CODER, 1, {"name": "x", "kind": "machine"}))
    coder = add_coder(project, "Ben")
    _apply(project, Update(Kind.CODER, coder, {"name": "y", "kind": "gold"}))
    _apply(project, Remove(Kind.CODER, coder))
    project.close()
    rev, replica, stamps = _stamps(path, "coder", coder)
    assert (rev, stamps) == (5, {"deleted": [6, replica]})


def test_what_comes_from_a_shipped_scheme_is_born_before_any_edit(
    project: Project, path: Path
) -> None:
    uid = derived_uid("code", "starter", "framing")
    code = _apply(project, Create(Kind.CODE, {"name": "framing"}, uid)).one_created(Kind.CODE)
    _apply(project, Update(Kind.CODE, code, {"name": "frame"}))
    project.close()
    rev, replica, stamps = _stamps(path, "code", code)
    assert (rev, replica) == (0, "")
    ((first, second),) = stamps.values()
    assert (first, len(second)) == (3, 8)


# -- history


def test_history_keeps_what_changed_and_not_what_was_made(project: Project, path: Path) -> None:
    article = add_article(project)
    code = add_code(project, "claim")
    one = tagged(project, article, code, (0, 5))
    _apply(project, Update(Kind.ANNOTATION, one, {"memo": "q", "unsure": True, "code_id": code}))
    _apply(project, Remove(Kind.ANNOTATION, one))
    project.close()
    sql = 'SELECT kind, record_id, "before", "after" FROM change WHERE txn_id > 1 ORDER BY txn_id'
    assert in_file(path, sql) == [
        ("article", article, None, None),
        ("code", code, None, None),
        ("annotation", one, None, None),
        ("annotation", one, '{"memo":"","unsure":false}', '{"memo":"q","unsure":true}'),
        ("annotation", one, '{"deleted":false}', '{"deleted":true}'),
    ]
    txns = in_file(path, "SELECT action, coder_id, undoes, done FROM txn ORDER BY id")
    assert txns[0] == ("start", ANNA, None, 1)
    assert txns[-1] == ("do", ANNA, None, 1)


# -- bulk


def test_hundreds_of_records_are_made_removed_and_brought_back_at_once(path: Path) -> None:
    with new_project(path) as project:
        code = add_code(project, "claim")
        edits: list[Edit] = []
        for n in range(300):
            text, uid = f"{TEXT} {n}", new_uid()
            edits.append(Create(Kind.ARTICLE, {"headline": str(n), "text": text}, uid))
            anchor = Anchor(text_sha256(text), Span.of((0, 5)), ("Grain",), "", "")
            values = {"article_id": uid, "coder_id": ANNA, "round_id": 1, "code_id": code}
            edits.append(Create(Kind.ANNOTATION, {**values, "anchor": anchor}))
        changes = _apply(project, *edits, label="Import 300")
        assert len(changes.created[Kind.ANNOTATION]) == 300
        assert changes.counts == {(code, ANNA): 300}
        removals = [Remove(Kind.ANNOTATION, one) for one in changes.created[Kind.ANNOTATION]]
        assert len(_apply(project, *removals).articles) == 300
        project.undo(ANNA)
        assert project.queries.annotation_counts() == {(code, ANNA): 300}
