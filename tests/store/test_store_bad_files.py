"""Files that are not ours, damaged, newer, read-only, open elsewhere, or on a full disk.

Each message names the file, says what is wrong, that nothing was changed, and what to do.
"""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
import textwrap
from contextlib import closing
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
    tag,
    tagged,
    without_privileges,
)

from annotator.domain.changes import Create, Kind
from annotator.domain.errors import UserError
from annotator.store import Project
from annotator.store.engines.sqlite import connection


def _refused(path: Path, what: str) -> UserError:
    """Opening says what is wrong with the file, and leaves its bytes alone."""
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(UserError, match=what) as error:
        Project.open(path)
    assert str(path) in error.value.what
    assert error.value.way_out
    if before is not None:
        assert path.read_bytes() == before
        assert "Nothing was changed" in error.value.way_out
    return error.value


# -- not a project


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "it is empty"),
        (b"Dear all,\nplease find attached", "it is a file of another kind"),
        (b"PK\x03\x04" + bytes(200), "it is a file of another kind"),
        (b"SQLite format 4\0" + bytes(200), "it is a file of another kind"),
        (b"SQLite format 3", "its end is missing"),
        (b"SQLite format 3\0" + bytes(50), "its end is missing"),
        (b"SQLite format 3\0" + bytes(500), "database of another program"),
    ],
)
def test_other_files_are_refused(path: Path, content: bytes, why: str) -> None:
    path.write_bytes(content)
    _refused(path, why)


def test_database_of_another_program_is_refused(path: Path) -> None:
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("CREATE TABLE annotation (id INTEGER PRIMARY KEY)")
        raw.execute("PRAGMA application_id = 7")
    _refused(path, "database of another program")


def test_missing_file_and_folder_are_told_apart(path: Path) -> None:
    assert "moved or renamed" in _refused(path, "There is no project file").way_out
    path.mkdir()
    _refused(path, "it is a folder")


def test_newer_file_is_refused_with_its_version(path: Path) -> None:
    new_project(path).close()
    in_file(path, "PRAGMA user_version = 7")
    error = _refused(path, "newer version of Annotator")
    assert "format 7" in error.what
    assert "Update" in error.way_out


def test_newer_file_is_refused_also_when_only_its_log_says_so(path: Path) -> None:
    new_project(path).close()
    copy = path.with_name("copy.annotator")
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute("PRAGMA journal_mode = WAL")
        raw.execute("PRAGMA user_version = 7")
        shutil.copy(path, copy)
        shutil.copy(f"{path}-wal", f"{copy}-wal")
    with pytest.raises(UserError, match="newer version of Annotator"):
        Project.open(copy)


# -- damaged


def _filled(path: Path) -> None:
    with new_project(path) as project:
        code = add_code(project, "claim")
        for n in range(30):
            article = add_article(project, f"{TEXT * 30} {n}")
            tag(project, article, code, (0, 5))


def test_file_that_was_cut_short_is_refused(path: Path) -> None:
    _filled(path)
    whole = path.read_bytes()
    for size in (99, 100, 4096, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:size])
        _refused(path, "its end is missing")


def test_damaged_page_is_a_message_when_it_is_read_and_the_rest_stays_readable(path: Path) -> None:
    _filled(path)
    ((page,),) = in_file(path, "SELECT rootpage FROM sqlite_schema WHERE name = 'annotation'")
    with path.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\xff" * 4096)
    with Project.open(path) as project:
        with pytest.raises(UserError, match="is damaged") as error:
            project.queries.annotations()
        assert str(path) in error.value.what
        assert project.queries.text(1).startswith(TEXT)
        code = project.queries.codebook().find("claim").id
        with pytest.raises(UserError, match="is damaged"):
            tag(project, 1, code, (0, 5))
        assert project.check() != []


def test_damaged_beginning_is_refused(path: Path) -> None:
    _filled(path)
    with path.open("r+b") as file:
        file.seek(100)
        file.write(b"\xff" * 3000)
    with pytest.raises(UserError, match="is damaged"):
        Project.open(path)
    assert not path.with_name(f"{path.name}-wal").exists()


