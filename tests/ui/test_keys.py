"""Keys of actions: those of the table, and those that a person chose."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.ui.actions import (
    ACTIONS,
    CODEBOOK_KEYS,
    CONTEXT_MENUS,
    MENUS,
    NEEDS,
    READER_KEYS,
    SUBMENUS,
    scope_of,
)
from annotator.ui.key_rules import refusal
from annotator.ui.keys import KeyMap, normal
from annotator.ui.main_window import MainWindow
from annotator.ui.settings import Settings

NAMES = [spec.id for spec in ACTIONS]
SOME_KEYS = ["F1", "F2", "Ctrl+G", "Alt+Left", "Tab", ".", "Del", "Ctrl+Z", "c", "nonsense"]
NONE = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
KEYPAD = Qt.KeyboardModifier.KeypadModifier


@pytest.fixture
def settings(qapp: QApplication) -> Settings:
    """Settings that are forgotten at the end."""
    return Settings(remembers=False)


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier, text: str = "") -> QKeyEvent:
    """A key as a keyboard tells of it."""
    return QKeyEvent(QEvent.Type.KeyPress, key, modifiers, text)


def test_what_actions_need_can_be_said() -> None:
    assert {need for spec in ACTIONS for need in spec.when} <= NEEDS.keys()


def test_all_names_are_different_and_reader_keys_name_actions() -> None:
    assert len(set(NAMES)) == len(NAMES)
    assert set(NAMES) >= READER_KEYS | CODEBOOK_KEYS


def test_menus_are_short_and_everything_is_in_one(qapp: QApplication) -> None:
    within = {name for names in SUBMENUS.values() for name in names.split()}
    for menu in MENUS:
        own = [spec for spec in ACTIONS if spec.menu == menu and spec.id not in within]
        assert 1 <= len(own) <= 20, menu
    at_pointer = {name for names in CONTEXT_MENUS.values() for name in re.split(r"[ |+]+", names)}
    assert at_pointer <= set(NAMES)
    for spec in ACTIONS:
        assert spec.menu in MENUS or spec.id in at_pointer, spec.id


def test_keys_of_the_table_are_keys_and_stand_once(settings: Settings) -> None:
    keys = KeyMap(settings)
    for spec in ACTIONS:
        assert len(keys.of(spec.id)) == len(spec.keys), spec.id


@given(
    changes=st.lists(
        st.tuples(st.sampled_from(NAMES), st.lists(st.sampled_from(SOME_KEYS), max_size=3)),
        max_size=6,
    )
)
def test_no_key_ever_means_two_actions(
    qapp: QApplication, changes: list[tuple[str, list[str]]]
) -> None:
    settings = Settings(remembers=False)
    keys = KeyMap(settings)
    for name, wanted in changes:
        keys.set(name, wanted)
        allowed = {key for key in wanted if normal(key) and not refusal(key, scope_of(name))}
        assert set(keys.of(name)) == allowed
    for pane in ("reader", "codebook"):
        here = [name for name in NAMES if scope_of(name) in ("window", pane)]
        held = [key for name in here for key in keys.of(name)]
        assert len(held) == len(set(held))
    again = KeyMap(settings)
    assert [again.of(name) for name in NAMES] == [keys.of(name) for name in NAMES]
    keys.reset()
    untouched = KeyMap(Settings(remembers=False))
    assert [keys.of(name) for name in NAMES] == [untouched.of(name) for name in NAMES]
    assert not any(keys.is_changed(name) for name in NAMES)


def test_a_letter_written_into_the_file_stays_for_the_codes(settings: Settings) -> None:
    settings.set_keys("code.grow", ["G", "Ctrl+G"])
    assert KeyMap(settings).of("code.grow") == ("Ctrl+G",)


def test_a_key_chosen_earlier_is_taken_from_the_action_that_has_it_now(settings: Settings) -> None:
    settings.set_keys("edit.history", ["F1"])
    keys = KeyMap(settings)
    assert keys.holders("F1", "help.keys") == ["edit.history"]
    assert keys.of("help.keys") == ()


@pytest.mark.parametrize(
    ("event", "meant"),
    [
        (press(Qt.Key.Key_Tab, NONE, "\t"), "code.next"),
        (press(Qt.Key.Key_Backtab, SHIFT), "code.previous"),
        (press(Qt.Key.Key_Return, NONE, "\r"), "code.pick"),
        (press(Qt.Key.Key_Enter, KEYPAD, "\r"), "code.pick"),
        (press(Qt.Key.Key_Space, SHIFT, " "), "code.shrink"),
        (press(Qt.Key.Key_Space, CONTROL, " "), "code.hold"),
        (press(Qt.Key.Key_Period, NONE, "."), "code.repeat"),
        # The full stop of a French keyboard.
        (press(Qt.Key.Key_Period, SHIFT, "."), "code.repeat"),
        (press(Qt.Key.Key_Delete, NONE), "code.remove"),
        (press(Qt.Key.Key_Z, CONTROL), None),
        (press(Qt.Key.Key_C, NONE, "c"), None),
        (press(Qt.Key.Key_Shift, SHIFT), None),
    ],
)
def test_a_key_press_in_the_article_means_an_action_of_the_reader(
    settings: Settings, event: QKeyEvent, meant: str | None
) -> None:
    assert KeyMap(settings).action_in("reader", event) == meant


def test_the_reader_follows_changed_keys_at_once(qtbot: QtBot, window: MainWindow) -> None:
    reader = window.place("code").reader
    reader.setFocus()
    reader.place_caret(3)
    window.actions_table.keys.set("code.grow", ["Ctrl+G"])
    qtbot.keyClick(reader, Qt.Key.Key_Space)
    assert not reader.textCursor().hasSelection()
    qtbot.keyClick(reader, Qt.Key.Key_G, CONTROL)
    assert reader.text[slice(*reader.selected_range())] == "Ferry"
    assert window.actions_table["code.grow"].text().endswith("\tCtrl+G")
    window.actions_table.keys.reset("code.grow")
    qtbot.keyClick(reader, Qt.Key.Key_Space)
    assert reader.text[slice(*reader.selected_range())] == "Ferry strike ends after nine days"


def test_menus_and_hints_show_changed_keys(qtbot: QtBot, window: MainWindow) -> None:
    # There is a next annotation only where there is one.
    reader = window.place("code").reader
    reader.place_caret(3)
    qtbot.keyClick(reader, "c")
    window.actions_table.keys.set("code.next", ["Ctrl+G"])
    window.actions_table.keys.set("edit.history", ["F2"])
    assert window.actions_table["edit.history"].shortcut() == QKeySequence("F2")
    hint = window.place("code").hint
    assert "Ctrl+G: next annotation" in hint()
    window.actions_table.keys.set("code.next", [])
    assert "next annotation" not in hint()


def test_a_key_whose_action_cannot_be_done_says_why(qtbot: QtBot, window: MainWindow) -> None:
    reader = window.place("code").reader
    reader.place_caret(0)
    with qtbot.waitSignal(window.actions_table.refused) as told:
        qtbot.keyClick(reader, Qt.Key.Key_Delete)
    assert told.args == ["There is no annotation here."]


@pytest.mark.parametrize(
    ("key", "why"),
    [
        (Qt.Key.Key_M, "There is no annotation here."),
        (Qt.Key.Key_I, "Select words first."),
        (Qt.Key.Key_T, "The scheme of this study has no decision tree."),
    ],
)
@pytest.mark.parametrize("pane", ["reader", "codes", "articles"])
def test_a_key_of_the_window_whose_action_cannot_be_done_says_why(
    qtbot: QtBot, window: MainWindow, key: Qt.Key, why: str, pane: str
) -> None:
    place = window.place("code")
    focused = {
        "reader": place.reader,
        "codes": place.codebook.tree_widget,
        "articles": place.articles.list_widget,
    }[pane]
    focused.setFocus()
    with qtbot.waitSignal(window.actions_table.refused) as told:
        qtbot.keyClick(focused, key, Qt.KeyboardModifier.ControlModifier)
    assert told.args == [why]


def test_an_action_is_there_for_the_key_that_follows_at_once(
    qtbot: QtBot, window: MainWindow
) -> None:
    reader = window.place("code").reader
    reader.place_caret(3)
    key = next(code.key for code in window.session.codebook if code.key)
    qtbot.keyClick(reader, key)
    assert len(reader.marks.counts(window.session.coder_id)) == 1
    # No event is processed between the two.
    qtbot.keyClick(reader, Qt.Key.Key_Delete)
    assert not reader.marks.counts(window.session.coder_id)
