"""A project is one plain file: made, opened, closed and found again as it was."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest
from store_making import (
    ANNA,
    TEXT,
    add_article,
    add_code,
    everything,
    in_file,
    new_project,
    posix,
    public_folder,
    tagged,
    without_privileges,
)

from annotator.domain.annotation import CoderKind
from annotator.domain.changes import Create, Kind, Remove, Update
from annotator.domain.codebook import Example
from annotator.domain.errors import UserError
from annotator.domain.records import new_uid
from annotator.domain.zones import Role, Zone
from annotator.store import Project

_ODD_NAMES = [
    "a #1?%41&x=2.annotator",
    "Ümläut 🌾.annotator",
    " leading.annotator",
    "a'b;--.db",
]


_EXAMPLES = (Example("rose"), Example("fell", "The Courier", "a price is lost"))


def _journal_mode(path: Path) -> bytes:
    return path.read_bytes()[18:20]


def test_new_project_has_a_name_a_coder_and_a_round(path: Path) -> None:
    uid = new_uid()
    with Project.create(path, "Grain", coder=(uid, "Anna")) as project:
        (coder,) = project.queries.coders()
        assert (coder.id, coder.uid, coder.name) == (ANNA, uid, "Anna")
        assert coder.kind is CoderKind.HUMAN
        assert (project.name, project.path, project.read_only) == ("Grain", path, False)
        assert project.uid.version == 7
    assert in_file(path, "SELECT id, name FROM round") == [(project.main_round, "main")]


def test_everything_is_found_again_after_closing(path: Path) -> None:
    zones = (Zone(0, 26, Role.HEADLINE), Zone(28, 90, Role.BODY))
    with new_project(path) as project:
        article = add_article(
            project,
            headline="Grain",
            outlet="Wire",
            author="Jo Doe",
            published="2025-03",
            url="https://example.org/1",
            language="en",
            source_file="grain.txt",
            zones=zones,
            words=14,
            counted_words=12,
        )
        frame = add_code(project, "framing", colour="blue", key="f", definition="How it is told")
        code = add_code(project, "loss", parent_id=frame, position=3, examples=_EXAMPLES)
        tagged(project, article, code, (0, 5), (13, 17), memo="both", unsure=True)
        tagged(project, article, frame)
        before = everything(project)
    with Project.open(path) as project:
        assert everything(project) == before
        assert project.queries.zones(article) == zones
        assert project.queries.text(article) == TEXT
        fragments, whole = project.queries.annotations(article)
        assert whole.span.ranges == ()
        assert whole.anchor.quotes == ()
        assert fragments.span.ranges == ((0, 5), (13, 17))
        assert fragments.anchor.quotes == ("Grain", "rose")
        assert (fragments.memo, fragments.unsure) == ("both", True)
        assert project.queries.codebook()[code].examples == _EXAMPLES


def test_at_rest_there_is_one_file_without_a_log(path: Path) -> None:
    with new_project(path) as project:
        add_article(project)
        assert path.with_name(f"{path.name}-wal").exists()
        assert _journal_mode(path) == b"\x02\x02"
    assert os.listdir(path.parent) == [path.name]
    assert _journal_mode(path) == b"\x01\x01"
    assert in_file(path, "PRAGMA journal_mode") == [("delete",)]


def test_file_says_whose_it_is_and_is_strict(path: Path) -> None:
    new_project(path).close()
    assert in_file(path, "PRAGMA application_id") == [(0x416E6E31,)]
    assert in_file(path, "PRAGMA user_version") == [(4,)]
    tables = in_file(path, "SELECT name, strict FROM pragma_table_list WHERE schema = 'main'")
    assert {name for name, strict in tables if not strict} == {"sqlite_schema"}


@pytest.mark.parametrize("name", _ODD_NAMES)
def test_names_with_odd_characters_are_only_names(tmp_path: Path, name: str) -> None:
    new_project(tmp_path / name).close()
    assert name in os.listdir(tmp_path)
    with Project.open(tmp_path / name) as project:
        assert project.name == "Test"


def test_path_may_be_relative(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(path.parent)
    new_project(Path(path.name)).close()
    with Project.open(Path(path.name)) as project:
        assert project.path == path


def test_closing_twice_is_harmless_and_later_owners_keep_their_lock(path: Path) -> None:
    first = new_project(path)
    first.close()
    with Project.open(path) as second:
        first.close()
        with pytest.raises(UserError, match="open in another window"):
            Project.open(path)
        add_article(second)


def test_renaming_the_project_is_an_edit_like_others(project: Project) -> None:
    project.apply("Rename", [Update(Kind.PROJECT, 1, {"name": "Bread"})], coder_id=ANNA)
    assert project.name == "Bread"
    project.undo(ANNA)
    assert project.name == "Test"


def test_existing_file_is_never_replaced(path: Path) -> None:
    path.write_text("precious")
    with pytest.raises(UserError, match="already") as error:
        new_project(path)
    assert str(path) in str(error.value)
    assert path.read_text() == "precious"
    assert os.listdir(path.parent) == [path.name]


def test_missing_folder_is_named(path: Path) -> None:
    with pytest.raises(UserError, match="no folder") as error:
        new_project(path.parent / "gone" / "x.annotator")
    assert str(path.parent / "gone") in str(error.value)


@posix
def test_folder_that_cannot_be_written_gets_no_file() -> None:
    with public_folder() as folder:
        folder.chmod(0o555)
        with without_privileges(), pytest.raises(UserError, match="could not be created") as error:
            new_project(folder / "x.annotator")
        assert "x.annotator" in error.value.what
        assert os.listdir(folder) == []


def test_what_a_crash_left_of_a_creation_is_no_obstacle(path: Path) -> None:
    for ending in (".part", ".part-wal", ".part-journal"):
        path.with_name(path.name + ending).write_bytes(b"half a project")
    new_project(path).close()
    assert os.listdir(path.parent) == [path.name]


def test_creation_that_fails_leaves_no_file(path: Path) -> None:
    with pytest.raises((ValueError, sqlite3.Error)):
        Project.create(path, "\ud800", coder=(new_uid(), "Anna"))
    assert os.listdir(path.parent) == []


def test_a_project_file_holds_one_project(project: Project) -> None:
    with pytest.raises(ValueError, match="one project"):
        project.apply("Another", [Create(Kind.PROJECT, {"name": "2"})], coder_id=ANNA)
    with pytest.raises(ValueError, match="one project"):
        project.apply("None", [Remove(Kind.PROJECT, 1)], coder_id=ANNA)
