"""A project whose program is killed at any instant holds all that was acknowledged, whole.

The killed program does everything that the store can do; it tells each step when the store has
returned from it. What is found afterwards is compared with what was told.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import time
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
import random_work
from random_work import Picture, RandomWork, Step, picture, with_delta
from store_making import ANNA, in_file, posix

from annotator.domain.errors import StepRefusedError
from annotator.store import Project

KILLS = 20
"""Of one project, before the next one is begun."""


def work(path: Path, seed: int, home: Path, told: Connection) -> None:
    """Works until it is killed."""
    os.environ["ANNOTATOR_HOME"] = str(home)
    project = Project.open(path)
    told.send(None)
    at_work = RandomWork(project, seed)
    while True:
        step = at_work.step()
        if step is not None:
            told.send(step)
        if at_work.chance(0.04):
            project.close()
            project = Project.open(path)
            at_work = RandomWork(project, seed := seed + 1000)


def _killed(path: Path, seed: int, home: Path) -> list[Step]:
    """What a program told before it was killed at an instant decided by ``seed``."""
    chance = random.Random(seed)
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(["annotator.store", "pytest"])
    telling, told = processes.Pipe(duplex=False)
    process = processes.Process(target=work, args=(path, seed, home, told))
    process.start()
    told.close()
    heard: list[Step | None] = []
    if chance.random() < 0.8:  # else while it is opening
        heard += [telling.recv() for _ in range(chance.randrange(1, 25))]
    time.sleep(chance.random() * 0.03)
    process.kill()
    process.join()
    with telling:
        try:
            while True:
                heard.append(telling.recv())
        except (EOFError, OSError):  # OSError in the middle of what it was about to tell
            return [step for step in heard if step is not None]


def _entries(path: Path) -> dict[int, str]:
    """What kind of entry each number of the history is, in a closed file."""
    return dict(in_file(path, "SELECT id, action FROM txn"))  # type: ignore[arg-type]


def _check_found(path: Path, promised: Picture, known: set[int]) -> Picture:
    """Opens what is left: all that was promised is there, and of what was under way all or none.

    Returns:
        What the project holds now.
    """
    with Project.open(path) as project:
        assert project.check() == []
        found = picture(project)
    assert [file.name for file in path.parent.iterdir()] == [path.name]
    entries = _entries(path)
    assert known <= entries.keys()
    more = entries.keys() - known
    if not more:
        assert found == promised
        return found
    # It was saved, but not told any more. If it is whole, then taking it back is, too.
    (untold,) = more
    with Project.open(path) as project:
        if entries[untold] == "undo":
            there, back = project.redo, project.undo
        else:
            there, back = partial(project.undo, entry=untold), project.redo
        try:
            assert there(ANNA)
        except StepRefusedError:
            # A long job that others saved beside, and whose values are theirs by now.
            assert untold < max(known)
            return found
        assert picture(project) == promised
        assert back(ANNA)
        assert picture(project) == found
    return found


def _kill_again_and_again(path: Path, seed: int, home: Path) -> None:
    promised = random_work.start(path)
    for kill in range(KILLS):
        before = _entries(path).keys()
        told = _killed(path, seed * KILLS + kill, home)
        for step in told:
            promised = with_delta(promised, step.delta)
        promised = _check_found(path, promised, before | {step.txn for step in told})


@posix
def test_killed_program_loses_nothing(path: Path, own_folders: Path) -> None:
    _kill_again_and_again(path, 0, own_folders)


@posix
@pytest.mark.soak
@pytest.mark.parametrize("seed", range(1, 11))
def test_killed_program_loses_nothing_however_often(
    path: Path, own_folders: Path, seed: int
) -> None:
    _kill_again_and_again(path, seed, own_folders)
