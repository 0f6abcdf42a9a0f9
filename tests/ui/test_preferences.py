"""The preferences: settings that apply at once, and keys that people change."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from annotator.ui.actions import ACTIONS, scope_of
from annotator.ui.key_rules import refusal
from annotator.ui.main_window import MainWindow
from annotator.ui.places.preferences import PreferencesPlace
from annotator.ui.places.preferences.settings_page import SettingRow
from annotator.ui.settings import SETTINGS
from annotator.ui.theme import Choice
from annotator.ui.widgets.choice_box import ChoiceBox

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def preferences(qtbot: QtBot, window: MainWindow) -> PreferencesPlace:
    """The preferences, opened by their key."""
    window.activateWindow()
    qtbot.keyClick(window, Qt.Key.Key_Comma, CONTROL)
    place = window.place("preferences")
    assert isinstance(place, PreferencesPlace)
    assert place.isVisible()
    return place


def row(preferences: PreferencesPlace, key: str) -> SettingRow:
    return next(one for one in preferences.findChildren(SettingRow) if one.setting.key == key)


# -- settings


def test_every_setting_with_a_page_has_a_named_control(preferences: PreferencesPlace) -> None:
    rows = preferences.findChildren(SettingRow)
    assert {one.setting.key for one in rows} == {
        setting.key for setting in SETTINGS.values() if setting.page
    }
    assert all(one.control.accessibleName() == one.setting.title for one in rows)


def test_a_change_applies_at_once_and_can_be_taken_back(
    qtbot: QtBot, window: MainWindow, preferences: PreferencesPlace
) -> None:
    size = row(preferences, "reader/pixels")
    assert isinstance(size.control, QSpinBox)
    assert size.back.isHidden()
    size.control.setValue(24)
    assert window.place("code").reader.pixels == 24
    qtbot.mouseClick(size.back, Qt.MouseButton.LeftButton)
    assert window.place("code").reader.pixels == 18
    assert size.control.value() == 18
    assert size.back.isHidden()


def test_what_is_set_elsewhere_is_shown(window: MainWindow, preferences: PreferencesPlace) -> None:
    colours = row(preferences, "look/theme").control
    assert isinstance(colours, ChoiceBox)
    window.actions_table["switch.dark"].trigger()
    assert colours.value == "dark"
    colours.set_value("sepia")
    assert window.session.look.choice is Choice.SEPIA
    assert window.actions_table["switch.sepia"].isChecked()


def test_snapping_is_one_setting_wherever_it_is_set(
    window: MainWindow, preferences: PreferencesPlace
) -> None:
    snap = row(preferences, "reader/snap").control
    assert isinstance(snap, QCheckBox)
    snap.setChecked(False)
    assert not window.actions_table["switch.snap"].isChecked()
    window.actions_table["switch.snap"].trigger()
    assert snap.isChecked()


def test_a_setting_is_found_by_its_words(qtbot: QtBot, preferences: PreferencesPlace) -> None:
    preferences.filter.setFocus()
    qtbot.keyClicks(preferences.filter, "whole words")
    assert preferences.list.currentItem().text() == "Coding  1"
    shown = [one for one in preferences.findChildren(SettingRow) if one.isVisible()]
    assert [one.setting.key for one in shown] == ["reader/snap"]
    qtbot.keyClick(preferences.filter, Qt.Key.Key_Return)
    assert shown[0].control.hasFocus()
    preferences.filter.clear()
    assert preferences.list.currentItem().text() == "Coding"


def test_esc_goes_back_to_the_text(
    qtbot: QtBot, window: MainWindow, preferences: PreferencesPlace
) -> None:
    qtbot.keyClick(preferences.list, Qt.Key.Key_Escape)
    assert window.place("code").isVisible()


def test_they_open_without_a_project_and_close_to_the_first_page(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.errands.projects.close_project()
    window.actions_table["edit.preferences"].trigger()
    preferences = window.place("preferences")
    assert preferences.isVisible()
    qtbot.mouseClick(preferences.close_button, Qt.MouseButton.LeftButton)
    assert not preferences.isVisible()


# -- keys


@pytest.fixture
def keys(qtbot: QtBot, window: MainWindow, preferences: PreferencesPlace) -> PreferencesPlace:
    """The page of keys."""
    preferences.show_keys()
    preferences.keys.list.setFocus()
    qtbot.waitUntil(preferences.keys.list.hasFocus)
    return preferences


def press(
    qtbot: QtBot, widget: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE
) -> None:
    qtbot.keyClick(widget, key, modifiers)


def test_a_free_key_is_taken_at_once(
    qtbot: QtBot, window: MainWindow, keys: PreferencesPlace
) -> None:
    page = keys.keys
    page.choose("edit.history")
    press(qtbot, page.list, Qt.Key.Key_Return)
    assert page.field.hasFocus()
    asked = page.field.fontMetrics().horizontalAdvance(page.field.placeholderText())
    assert page.field.contentsRect().width() > asked
    press(qtbot, page.field, Qt.Key.Key_Control)
    press(qtbot, page.field, Qt.Key.Key_F12, CONTROL)
    assert window.actions_table.keys.of("edit.history") == ("Ctrl+F12",)
    assert page.list.hasFocus()
    assert page.about.text() == "History…: Ctrl+F12"
    window.go_to("code")
    press(qtbot, window, Qt.Key.Key_F12, CONTROL)
    assert window.place("code").history.isVisible()


def test_a_key_that_another_has_says_whose_and_is_taken_over_when_pressed_again(
    qtbot: QtBot, window: MainWindow, keys: PreferencesPlace
) -> None:
    page, known = keys.keys, window.actions_table.keys
    page.choose("edit.history")
    page.change()
    press(qtbot, page.field, Qt.Key.Key_N, CONTROL)
    assert "“New project…”" in page.told.text()
    assert known.of("edit.history") == ("Ctrl+Shift+H",)
    press(qtbot, page.field, Qt.Key.Key_N, CONTROL)
    assert known.of("edit.history") == ("Ctrl+N",)
    assert known.of("project.new") == ()
    qtbot.mouseClick(page.all_button, Qt.MouseButton.LeftButton)
    assert known.of("project.new") == ("Ctrl+N",)
    assert not page.all_button.isEnabled()


def test_a_key_is_taken_over_by_mouse(
    qtbot: QtBot, window: MainWindow, keys: PreferencesPlace
) -> None:
    page = keys.keys
    page.choose("edit.history")
    qtbot.mouseClick(page.add_button, Qt.MouseButton.LeftButton)
    press(qtbot, page.field, Qt.Key.Key_N, CONTROL)
    qtbot.mouseClick(page.take_button, Qt.MouseButton.LeftButton)
    assert window.actions_table.keys.of("edit.history") == ("Ctrl+Shift+H", "Ctrl+N")
    qtbot.mouseClick(page.back_button, Qt.MouseButton.LeftButton)
    assert window.actions_table.keys.of("edit.history") == ("Ctrl+Shift+H",)


def test_panes_may_use_the_same_key(
    qtbot: QtBot, window: MainWindow, keys: PreferencesPlace
) -> None:
    page = keys.keys
    page.choose("code.grow")
    page.change()
    press(qtbot, page.field, Qt.Key.Key_Up, ALT)
    assert window.actions_table.keys.of("code.grow") == ("Alt+Up",)
    assert window.actions_table.keys.of("codebook.up") == ("Alt+Up",)


def test_delete_takes_the_keys_away_and_esc_leaves_them(
    qtbot: QtBot, window: MainWindow, keys: PreferencesPlace
) -> None:
    page = keys.keys
    page.choose("edit.history")
    page.change()
    press(qtbot, page.field, Qt.Key.Key_Escape)
    assert window.actions_table.keys.of("edit.history") == ("Ctrl+Shift+H",)
    assert page.list.hasFocus()
    press(qtbot, page.list, Qt.Key.Key_Delete)
    assert window.actions_table.keys.of("edit.history") == ()
    assert page.about.text() == "History…: no key"


@pytest.mark.parametrize(
    ("name", "key", "modifiers", "said"),
    [
        ("code.grow", Qt.Key.Key_G, NONE, "Plain letters and digits are for the codes."),
        ("code.grow", Qt.Key.Key_G, SHIFT, "Plain letters and digits are for the codes."),
        ("edit.history", Qt.Key.Key_7, NONE, "Plain letters and digits are for the codes."),
        ("code.grow", Qt.Key.Key_Left, SHIFT, "This key moves the caret or selects."),
        ("edit.history", Qt.Key.Key_Tab, NONE, "Lists and fields need this key"),
        ("edit.history", Qt.Key.Key_P, ALT, "Alt+P opens the menu Project."),
    ],
)
def test_keys_that_no_action_can_have_are_refused_with_the_reason(
    qtbot: QtBot,
    window: MainWindow,
    keys: PreferencesPlace,
    name: str,
    key: Qt.Key,
    modifiers: Qt.KeyboardModifier,
    said: str,
) -> None:
    page = keys.keys
    before = window.actions_table.keys.of(name)
    page.choose(name)
    page.change()
    press(qtbot, page.field, key, modifiers)
    assert said in page.told.text()
    assert page.field.hasFocus()
    assert window.actions_table.keys.of(name) == before


def test_a_sign_may_be_a_key_of_the_article_alone() -> None:
    assert refusal(";", "reader") == ""
    assert refusal(";", "window") != ""
    assert refusal("Ctrl+;", "window") == ""


def test_the_keys_of_the_table_are_allowed() -> None:
    for spec in ACTIONS:
        assert [key for key in spec.keys if refusal(key, scope_of(spec.id))] == [], spec.id


def test_actions_are_found_by_name_and_by_key(
    qtbot: QtBot, window: MainWindow, keys: PreferencesPlace
) -> None:
    qtbot.keyClicks(keys.filter, "ctrl+shift+h")
    page = keys.keys
    assert page.model.rowCount() == 1
    assert page.model.item(0).child(0).text() == "History…"
    assert page.chosen() == "edit.history"
    assert keys.list.item(keys.list.count() - 1).text() == "Keys  1"


def test_leaving_goes_back_to_where_one_worked(window: MainWindow, qtbot: QtBot) -> None:
    window.actions_table["view.charts"].trigger()
    window.actions_table["edit.preferences"].trigger()
    place = window.place("preferences")
    assert window.current is place
    QTest.keyClick(place, Qt.Key.Key_Escape)
    assert window.current is window.place("charts")
    window.actions_table["view.code"].trigger()
    window.actions_table["codebook.questions"].trigger()
    window.actions_table["edit.preferences"].trigger()
    QTest.keyClick(place, Qt.Key.Key_Escape)
    assert window.current is window.place("code")
