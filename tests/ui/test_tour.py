"""The tour of the program: offered once, followed by doing, left at any step."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from annotator import app
from annotator.ops import people, sample
from annotator.ui.main_window import MainWindow
from annotator.ui.theme import Choice
from annotator.ui.tour import STEPS

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def sampled(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    """The window with the sample project open for the first time."""
    people.save_person("Mia")
    path = sample.fresh_path()
    sample.create_sample(path).close()
    made = app.make_window(app.make_application(), Choice.LIGHT)
    qtbot.addWidget(made)
    made.resize(1280, 800)
    made.show()
    qtbot.waitExposed(made)
    made.errands.projects.open_project(path)
    qtbot.waitUntil(lambda: made.session.is_open)
    yield made
    made.close()


def caption(window: MainWindow) -> str:
    return str(window.tour.caption.text())


def test_it_is_offered_once_and_goes_on_by_doing(sampled: MainWindow, qtbot: QtBot) -> None:
    window = sampled
    (offer,) = [
        one
        for one in window.notice.findChildren(QPushButton)
        if one.text() == "Show me around" and one.isVisible()
    ]
    told: list[str] = []
    window.announcer.announced.connect(told.append)
    offer.click()
    reader = window.place("code").reader
    assert reader.hasFocus()
    assert caption(window) == f"TOUR · 1 OF {len(STEPS)}"
    window.tour.next_button.click()
    assert "Space" in window.tour.words.text()
    assert told[-1] == window.tour.words.text()
    reader.place_caret(reader.text.index("walked off"))
    QTest.keyClick(reader, Qt.Key.Key_Space)
    assert "3 OF" in caption(window)
    QTest.keyClick(reader, Qt.Key.Key_Space)
    QTest.keyClick(reader, Qt.Key.Key_C)
    assert "4 OF" in caption(window)
    QTest.keyClick(reader, Qt.Key.Key_Tab)
    assert "5 OF" in caption(window)
    QTest.keyClick(reader, Qt.Key.Key_Return)
    picker = window.place("code").picker
    QTest.keyClick(picker.field, Qt.Key.Key_Escape)
    assert "6 OF" in caption(window)
    window.session.undo()
    assert "7 OF" in caption(window)
    QTest.keyClick(reader, Qt.Key.Key_Return, CTRL)
    assert "8 OF" in caption(window)
    window.tour.next_button.click()
    assert not window.tour.isVisible()


def test_it_is_left_by_escape_and_begun_again_from_help(sampled: MainWindow) -> None:
    window = sampled
    window.actions_table["help.tour"].trigger()
    assert window.tour.isVisible()
    window.tour.next_button.click()
    window.tour.back_button.click()
    assert "1 OF" in caption(window)
    window.tour.next_button.setFocus()
    QTest.keyClick(window.tour.next_button, Qt.Key.Key_Escape)
    assert not window.tour.isVisible()
    assert window.place("code").reader.hasFocus()
    window.actions_table["help.tour"].trigger()
    assert "1 OF" in caption(window)
    window.session.close_project()
    assert not window.tour.isVisible()


def test_it_never_covers_the_article(sampled: MainWindow) -> None:
    window = sampled
    window.actions_table["help.tour"].trigger()
    reader = window.place("code").reader
    bar = window.tour.geometry().translated(
        window.tour.parentWidget().mapTo(window, window.tour.parentWidget().rect().topLeft())
    )
    text = reader.rect().translated(reader.mapTo(window, reader.rect().topLeft()))
    assert not bar.intersects(text)
