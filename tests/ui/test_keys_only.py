"""A whole article coded without a mouse, from the first start to the next article."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator import app
from annotator.domain.annotation import Annotation
from annotator.domain.progress import State
from annotator.ops import people
from annotator.ui.main_window import MainWindow
from annotator.ui.places.code.articles_model import ROW_ROLE
from annotator.ui.theme import Choice

NONE = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def press(key: Qt.Key, held: Qt.KeyboardModifier = NONE, times: int = 1) -> None:
    """Press a key wherever the keyboard is."""
    for _ in range(times):
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, key, held)


def mine(window: MainWindow) -> list[Annotation]:
    """What the coder at work has in the article shown, in the order in which it was made."""
    session = window.session
    assert session.coder_id is not None
    found = session.project.queries.annotations(session.article_id, coder_ids=[session.coder_id])
    return sorted(found, key=lambda one: one.id)


def test_an_article_is_coded_by_keys_alone(qtbot: QtBot) -> None:
    people.save_person("Maya Lind")
    window = app.make_window(app.make_application(), Choice.LIGHT)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitActive(window)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)

    press(Qt.Key.Key_Return)  # the sample project
    session = window.session
    assert session.is_open
    qtbot.waitUntil(lambda: session.counts is not None)

    press(Qt.Key.Key_F3)  # the list of articles, the second of them
    qtbot.waitUntil(window.place("code").articles.filter.hasFocus)
    press(Qt.Key.Key_Down, times=2)
    press(Qt.Key.Key_Return)
    reader = window.place("code").reader
    qtbot.waitUntil(reader.hasFocus)
    article = session.article_id
    assert article is not None
    before = len(mine(window))

    press(Qt.Key.Key_F5)  # the second paragraph
    QTest.keyClicks(QApplication.focusWidget(), "2")
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Space, times=2)  # a sentence and the next one: a claim
    press(Qt.Key.Key_Down, SHIFT)
    sentences = reader.text[slice(*reader.selected_range())]
    press(Qt.Key.Key_C)
    made = mine(window)[before:]
    assert [one.anchor.quote for one in made] == [sentences]

    press(Qt.Key.Key_Down, times=3)  # two words as one piece of evidence
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_Space, CTRL)
    press(Qt.Key.Key_Right, CTRL, times=6)
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_E)
    made = mine(window)[before:]
    assert len(made) == 2
    assert len(made[1].span.ranges) == 2

    while reader.chosen != made[0].id:  # back to the claim, with a memo and a doubt
        press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_M, CTRL)
    QTest.keyClicks(QApplication.focusWidget(), "who says so")
    press(Qt.Key.Key_Escape)
    qtbot.waitUntil(reader.hasFocus)
    while reader.chosen != made[0].id:
        press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_U, CTRL)
    QTest.keyClicks(QApplication.focusWidget(), "or a frame")
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: mine(window)[before].unsure_reason == "or a frame")
    claim = mine(window)[before]
    assert (claim.memo, claim.unsure) == ("who says so", True)

    qtbot.waitUntil(reader.hasFocus)
    press(Qt.Key.Key_Return, CTRL)  # done, and the next
    assert session.article_id not in (None, article)
    model = window.place("code").articles.model
    row = model.ids.index(article)
    assert model.index(row, 0).data(ROW_ROLE).state is State.DONE
    window.close()
