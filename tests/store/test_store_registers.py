"""Values of attributes, memos and settings of the study are written, stamped and undone alike."""

from __future__ import annotations

import json
from pathlib import Path
from uuid import uuid4

import pytest
from store_making import ANNA, add_article, add_code, in_file, new_project, tag

from annotator.domain.changes import Create, Kind, Update
from annotator.domain.records import derived_uid
from annotator.store import Project

STANCE, SOURCE = f"value:{uuid4()}", f"value:{uuid4()}"


def _annotation(project: Project) -> int:
    article = add_article(project)
    return tag(project, article, add_code(project, "claim"), (0, 5)).one_created(Kind.ANNOTATION)


def _values(path: Path) -> dict[str, object]:
    ((kept,),) = in_file(path, "SELECT attributes FROM annotation")
    return {f"value:{uid}": value for uid, value in json.loads(kept).items()}


def _stamps(path: Path) -> dict[str, list[object]]:
    ((kept,),) = in_file(path, "SELECT stamps FROM annotation")
    return json.loads(kept or "{}")


def test_each_value_has_a_stamp_of_its_own_and_is_undone_alone(path: Path) -> None:
    with new_project(path) as project:
        one = _annotation(project)
        for values in ({STANCE: "critical"}, {SOURCE: ["a", "b"]}, {STANCE: 2}):
            project.apply("Value", [Update(Kind.ANNOTATION, one, values)], coder_id=ANNA)
    assert _values(path) == {STANCE: 2, SOURCE: ["a", "b"]}
    revs = {name: rev for name, (rev, _) in _stamps(path).items()}
    assert revs[STANCE] == revs[SOURCE] + 1
    with Project.open(path) as project:
        project.undo(ANNA)
        project.undo(ANNA)
    assert _values(path) == {STANCE: "critical", SOURCE: None}
    assert _stamps(path).keys() == {STANCE, SOURCE}


def test_annotation_can_be_made_with_values(path: Path) -> None:
    with new_project(path) as project:
        article = add_article(project)
        tag(project, article, add_code(project, "claim"), (0, 5), **{STANCE: "fair"})
    assert _values(path) == {STANCE: "fair"}
    assert _stamps(path) == {}


def test_row_stamp_never_passes_a_value_that_was_not_touched(path: Path) -> None:
    with new_project(path) as project:
        article = add_article(project)
        one = tag(project, article, add_code(project, "claim"), (0, 5), **{STANCE: "fair"})
        born = one.one_created(Kind.ANNOTATION)
        project.apply("Memo", [Update(Kind.ANNOTATION, born, {"memo": "m"})], coder_id=ANNA)
        project.apply("Unsure", [Update(Kind.ANNOTATION, born, {"unsure": True})], coder_id=ANNA)
    assert _stamps(path).keys() == {"memo", "unsure"}


def test_field_that_is_no_value_is_refused(path: Path) -> None:
    with new_project(path) as project:
        one = _annotation(project)
        for name in ("value:stance", "stance"):
            with pytest.raises(ValueError, match=r"stance|badly formed"):
                project.apply("Value", [Update(Kind.ANNOTATION, one, {name: 1})], coder_id=ANNA)


def test_memo_and_setting_are_in_the_history_and_can_be_undone(path: Path) -> None:
    with new_project(path) as project:
        memo = Create(
            Kind.MEMO,
            {"about_kind": "project", "about_uid": project.uid, "coder_id": ANNA, "text": "one"},
        )
        key = "scheme/locked"
        uid = derived_uid(Kind.SETTING, str(project.uid), key)
        setting = Create(Kind.SETTING, {"key": key, "value": {"by": "Anna"}}, uid)
        made = project.apply("Write down", [memo, setting], coder_id=ANNA)
        written = made.one_created(Kind.MEMO)
        project.apply("Say more", [Update(Kind.MEMO, written, {"text": "two"})], coder_id=ANNA)
        assert project.undo_label(ANNA) == "Say more"
        project.undo(ANNA)
    assert in_file(path, "SELECT text, deleted FROM memo") == [("one", 0)]
    assert in_file(path, "SELECT value FROM setting") == [('{"by":"Anna"}',)]
    with Project.open(path) as project:
        project.undo(ANNA)
    assert in_file(path, "SELECT (SELECT deleted FROM memo) + (SELECT deleted FROM setting)") == [
        (2,)
    ]


def test_what_is_known_of_each_replica_rises_with_every_change(path: Path) -> None:
    with new_project(path) as project:
        add_code(project, "claim")
    ((replica, rev),) = in_file(path, "SELECT replica, rev FROM know")
    assert in_file(path, "SELECT replica, max(rev) FROM txn") == [(replica, rev)]
    moved = path.with_name("moved.annotator")
    path.rename(moved)
    with Project.open(moved) as project:
        add_code(project, "frame")
    known = dict(in_file(moved, "SELECT replica, rev FROM know"))
    assert known.pop(replica) == rev
    assert list(known.values()) == [rev + 1]
