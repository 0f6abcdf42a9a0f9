"""After the rules of a code changed, what was coded before is walked, one key an annotation."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.ops.revising import change_code, outdated
from annotator.ui.main_window import MainWindow
from annotator.ui.parts.reader import Reader
from annotator.ui.parts.rechecking import RecheckingBar
from annotator.ui.parts.rules_compared import RulesCompared

Key = Qt.Key


@pytest.fixture
def reader(window: MainWindow) -> Reader:
    """Three claims in two articles, coded before the rules of the code changed."""
    session, found = window.session, window.place("code").reader
    first, second = session.project.queries.article_ids()
    for article, words in ((first, "night crews"), (first, "the minister"), (second, "safe")):
        session.show_article(article)
        start = found.text.index(words)
        found.select(start, start + len(words))
        QTest.keyClick(found, Key.Key_C)
    session.show_article(first)
    claim = session.codebook.find("claim").id
    session.run(change_code, claim, {"definition": "New."}, why="too wide", coder_id=1)
    assert isinstance(found, Reader)
    return found


@pytest.fixture
def bar(window: MainWindow, reader: Reader, qtbot: QtBot) -> RecheckingBar:
    made: RecheckingBar = window.place("code").desk.rechecking
    window.actions_table["code.recheck"].trigger()
    qtbot.waitUntil(made.hasFocus)
    return made


def left(reader: Reader) -> int:
    return len(outdated(reader.session.project, 1))


def test_one_key_confirms_and_goes_on_through_the_articles(bar, reader, qtbot: QtBot):
    session = reader.session
    assert bar.words.text().startswith("1 of 3 · “claim”, made under revision 1, now 2: too wide")
    assert reader.marks.annotation(reader.chosen).anchor.quote == "the minister"
    QTest.keyClick(bar, Key.Key_Y)
    assert left(reader) == 2
    QTest.keyClick(bar, Key.Key_N)
    assert left(reader) == 2
    assert bar.words.text().startswith("3 of 3")
    assert session.article_id == session.project.queries.article_ids()[1]
    said: list[str] = []
    session.told.connect(said.append)
    QTest.keyClick(bar, Key.Key_Y)
    # It is the last that is said, and so stays to be read.
    qtbot.waitUntil(lambda: said[-1].startswith("2 confirmed"))
    assert not bar.isVisible()
    assert left(reader) == 1
    session.undo()
    assert left(reader) == 2


def test_another_code_or_removing_answers_as_well(bar, reader, qtbot: QtBot):
    QTest.keyClick(bar, Key.Key_R)
    qtbot.waitUntil(reader.hasFocus)
    QTest.keyClick(reader, Key.Key_F)
    assert bar.words.text().startswith("2 of 3")
    qtbot.waitUntil(bar.hasFocus)
    QTest.keyClick(bar, Key.Key_Delete)
    assert bar.words.text().startswith("3 of 3")
    assert left(reader) == 1
    QTest.keyClick(bar, Key.Key_Escape)
    assert not bar.isVisible()
    qtbot.waitUntil(reader.hasFocus)


def test_rules_are_compared_then_and_now(bar, reader, qtbot: QtBot):
    seen: list[str] = []

    def look() -> None:
        shown = QApplication.activeModalWidget()
        assert isinstance(shown, RulesCompared)
        seen.extend(
            (shown.left.toPlainText(), shown.right.toPlainText(), shown.after.currentText())
        )
        QTest.mouseClick(shown.only, Qt.MouseButton.LeftButton)
        seen.append(shown.right.toPlainText())
        shown.before.setCurrentIndex(shown.after.currentIndex())
        QTest.mouseClick(shown.only, Qt.MouseButton.LeftButton)
        seen.append(shown.right.toPlainText())
        shown.reject()

    QTimer.singleShot(0, look)
    QTest.keyClick(bar, Key.Key_C)
    assert "New." not in seen[0]
    assert "New." in seen[1]
    assert seen[2].startswith("Revision 2 · ")
    assert seen[2].endswith("Ana · too wide")
    assert "Applied to" not in seen[1]
    assert "Applied to" in seen[3]
    assert seen[4] == "Both say the same."


def test_with_nothing_to_recheck_that_is_said(window: MainWindow, qtbot: QtBot):
    with qtbot.waitSignal(window.session.told, check_params_cb=lambda told: "Nothing to" in told):
        window.actions_table["code.recheck"].trigger()


def test_a_change_of_rules_offers_to_recheck(reader, window, qtbot: QtBot):
    session = window.session
    claim = session.codebook.find("claim").id
    with qtbot.waitSignal(session.told, check_params_cb=lambda told: "3 of your" in told) as told:
        session.run(change_code, claim, {"boundary": "All of it."}, coder_id=1)
    assert window.actions_table.keys.shown("code.recheck") in told.args[0]
