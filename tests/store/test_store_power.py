"""A power cut at any instant loses nothing that was acknowledged.

The statements that the store runs are written down while a real project is worked on, with its
checkpoints and its closing, and run again on a disk that knows what a power cut would have left.
"""

from __future__ import annotations

import random
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import apsw
import pytest
import random_work
from lossy_disk import Disk, FileSystem, Model
from random_work import Picture, RandomWork, picture, with_delta
from statement_trace import Acknowledged, Closed, Event, Opened, Ran, Trace, traced
from store_making import add_code, new_project

from annotator.domain.errors import UserError
from annotator.store import Project

STEPS = 120
MODELS: tuple[Model, ...] = ("by chance", "in order")


@dataclass(frozen=True)
class Work:
    """What was done to a project.

    Attributes:
        before: the closed file before it.
        events: statements and acknowledgements.
        pictures: what the project held after each acknowledged step; the first before them all.
    """

    before: bytes
    events: list[Event]
    pictures: list[Picture]


def _worked(path: Path, seed: int) -> Work:
    pictures = [random_work.start(path)]
    before = path.read_bytes()
    with traced() as trace:
        project = Project.open(path)
        at_work = RandomWork(project, seed)
        for _ in range(STEPS):
            step = at_work.step()
            if step is not None:
                pictures.append(with_delta(pictures[-1], step.delta))
                trace.events.append(Acknowledged(len(pictures) - 1))
            if at_work.chance(0.05):
                project.checkpoint()
            if at_work.chance(0.03):
                project.close()
                trace.events.append(Closed())
                project = Project.open(path)
                at_work = RandomWork(project, seed := seed + 1000)
        project.close()
        trace.events.append(Closed())
    return Work(before, trace.events, pictures)


class _Replay:
    """Runs work again on a disk that loses power at some instants."""

    def __init__(self, work: Work, name: str) -> None:
        self._events = work.events
        self._name = name
        self.disk = Disk({name: work.before})
        self.acknowledged = 0

    def run(self) -> None:
        file_system = FileSystem(self.disk)
        connection: apsw.Connection | None = None
        for event in self._events:
            match event:
                case Opened():
                    connection = apsw.Connection(self._name, vfs=file_system.name)
                case Closed():
                    connection.close()
                case Ran(sql):
                    connection.execute(sql).fetchall()
                case Acknowledged(number):
                    self.acknowledged = number
        file_system.unregister()


def _outcomes(work: Work, folder: Path, cuts: int, model: Model, seed: int) -> Counter[str]:
    """How often a power cut during the work left all, lost something or left a damaged file."""
    chance = random.Random(seed)
    instants = 0

    def count() -> None:
        nonlocal instants
        instants += 1

    measuring = _Replay(work, "study.annotator")
    measuring.disk.before_each = count
    measuring.run()
    chosen = set(chance.sample(range(instants), cuts))
    outcomes: Counter[str] = Counter()
    now = iter(range(instants))

    def cut() -> None:
        if next(now) in chosen:
            left = replay.disk.after_power_cut(chance, model)
            promised = work.pictures[replay.acknowledged : replay.acknowledged + 2]
            outcomes[_outcome(folder / f"cut-{sum(outcomes.values())}", left, promised)] += 1

    replay = _Replay(work, "study.annotator")
    replay.disk.before_each = cut
    replay.run()
    return outcomes


def _outcome(folder: Path, left: dict[str, bytes], promised: list[Picture]) -> str:
    folder.mkdir()
    for name, data in left.items():
        (folder / name).write_bytes(data)
    path = folder / "study.annotator"
    try:
        with Project.open(path) as project:
            finds = project.check()
            if finds:
                return f"damaged: {finds[0]}"
            found = picture(project)
    except UserError as error:
        return f"damaged: {error.what}"
    if found not in promised:
        return "lost"
    return "kept" if [file.name for file in folder.iterdir()] == [path.name] else "left over"


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Work:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ANNOTATOR_HOME", str(tmp_path_factory.mktemp("home")))
        return _worked(tmp_path_factory.mktemp("work") / "study.annotator", seed=1)


@pytest.mark.parametrize("model", MODELS)
def test_power_cut_loses_nothing(work: Work, tmp_path: Path, model: Model) -> None:
    assert _outcomes(work, tmp_path, 30, model, seed=1) == {"kept": 30}


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(2, 8))
@pytest.mark.parametrize("model", MODELS)
def test_power_cut_loses_nothing_however_often(tmp_path: Path, model: Model, seed: int) -> None:
    (tmp_path / "work").mkdir()
    work = _worked(tmp_path / "work" / "study.annotator", seed)
    assert _outcomes(work, tmp_path, 50, model, seed) == {"kept": 50}


