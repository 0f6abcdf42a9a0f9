"""The palette: everything by name."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from annotator.ui.actions import ACTIONS
from annotator.ui.main_window import MainWindow
from annotator.ui.palette import Palette
from annotator.ui.places.preferences.key_field import KeyField

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing)")


@pytest.fixture
def palette(qtbot: QtBot, window: MainWindow) -> Palette:
    """The palette, opened by its key from the article."""
    window.activateWindow()
    reader = window.place("code").reader
    reader.setFocus()
    qtbot.waitUntil(reader.hasFocus)
    reader.place_caret(60)
    QApplication.processEvents()
    qtbot.keyClick(reader, Qt.Key.Key_K, CONTROL)
    assert window.palette_card.is_open
    return window.palette_card


def names(palette: Palette) -> list[str]:
    return [row.name for row in palette.rows]


def test_without_a_word_it_lists_every_action(palette: Palette) -> None:
    assert [row.id for row in palette.rows] == [spec.id for spec in ACTIONS]
    assert palette.rows[0].caption == "Everything"


def test_it_opens_where_no_project_is_open(qtbot: QtBot, window: MainWindow) -> None:
    window.errands.projects.close_project()
    qtbot.keyClick(window, Qt.Key.Key_P, CONTROL | SHIFT)
    palette = window.palette_card
    assert palette.is_open
    qtbot.keyClicks(palette.field, "history")
    assert palette.rows[0].id == "edit.history"
    assert palette.rows[0].after == "Open a project first."
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert palette.is_open
    assert palette.hint.text() == "Open a project first."


def test_enter_does_the_first_and_gives_the_focus_back(
    qtbot: QtBot, window: MainWindow, palette: Palette
) -> None:
    qtbot.keyClicks(palette.field, "grow")
    assert palette.rows[0].id == "code.grow"
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert not palette.is_open
    reader = window.place("code").reader
    assert reader.hasFocus()
    assert reader.textCursor().hasSelection()


def test_what_was_used_last_comes_first(qtbot: QtBot, palette: Palette, window: MainWindow) -> None:
    for words in ("grow", "larger"):
        qtbot.keyClicks(palette.field, words)
        qtbot.keyClick(palette.field, Qt.Key.Key_Return)
        window.actions_table["help.palette"].trigger()
    assert [row.id for row in palette.rows[:2]] == ["view.larger", "code.grow"]
    assert palette.rows[0].caption == "Used last"
    assert palette.rows[2].caption == "Everything"
    assert len(palette.rows) == len(ACTIONS)


def test_what_cannot_be_done_says_why(qtbot: QtBot, palette: Palette) -> None:
    qtbot.keyClicks(palette.field, "remove the ann")
    row = palette.rows[0]
    assert (row.id, row.possible, row.after) == (
        "code.remove",
        False,
        "There is no annotation here.",
    )


def test_changed_keys_are_shown(qtbot: QtBot, palette: Palette, window: MainWindow) -> None:
    window.actions_table.keys.set("edit.history", ["Ctrl+G"])
    qtbot.keyClicks(palette.field, "history")
    assert palette.rows[0].keys == "Ctrl+G"


def test_a_code_tags_what_is_selected(qtbot: QtBot, window: MainWindow) -> None:
    reader = window.place("code").reader
    reader.select(0, 5)
    window.actions_table["help.palette"].trigger()
    palette = window.palette_card
    qtbot.keyClicks(palette.field, "claim")
    assert palette.rows[0].kind == "code"
    assert palette.rows[0].caption == "Tag what is selected with"
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    (mark,) = reader.marks.in_order()
    assert reader.marks.annotation(mark.id).span.ranges == ((0, 5),)


def test_without_a_selection_a_code_is_shown_in_the_codebook(
    qtbot: QtBot, window: MainWindow, palette: Palette
) -> None:
    qtbot.keyClicks(palette.field, "claim")
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    codebook = window.place("code").codebook
    claim = window.session.codebook.find("claim").id
    assert codebook.tree_widget.current_code() == claim
    assert not window.place("code").reader.marks.counts(window.session.coder_id)


def test_articles_come_below_when_typing_rests(
    qtbot: QtBot, window: MainWindow, palette: Palette
) -> None:
    qtbot.keyClicks(palette.field, "water")
    qtbot.waitUntil(lambda: any(row.kind == "article" for row in palette.rows))
    assert palette.rows[-1].name == "Water is safe, says ministry"
    assert palette.rows[-1].after.startswith("Quay Radio")
    qtbot.keyClick(palette.field, Qt.Key.Key_End)
    for _ in palette.rows:
        qtbot.keyClick(palette.field, Qt.Key.Key_Down)
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert window.place("code").reader.text.startswith("Water is safe")


def test_a_click_chooses(qtbot: QtBot, window: MainWindow, palette: Palette) -> None:
    qtbot.keyClicks(palette.field, "claim")
    box = palette.list.visualRect(palette.model.index(0, 0))
    qtbot.mouseClick(palette.list.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
    assert not palette.is_open


def test_nothing_fits_is_said(qtbot: QtBot, palette: Palette) -> None:
    qtbot.keyClicks(palette.field, "qqqzzz")
    assert not palette.rows
    assert palette.hint.text() == "Nothing is called “qqqzzz”."
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert palette.is_open
    qtbot.keyClick(palette.field, Qt.Key.Key_Escape)
    assert not palette.is_open


def test_other_words_for_a_thing_find_it(qtbot: QtBot, palette: Palette) -> None:
    qtbot.keyClicks(palette.field, "command palette")
    assert "help.palette" in [row.id for row in palette.rows]


def test_a_screen_reader_is_told_the_row(qtbot: QtBot, palette: Palette) -> None:
    qtbot.keyClicks(palette.field, "history")
    assert palette.field.accessibleDescription() == "History…, Edit, Ctrl+Shift+H"


@pytest.mark.parametrize("key", [Qt.Key.Key_K, Qt.Key.Key_X])
@pytest.mark.parametrize("way", ["article.filter", "codebook.filter", "article.find", "code.memo"])
def test_it_opens_from_fields_too(qtbot: QtBot, window: MainWindow, way: str, key: Qt.Key) -> None:
    """Even by a key that the field has a use for: which these are depends on the desktop."""
    window.activateWindow()
    window.actions_table.keys.set("help.palette", ["Ctrl+K", "Ctrl+X"])
    reader = window.place("code").reader
    reader.select(0, 5)
    qtbot.keyClick(reader, Qt.Key.Key_C)
    window.actions_table.perform(way)
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit | QPlainTextEdit)
    qtbot.keyClicks(field, "strike")
    qtbot.keyClick(field, key, CONTROL)
    palette = window.palette_card
    assert palette.is_open
    assert palette.field.hasFocus()
    qtbot.keyClick(palette.field, Qt.Key.Key_Escape)
    if way == "code.memo":
        assert reader.hasFocus()
        assert [one.memo for one in window.session.project.queries.annotations()] == ["strike"]
    else:
        assert field.hasFocus()
        assert isinstance(field, QLineEdit)
        assert field.text() == "strike"


def test_a_field_that_waits_for_a_new_key_gets_this_one_too(
    qtbot: QtBot, window: MainWindow
) -> None:
    field = KeyField(window)
    field.show()
    field.setFocus()
    with qtbot.waitSignal(field.pressed) as pressed:
        qtbot.keyClick(field, Qt.Key.Key_K, CONTROL)
    assert pressed.args == ["Ctrl+K"]
    assert not window.palette_card.is_open
