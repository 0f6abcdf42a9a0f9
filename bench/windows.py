"""The real window with a corpus open, for what is measured in it."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from annotator.ui.main_window import MainWindow


@contextmanager
def copied(path: Path) -> Iterator[Path]:
    """A copy to work in, so that the corpus stays as it was made."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(shutil.copy(path, folder))


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
    """Let what is done when there is time be done."""
    end = time.perf_counter() + 1.0
    while time.perf_counter() < end:
        QApplication.processEvents()
    paint(window)


def tag_somewhere(window: MainWindow) -> None:
    """A real change, after which the chart has to count anew."""
    reader = window.place("code").reader
    before = len(reader.marks)
    start = 40 + 37 * before % (len(reader.text) - 200)
    reader.select(start, start + 60)
    reader.tag(next(iter(window.session.codebook)).id)
    assert len(reader.marks) == before + 1
    QApplication.processEvents()
