"""The decision tree is walked with two keys and ends in the tag."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from annotator.domain.changes import Kind, Update
from annotator.domain.codebook import Status
from annotator.ops import schemes
from annotator.ops.study import clear_setting
from annotator.ops.taking_over import take_over
from annotator.ui.main_window import MainWindow
from annotator.ui.parts.deciding import DecidingBar
from annotator.ui.parts.reader import Reader

Key, Control = Qt.Key, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def reader(window: MainWindow) -> Reader:
    """A project with the codes and the decision tree of *attribution*; words are selected."""
    session = window.session
    session.announce(
        take_over(session.project, schemes.load("attribution"), coder_id=session.coder_id).changes
    )
    found: Reader = window.place("code").reader
    found.setFocus()
    start = found.text.index("went back")
    found.select(start, start + len("went back to work"))
    return found


@pytest.fixture
def bar(window: MainWindow, reader: Reader) -> DecidingBar:
    found: DecidingBar = window.place("code").desk.deciding
    return found


def press(bar: DecidingBar, keys: str) -> None:
    for key in keys:
        QTest.keyClick(bar, Key(ord(key.upper())))


def tagged(reader: Reader) -> list[tuple[str, str]]:
    session = reader.session
    return [
        (session.codebook.path(one.code_id), one.anchor.quote)
        for one in session.project.queries.annotations()
    ]


def test_answers_lead_to_a_code_that_is_applied(bar, reader, window, qtbot: QtBot):
    QTest.keyClick(reader, Key.Key_T, Control)
    assert bar.isVisible()
    assert bar.words.text().startswith("1. Would the sentence")
    qtbot.waitUntil(bar.hasFocus)
    press(bar, "YN")
    assert bar.words.text().startswith("3. ")
    press(bar, "Y")
    assert not bar.isVisible()
    assert tagged(reader) == [("content", "went back to work")]
    assert window.place("code").guide.code_id == reader.session.codebook.find("content").id
    # Whoever is asked for values next is asked by the code, as always.
    qtbot.waitUntil(window.place("code").values.isVisible)


def test_an_answer_is_taken_back_and_esc_ends(bar, reader, qtbot: QtBot):
    QTest.keyClick(reader, Key.Key_T, Control)
    press(bar, "Y")
    second = bar.words.text()
    press(bar, "N")
    QTest.keyClick(bar, Key.Key_Backspace)
    assert bar.words.text() == second
    QTest.keyClick(bar, Key.Key_Escape)
    assert not bar.isVisible()
    assert tagged(reader) == []
    qtbot.waitUntil(reader.hasFocus)
    assert reader.selected_span() is not None


def test_that_no_code_fits_is_said(bar, reader, qtbot: QtBot):
    QTest.keyClick(reader, Key.Key_T, Control)
    with qtbot.waitSignal(reader.session.told, check_params_cb=lambda words: "No code" in words):
        press(bar, "N")
    assert tagged(reader) == []


def test_a_code_that_is_retired_is_not_applied(bar, reader, qtbot: QtBot):
    session = reader.session
    refusal = session.codebook.find("refusal").id
    retired = Update(Kind.CODE, refusal, {"status": Status.RETIRED.value})
    session.run(lambda project: project.apply("Retire", [retired], coder_id=session.coder_id))
    QTest.keyClick(reader, Key.Key_T, Control)
    with qtbot.waitSignal(session.told, check_params_cb=lambda words: "retired" in words):
        press(bar, "YY")
    assert tagged(reader) == []


def test_without_a_tree_there_is_nothing_to_walk(bar, reader, window):
    session = reader.session
    session.run(clear_setting, "decision", coder_id=session.coder_id)
    QTest.keyClick(reader, Key.Key_T, Control)
    assert not bar.isVisible()
