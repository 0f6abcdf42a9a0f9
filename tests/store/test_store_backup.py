"""Backups: whole, checked, made beside work that goes on, or not made at all."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import textwrap
import threading
from collections import namedtuple
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from store_making import ANNA, add_article, add_code, everything, in_file, new_project, posix, tag

from annotator.domain.changes import Create, Kind
from annotator.domain.errors import UserError
from annotator.store import Project, backups
from annotator.store.backups import Reason
from annotator.store.engines.sqlite import schema
from annotator.store.engines.sqlite.migrations import FIRST_VERSION

SITES = ["file"]

_GOLDEN = Path(__file__).parent.parent / "golden"
_BIG = "Grain prices rose sharply. " * 40_000


def _filled(project: Project, articles: int = 1) -> None:
    add_code(project, "claim")
    for n in range(articles):
        article = add_article(project, f"{n} {_BIG}")
        tag(project, article, 1, (0, 5))


def test_backup_holds_everything_and_is_one_plain_file(project: Project) -> None:
    _filled(project)
    made = project.back_up(Reason.ASKED)
    assert {file.name for file in made.path.parent.iterdir()} == {
        made.path.name,
        f"{made.path.name}.json",
    }
    assert not schema.read_header(made.path).wal
    with Project.open(made.path, read_only=True) as copy:
        assert everything(copy) == everything(project)
        assert copy.check() == []
        assert copy.state == project.state == made.state


def test_list_says_when_why_and_of_what_without_opening_a_copy(project: Project) -> None:
    first = project.back_up(Reason.OPENING)
    add_code(project, "claim")
    second = project.back_up(Reason.MERGE)
    first.path.write_bytes(b"nothing that could be opened")
    (newer, older) = backups.of_project(project.uid)
    assert newer == second
    assert (older.reason, older.at, older.origin) == (Reason.OPENING, first.at, project.path)
    assert newer.state != older.state
    assert backups.of_file(project.path) == [newer, older]
    assert backups.of_file(project.path.with_name("other")) == []
    assert backups.at(second.path) == second
    backups.discard(second)
    assert backups.of_project(project.uid) == [older]


@pytest.mark.parametrize("note", [None, "", "[]", "{}", '{"project": 1}'])
def test_backup_whose_note_is_lost_or_broken_is_listed_all_the_same(
    project: Project, note: str | None
) -> None:
    made = project.back_up(Reason.WORK)
    beside = made.path.with_name(f"{made.path.name}.json")
    if note is None:
        beside.unlink()
    else:
        beside.write_text(note)
    (found,) = backups.of_project(project.uid)
    assert (found.path, found.size, found.project) == (made.path, made.size, project.uid)
    assert abs(found.at - made.at) < 60_000


def test_what_is_saved_while_a_backup_is_made_is_in_it_or_not_but_never_half(
    project: Project,
) -> None:
    _filled(project, articles=30)
    started, errors = threading.Event(), []

    def go_on(_done: int, _total: int) -> bool:
        started.set()
        return True

    def work() -> None:
        try:
            project.back_up(Reason.WORK, go_on)
        except UserError as error:
            errors.append(error)

    beside = threading.Thread(target=work)
    beside.start()
    assert started.wait(10)
    saves = 0
    while beside.is_alive():
        pair = [Create(Kind.CODE, {"name": f"{saves} {side}"}) for side in ("left", "right")]
        project.apply("Add two", pair, coder_id=ANNA)
        tag(project, 1 + saves % 30, 1, (saves % 1000, saves % 1000 + 5))
        saves += 1
    beside.join()
    assert not errors
    assert saves > 1
    (made,) = backups.of_project(project.uid)
    with Project.open(made.path, read_only=True) as copy:
        assert copy.check() == []
        names = {code.name for code in copy.queries.codebook()}
        whole = {f"{n} {side}" for n in range(saves) for side in ("left", "right")}
        kept = {name for name in names if name in whole}
        assert len(kept) % 2 == 0
        assert kept == {f"{n} {side}" for n in range(len(kept) // 2) for side in ("left", "right")}
        assert {one.uid for one in copy.queries.annotations()} <= {
            one.uid for one in project.queries.annotations()
        }


@pytest.mark.parametrize("last", [0, 8])
def test_cancelled_backup_leaves_no_file(project: Project, last: int) -> None:
    _filled(project)
    asked = 0

    def go_on(_done: int, _total: int) -> bool:
        nonlocal asked
        asked += 1
        return asked <= last

    with pytest.raises(UserError, match="cancelled"):
        project.back_up(Reason.WORK, go_on)
    assert list(backups.folder(project.uid).iterdir()) == []
    add_code(project, "goes on")
    assert project.back_up(Reason.WORK).path.exists()


def test_closing_the_project_ends_its_backup(project: Project) -> None:
    _filled(project, articles=30)
    place, started, errors = backups.folder(project.uid), threading.Event(), []

    def go_on(_done: int, _total: int) -> bool:
        started.set()
        return True

    def work() -> None:
        try:
            project.back_up(Reason.WORK, go_on)
        except UserError as error:
            errors.append(error)

    beside = threading.Thread(target=work)
    beside.start()
    assert started.wait(10)
    project.close()
    beside.join()
    (error,) = errors
    assert "has been closed" in error.what
    assert list(place.iterdir()) == []
    assert not schema.read_header(project.path).wal


def test_no_backup_is_begun_where_it_would_not_fit(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    _filled(project)
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _where: usage(10**9, 10**9 - 50_000, 50_000))
    with pytest.raises(UserError, match="no room for a copy") as error:
        project.back_up(Reason.WORK)
    assert str(project.path) in error.value.what
    assert list(backups.folder(project.uid).iterdir()) == []


_FULL = """
    import resource, signal, sys
    from pathlib import Path
    from annotator.domain.errors import UserError
    from annotator.store import Project
    from annotator.store.backups import Reason, folder
    project = Project.open(Path(sys.argv[1]))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, hard))
    try:
        project.back_up(Reason.WORK)
    except UserError as error:
        print(error)
    assert list(folder(project.uid).iterdir()) == []
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    print(project.back_up(Reason.WORK).path)
    project.close()
