"""A code that asks for values opens a strip; they are given by keys and saved one by one."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.domain.values import in_words
from annotator.ops import schemes
from annotator.ops.taking_over import take_over
from annotator.ui.main_window import MainWindow
from annotator.ui.parts.reader import Reader
from annotator.ui.parts.value_field import ValueField
from annotator.ui.parts.values_strip import ValuesStrip

Key, Shift, Control = Qt.Key, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def reader(window: MainWindow) -> Reader:
    """A project with the codes of *attribution*, which ask for values."""
    session = window.session
    taken = take_over(session.project, schemes.load("attribution"), coder_id=session.coder_id)
    session.announce(taken.changes)
    found: Reader = window.place("code").reader
    found.setFocus()
    return found


@pytest.fixture
def strip(window: MainWindow, reader: Reader) -> ValuesStrip:
    found: ValuesStrip = window.place("code").values
    return found


def tag(reader: Reader, words: str = "Dockers", key: Qt.Key = Key.Key_S) -> None:
    start = reader.text.index(words)
    reader.select(start, start + len(words))
    QTest.keyClick(reader, key)


def field(strip: ValuesStrip, name: str) -> ValueField:
    return next(one for one in strip.fields if one.attribute.name == name)


def names(strip: ValuesStrip) -> list[str]:
    return [one.attribute.name for one in strip.fields]


def values(reader: Reader) -> dict[str, str]:
    session = reader.session
    one = session.project.queries.annotations()[-1]
    asked = session.project.queries.questions.attributes_of(one.code_id)
    return {
        each.name: in_words(each, one.values[str(each.uid)])
        for each in asked
        if one.values.get(str(each.uid)) is not None
    }


def test_values_are_given_by_keys_and_lead_back_to_the_text(strip, reader, qtbot: QtBot):
    scrolled = reader.verticalScrollBar().value()
    tag(reader)
    assert strip.isVisible()
    kind, named = field(strip, "source type"), field(strip, "named")
    qtbot.waitUntil(kind.editor.hasFocus)
    assert kind.title.text() == "source type (required)"
    assert "name" not in names(strip)
    QTest.keyClicks(kind.editor, "exp")
    QTest.keyClick(kind.editor, Key.Key_Return)
    assert values(reader) == {"source type": "expert"}
    qtbot.waitUntil(named.editor.hasFocus)
    QTest.keyClicks(named.editor, "y")
    QTest.keyClick(named.editor, Key.Key_Return)
    name = field(strip, "name")
    qtbot.waitUntil(name.editor.hasFocus)
    QTest.keyClicks(name.editor, "Ines Roux")
    QTest.keyClick(name.editor, Key.Key_Return)
    assert values(reader) == {"source type": "expert", "named": "yes", "name": "Ines Roux"}
    while strip.isVisible():
        QTest.keyClick(QApplication.focusWidget(), Key.Key_Return)
    qtbot.waitUntil(reader.hasFocus)
    assert reader.verticalScrollBar().value() == scrolled


def test_esc_leaves_the_rest_for_later_and_ctrl_e_asks_again(strip, reader, qtbot: QtBot):
    tag(reader)
    qtbot.waitUntil(field(strip, "source type").editor.hasFocus)
    QTest.keyClicks(strip.fields[0].editor, "cit")
    QTest.keyClick(strip.fields[0].editor, Key.Key_Escape)
    assert not strip.isVisible()
    qtbot.waitUntil(reader.hasFocus)
    assert values(reader) == {"source type": "citizen"}
    QTest.keyClick(reader, Key.Key_Tab, Shift)
    QTest.keyClick(reader, Key.Key_E, Control)
    assert strip.isVisible()
    assert field(strip, "source type").text == "citizen"
    qtbot.waitUntil(field(strip, "named").editor.hasFocus)


def test_what_is_wrong_is_said_and_stays(strip, reader, qtbot: QtBot):
    tag(reader, "said", Key.Key_U)
    stance = field(strip, "stance")
    qtbot.waitUntil(stance.editor.hasFocus)
    assert stance.text == "0"
    stance.editor.selectAll()
    QTest.keyClicks(stance.editor, "7")
    QTest.keyClick(stance.editor, Key.Key_Return)
    assert "from -2 to 2" in stance.wrong.text()
    assert stance.editor.hasFocus()
    assert values(reader) == {"stance": "0"}
    stance.editor.selectAll()
    QTest.keyClicks(stance.editor, "-1")
    QTest.keyClick(stance.editor, Key.Key_Return)
    assert values(reader) == {"stance": "-1"}
    assert not stance.wrong.isVisible()


def test_undo_is_shown_and_removing_closes(strip, reader, qtbot: QtBot):
    tag(reader)
    QTest.keyClicks(strip.fields[0].editor, "exp")
    QTest.keyClick(strip.fields[0].editor, Key.Key_Return)
    reader.session.undo()
    assert strip.isVisible()
    assert field(strip, "source type").text == ""
    reader.session.undo()
    assert not strip.isVisible()


def test_codes_that_ask_for_nothing_open_nothing_and_asking_can_be_switched_off(
    strip, reader, window
):
    tag(reader, "minister", Key.Key_F)
    assert not strip.isVisible()
    window.actions_table["switch.ask"].trigger()
    tag(reader)
    assert not strip.isVisible()
    assert reader.hasFocus()
    window.actions_table["switch.ask"].trigger()


def test_names_given_before_are_offered(strip, reader, qtbot: QtBot):
    session = reader.session
    for words in ("Dockers", "Residents"):
        tag(reader, words)
        QTest.keyClicks(strip.fields[0].editor, "exp")
        QTest.keyClick(strip.fields[0].editor, Key.Key_Return)
        QTest.keyClick(field(strip, "named").editor, Key.Key_Down)
        QTest.keyClick(field(strip, "named").editor, Key.Key_Return)
        name = field(strip, "name")
        qtbot.waitUntil(name.editor.hasFocus)
        if words == "Dockers":
            QTest.keyClicks(name.editor, "Ines Roux")
            QTest.keyClick(name.editor, Key.Key_Return)
    offered = name.editor.completer().model().stringList()
    assert offered == ["Ines Roux"]
    assert session.unsaved is None