# -- could these tests fail?


@pytest.mark.parametrize(
    ("setting", "instead", "what_happens"),
    [
        ("synchronous = FULL", "synchronous = NORMAL", "lost"),
        ("synchronous = FULL", "synchronous = OFF", "damaged"),
        ("journal_mode = WAL", "journal_mode = OFF", "damaged"),
    ],
)
def test_power_cut_with_other_settings_does_harm(
    work: Work, tmp_path: Path, setting: str, instead: str, what_happens: str
) -> None:
    careless = [
        Ran(event.sql.replace(setting, instead)) if isinstance(event, Ran) else event
        for event in work.events
    ]
    assert careless != work.events
    outcomes = _outcomes(replace(work, events=careless), tmp_path, 15, "by chance", seed=1)
    assert any(outcome.startswith(what_happens) for outcome in outcomes)


@pytest.mark.parametrize("name", ["study.annotator", "study.annotator-wal"])
def test_every_sync_goes_down_to_the_platters(work: Work, name: str) -> None:
    replay = _Replay(work, "study.annotator")
    replay.run()
    full = apsw.SQLITE_SYNC_FULL
    assert {flags & full for flags in replay.disk.sync_flags[name]} == {full}


# -- the settings


@pytest.fixture
def opened(path: Path) -> Iterator[tuple[Project, Trace]]:
    new_project(path).close()
    with traced() as trace, Project.open(path) as project:
        yield project, trace


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("locking_mode", "exclusive"),
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("fullfsync", 1),
        ("checkpoint_fullfsync", 1),
        ("wal_autocheckpoint", 0),
        ("foreign_keys", 1),
        ("cell_size_check", 1),
        ("trusted_schema", 0),
    ],
)
def test_settings_are_the_promised_ones(
    opened: tuple[Project, Trace], setting: str, value: str | int
) -> None:
    project, trace = opened
    add_code(project, "claim")
    project.checkpoint()
    (handle,) = trace.handles
    assert handle.execute(f"PRAGMA {setting}").fetchone() == (value,)


def test_settings_come_before_the_first_writing(opened: tuple[Project, Trace]) -> None:
    project, trace = opened
    add_code(project, "claim")
    ran = [event.sql for event in trace.events if isinstance(event, Ran)]
    written = next(n for n, sql in enumerate(ran) if not re.match("PRAGMA|SELECT", sql))
    switched = ran.index("PRAGMA journal_mode = WAL")
    safe = [ran.index(f"PRAGMA {name}") for name in ("synchronous = FULL", "fullfsync = 1")]
    assert max(safe) < switched < written
    later = [sql for sql in ran[written:] if sql.startswith("PRAGMA") and "=" in sql]
    assert all(sql.startswith("PRAGMA user_version = ") for sql in later)


# -- checkpoints


def test_checkpoint_brings_the_file_itself_up_to_date(path: Path) -> None:
    log = path.with_name(f"{path.name}-wal")
    copy = path.with_name("copy.annotator")
    with new_project(path) as project:
        add_code(project, "claim")
        before = path.read_bytes()
        assert log.stat().st_size
        project.checkpoint()
        assert log.stat().st_size == 0
        assert path.read_bytes() != before
        shutil.copy(path, copy)
        with Project.open(copy) as copied:
            assert copied.queries.codebook().find("claim")
        add_code(project, "after")
    project.checkpoint()  # closed by now: nothing to do


def test_checkpoint_with_nothing_to_do_leaves_the_file_alone(
    opened: tuple[Project, Trace],
) -> None:
    project, trace = opened
    del trace.events[:]
    project.checkpoint()
    assert trace.events == []


def test_checkpoint_that_is_not_possible_now_loses_nothing(path: Path) -> None:
    moved = path.with_name("moved.annotator")
    with new_project(path) as project:
        add_code(project, "claim")
        path.rename(moved)
        before = moved.read_bytes()
        project.checkpoint()
        assert moved.read_bytes() == before
        moved.rename(path)
        add_code(project, "after")
    with Project.open(path) as project:
        project.checkpoint()
        assert [code.name for code in project.queries.codebook()] == ["claim", "after"]


def test_checkpoint_of_a_project_for_reading_does_nothing(path: Path) -> None:
    new_project(path).close()
    before = path.read_bytes()
    with Project.open(path, read_only=True) as project:
        project.checkpoint()
    assert path.read_bytes() == before