def test_log_of_another_copy_is_never_replayed(path: Path) -> None:
    _filled(path)
    log = path.with_name(f"{path.name}-wal")
    log.write_bytes(b"7\x7f\x06\x82" + bytes(5000))
    error = _refused(path, "unfinished work of another copy")
    assert log.name in error.way_out
    assert log.exists()
    log.unlink()
    with Project.open(path) as project:
        assert len(project.queries.annotations()) == 30


# -- read-only


def test_project_opened_for_reading_can_be_read_and_refuses_changes(path: Path) -> None:
    _filled(path)
    before = path.read_bytes()
    with Project.open(path, read_only=True) as project:
        assert project.read_only
        assert len(project.queries.annotations()) == 30
        for act in (lambda: add_code(project, "x"), lambda: project.undo(ANNA)):
            with pytest.raises(UserError, match="reading only") as error:
                act()
            assert str(path) in error.value.what
            assert "Not saved:" in error.value.way_out
            assert "copy" in error.value.way_out
        assert project.check() == []
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == [path.name]


@posix
@pytest.mark.parametrize("folder_mode", [0o555, 0o777])
@pytest.mark.parametrize("file_mode", [0o444, 0o666])
def test_file_or_folder_that_cannot_be_written_opens_for_reading(
    folder_mode: int, file_mode: int
) -> None:
    with public_folder() as folder:
        path = folder / "study.annotator"
        _filled(path)
        path.chmod(file_mode)
        folder.chmod(folder_mode)
        with without_privileges(), Project.open(path) as project:
            assert project.read_only == ((folder_mode, file_mode) != (0o777, 0o666))
            assert len(project.queries.annotations()) == 30
            if project.read_only:
                with pytest.raises(UserError, match="reading only"):
                    add_code(project, "x")


@posix
def test_file_that_may_not_be_read_says_so() -> None:
    with public_folder() as folder:
        path = folder / "study.annotator"
        new_project(path).close()
        path.chmod(0)
        with without_privileges(), pytest.raises(UserError, match="cannot be read") as error:
            Project.open(path)
        assert str(path) in error.value.what


@posix
def test_crashed_project_in_a_read_only_folder_is_not_opened_without_its_log() -> None:
    with public_folder() as folder:
        path = folder / "study.annotator"
        with new_project(path) as project:
            add_code(project, "only in the log")
            crashed = folder / "crashed"
            crashed.mkdir()
            for name in (path.name, f"{path.name}-wal"):
                shutil.copy(folder / name, crashed / name)
        crashed.chmod(0o555)
        with without_privileges(), pytest.raises(UserError, match="read-only") as error:
            Project.open(crashed / path.name)
        assert "files beside it" in error.value.way_out
        crashed.chmod(0o755)
        with Project.open(crashed / path.name) as again:
            assert again.queries.codebook().find("only in the log")


def test_project_of_no_version_is_damaged(path: Path) -> None:
    new_project(path).close()
    in_file(path, "PRAGMA user_version = 0")
    _refused(path, "is damaged")


# -- moved away


def test_nothing_is_saved_into_a_file_that_is_no_longer_there(path: Path) -> None:
    moved = path.with_name("moved.annotator")
    with new_project(path) as project:
        add_code(project, "before")
        path.rename(moved)
        for replace in (False, True):
            if replace:
                path.write_text("another file")
            with pytest.raises(UserError, match="moved, renamed, replaced or deleted") as error:
                add_code(project, "lost")
            assert str(path) in error.value.what
            assert "Not saved: Add lost" in error.value.way_out
        assert [code.name for code in project.queries.codebook()] == ["before"]
        path.unlink()
        moved.rename(path)
        add_code(project, "after")
    with Project.open(path) as project:
        assert [code.name for code in project.queries.codebook()] == ["before", "after"]


# -- open elsewhere

