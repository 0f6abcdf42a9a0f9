"""A project is one program's alone while it is open, whatever else happens to its files."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from store_making import ANNA, add_article, add_code, in_file, new_project, posix, public_folder

from annotator.domain.errors import UserError
from annotator.store import Project
from annotator.store.engines.sqlite import schema

_OPEN = """
    import sys
    from pathlib import Path
    from annotator.domain.errors import UserError
    from annotator.store import Project
    try:
        with Project.open(Path(sys.argv[1]), read_only=sys.argv[2] == "read") as project:
            print([code.name for code in project.queries.codebook()])
    except UserError as error:
        print(error)
"""

_FORK = """
    import os, sys
    from pathlib import Path
    from annotator.store import Project
    project = Project.open(Path(sys.argv[1]))
    listening, telling = os.pipe()
    if os.fork() == 0:
        os.close(telling)
        os.read(listening, 1)
        os._exit(0)
    project.close()
    print("closed", flush=True)
    sys.stdin.readline()
"""


def _elsewhere(path: Path, how: str = "write") -> str:
    """What another program says that opens the project."""
    command = [sys.executable, "-c", textwrap.dedent(_OPEN), str(path), how]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def _look_at(path: Path) -> None:
    for file in (path, path.with_name(f"{path.name}-wal")):
        with file.open("rb") as other:
            other.read(16)


@posix
@pytest.mark.parametrize("how", ["write", "read"])
def test_lock_survives_that_the_file_is_read_in_the_same_program(path: Path, how: str) -> None:
    with new_project(path) as project:
        add_code(project, "before")
        _look_at(path)
        assert "open in another window" in _elsewhere(path, how)
        add_code(project, "after")
    assert _elsewhere(path, how) == "['before', 'after']"


@posix
def test_refused_second_opening_keeps_the_lock(path: Path) -> None:
    with new_project(path) as project:
        with pytest.raises(UserError, match="open in another window"):
            Project.open(path)
        assert "open in another window" in _elsewhere(path)
        add_code(project, "still mine")


@posix
def test_several_programs_may_read_and_none_writes_meanwhile(path: Path) -> None:
    with new_project(path) as project:
        add_code(project, "claim")
    with Project.open(path, read_only=True) as project:
        assert _elsewhere(path, "read") == "['claim']"
        assert "open in another window" in _elsewhere(path)
        assert len(project.queries.codebook()) == 1
    assert _elsewhere(path) == "['claim']"


@posix
def test_file_that_cannot_be_written_is_read_by_several_programs() -> None:
    with public_folder() as folder:
        path = folder / "study.annotator"
        with new_project(path) as project:
            add_code(project, "claim")
        path.chmod(0o444)
        folder.chmod(0o555)
        with Project.open(path, read_only=True):
            assert _elsewhere(path, "read") == "['claim']"


@posix
def test_lock_ends_with_closing_also_where_a_forked_child_lives_on(path: Path) -> None:
    new_project(path).close()
    forking = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(_FORK), str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with forking:
        assert forking.stdout is not None
        assert forking.stdout.readline() == "closed\n"
        assert _elsewhere(path) == "[]"
        forking.communicate("\n")


@posix
def test_failed_openings_leave_no_lock_and_no_handle(path: Path) -> None:
    new_project(path).close()
    handles = len(os.listdir("/dev/fd"))
    in_file(path, "PRAGMA user_version = 99")
    with pytest.raises(UserError, match="newer version"):
        Project.open(path)
    in_file(path, f"PRAGMA user_version = {schema.latest()}")
    for _ in range(3):
        Project.open(path).close()
    assert len(os.listdir("/dev/fd")) == handles


# -- the log


@posix
def test_nothing_is_saved_into_a_log_that_is_no_longer_there(path: Path) -> None:
    log = path.with_name(f"{path.name}-wal")
    kept = path.with_name("kept")
    with new_project(path) as project:
        add_code(project, "before")
        log.rename(kept)
        for replace in (False, True):
            if replace:
                log.write_bytes(b"")
            with pytest.raises(UserError, match="moved, replaced or deleted") as error:
                add_code(project, "lost")
            assert log.name in error.value.what
            assert "Not saved: Add lost" in error.value.way_out
        log.unlink()
        kept.rename(log)
        add_code(project, "after")
    assert _elsewhere(path) == "['before', 'after']"


@posix
def test_closing_saves_what_was_in_a_deleted_log(path: Path) -> None:
    with new_project(path) as project:
        add_code(project, "claim")
        path.with_name(f"{path.name}-wal").unlink()
    assert os.listdir(path.parent) == [path.name]
    assert _elsewhere(path) == "['claim']"


@posix
def test_closing_beside_a_log_of_another_program_says_so(path: Path) -> None:
    log = path.with_name(f"{path.name}-wal")
    project = new_project(path)
    log.unlink()
    log.write_bytes(b"another")
    with pytest.raises(UserError, match="moved, replaced or deleted") as error:
        project.close()
    assert "Keep a copy" in error.value.way_out
    project.close()


# -- closing


@posix
def test_closing_a_moved_file_says_where_its_parts_are_and_loses_nothing(path: Path) -> None:
    moved = path.with_name("moved.annotator")
    project = new_project(path)
    add_code(project, "claim")
    path.rename(moved)
    with pytest.raises(UserError, match="moved, renamed, replaced or deleted") as error:
        project.close()
    assert "room" not in error.value.way_out
    assert f"{path.name}-wal" in error.value.way_out
    moved.rename(path)
    assert _elsewhere(path) == "['claim']"


def test_closed_project_says_that_it_is_closed(path: Path) -> None:
    project = new_project(path)
    article = add_article(project)
    project.close()
    asks = (
        project.queries.codebook,
        project.queries.annotation_counts,
        lambda: project.queries.text(article),
        lambda: project.undo_label(ANNA),
        lambda: project.name,
    )
    for ask in asks:
        with pytest.raises(UserError, match="has been closed") as error:
            ask()
        assert str(path) in error.value.what
    for act in (lambda: add_code(project, "claim"), lambda: project.undo(ANNA)):
        with pytest.raises(UserError, match="has been closed"):
            act()
    with pytest.raises(UserError, match="Not saved: Add claim"):
        add_code(project, "claim")


def test_undo_that_cannot_be_saved_is_called_one(path: Path) -> None:
    with new_project(path) as project:
        add_code(project, "claim")
        add_code(project, "framing")
        project.undo(ANNA)
    with Project.open(path, read_only=True) as project:
        with pytest.raises(UserError, match="Not saved: Undo: Add claim"):
            project.undo(ANNA)
        with pytest.raises(UserError, match="Not saved: Redo: Add framing"):
            project.redo(ANNA)
