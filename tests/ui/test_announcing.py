"""What a screen reader is told besides the text, the caret and the selection."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.domain.errors import UserError
from annotator.domain.span import Span
from annotator.ops import coding, people
from annotator.ui.main_window import MainWindow
from annotator.ui.parts.reader import Reader

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def reader(window: MainWindow) -> Reader:
    found = window.place("code").reader
    assert isinstance(found, Reader)
    found.setFocus()
    return found


@pytest.fixture
def heard(window: MainWindow) -> list[str]:
    """What was announced since the window was shown."""
    found: list[str] = []
    window.announcer.announced.connect(found.append)
    return found


def select(reader: Reader, words: str) -> None:
    start = reader.text.index(words)
    reader.select(start, start + len(words))


def press(key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget(), key, held)


def test_text_caret_and_selection_reach_a_screen_reader(reader: Reader) -> None:
    select(reader, "old harbour")
    interface = QAccessible.queryAccessibleInterface(reader)
    assert interface.role() == QAccessible.Role.EditableText
    assert interface.state().readOnly
    text = interface.textInterface()
    assert text.characterCount() == reader.offsets.utf16_length
    assert text.text(0, text.characterCount()).replace("\u2029", "\n") == reader.text
    assert text.selectionCount() == 1
    assert text.cursorPosition() == reader.textCursor().position()
    reader.place_caret(7)
    assert text.cursorPosition() == 7
    assert text.selectionCount() == 0


def test_tagging_undoing_and_redoing_are_announced(reader: Reader, heard: list[str]) -> None:
    select(reader, "old harbour")
    press(Qt.Key.Key_C)
    assert heard[-1] == "Tag “claim” on “old harbour”"
    press(Qt.Key.Key_Z, CTRL)
    assert heard[-1] == "Undone: Tag “claim” on “old harbour”"
    press(Qt.Key.Key_Z, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert heard[-1] == "Done again: Tag “claim” on “old harbour”"


def test_the_question_whether_to_join_is_announced_with_its_keys(
    window: MainWindow, reader: Reader, heard: list[str]
) -> None:
    select(reader, "old harbour")
    press(Qt.Key.Key_C)
    select(reader, "harbour went back")
    press(Qt.Key.Key_C)
    asked = "“claim” lies on words beside or among these already. J: join them · K: keep both"
    assert heard[-2] == "Tag “claim” on “harbour went back”"
    assert heard[-1].startswith(asked)
    press(Qt.Key.Key_J)
    assert heard[-1] == "Join 2 annotations with “claim” on “old harbour went back”"


def test_a_key_says_the_annotations_at_the_caret(reader: Reader, heard: list[str]) -> None:
    select(reader, "old harbour")
    press(Qt.Key.Key_C)
    select(reader, "old harbour went back")
    press(Qt.Key.Key_F)
    reader.place_caret(reader.text.index("harbour"))
    press(Qt.Key.Key_F2)
    assert heard[-1] == "claim; framing, by Ana"


def test_it_says_of_others_whose_they_are_and_what_goes_with_them(
    reader: Reader, heard: list[str]
) -> None:
    session = reader.session
    session.run(people.add_coder, "Ben", coder_id=session.coder_id)
    ben = next(coder for coder in session.coders if coder.name == "Ben")
    start = reader.text.index("old harbour")
    parts = ((start, start + 3), (start + 4, start + 11))
    assert session.article_id is not None
    session.run(
        coding.annotate,
        article_id=session.article_id,
        span=Span.of(*parts),
        code_id=next(iter(session.codebook)).id,
        coder_id=ben.id,
        memo="Is this\nmeant?",
    )
    session.show_others(True)
    select(reader, "old harbour")
    press(Qt.Key.Key_C)
    reader.place_caret(start + 1)
    press(Qt.Key.Key_F2)
    first = session.codebook.path(next(iter(session.codebook)).id, " › ")
    said = set(heard[-1].split("; "))
    assert said == {"claim, by Ana", f"{first}, 2 pieces, memo: Is this meant?, by Ben"}


def test_it_says_so_where_there_is_nothing(reader: Reader, heard: list[str]) -> None:
    reader.place_caret(3)
    press(Qt.Key.Key_F2)
    assert heard[-1] == "No annotation here."


def test_after_tagging_it_says_what_was_tagged(reader: Reader, heard: list[str]) -> None:
    select(reader, "old harbour")
    press(Qt.Key.Key_C)
    press(Qt.Key.Key_F2)
    assert heard[-1] == "claim, by Ana"


def test_with_a_selection_it_says_all_that_touches_it(reader: Reader, heard: list[str]) -> None:
    for words, key in (("old harbour", Qt.Key.Key_C), ("Friday", Qt.Key.Key_F)):
        select(reader, words)
        press(key)
    select(reader, "harbour went back to work on Friday")
    press(Qt.Key.Key_F2)
    assert heard[-1] == "claim; framing, by Ana"


def test_walking_says_where_one_is(reader: Reader, heard: list[str]) -> None:
    for words, key in (("old harbour", Qt.Key.Key_C), ("night crews", Qt.Key.Key_F)):
        select(reader, words)
        press(key)
    reader.place_caret(0)
    press(Qt.Key.Key_Tab)
    assert heard[-1] == "claim, by Ana · 1 of 2 · “old harbour”"
    press(Qt.Key.Key_Tab)
    assert heard[-1] == "framing, by Ana · 2 of 2 · “night crews”"


def test_hidden_codes_are_not_said(reader: Reader, heard: list[str]) -> None:
    select(reader, "old harbour")
    press(Qt.Key.Key_C)
    code = reader.session.codebook.by_key("c")
    assert code is not None
    reader.session.hide_codes(frozenset({code.id}), hidden=True)
    press(Qt.Key.Key_F2)
    assert heard[-1] == "No annotation here."


def test_another_article_is_announced(window: MainWindow, heard: list[str]) -> None:
    window.actions_table["article.next"].trigger()
    assert "Water is safe, says ministry" in heard


def test_errors_are_announced(window: MainWindow, heard: list[str]) -> None:
    window.session.failed.emit(UserError("The file {file} is gone.", "Look for it.", file="a"))
    assert heard[-1] == "The file a is gone.\nLook for it."


def test_pieces_that_are_held_are_announced(reader: Reader, heard: list[str]) -> None:
    select(reader, "old harbour")
    press(Qt.Key.Key_Space, CTRL)
    assert heard[-1].startswith("Held: 1.")
