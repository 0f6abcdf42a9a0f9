"""The tour of the program: offered once, followed by doing, left at any step."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
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


def test_escape_leaves_at_any_step_wherever_the_keyboard_is(sampled: MainWindow) -> None:
    window = sampled
    place = window.place("code")
    panes = [
        place.articles.list_widget,
        place.articles.filter,
        place.codebook.tree_widget,
        place.codebook.filter,
        window.tour.next_button,
    ]
    steps = range(len(STEPS))
    for step, pane in [*((step, place.reader) for step in steps), *enumerate(panes)]:
        window.actions_table["help.tour"].trigger()
        for _ in range(step):
            window.tour.next_button.click()
        assert f"{step + 1} OF" in caption(window)
        pane.setFocus()
        QTest.keyClick(pane, Qt.Key.Key_Escape)
        assert not window.tour.isVisible(), pane


def test_escape_ends_what_is_open_before_it_ends_the_tour(sampled: MainWindow) -> None:
    window = sampled
    place = window.place("code")
    reader = place.reader
    window.actions_table["help.tour"].trigger()
    reader.place_caret(reader.text.index("walked off"))
    reader.pick()
    QTest.keyClick(place.picker.field, Qt.Key.Key_Escape)
    assert not place.picker.is_open
    assert window.tour.isVisible()
    place.desk.find_bar.open()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert not place.desk.find_bar.isVisible()
    assert window.tour.isVisible()
    place.codebook.filter.setFocus()
    QTest.keyClicks(place.codebook.filter, "claim")
    QTest.keyClick(place.codebook.filter, Qt.Key.Key_Escape)
    assert place.codebook.filter.text() == ""
    place.codebook.select_code(window.session.codebook.find("claim").id)
    tree = place.codebook.tree_widget
    tree.setFocus()
    window.actions_table["codebook.rename"].trigger()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert not tree.delegate.naming
    window.actions_table["codebook.key"].trigger()
    QTest.keyClick(tree, Qt.Key.Key_Escape)
    assert tree.waiting is None
    assert window.tour.isVisible()
    QTest.keyClick(tree, Qt.Key.Key_Escape)
    assert not window.tour.isVisible()


def test_the_article_stays_where_it_is_from_step_to_step(sampled: MainWindow, qtbot: QtBot) -> None:
    window = sampled
    window.resize(720, 450)
    window.actions_table["help.tour"].trigger()
    tops = set()
    for _ in range(len(STEPS) - 1):
        qtbot.wait(1)
        tops.add(window.place("code").mapTo(window, QPoint()).y())
        assert window.tour.words.height() >= window.tour.words.heightForWidth(
            window.tour.words.width()
        )
        window.tour.next_button.click()
    assert len(tops) == 1


def test_an_action_without_a_key_is_told_by_its_name(sampled: MainWindow) -> None:
    window = sampled
    window.actions_table.keys.set("code.grow", [])
    window.actions_table["help.tour"].trigger()
    window.tour.next_button.click()
    assert "“Grow the selection” takes the word" in window.tour.words.text()


def test_without_a_tour_escape_lets_go_in_the_text(sampled: MainWindow) -> None:
    window = sampled
    reader = window.place("code").reader
    window.actions_table["help.tour"].trigger()
    reader.place_caret(reader.text.index("walked off"))
    QTest.keyClick(reader, Qt.Key.Key_Space)
    QTest.keyClick(reader, Qt.Key.Key_Escape)
    assert not window.tour.isVisible()
    assert reader.selected_span() is not None
    QTest.keyClick(reader, Qt.Key.Key_Escape)
    assert reader.selected_span() is None


def test_it_never_covers_the_article(sampled: MainWindow) -> None:
    window = sampled
    window.actions_table["help.tour"].trigger()
    reader = window.place("code").reader
    bar = window.tour.geometry().translated(
        window.tour.parentWidget().mapTo(window, window.tour.parentWidget().rect().topLeft())
    )
    text = reader.rect().translated(reader.mapTo(window, reader.rect().topLeft()))
    assert not bar.intersects(text)
