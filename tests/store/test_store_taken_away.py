"""A file or folder that is taken away while it is open: a message, and nothing lost.

Reading goes on, and a copy elsewhere holds all that was saved.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import random_work
from random_work import RandomWork, picture
from store_making import add_code, new_project, posix, public_folder, without_privileges

from annotator.domain.errors import UserError
from annotator.store import Project


def _deleted(path: Path) -> None:
    path.unlink()


def _replaced(path: Path) -> None:
    other = path.with_name("other")
    other.write_bytes(path.read_bytes())
    other.replace(path)


def _renamed(path: Path) -> None:
    path.rename(path.with_name("renamed.annotator"))


def _folder_renamed(path: Path) -> None:
    path.parent.rename(path.parent.with_name("renamed"))


def _folder_deleted(path: Path) -> None:
    shutil.rmtree(path.parent)


def _log_deleted(path: Path) -> None:
    path.with_name(f"{path.name}-wal").unlink()


@posix
@pytest.mark.parametrize(
    "take_away",
    [_deleted, _replaced, _renamed, _folder_renamed, _folder_deleted, _log_deleted],
)
def test_copy_elsewhere_holds_everything(
    path: Path, tmp_path: Path, take_away: Callable[[Path], None]
) -> None:
    random_work.start(path)
    project = Project.open(path)
    at_work = RandomWork(project, seed=2, long_jobs=False)
    for _ in range(20):
        at_work.step()
    seen = picture(project)
    take_away(path)
    with pytest.raises(UserError, match=r"moved, (renamed, )?replaced or deleted") as error:
        add_code(project, "not saved")
    assert "Not saved: Add not saved" in error.value.way_out
    assert picture(project) == seen
    project.checkpoint()
    copy = tmp_path / "copy.annotator"
    project.copy(copy)
    with Project.open(copy) as copied:
        assert picture(copied) == seen
        assert copied.check() == []
        add_code(copied, "work goes on")
    if take_away is _log_deleted:
        project.close()
    else:
        with pytest.raises(UserError, match="moved, renamed, replaced or deleted"):
            project.close()


@posix
def test_folder_that_may_not_be_written_any_more_loses_nothing() -> None:
    with public_folder() as folder:
        home = folder / "home"
        work = folder / "work"
        work.mkdir()
        home.mkdir()
        for each in (home, work):
            each.chmod(0o777)
        path = work / "study.annotator"
        with pytest.MonkeyPatch.context() as patch, without_privileges():
            patch.setenv("ANNOTATOR_HOME", str(home))
            project = new_project(path)
        work.chmod(0o555)
        with pytest.MonkeyPatch.context() as patch, without_privileges():
            patch.setenv("ANNOTATOR_HOME", str(home))
            add_code(project, "claim")
            project.checkpoint()
            add_code(project, "number")
            with pytest.raises(UserError, match="could not be closed properly") as error:
                project.close()
            assert "keep the two files together" in error.value.way_out
            assert "the folder can be written" in error.value.way_out
        work.chmod(0o777)
        with Project.open(path) as project:
            assert [code.name for code in project.queries.codebook()] == ["claim", "number"]
        assert os.listdir(work) == [path.name]