"""


@posix
def test_full_disk_is_said_and_leaves_no_file(path: Path) -> None:
    with new_project(path) as project:
        _filled(project, articles=3)
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(_FULL), str(path)],
        capture_output=True,
        text=True,
        check=True,
    )
    told, made = done.stdout.splitlines()
    assert "could not be copied" in told
    assert "It is as it was" in told
    with Project.open(Path(made), read_only=True) as copy:
        assert copy.check() == []


def test_copy_of_a_damaged_project_is_not_kept(path: Path) -> None:
    with new_project(path) as project:
        _filled(project, articles=2)
    ((size,),) = in_file(path, "PRAGMA page_size")
    ((root,),) = in_file(path, "SELECT rootpage FROM sqlite_schema WHERE name = 'annotation'")
    with path.open("r+b") as file:
        file.seek((root - 1) * size)
        file.write(b"\xff" * 64)
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("PRAGMA quick_check(1)").fetchone() != ("ok",)
    with Project.open(path) as project:
        with pytest.raises(UserError, match="is not sound"):
            project.back_up(Reason.WORK)
        assert list(backups.folder(project.uid).iterdir()) == []


def test_nothing_is_copied_over_what_is_there(project: Project, tmp_path: Path) -> None:
    target = tmp_path / "mine.annotator"
    target.write_text("mine")
    with pytest.raises(UserError, match=r"There is a file .*mine"):
        project.copy(target)
    assert target.read_text() == "mine"
    with pytest.raises(UserError, match="could not be copied"):
        project.copy(tmp_path / "no" / "folder.annotator")


def test_what_a_killed_program_left_is_cleared_away_later(project: Project) -> None:
    place = backups.folder(project.uid)
    old, young = (place / f"{name}.annotator.part" for name in ("old", "young"))
    for file in (old, young):
        file.write_text("half")

    os.utime(old, (0, 0))
    project.back_up(Reason.WORK)
    assert not old.exists()
    assert young.exists()


def _golden(path: Path, version: int) -> None:
    with closing(sqlite3.connect(path)) as old:
        old.executescript((_GOLDEN / f"project-v{version}.sql").read_text(encoding="utf-8"))
        old.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
        old.execute(f"PRAGMA user_version = {version}")


def _content(path: Path) -> list[Any]:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as raw:
        return list(raw.iterdump())


@pytest.mark.parametrize("version", range(FIRST_VERSION, schema.latest()))
def test_file_is_kept_as_it_was_before_it_is_brought_up_to_date(path: Path, version: int) -> None:
    _golden(path, version)
    before = _content(path)
    with Project.open(path) as project:
        (kept,) = backups.of_project(project.uid)
    assert kept.reason is Reason.MIGRATION
    assert schema.read_header(kept.path).version == version
    assert _content(kept.path) == before
    assert schema.read_header(path).version == schema.latest()
    Project.open(path).close()
    assert len(backups.of_file(path)) == 1


def test_file_that_cannot_be_kept_stays_as_it_is(path: Path, own_folders: Path) -> None:
    _golden(path, FIRST_VERSION)
    before = _content(path)
    (own_folders / "data").mkdir()
    (own_folders / "data" / "backups").write_text("in the way")
    with pytest.raises(UserError, match="cannot be made"):
        Project.open(path)
    assert _content(path) == before
    with Project.open(path, keeps_older=False) as project:
        assert project.queries.articles(project.queries.article_ids())
    assert schema.read_header(path).version == schema.latest()
