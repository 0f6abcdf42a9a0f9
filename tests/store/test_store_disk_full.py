"""A full disk: a message, nothing acknowledged lost, reading goes on, saving when there is room.

The disk is a small one in memory where the tests may mount one, and a process whose files may not
grow any further everywhere else.
"""

from __future__ import annotations

import multiprocessing
import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import random_work
from random_work import Picture, RandomWork, picture, take_in, with_delta
from store_making import ANNA, add_article, new_project, posix

from annotator.domain.changes import Create, Kind
from annotator.domain.errors import UserError
from annotator.store import Project

if os.name == "posix":
    import resource

_MB = 2**20


class Full:
    """A project on a disk with little room.

    Args:
        path: a closed project.
        fill: leaves that many bytes of room.
        free: makes room again.
    """

    def __init__(self, path: Path, fill: Callable[[int], None], free: Callable[[], None]) -> None:
        self.path = path
        self.fill = fill
        self.free = free

    def work_until_full(self, project: Project, seed: int) -> Picture:
        """Works until something cannot be saved; what the project holds then."""
        seen, at_work = picture(project), RandomWork(project, seed)
        while True:
            try:
                step = at_work.step()
            except UserError as error:
                self._check_told(error)
                return seen
            if step is not None:
                seen = with_delta(seen, step.delta)

    def import_much(self, project: Project) -> None:
        """What does not fit is refused as a whole."""
        texts = ["Grain prices rose sharply. " * 2000 + str(n) for n in range(40)]
        with pytest.raises(UserError, match="Not saved: Import 40 articles") as error:
            take_in(project, texts)
        self._check_told(error.value)

    def import_much_as_a_long_job(self, project: Project) -> None:
        """What does not fit is seen by nobody."""
        edits = (
            Create(Kind.ARTICLE, {"text": "Grain prices rose sharply. " * 500 + str(n)})
            for n in range(200)
        )
        with (
            pytest.raises(UserError, match="Not saved: A long job") as error,
            project.begin("A long job", coder_id=ANNA) as job,
        ):
            job.take(edits)
        self._check_told(error.value)

    def _check_told(self, error: UserError) -> None:
        assert str(self.path) in error.what
        assert "no room left" in error.what or "cannot be reached" in error.what
        assert "Not saved: " in error.way_out
        assert "Everything saved before is safe" in error.way_out


def check_full_disk(full: Full) -> None:
    """Fills the disk, frees it, fills it again, and loses nothing."""
    with Project.open(full.path) as project:
        for seed in range(2):
            full.fill(300_000)
            seen = full.work_until_full(project, seed)
            full.import_much(project)
            assert picture(project) == seen
            assert project.check() == []
            project.checkpoint()
            full.import_much_as_a_long_job(project)
            full.import_much(project)
            assert picture(project) == seen
            full.free()
            assert project.undo(ANNA)
            assert project.redo(ANNA)
            assert picture(project) == seen
        with project.begin("A long job", coder_id=ANNA) as job:
            job.take([Create(Kind.ARTICLE, {"text": "There is room again."})])
            job.finish()
        seen = picture(project)
    with Project.open(full.path) as project:
        assert picture(project) == seen
        assert project.check() == []


def check_closing_on_a_full_disk(full: Full) -> None:
    """Where the log does not fit into the file, closing says so, and the log keeps everything."""
    project = Project.open(full.path)
    take_in(project, ["Grain prices rose sharply. " * 4000 + str(n) for n in range(4)])
    seen = picture(project)
    full.fill(0)
    with pytest.raises(UserError, match="could not be closed properly") as error:
        project.close()
    assert "keep the two files together" in error.value.way_out
    full.free()
    with Project.open(full.path) as project:
        assert picture(project) == seen
        assert project.check() == []
    assert not full.path.with_name(f"{full.path.name}-wal").exists()


def check_what_is_told_first(full: Full) -> None:
    """Where closing fails too, what could not be saved is told, and closing is added to it."""
    seen = []

    def work() -> None:
        with Project.open(full.path) as project:
            take_in(project, ["Grain prices rose sharply. " * 4000 + str(n) for n in range(4)])
            seen.append(picture(project))
            full.fill(0)
            for _ in range(1000):
                add_article(project, "Grain prices rose sharply. " * 8000)

    with pytest.raises(UserError, match="Not saved: Import an article") as error:
        work()
    assert ["could not be closed properly" in note for note in error.value.__notes__] == [True]
    full.free()
    with Project.open(full.path) as project:
        assert [picture(project)] == seen


