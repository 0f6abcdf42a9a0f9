"""The benchmarks by name, each measured in the real widgets and the real file."""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from bench import corpora
from bench.measuring import Figure, median, milliseconds, percentile

if TYPE_CHECKING:
    from annotator.ui.main_window import MainWindow

RUNS = 9
TAGS = 40
OPEN_BUDGET = {"6KB": 30.0, "100KB": 70.0, "1MB": 200.0}
_START = """
import os, sys, time
begun = time.perf_counter()
from PySide6.QtCore import QTimer
from annotator import app
from pathlib import Path
qt = app.make_application(); window = app.make_window(qt)
window.show_glimpse(Path(sys.argv[1]))
window.show(); qt.processEvents()
shown = time.perf_counter()
reader = window.place("code").reader
read = shown if reader.text else None
def told():
    global read
    if window.session.article_id is None: return
    qt.processEvents()
    read = read or time.perf_counter()
    reader.select(30, 60)
    reader.tag(next(iter(window.session.codebook)).id)
    print(shown - begun, read - begun, time.perf_counter() - begun, flush=True)
    window.close(); qt.quit()
window.session.article_changed.connect(lambda: QTimer.singleShot(0, told))
app._begin(window, Path(sys.argv[1]))
qt.exec()
"""


def start() -> Iterator[Figure]:
    """A fresh process: until the window, the article and the first save."""
    with _copy(corpora.one_article("6KB")) as path:
        times = [_started(path) for _ in range(RUNS + 1)][1:]
    for name, budget, at in (("window", 800.0, 0), ("article", 800.0, 1), ("save", 1500.0, 2)):
        values = [time[at] * 1000 for time in times]
        yield median(f"start/{name}", values, "ms", budget, "6KB article, warm")


def _started(path: Path) -> list[float]:
    done = subprocess.run(
        [sys.executable, "-c", _START, str(path)], capture_output=True, text=True, check=True
    )
    return [float(part) for part in done.stdout.split()]


def open_article() -> Iterator[Figure]:
    """From choosing an article to its first paint."""
    for name, budget in OPEN_BUDGET.items():
        with _window(corpora.one_article(name)) as window:
            session, reader = window.session, window.place("code").reader
            article_id = session.article_id
            times = []
            for _ in range(RUNS):
                session.show_article(None)
                QApplication.processEvents()
                times.append(
                    milliseconds(
                        lambda: (session.show_article(article_id), reader.viewport().repaint())
                    )
                )
            yield median("open_article", times, "ms", budget, _corpus(name))
            yield percentile("open_article/gap", _gaps(window), 1.0, 150.0, _corpus(name))


def _gaps(window: MainWindow) -> list[float]:
    """How long the event loop is away at a time while an opened article settles."""
    session = window.session
    article_id = session.article_id
    session.show_article(None)
    QApplication.processEvents()
    session.show_article(article_id)
    window.place("code").reader.viewport().repaint()
    gaps, end = [], time.perf_counter() + 1.5
    while time.perf_counter() < end:
        gaps.append(milliseconds(QApplication.processEvents))
    return gaps


def tag() -> Iterator[Figure]:
    """From a code's key to the annotation painted and durable, and the bare disk's share of it."""
    for name in corpora.ARTICLES:
        with _window(corpora.one_article(name)) as window:
            yield median("tag", _tagged(window), "ms", 16.0 + _fsync(), _corpus(name))
    for name in corpora.PROJECTS:
        with _window(corpora.project(name)) as window:
            yield median("tag", _tagged(window), "ms", 16.0 + _fsync(), f"project {name}")


def _tagged(window: MainWindow) -> list[float]:
    reader = window.place("code").reader
    key = next(code.key for code in window.session.codebook)
    times = []
    for number in range(TAGS):
        start = 40 + number * 31 % max(1, len(reader.text) - 200)
        reader.select(start, start + 25)
        QApplication.processEvents()
        times.append(milliseconds(lambda: (_press(window, key), reader.viewport().repaint())))
        QApplication.processEvents()
    return times


def _tag_somewhere(window: MainWindow) -> None:
    """A real change, after which the chart has to count anew."""
    reader = window.place("code").reader
    before = len(reader.marks)
    start = 40 + 37 * before % (len(reader.text) - 200)
    reader.select(start, start + 60)
    reader.tag(next(iter(window.session.codebook)).id)
    assert len(reader.marks) == before + 1
    QApplication.processEvents()


def _press(window: MainWindow, key: str) -> None:
    reader = window.place("code").reader
    event = QKeyEvent(
        QEvent.Type.KeyPress, Qt.Key(ord(key.upper())), Qt.KeyboardModifier.NoModifier, key
    )
    QApplication.sendEvent(reader, event)


def _fsync() -> float:
    """The milliseconds that one fsync takes here."""
    import os

    with tempfile.TemporaryFile() as file:
        times = []
        for _ in range(20):
            file.write(b"x" * 4096)
            file.flush()
            times.append(milliseconds(lambda: os.fsync(file.fileno())))
    return round(statistics.median(times), 3)


