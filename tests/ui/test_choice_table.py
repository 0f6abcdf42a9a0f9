"""Choices are written in a small table, by keyboard alone."""

from __future__ import annotations

from uuid import uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from annotator.domain.errors import UserError
from annotator.domain.questions import Choice
from annotator.ui.parts.choice_table import ChoiceTable

Key = Qt.Key
Alt = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def table(qtbot: QtBot) -> ChoiceTable:
    made = ChoiceTable()
    qtbot.addWidget(made)
    made.resize(500, 300)
    made.show()
    made.activateWindow()
    made.setFocus()
    return made


def type_in(qtbot: QtBot, table: ChoiceTable, words: str, key: Key = Key.Key_Return) -> None:
    """Write into the cell that is being written, or into the one chosen, and leave it."""
    if not isinstance(QApplication.focusWidget(), QLineEdit):
        QTest.keyClick(table, Key.Key_F2)
    qtbot.waitUntil(lambda: isinstance(QApplication.focusWidget(), QLineEdit))
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    editor.selectAll()
    QTest.keyClicks(editor, words)
    QTest.keyClick(editor, key)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not editor)


def said(table: ChoiceTable) -> list[tuple[str, float | None, str]]:
    return [(one.name, one.value, one.definition) for one in table.drafts()]


def test_names_one_after_the_other_with_enter(table: ChoiceTable, qtbot: QtBot) -> None:
    for name in ("sad", "glad", "mixed"):
        type_in(qtbot, table, name)
    assert said(table) == [("sad", None, ""), ("glad", None, ""), ("mixed", None, "")]


def test_tab_goes_on_to_the_number_and_the_meaning(table: ChoiceTable, qtbot: QtBot) -> None:
    type_in(qtbot, table, "bad", Key.Key_Tab)
    type_in(qtbot, table, "-1", Key.Key_Tab)
    type_in(qtbot, table, "It is  blamed.")
    type_in(qtbot, table, "good")
    assert said(table) == [("bad", -1.0, "It is blamed."), ("good", None, "")]


def shown(table: ChoiceTable, *names: str) -> list[Choice]:
    of = uuid4()
    choices = [Choice(n, uuid4(), of, n, name, n, "why") for n, name in enumerate(names, 1)]
    table.set_choices(choices)
    return choices


def test_rows_are_moved_and_removed_and_stay_who_they_are(table: ChoiceTable) -> None:
    one, two, three = shown(table, "one", "two", "three")
    table.setCurrentCell(2, 0)
    QTest.keyClick(table, Key.Key_Up, Alt)
    QTest.keyClick(table, Key.Key_Up, Alt)
    QTest.keyClick(table, Key.Key_Up, Alt)
    assert [draft.uid for draft in table.drafts()] == [three.uid, one.uid, two.uid]
    table.setCurrentCell(1, 1)
    QTest.keyClick(table, Key.Key_Delete)
    assert [draft.uid for draft in table.drafts()] == [three.uid, two.uid]
    assert table.currentRow() == 1


def test_another_name_is_the_same_choice(table: ChoiceTable, qtbot: QtBot) -> None:
    (one,) = shown(table, "one")
    table.setCurrentCell(0, 0)
    with qtbot.waitSignal(table.written):
        type_in(qtbot, table, "first")
    assert [(draft.name, draft.uid) for draft in table.drafts()] == [("first", one.uid)]


def test_what_is_no_number_is_said(table: ChoiceTable, qtbot: QtBot) -> None:
    shown(table, "one")
    table.setCurrentCell(0, 1)
    type_in(qtbot, table, "many")
    with pytest.raises(UserError, match="“many” is no number"):
        table.drafts()


def test_nothing_is_written_where_it_is_only_shown(table: ChoiceTable) -> None:
    shown(table, "one", "two")
    table.set_read_only(True)
    table.setCurrentCell(0, 0)
    for key in (Key.Key_F2, Key.Key_X, Key.Key_Delete, Key.Key_Return):
        QTest.keyClick(table, key)
    QTest.keyClick(table, Key.Key_Down, Alt)
    assert [name for name, *_ in said(table)] == ["one", "two"]
    assert QApplication.focusWidget() is table


def test_showing_the_same_again_leaves_what_is_being_written(
    table: ChoiceTable, qtbot: QtBot
) -> None:
    choices = shown(table, "one", "two")
    table.setCurrentCell(0, 0)
    QTest.keyClick(table, Key.Key_F2)
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    QTest.keyClicks(editor, "half")
    table.set_choices(choices)
    assert QApplication.focusWidget() is editor
    table.flush()
    assert said(table)[0][0] == "half"
