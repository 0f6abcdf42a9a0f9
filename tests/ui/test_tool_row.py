"""The tool row, the sheet of keys, and what makes way in a narrow window."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from annotator.ui.main_window import MainWindow
from annotator.ui.widgets.keys_sheet import KeysSheet


def test_the_tool_row_is_off_until_it_is_wanted(window: MainWindow) -> None:
    place = window.place("code")
    assert not place.tools.isVisible()
    window.actions_table["switch.tools"].trigger()
    assert place.tools.isVisible()
    assert window.session.settings.place("code/tools") == "1"
    place.reader.setFocus()
    QTest.keyClick(place.reader, Qt.Key.Key_C)
    assert len(window.session.project.queries.annotations()) == 1
    undo = place.tools.buttons[0]
    assert undo.text() == "Undo"
    window.actions_table.refresh()
    assert undo.isEnabled()
    QTest.mouseClick(undo, Qt.MouseButton.LeftButton)
    assert window.session.project.queries.annotations() == []
    window.actions_table["switch.tools"].trigger()
    assert not place.tools.isVisible()


def test_the_list_of_articles_makes_way_in_a_narrow_window(
    window: MainWindow, qtbot: QtBot
) -> None:
    place = window.place("code")
    assert place.articles.isVisible()
    window.resize(720, 450)
    qtbot.waitUntil(lambda: not place.articles.isVisible())
    window.actions_table["switch.articles"].trigger()
    assert place.articles.isVisible()
    window.actions_table["switch.articles"].trigger()
    window.resize(1280, 800)
    qtbot.waitUntil(place.articles.isVisible)
    assert window.actions_table["switch.articles"].isChecked()


def test_keys_are_found_by_words(qtbot: QtBot) -> None:
    sheet = KeysSheet(
        [("Edit", [("Undo", "Ctrl+Z"), ("Redo", "Ctrl+Y")]), ("Codes", [("claim", "C")])]
    )
    qtbot.addWidget(sheet)
    sheet.show()
    assert len(sheet.shown()) == 3
    QTest.keyClicks(sheet.filter, "ctrl und")
    assert sheet.shown() == [("Undo", "Ctrl+Z")]
    QTest.keyClicks(sheet.filter, "x")
    assert sheet.shown() == []
    assert sheet.nothing.isVisible()
    QTest.keyClick(sheet.filter, Qt.Key.Key_Escape)
    assert len(sheet.shown()) == 3
    QTest.keyClick(sheet.filter, Qt.Key.Key_Escape)
    assert not sheet.isVisible()
