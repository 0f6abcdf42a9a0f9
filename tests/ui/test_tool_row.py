"""The tool row, the sheet of keys, and what makes way in a narrow window."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QScrollArea
from pytestqt.qtbot import QtBot

from annotator.ui.actions import ACTIONS, TOOLS, plain
from annotator.ui.main_window import MainWindow
from annotator.ui.widgets.keys_sheet import KeysSheet, Row, Section


def test_the_tool_row_is_off_until_it_is_wanted(window: MainWindow) -> None:
    place = window.place("code")
    assert not place.desk.tools.isVisible()
    window.actions_table["switch.tools"].trigger()
    assert place.desk.tools.isVisible()
    assert window.session.settings.place("code/tools") == "1"
    place.reader.setFocus()
    QTest.keyClick(place.reader, Qt.Key.Key_C)
    assert len(window.session.project.queries.annotations()) == 1
    undo = place.desk.tools.buttons[0]
    assert undo.text() == "Undo"
    window.actions_table.refresh()
    assert undo.isEnabled()
    QTest.mouseClick(undo, Qt.MouseButton.LeftButton)
    assert window.session.project.queries.annotations() == []
    window.actions_table["switch.tools"].trigger()
    assert not place.desk.tools.isVisible()


def test_furniture_folds_from_the_tool_row(window: MainWindow) -> None:
    tools = window.place("code").desk.tools
    window.actions_table["switch.tools"].trigger()
    fold = next(one for one in tools.buttons if one.text() == "Fold furniture")
    settings = window.session.settings
    folded = settings.flag("reader/folded")
    assert fold.isChecked() is folded
    QTest.mouseClick(fold, Qt.MouseButton.LeftButton)
    assert settings.flag("reader/folded") is not folded
    assert fold.isChecked() is not folded
    window.actions_table["switch.furniture"].trigger()
    assert fold.isChecked() is folded


def test_what_has_no_room_in_the_tool_row_is_in_a_menu(window: MainWindow, qtbot: QtBot) -> None:
    tools = window.place("code").desk.tools
    window.actions_table["switch.tools"].trigger()
    window.resize(1800, 800)
    qtbot.waitUntil(lambda: not tools.more.isVisible())
    assert all(one.isVisible() for one in tools.buttons)
    window.resize(640, 450)
    qtbot.waitUntil(tools.more.isVisible)
    assert tools.more.geometry().right() < tools.width()
    seen = [one for one in tools.buttons if one.isVisible()]
    assert 0 < len(seen) < len(tools.buttons)
    assert tools.more.accessibleName() == "More tools"
    tools.more.setFocus(Qt.FocusReason.TabFocusReason)
    assert tools.more.hasFocus()
    found: list[str] = []

    def read_menu() -> None:
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        found.extend(one.objectName() for one in menu.actions())
        wanted = next(n for n, one in enumerate(menu.actions()) if one.objectName() == "code.pick")
        for _ in range(wanted + 1):
            QTest.keyClick(menu, Qt.Key.Key_Down)
        QTest.keyClick(menu, Qt.Key.Key_Return)

    QTimer.singleShot(0, tools, read_menu)
    QTest.keyClick(tools.more, Qt.Key.Key_Space)
    assert [name for name, _ in TOOLS] == [name for name, _ in TOOLS[: len(seen)]] + found
    qtbot.waitUntil(lambda: window.place("code").picker.is_open)


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
    edit = Section("Edit", [Row("Undo", "Ctrl+Z"), Row("Redo", "Ctrl+Y")])
    sheet = KeysSheet([edit, Section("Codes", [Row("claim", "C")])])
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


def opened_keys(window: MainWindow, look: Callable[[KeysSheet], object]) -> None:
    """Open the sheet of keys, look at it, and leave it by Escape."""

    def look_now() -> None:
        sheet = QApplication.activeModalWidget()
        assert isinstance(sheet, KeysSheet)
        look(sheet)
        sheet.filter.clear()
        QTest.keyClick(sheet.filter, Qt.Key.Key_Escape)

    QTimer.singleShot(0, window, look_now)
    window.actions_table["help.keys"].trigger()


def test_the_sheet_of_keys_has_all_actions_also_those_without_a_key(window: MainWindow) -> None:
    keys = window.actions_table.keys
    keys.set("code.pick", ["F12"])

    def look(sheet: KeysSheet) -> None:
        shown = sheet.shown()
        for spec in ACTIONS:
            assert (plain(spec.title), keys.all_shown(spec.id) or "–") in shown
        assert ("framing", "F") in shown
        QTest.keyClicks(sheet.filter, "wider col")
        assert sheet.shown() == [("Wider column", "–")]
        sheet.filter.clear()
        QTest.keyClicks(sheet.filter, "settings")
        assert sheet.shown() == [("Preferences…", "Ctrl+,")]

    opened_keys(window, look)


def test_the_sheet_of_keys_is_never_larger_than_the_screen(window: MainWindow) -> None:
    def look(sheet: KeysSheet) -> None:
        room = window.screen().availableSize()
        assert sheet.width() <= room.width() * 0.92
        assert sheet.height() <= room.height() * 0.92
        bar = sheet.findChild(QScrollArea).verticalScrollBar()  # type: ignore[union-attr, unused-ignore]
        assert bar.maximum() > 0

    opened_keys(window, look)
