"""Two copies of a project never stamp under the same name."""

from __future__ import annotations

import shutil
from pathlib import Path

from store_making import add_code, in_file, new_project

from annotator.store import Project


def _last_replica(path: Path) -> str:
    return str(in_file(path, "SELECT replica FROM txn ORDER BY id DESC LIMIT 1")[0][0])


def _work(path: Path) -> str:
    with Project.open(path) as project:
        add_code(project, f"x{len(project.queries.codebook())}")
    return _last_replica(path)


def test_name_stays_with_the_file_at_its_place(path: Path) -> None:
    new_project(path).close()
    first = _last_replica(path)
    assert _work(path) == first
    assert _work(path) == first
    assert len(bytes.fromhex(first)) == 4


def test_copy_has_a_name_of_its_own(path: Path) -> None:
    new_project(path).close()
    copy = path.with_name("copy.annotator")
    shutil.copy(path, copy)
    assert _work(copy) != _work(path)


def test_file_restored_from_an_older_state_takes_a_new_name(path: Path) -> None:
    new_project(path).close()
    backup = path.with_name("backup")
    shutil.copy(path, backup)
    before = _work(path)
    shutil.copy(backup, path)
    assert _work(path) != before


def test_other_project_at_the_same_place_has_another_name(path: Path) -> None:
    new_project(path).close()
    first = _last_replica(path)
    path.unlink()
    new_project(path).close()
    assert _last_replica(path) != first


def test_lost_or_broken_note_gives_a_new_name(path: Path, own_folders: Path) -> None:
    new_project(path).close()
    notes = list((own_folders / "data" / "replicas").iterdir())
    names = {_work(path)}
    for content in ("", "{}", '{"replica": "aaaaaaaa"}', "[]"):
        for note in notes:
            note.write_text(content)
        names.add(_work(path))
    assert len(names) == 5


def test_reading_only_leaves_no_note(path: Path, own_folders: Path) -> None:
    new_project(path).close()
    copy = path.with_name("copy.annotator")
    shutil.copy(path, copy)
    before = sorted((own_folders / "data" / "replicas").iterdir())
    Project.open(copy, read_only=True).close()
    assert sorted((own_folders / "data" / "replicas").iterdir()) == before