_OPEN = """
    import sys
    from pathlib import Path
    from annotator.store import Project
    project = Project.open(Path(sys.argv[1]))
    print("open", flush=True)
    sys.stdin.readline()
    project.close()
"""


def test_project_open_in_another_program_is_refused_with_the_time(path: Path) -> None:
    _filled(path)
    other = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(_OPEN), str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with other:
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        for read_only in (False, True):
            pattern = r"open in another window since \d\d:\d\d by \S+"
            with pytest.raises(UserError, match=pattern) as error:
                Project.open(path, read_only=read_only)
            assert str(path) in error.value.what
            assert "Close it there" in error.value.way_out
        other.communicate("\n")
    with Project.open(path) as project:
        assert len(project.queries.annotations()) == 30


def test_project_open_in_this_program_is_refused_and_keeps_its_lock(path: Path) -> None:
    with new_project(path) as project:
        with pytest.raises(UserError, match="open in another window"):
            Project.open(path)
        with pytest.raises(UserError, match="open in another window"):
            Project.open(path, read_only=True)
        locked = pytest.raises(sqlite3.OperationalError, match="locked")
        with closing(sqlite3.connect(path, timeout=0)) as other, locked:
            other.execute("SELECT count(*) FROM code").fetchone()
        add_code(project, "still mine")


def test_lock_ends_with_the_program_that_held_it(path: Path) -> None:
    _filled(path)
    killed = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(_OPEN), str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with killed:
        assert killed.stdout is not None
        killed.stdout.readline()
        killed.kill()
    Project.open(path).close()


# -- full disk


def test_full_disk_keeps_what_was_saved_and_goes_on_when_there_is_room(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _filled(path)
    ((pages,),) = in_file(path, "PRAGMA page_count")
    limit = f"max_page_count = {pages + 3}"
    monkeypatch.setattr(connection, "_SETTINGS", (*connection._SETTINGS, limit))
    with Project.open(path) as project:
        code = project.queries.codebook().find("claim").id
        one = tagged(project, 1, code, (0, 5), memo="still fits")
        before = everything(project)
        big = [Create(Kind.ARTICLE, {"headline": "Big", "text": TEXT * 9000})]
        for _ in range(2):
            with pytest.raises(UserError, match="no room left") as error:
                project.apply("Import “Big”", big, coder_id=ANNA)
            assert str(path) in error.value.what
            assert "Not saved: Import “Big”" in error.value.way_out
            assert "Free some space" in error.value.way_out
            assert everything(project) == before
        assert project.undo_label(ANNA) == "Tag"
    monkeypatch.undo()
    with Project.open(path) as project:
        assert project.queries.annotation(one).memo == "still fits"
        assert project.apply("Import “Big”", big, coder_id=ANNA).touches(Kind.ARTICLE)
        assert project.check() == []


_FULL = """
    import resource, signal, sys
    from pathlib import Path
    from annotator.domain.changes import Create, Kind
    from annotator.domain.errors import UserError
    from annotator.store import Project
    project = Project.open(Path(sys.argv[1]))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, hard))
    saved = 0
    try:
        while True:
            code = Create(Kind.CODE, {"name": f"{saved}" + "x" * 3000})
            project.apply("Work", [code], coder_id=1)
            saved += 1
    except UserError as error:
        print(error)
    assert len(project.queries.codebook()) == saved
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    project.apply("Work", [Create(Kind.CODE, {"name": "x"})], coder_id=1)
    project.close()
    print(saved + 1)
"""


@posix
def test_file_that_may_not_grow_is_a_message_and_loses_nothing(path: Path) -> None:
    new_project(path).close()
    run = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(_FULL), str(path)],
        capture_output=True,
        text=True,
        check=True,
    )
    message, saved = run.stdout.splitlines()
    assert str(path) in message
    assert "Not saved: Work" in message
    assert int(saved) > 5
    with Project.open(path) as project:
        assert len(project.queries.codebook()) == int(saved)
        assert project.check() == []
