from __future__ import annotations

import json
from pathlib import Path

import pytest

from annotator import paths
from annotator.domain.annotation import CoderKind
from annotator.domain.changes import Kind
from annotator.domain.errors import UserError
from annotator.domain.history import EVERYTHING
from annotator.domain.records import new_uid
from annotator.ops import people, recounting
from annotator.store.project import Project


@pytest.fixture
def file() -> Path:
    return paths.config_dir() / "person.json"


def test_nobody_is_known_at_first():
    assert people.load_person() is None


def test_a_person_is_remembered_and_stays_the_same_coder_under_a_new_name():
    first = people.save_person("  Ana   Ruiz ")

    assert first.name == "Ana Ruiz"
    assert people.load_person() == first
    assert people.save_person("Ana Ruiz-Weil").uid == first.uid
    assert people.load_person() == people.Person(first.uid, "Ana Ruiz-Weil")


def test_the_file_is_one_json_object_and_nothing_is_left_beside_it(file: Path):
    person = people.save_person("Iñaki Sørdal")

    assert json.loads(file.read_text(encoding="utf-8")) == {
        "uid": str(person.uid),
        "name": "Iñaki Sørdal",
    }
    assert list(file.parent.iterdir()) == [file]


@pytest.mark.parametrize("damage", ["", "[]", "{}", '{"uid": "7", "name": "Ana"}', "\udcff"])
def test_a_damaged_file_is_named_and_left_alone(file: Path, damage: str):
    stored = damage.encode("utf-8", "surrogateescape")
    file.write_bytes(stored)

    with pytest.raises(UserError) as caught:
        people.load_person()
    with pytest.raises(UserError):
        people.save_person("Ana")

    assert str(file) in caught.value.what
    assert "delete it" in caught.value.way_out
    assert file.read_bytes() == stored


def test_a_name_is_needed():
    with pytest.raises(UserError):
        people.save_person(" \n")

    assert people.load_person() is None


def test_the_persons_name_means_the_person_and_another_name_somebody_new():
    person = people.save_person("Ana")

    assert people.person_named("Ana") == person
    assert people.person_named("Jonas").uid != person.uid
    assert people.person_named("Jonas").uid != people.person_named("Jonas").uid


def test_who_joins_a_project_is_a_human_coder_of_it_with_their_own_uid(project, ana):
    ben = people.Person(new_uid(), "Ben")

    joined = people.join(project, ben)

    assert (joined.uid, joined.name, joined.kind) == (ben.uid, "Ben", CoderKind.HUMAN)
    assert joined in project.queries.coders()
    assert joined.id in people.human_coders(project)
    assert project.undo_label(None) == "Add coder “Ben”"
    assert project.undo_label(joined.id) is None
    assert project.undo_label(ana) is None


def test_who_is_a_coder_already_joins_without_a_change(project, ana):
    (known,) = (coder for coder in project.queries.coders() if coder.id == ana)
    before = (project.queries.coders(), project.undo_label(None))

    assert people.join(project, people.Person(known.uid, "Ana Ruiz")) == known
    assert (project.queries.coders(), project.undo_label(None)) == before


def test_a_namesake_is_somebody_else(project, ana):
    assert people.join(project, people.Person(new_uid(), "Ana")).id != ana


def test_nobody_joins_a_project_that_is_only_read(project):
    project.close()
    with Project.open(project.path, read_only=True) as opened:
        before = opened.queries.coders()
        with pytest.raises(UserError, match="reading only"):
            people.join(opened, people.Person(new_uid(), "Ben"))
        assert opened.queries.coders() == before


# -- the coders of a project


def names(project: Project) -> list[str]:
    return [coder.name for coder in project.queries.coders()]


def coder_id(project: Project, name: str) -> int:
    return people.coder_of(project, name).id


def test_a_coder_is_added_in_a_step_that_can_be_undone(project, ana):
    changes = people.add_coder(project, "  Ben   Okri ", coder_id=ana)

    added = changes.one_created(Kind.CODER)
    assert names(project) == ["Ana", "Jonas", "Ben Okri"]
    assert added in people.human_coders(project)
    assert project.undo_label(ana) == "Add coder “Ben Okri”"
    project.undo(ana)
    assert names(project) == ["Ana", "Jonas"]


def test_the_person_at_this_machine_is_added_as_themselves(project, ana):
    ben = people.save_person("Ben")

    people.add_coder(project, "Ben", coder_id=ana)
    people.add_coder(project, "Eva", coder_id=ana)

    assert people.coder_of(project, "Ben").uid == ben.uid
    assert people.coder_of(project, "Eva").uid != ben.uid
    assert people.coder_of(project) == people.coder_of(project, "Ben")


def test_renaming_keeps_the_identity_and_is_a_step_of_the_history(project, ana):
    (before,) = (coder for coder in project.queries.coders() if coder.id == ana)

    people.rename_coder(project, ana, "Ana Ruiz", coder_id=ana)

    (after,) = (coder for coder in project.queries.coders() if coder.id == ana)
    assert (after.uid, after.name) == (before.uid, "Ana Ruiz")
    assert project.undo_label(ana) == "Rename coder “Ana” to “Ana Ruiz”"
    project.undo(ana)
    assert names(project) == ["Ana", "Jonas"]


def test_who_renames_themselves_is_known_here_by_the_new_name(project, ana, jonas):
    ben = people.save_person("Ben")
    me = people.join(project, ben)

    people.rename_coder(project, jonas, "Jonas Weil", coder_id=me.id)
    assert people.load_person() == ben
    people.rename_coder(project, me.id, "Ben Okri", coder_id=me.id)
    assert people.load_person() == people.Person(ben.uid, "Ben Okri")


@pytest.mark.parametrize("name", [" \n", "jonas"], ids=["empty", "taken"])
def test_an_empty_or_a_taken_name_is_refused(project, ana, name):
    with pytest.raises(UserError):
        people.add_coder(project, name, coder_id=ana)
    with pytest.raises(UserError):
        people.rename_coder(project, ana, name, coder_id=ana)

    assert names(project) == ["Ana", "Jonas"]


def test_a_coder_may_change_the_case_of_their_own_name(project, ana):
    people.rename_coder(project, ana, "ANA", coder_id=ana)

    assert names(project) == ["ANA", "Jonas"]


def test_coders_of_one_name_are_told_by_number_or_id(project, ana):
    other = people.join(project, people.Person(new_uid(), "Ana"))

    with pytest.raises(UserError) as caught:
        people.coder_of(project, "Ana")

    assert "Ana, Jonas, Ana (2)" in caught.value.way_out
    assert str(other.uid) in caught.value.way_out
    assert people.coder_of(project, "ana (2)") == other
    assert people.coder_of(project, str(other.uid)) == other
    assert people.coder_of(project, other.uid.hex).id == other.id
    with pytest.raises(UserError, match="no coder"):
        people.coder_of(project, other.uid.hex[:4])


def test_coders_of_one_name_are_told_apart_in_tables_and_in_the_history(project: Project):
    first, other = (people.join(project, people.Person(new_uid(), "Zed")) for _ in range(2))
    people.rename_coder(project, first.id, "Zed!", coder_id=first.id)
    people.rename_coder(project, first.id, "Zed?", coder_id=other.id)
    project.undo(other.id)

    def by() -> list[str]:
        return [
            row["coder"] for row in recounting.history_rows(project, EVERYTHING, 3, changes=False)
        ]

    assert by() == ["Zed", "Zed", "Zed!"]
    project.undo(first.id)
    assert by() == ["Zed", "Zed (2)", "Zed (2)"]
