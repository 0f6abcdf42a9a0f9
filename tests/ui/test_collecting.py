"""Widgets that hold themselves are destroyed in the window's thread, whoever made the garbage."""

from __future__ import annotations

import gc
import threading
from typing import Any, ClassVar

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from annotator import app
from annotator.ui.background import Background
from annotator.ui.work import Work

_GARBAGE = 20_000


class Held(QWidget):
    """A widget in a cycle, as one with a closure over itself is."""

    ends: ClassVar[list[str]] = []

    def __init__(self) -> None:
        super().__init__()
        self.itself = self

    def __del__(self) -> None:
        self.ends.append(threading.current_thread().name)


def litter(*_asked: object) -> None:
    """More cycles than Python lets lie."""
    for _ in range(_GARBAGE):
        cycle: list[Any] = []
        cycle.append(cycle)


def test_no_widget_is_destroyed_on_the_thread_of_some_work(qtbot: QtBot) -> None:
    app.make_application()
    work, quiet = Work(), Background()
    Held.ends = []
    for _ in range(20):
        Held()
        done: list[object] = []
        work.start(litter, done.append)
        quiet.do(litter, done.append)
        qtbot.waitUntil(lambda: len(done) == 2)  # noqa: B023
    work.shut_down()
    quiet.shut_down()
    gc.collect()
    assert Held.ends == ["MainThread"] * 20


def test_what_work_leaves_behind_is_collected_in_a_while(qtbot: QtBot) -> None:
    app.make_application()
    work = Work()
    Held.ends = []
    Held()
    work.start(litter, lambda _done: None)
    qtbot.waitUntil(lambda: Held.ends == ["MainThread"])
    assert gc.get_count()[0] < _GARBAGE
    work.shut_down()