def scroll() -> Iterator[Figure]:
    """One step of the wheel, painted."""
    for name in corpora.ARTICLES:
        with _window(corpora.one_article(name)) as window:
            reader = window.place("code").reader
            bar = reader.verticalScrollBar()
            _settle(window)
            times = []
            for _ in range(200):
                value = bar.value() + 60
                if value > bar.maximum():
                    value = 0
                times.append(milliseconds(lambda v=value: (bar.setValue(v), _paint(window))))
            yield percentile("scroll/p99", times, 0.99, 16.0, _corpus(name))


def toggle_code() -> Iterator[Figure]:
    """Hiding or showing a code, painted."""
    for name in corpora.ARTICLES:
        with _window(corpora.one_article(name)) as window:
            session, reader = window.session, window.place("code").reader
            code = frozenset({next(iter(session.codebook)).id})
            _settle(window)
            times = []
            for number in range(RUNS * 2):
                hidden = number % 2 == 0
                times.append(
                    milliseconds(
                        lambda h=hidden: (
                            session.hide_codes(code, hidden=h),
                            reader.viewport().repaint(),
                        )
                    )
                )
                QApplication.processEvents()
            yield median("toggle_code", times, "ms", 16.0, _corpus(name))


def frequencies() -> Iterator[Figure]:
    """The table behind the chart, and the chart drawn with it."""
    from annotator.ops import people, reporting

    for name in corpora.PROJECTS:
        with _window(corpora.project(name)) as window:
            project = window.session.project
            coders = people.human_coders(project)
            times = [
                milliseconds(lambda: reporting.frequency_table(project, "code", coders))
                for _ in range(RUNS)
            ]
            yield median("frequencies", times, "ms", 200.0, f"project {name}")
            window.go_to("charts")
            _settle(window)
            times = []
            for _ in range(RUNS):
                window.go_to("code")
                _tag_somewhere(window)
                times.append(milliseconds(lambda: (window.go_to("charts"), _paint(window))))
            yield median("frequencies/chart", times, "ms", 200.0, f"project {name}")


def open_project() -> Iterator[Figure]:
    """Opening the file, and the window showing it."""
    from annotator.ops import projects

    for name in corpora.PROJECTS:
        with _copy(corpora.project(name)) as path:
            times = []
            for _ in range(RUNS):
                begun = time.perf_counter()
                project = projects.open_project(path)
                times.append((time.perf_counter() - begun) * 1000)
                project.close()
            yield median("open_project", times, "ms", 100.0, f"project {name}")
        with _window(corpora.project(name)) as window:
            path = window.session.project.path
            times = []
            for _ in range(RUNS):
                window.session.close_project()
                QApplication.processEvents()
                times.append(
                    milliseconds(
                        lambda: (window.errands.projects.open_project(path), _paint(window))
                    )
                )
            yield median("open_project/window", times, "ms", 800.0, f"project {name}")


def memory() -> Iterator[Figure]:
    """The most memory that a window with the largest project open takes."""
    code = (
        "import sys; from pathlib import Path; from annotator import app\n"
        "from bench.measuring import peak_memory\n"
        "qt = app.make_application(); window = app.make_window(qt); window.show()\n"
        "window.errands.projects.open_project(Path(sys.argv[1])); qt.processEvents()\n"
        "window.go_to('charts'); qt.processEvents()\n"
        "print(peak_memory()); window.close()"
    )
    for name in corpora.PROJECTS:
        with _copy(corpora.project(name)) as path:
            values = []
            for _ in range(3):
                done = subprocess.run(
                    [sys.executable, "-c", code, str(path)],
                    capture_output=True,
                    text=True,
                    check=True,
                )
                values.append(float(done.stdout.split()[-1]))
            yield median("memory", values, "MB", 400.0, f"project {name}")


SUITES: dict[str, Callable[[], Iterator[Figure]]] = {
    "start": start,
    "open_article": open_article,
    "tag": tag,
    "scroll": scroll,
    "toggle_code": toggle_code,
    "frequencies": frequencies,
    "open_project": open_project,
    "memory": memory,
}


@contextmanager
def _copy(path: Path) -> Iterator[Path]:
    """A copy to work in, so that the corpus stays as it was made."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(shutil.copy(path, folder))


@contextmanager
def _window(corpus: Path) -> Iterator[MainWindow]:
    """The real window with a copy of the corpus open, at 1440 by 900."""
    from annotator import app

    with _copy(corpus) as path:
        qt = app.make_application()
        window = app.make_window(qt)
        window.resize(1440, 900)
        window.show()
        window.errands.projects.open_project(path)
        _settle(window)
        yield window
        window.close()
        window.deleteLater()
        QApplication.processEvents()


def _paint(window: MainWindow) -> None:
    window.repaint()
    QApplication.processEvents()


def _settle(window: MainWindow) -> None:
    """Let what is done when there is time be done."""
    end = time.perf_counter() + 1.0
    while time.perf_counter() < end:
        QApplication.processEvents()
    _paint(window)


def _corpus(name: str) -> str:
    length, number = corpora.ARTICLES[name]
    return f"article {length:,} characters, {number:,} annotations"
