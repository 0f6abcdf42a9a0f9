"""Long jobs beside the window: how saves and the window fare while articles are imported."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, Qt, QTimer

from bench import corpora
from bench.measuring import Figure, Suite, median, percentile
from bench.windows import opened

if TYPE_CHECKING:
    from annotator.ui.main_window import MainWindow

FILES = 1_500
LENGTH = 6_000
SAVE_EVERY_MS = 120
BEAT_MS = 5
MANY = (10_000,)
"""How many files are imported to see that memory does not grow with them."""

_IMPORT = """
import sys, time
from pathlib import Path
from annotator.domain.records import derived_uid
from annotator.ops import importing
from annotator.store.project import Project
from bench.measuring import peak_memory
begun = time.perf_counter()
folder, file = map(Path, sys.argv[1:])
with Project.create(file, "many", coder=(derived_uid("coder", "0"), "Coder 0")) as project:
    importing.import_files(project, [folder], coder_id=1)
print(time.perf_counter() - begun, peak_memory(), flush=True)
"""


def while_importing() -> Iterator[Figure]:
    """A save each 120 ms and a beat of the event loop while 1,500 files come in."""
    corpus = f"{FILES:,} files of {LENGTH:,} characters into project 10k"
    with tempfile.TemporaryDirectory() as name, opened(corpora.project("10k")) as window:
        folder = Path(name)
        _write_files(folder, FILES)
        before = len(window.session.project.queries.article_ids())
        saves, gaps, seconds = _imported(window, folder)
        came = len(window.session.project.queries.article_ids()) - before
    if came != FILES:
        raise RuntimeError(f"{came} of {FILES} files were imported")
    yield percentile("jobs/save p50", saves, 0.5, 50.0, corpus)
    yield percentile("jobs/save p95", saves, 0.95, 50.0, corpus)
    yield percentile("jobs/save max", saves, 1.0, 150.0, corpus)
    yield percentile("jobs/gap p99", gaps, 0.99, 50.0, corpus)
    yield percentile("jobs/gap max", gaps, 1.0, 50.0, corpus)
    yield Figure("jobs/import", round(seconds, 2), "s", 30.0, 1, corpus)


def _imported(window: MainWindow, folder: Path) -> tuple[list[float], list[float], float]:
    """How long saves took, how long the event loop was away at a time, both in milliseconds."""
    session, reader = window.session, window.place("code").reader
    codes = [code.id for code in session.codebook]
    saves: list[float] = []
    gaps: list[float] = []
    last = [time.perf_counter()]

    def beat() -> None:
        now = time.perf_counter()
        gaps.append((now - last[0]) * 1000)
        last[0] = now

    def save() -> None:
        start = len(saves) * 7 % (len(reader.text) - 80)
        reader.select(start, start + 40)
        begun = time.perf_counter()
        reader.tag(codes[len(saves) % len(codes)])
        saves.append((time.perf_counter() - begun) * 1000)

    save()  # the first one finds much that the next ones need
    saves.clear()
    heart, hand = QTimer(), QTimer()
    heart.setTimerType(Qt.TimerType.PreciseTimer)
    heart.timeout.connect(beat)
    hand.timeout.connect(save)
    begun = last[0] = time.perf_counter()
    window.errands.articles.import_articles([folder])
    heart.start(BEAT_MS)
    hand.start(SAVE_EVERY_MS)
    loop = QEventLoop()
    session.work.ended.connect(loop.quit)
    loop.exec()
    seconds = time.perf_counter() - begun
    QTimer.singleShot(SAVE_EVERY_MS, loop.quit)
    loop.exec()
    heart.stop()
    hand.stop()
    return saves, gaps, seconds


def many_files() -> Iterator[Figure]:
    """Time and memory of importing very many files, in a process of its own."""
    for many in MANY:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name) / "files"
            folder.mkdir()
            _write_files(folder, many)
            done = subprocess.run(
                [sys.executable, "-c", _IMPORT, str(folder), str(Path(name) / "many.annotator")],
                capture_output=True,
                text=True,
                check=True,
            )
        seconds, memory = map(float, done.stdout.split())
        corpus = f"{many:,} files of {LENGTH:,} characters"
        yield Figure("many_files", round(seconds, 1), "s", many / 50, 1, corpus)
        yield median("many_files/memory", [memory], "MB", 200.0, corpus)


def _write_files(folder: Path, many: int) -> None:
    for number in range(many):
        text = corpora.article_text(LENGTH, number + 1)
        (folder / f"{number:06}.txt").write_text(text, encoding="utf-8")


SUITES: dict[str, Suite] = {"jobs": while_importing, "many_files": many_files}