def check_reading_on_a_full_disk(full: Full) -> None:
    """What is in a log that does not fit into the file is read, and a lost job waits."""
    project = Project.open(full.path)
    take_in(project, ["Grain prices rose sharply. " * 4000 + str(n) for n in range(4)])
    seen = picture(project)
    full.fill(300_000)
    full.import_much_as_a_long_job(project)
    full.free()
    full.fill(0)
    with pytest.raises(UserError, match="could not be closed properly"):
        project.close()
    for _ in range(2):
        with Project.open(full.path, read_only=True) as reading:
            assert picture(reading) == seen
    project = Project.open(full.path)
    assert picture(project) == seen
    with pytest.raises(UserError, match="could not be closed properly"):
        project.close()
    full.free()
    with Project.open(full.path, read_only=True) as reading:
        assert picture(reading) == seen
    assert [file.name for file in full.path.parent.glob("study*")] == [full.path.name]


def check_copying_to_a_full_disk(full: Full) -> None:
    """A copy or a backup that does not fit leaves nothing behind, and harms nothing."""
    copy = full.path.with_name("copy.annotator")
    with Project.open(full.path) as project:
        take_in(project, ["Grain prices rose sharply. " * 4000 + str(n) for n in range(4)])
        seen = picture(project)
        before = sorted(full.path.parent.iterdir())
        full.fill(0)
        with pytest.raises(UserError):
            project.copy(copy)
        full.free()
        assert sorted(full.path.parent.iterdir()) == before
        assert picture(project) == seen
        project.copy(copy)
        assert project.undo(ANNA)
    with Project.open(copy) as copied:
        assert picture(copied) == seen


CHECKS = pytest.mark.parametrize(
    "check",
    [
        check_full_disk,
        check_closing_on_a_full_disk,
        check_what_is_told_first,
        check_reading_on_a_full_disk,
        check_copying_to_a_full_disk,
    ],
)


# -- files that may not grow


def limited(check: Callable[[Full], None], path: Path, home: Path) -> None:
    """Runs a check in a process whose files may not grow where it says so."""
    os.environ["ANNOTATOR_HOME"] = str(home)
    unlimited = resource.getrlimit(resource.RLIMIT_FSIZE)

    def fill(room: int) -> None:
        log = path.with_name(f"{path.name}-wal")
        # Room is what the log may take: closing needs the file to grow as well.
        most = log.stat().st_size + room if room else path.stat().st_size
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, unlimited[1]))

    check(Full(path, fill, lambda: resource.setrlimit(resource.RLIMIT_FSIZE, unlimited)))


@posix
@CHECKS
def test_files_that_may_not_grow(
    path: Path, own_folders: Path, check: Callable[[Full], None]
) -> None:
    random_work.start(path)
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(["annotator.store", "pytest"])
    process = processes.Process(target=limited, args=(check, path, own_folders))
    process.start()
    process.join()
    assert process.exitcode == 0


# -- a small disk


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={8 * _MB}", "annotator-test", str(disk)]
    try:
        subprocess.run(mount, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("a disk cannot be mounted here: only root may")
    yield disk
    subprocess.run(["umount", "--lazy", str(disk)], check=True)


@CHECKS
def test_small_disk(small_disk: Path, check: Callable[[Full], None]) -> None:
    path = small_disk / "study.annotator"
    ballast = small_disk / "ballast"
    random_work.start(path)

    def fill(room: int) -> None:
        free = os.statvfs(small_disk).f_bavail * os.statvfs(small_disk).f_frsize
        ballast.write_bytes(bytes(max(0, free - room)))

    check(Full(path, fill, ballast.unlink))


@pytest.mark.parametrize("room", [0, 64, 160, 200])
def test_new_project_that_does_not_fit_is_refused_in_words(small_disk: Path, room: int) -> None:
    (small_disk / "ballast").write_bytes(bytes(8 * _MB - room * 1024))
    with pytest.raises(UserError, match=r"“.*/study.annotator” could not be created \(.*full\)"):
        new_project(small_disk / "study.annotator")
    assert [file.name for file in small_disk.iterdir()] == ["ballast"]
