"""An article of any size: opened, scrolled, and the memory that it takes."""

from __future__ import annotations

import subprocess
import sys
import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from bench import corpora, measuring
from bench.measuring import Figure, Suite, median, milliseconds, percentile
from bench.windows import copied, opened, paint, settle

if TYPE_CHECKING:
    from collections.abc import Iterator

    from annotator.ui.main_window import MainWindow

OPEN_BUDGET = {"6KB": 30.0, "100KB": 70.0, "1MB": 200.0, "10MB": 200.0}
GAP_BUDGET = 150.0
"""Milliseconds that the event loop may be away."""
_STEPS = 200
_SECONDS = 1.5
"""For so long an article that was opened is watched at least."""


def open_article() -> Iterator[Figure]:
    """From choosing an article to its first paint, and the longest gap until all of it is there."""
    for name in corpora.ARTICLES:
        corpus = corpora.described(name)
        with opened(corpora.one_article(name)) as window:
            session, reader = window.session, window.place("code").reader
            article_id = session.article_id
            times = []
            for _ in range(measuring.RUNS):
                session.show_article(None)
                QApplication.processEvents()
                times.append(
                    milliseconds(
                        lambda: (session.show_article(article_id), reader.viewport().repaint())
                    )
                )
            yield median("open_article", times, "ms", OPEN_BUDGET[name], corpus)
            yield percentile("open_article/gap", _gaps(window), 1.0, GAP_BUDGET, corpus)


def _gaps(window: MainWindow) -> list[float]:
    """How long the event loop is away at a time while an article is opened, and settles."""
    session = window.session
    article_id = session.article_id
    session.show_article(None)
    settle(window)
    QTimer.singleShot(0, lambda: session.show_article(article_id))
    gaps, end = [], time.perf_counter() + _SECONDS
    while time.perf_counter() < end:
        gaps.append(milliseconds(QApplication.processEvents))
    return gaps


def scroll() -> Iterator[Figure]:
    """One step of the wheel, painted."""
    for name in corpora.ARTICLES:
        with opened(corpora.one_article(name)) as window:
            reader = window.place("code").reader
            bar = reader.verticalScrollBar()
            settle(window)
            times = []
            for _ in range(_STEPS):
                value = bar.value() + 60
                if value > bar.maximum():
                    value = 0
                times.append(milliseconds(lambda v=value: (bar.setValue(v), paint(window))))
            yield percentile("scroll/p50", times, 0.5, 16.0, corpora.described(name))
            yield percentile("scroll/p99", times, 0.99, 16.0, corpora.described(name))


_READ = """
import sys; from pathlib import Path; from annotator import app
from bench.measuring import peak_memory
from bench.windows import paint, settle
qt = app.make_application(); window = app.make_window(qt); window.show()
window.errands.projects.open_project(Path(sys.argv[1])); settle(window)
bar = window.place("code").reader.verticalScrollBar()
for step in range(100):
    bar.setValue(bar.maximum() * step // 100); paint(window)
print(peak_memory()); window.close()
"""


def reader_memory() -> Iterator[Figure]:
    """The most memory that a window takes in which 100 places of an article were looked at."""
    for name in corpora.ARTICLES:
        with copied(corpora.one_article(name)) as path:
            done = subprocess.run(
                [sys.executable, "-c", _READ, str(path)],
                capture_output=True,
                text=True,
                check=True,
            )
        value = float(done.stdout.split()[-1])
        yield median("reader_memory", [value], "MB", 400.0, corpora.described(name))


SUITES: dict[str, Suite] = {
    "open_article": open_article,
    "scroll": scroll,
    "reader_memory": reader_memory,
}
