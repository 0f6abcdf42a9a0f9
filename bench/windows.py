"""The real window with a corpus open, for what is measured in it."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from annotator import paths
from annotator.domain.records import derived_uid
from bench.measuring import milliseconds

if TYPE_CHECKING:
    from annotator.ui.main_window import MainWindow


_ROUND = 50
"""So many tags are at different words."""

_EVERY = 0.05
"""Seconds from one save to the next, beside long work."""


@contextmanager
def copied(path: Path) -> Iterator[Path]:
    """A copy to work in, at home with its first coder, so that nothing else is touched or asked."""
    before = os.environ.get("ANNOTATOR_HOME")
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(shutil.copy(path, folder))
        os.environ["ANNOTATOR_HOME"] = folder
        _write_person()
        try:
            yield copy
        finally:
            if before is None:
                del os.environ["ANNOTATOR_HOME"]
            else:
                os.environ["ANNOTATOR_HOME"] = before


def _write_person() -> None:
    person = {"uid": str(derived_uid("coder", "0")), "name": "Coder 0"}
    (paths.config_dir() / "person.json").write_text(json.dumps(person), encoding="utf-8")


@contextmanager
def opened(corpus: Path) -> Iterator[MainWindow]:
    """The real window with a copy of the corpus open, at 1440 by 900."""
    from annotator import app

    with copied(corpus) as path:
        qt = app.make_application()
        window = app.make_window(qt)
        window.resize(1440, 900)
        window.show()
        window.errands.projects.open_project(path)
        settle(window)
        yield window
        window.close()
        window.deleteLater()
        QApplication.processEvents()


def paint(window: MainWindow) -> None:
    window.repaint()
    QApplication.processEvents()


def settle(window: MainWindow) -> None:
    """Let what is done when there is time be done, and what is counted and listed meanwhile."""
    end, is_whole = time.perf_counter() + 1.0, False
    while time.perf_counter() < end or not is_whole:
        QApplication.processEvents()
        place = window.place("code")
        is_whole = is_counted(window) and place.articles.model.is_whole and place.reader.is_whole
    paint(window)


def is_counted(window: MainWindow) -> bool:
    """Whether the numbers of the open project, if one is open, are known."""
    return not window.session.is_open or window.session.counts is not None


def work_beside(window: MainWindow, goes_on: Callable[[], bool]) -> tuple[list[float], list[float]]:
    """Saves, from key to painted, again and again while long work goes on.

    Returns:
        Milliseconds that each save took, and that the event loop was away at a time besides.
    """
    saves: list[float] = []
    gaps: list[float] = []
    due = last = time.perf_counter()
    while goes_on() or not saves:
        if time.perf_counter() >= due:
            due += _EVERY
            saves.append(milliseconds(lambda: tag_somewhere(window)))
            last = time.perf_counter()
        QApplication.processEvents()
        gaps.append((time.perf_counter() - last) * 1000)
        last = time.perf_counter()
        time.sleep(0.001)
    return saves, gaps


def tag_somewhere(window: MainWindow) -> None:
    """A real change, after which the chart has to count anew."""
    reader = window.place("code").reader
    before = len(reader.marks)
    start = 40 + 37 * before % (len(reader.text) - 200)
    reader.select(start, start + 60)
    # Another code by and by: the same one at the same words would be no change.
    codes = list(window.session.codebook)
    reader.tag(codes[before // _ROUND % len(codes)].id)
    assert len(reader.marks) == before + 1
    QApplication.processEvents()
