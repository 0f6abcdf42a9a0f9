"""What a code asks is written in the pane of its rules."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from annotator.domain.changes import Kind
from annotator.domain.questions import Attribute, AttributeKind
from annotator.domain.span import Span
from annotator.ops import coding
from annotator.ops.attribute_values import set_in_words
from annotator.ui.main_window import MainWindow
from annotator.ui.places.code.attributes_editor import AttributesEditor

Key, Left = Qt.Key, Qt.MouseButton.LeftButton


@pytest.fixture
def editor(window: MainWindow, qtbot: QtBot) -> AttributesEditor:
    place = window.place("code")
    place.codebook.select_code(window.session.codebook.find("claim").id)
    window.actions_table["codebook.edit"].trigger()
    qtbot.waitUntil(place.side.editor.isVisible)
    found: AttributesEditor = place.side.editor.attributes
    return found


def asked(window: MainWindow) -> list[Attribute]:
    claim = window.session.codebook.find("claim").id
    return list(window.session.project.queries.questions.attributes_of(claim))


def ask(editor: AttributesEditor, name: str, kind: AttributeKind, *choices: str) -> None:
    QTest.mouseClick(editor.add_button, Left)
    QTest.keyClicks(editor.form.name, name)
    editor.form.kind.set_value(kind)
    table = editor.form.choices
    for row, choice in enumerate(choices):
        table.setCurrentCell(row, 0)
        cell = table.item(row, 0)
        assert cell is not None
        cell.setText(choice)
    QTest.mouseClick(editor.keep_button, Left)


def test_questions_are_added_changed_and_put_in_order(editor, window: MainWindow):
    ask(editor, "tone", AttributeKind.ONE_OF, "sad", "glad")
    ask(editor, "why", AttributeKind.TEXT)
    assert [one.name for one in asked(window)] == ["tone", "why"]
    assert [one.name for one in asked(window)[0].choices] == ["sad", "glad"]
    editor.form.required.setChecked(True)
    QTest.keyClicks(editor.form.condition, "tone = sad")
    QTest.mouseClick(editor.keep_button, Left)
    assert (asked(window)[1].required, asked(window)[1].condition) == (True, "tone = sad")
    editor.list.setCurrentRow(0)
    assert not editor.form.low.isVisible()
    editor.form.choices.setCurrentCell(0, 0)
    QTest.keyClick(editor.form.choices, Key.Key_Delete)
    QTest.mouseClick(editor.keep_button, Left)
    assert [one.name for one in asked(window)[0].choices if not one.is_deleted] == ["glad"]
    window.session.undo()
    assert [name for name, *_ in editor.form.choices.rows()] == ["sad", "glad"]


def test_what_was_written_is_kept_when_the_pane_is_left(editor, window: MainWindow, qtbot: QtBot):
    place = window.place("code")
    QTest.mouseClick(editor.add_button, Left)
    QTest.keyClicks(editor.form.name, "why")
    place.codebook.select_code(window.session.codebook.find("framing").id)
    assert [one.name for one in asked(window)] == ["why"]
    assert editor.list.count() == 0


def test_enter_on_the_button_keeps_a_question(editor, window: MainWindow):
    QTest.mouseClick(editor.add_button, Left)
    QTest.keyClicks(editor.form.name, "why")
    editor.keep_button.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(editor.keep_button, Key.Key_Return)
    assert [one.name for one in asked(window)] == ["why"]


def test_what_is_half_written_stays_when_something_else_changes(editor, window: MainWindow):
    ask(editor, "who", AttributeKind.NAMES)
    session, (who,) = window.session, asked(window)
    editor.list.setCurrentRow(0)
    editor.form.question.setFocus()
    QTest.keyClicks(editor.form.question, "Who says so?")
    span = Span.of((0, 5))
    made = session.run_now(
        coding.annotate,
        article_id=session.article_id,
        span=span,
        code_id=who.code_id,
        coder_id=session.coder_id,
    )
    one = made.one_created(Kind.ANNOTATION)
    session.run_now(set_in_words, [one], who, "Reuters", coder_id=session.coder_id)
    assert editor.form.question.text() == "Who says so?"
    QTest.mouseClick(editor.keep_button, Left)
    (kept,) = asked(window)
    assert kept.question == "Who says so?"
    assert editor.list.item(0).text() == "who · Names, coders add to the list"


def test_what_makes_no_sense_is_said_and_stays_written(editor, window: MainWindow, qtbot: QtBot):
    with qtbot.waitSignal(window.session.failed):
        ask(editor, "tone", AttributeKind.ONE_OF)
    assert asked(window) == []
    assert editor.form.name.text() == "tone"
    editor.form.kind.set_value(AttributeKind.SCALE)
    editor.form.low.setText("one")
    with qtbot.waitSignal(window.session.failed):
        QTest.mouseClick(editor.keep_button, Left)
    assert editor.form.name.text() == "tone"


def test_removing_one_that_has_values_asks_first(
    editor, window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
):
    ask(editor, "why", AttributeKind.TEXT)
    place = window.place("code")
    reader, strip = place.reader, place.values
    reader.setFocus()
    reader.select(0, 5)
    QTest.keyClick(reader, Key.Key_C)
    qtbot.waitUntil(strip.isVisible)
    QTest.keyClicks(strip.fields["why"], "rain")
    QTest.keyClick(strip.fields["why"], Key.Key_Return)
    said: list[str] = []

    def answer(*shown: object) -> QMessageBox.StandardButton:
        said.append(str(shown[2]))
        return QMessageBox.StandardButton.Yes if len(said) > 1 else shown[4]

    monkeypatch.setattr(QMessageBox, "question", answer)
    QTest.mouseClick(editor.remove_button, Left)
    assert "1 annotations have a value" in said[0]
    assert len(asked(window)) == 1
    QTest.mouseClick(editor.remove_button, Left)
    assert asked(window) == []
