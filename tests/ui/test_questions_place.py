"""Saying what is asked of articles: a list and a form, each change saved as it is made."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from annotator.domain.questions import Scale
from annotator.ops import answers, study
from annotator.ops.variables import add_variable
from annotator.ui.main_window import MainWindow


def opened(window: MainWindow) -> Any:
    window.actions_table["codebook.questions"].trigger()
    return window.current


def write(field: Any, text: str) -> None:
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Tab)


def asked(window: MainWindow) -> Any:
    return window.session.project.queries.questions.variables()


def test_the_sheet_without_questions_leads_to_asking(window: MainWindow) -> None:
    window.actions_table["article.sheet"].trigger()
    sheet = window.place("code").sheet
    assert sheet.define.isVisible()
    assert "No questions about articles yet" in sheet.nothing.text()
    QTest.keyClick(sheet.define, Qt.Key.Key_Space)
    assert window.current is window.place("questions")


def test_a_question_is_written_and_answered(window: MainWindow) -> None:
    place = opened(window)
    place.add_button.click()
    assert QApplication.focusWidget() is place.form.key
    write(place.form.key, "tone")
    write(place.form.question, "How is it told?")
    place.form.scale.setCurrentText("ordinal")
    place.form.scale.activated.emit(place.form.scale.currentIndex())
    assert place.form.choices.isVisible()
    for row, column, text in ((0, 1, "-1"), (0, 0, "bad"), (0, 2, "It is blamed."), (1, 0, "good")):
        cell = place.form.choices.item(row, column)
        assert cell is not None
        cell.setText(text)
    place.form.required.click()
    (one,) = asked(window)
    assert (one.key, one.question, one.scale) == ("tone", "How is it told?", Scale.ORDINAL)
    assert one.required
    assert [(each.name, each.value, each.definition) for each in one.choices] == [
        ("bad", -1, "It is blamed."),
        ("good", None, ""),
    ]
    QTest.keyClick(place, Qt.Key.Key_Escape)
    window.actions_table["article.sheet"].trigger()
    QTest.keyClicks(QApplication.focusWidget(), "2")
    session = window.session
    found = answers.sheet(session.project, session.article_id or 0, session.coder_id or 0)
    assert found.values == {one.uid: str(one.choices[1].uid)}


def test_what_makes_no_sense_is_said_and_left(window: MainWindow, qtbot: QtBot) -> None:
    place = opened(window)
    place.add_button.click()
    with qtbot.waitSignal(window.session.failed) as told:
        write(place.form.key, "main topic")
    assert "without spaces" in told.args[0].way_out
    assert asked(window)[0].key == "question1"
    assert place.form.key.text() == "question1"


def test_removing_asks_where_it_was_answered(window: MainWindow, qtbot: QtBot, monkeypatch) -> None:
    session = window.session
    session.run(add_variable, "tone", Scale.YES_NO, coder_id=session.coder_id)
    (one,) = asked(window)
    session.run(
        answers.answer, session.article_id or 0, one.id, True, coder_id=session.coder_id or 0
    )
    place = opened(window)
    pressed: list[str] = []

    def press(box: QMessageBox) -> int:
        button = next(each for each in box.buttons() if each.text().startswith(pressed[-1]))
        button.click()
        return 0

    monkeypatch.setattr(QMessageBox, "exec", press)
    pressed.append("Keep")
    place.remove_button.click()
    assert len(asked(window)) == 1
    pressed.append("Remove")
    place.remove_button.click()
    assert asked(window) == ()
    session.undo()
    assert len(asked(window)) == 1


def test_order_is_changed(window: MainWindow) -> None:
    session = window.session
    for key in ("one", "two"):
        session.run(add_variable, key, Scale.YES_NO, coder_id=session.coder_id)
    place = opened(window)
    place.list_widget.setCurrentRow(1)
    place.up_button.click()
    assert [one.key for one in asked(window)] == ["two", "one"]
    assert place.list_widget.currentRow() == 0


def test_a_locked_scheme_is_read(window: MainWindow) -> None:
    session = window.session
    session.run(add_variable, "one", Scale.YES_NO, coder_id=session.coder_id)
    session.run(study.set_setting, study.SCHEME_LOCKED, True, coder_id=session.coder_id)
    place = opened(window)
    assert "locked" in place.told.text()
    assert not place.add_button.isEnabled()
    assert place.form.key.isReadOnly()
