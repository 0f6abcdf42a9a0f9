"""Tagging, in articles and projects of all sizes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from bench import corpora, measuring
from bench.measuring import Figure, Suite, fsync, median, milliseconds
from bench.windows import opened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from annotator.ui.main_window import MainWindow


def tag() -> Iterator[Figure]:
    """From a code's key to the annotation painted and durable, and the bare disk's share of it."""
    for name in corpora.ARTICLES:
        with opened(corpora.one_article(name)) as window:
            yield median("tag", _tagged(window), "ms", 16.0 + fsync(), corpora.described(name))
    for name in corpora.PROJECTS:
        with opened(corpora.project(name)) as window:
            yield median("tag", _tagged(window), "ms", 16.0 + fsync(), f"project {name}")


def _tagged(window: MainWindow) -> list[float]:
    reader = window.place("code").reader
    key = next(code.key for code in window.session.codebook)
    times = []
    for number in range(measuring.TAGS):
        start = 40 + number * 31 % max(1, len(reader.text) - 200)
        reader.select(start, start + 25)
        QApplication.processEvents()
        times.append(milliseconds(lambda: (_press(window, key), reader.viewport().repaint())))
        QApplication.processEvents()
    return times


def _press(window: MainWindow, key: str) -> None:
    reader = window.place("code").reader
    event = QKeyEvent(
        QEvent.Type.KeyPress, Qt.Key(ord(key.upper())), Qt.KeyboardModifier.NoModifier, key
    )
    QApplication.sendEvent(reader, event)


SUITES: dict[str, Suite] = {
    "tag": tag,
}
