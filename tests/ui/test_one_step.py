"""Whatever is done to codes in the window, by keys: one step of the history, undone by one key."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from annotator.domain.span import Span
from annotator.ops import codebook, coding
from annotator.ui.main_window import MainWindow
from annotator.ui.places.code import CodePlace
from annotator.ui.places.code.code_dialogs.asking import Asking
from annotator.ui.places.code.code_dialogs.deleting import DeleteDialog
from annotator.ui.places.code.code_dialogs.merging import MergeDialog
from annotator.ui.places.code.code_dialogs.moving import MoveDialog
from annotator.ui.places.code.code_dialogs.several import (
    COLOUR,
    KEYWORDS,
    PARENT,
    STATUS,
    UNIT,
    SeveralDialog,
)
from annotator.ui.places.code.code_dialogs.splitting import SplitDialog
from annotator.ui.places.code.code_dialogs.under import UnderDialog

Key = Qt.Key
ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


class Desk:
    """A person at the keyboard, with claim current in the codebook."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self.window, self.session, self.qtbot = window, window.session, qtbot
        place = window.place("code")
        assert isinstance(place, CodePlace)
        self.place = place
        self.tree = place.codebook.tree_widget

    def go(self, name: str) -> None:
        self.tree.setFocus()
        self.qtbot.waitUntil(self.tree.hasFocus)
        self.tree.go_to(self.session.codebook.find(name).id)
        self.window.actions_table.refresh()

    def key(self, key: Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.focused, key, held)

    def type(self, words: str) -> None:
        QTest.keyClicks(self.focused, words)

    @property
    def focused(self) -> QWidget:
        return QApplication.focusWidget() or self.window

    def ask(self, kind: type[Asking], action: str) -> Asking:
        self.window.actions_table.perform(f"codebook.{action}")
        (dialog,) = [one for one in self.window.findChildren(kind) if one.isVisible()]
        self.qtbot.waitUntil(lambda: dialog.isAncestorOf(self.focused))
        return dialog

    def agree(self, dialog: Asking) -> None:
        self.qtbot.waitUntil(dialog.ok.isEnabled)
        with self.qtbot.waitSignal(dialog.accepted):
            QTest.keyClick(dialog.ok, Key.Key_Return)

    def state(self) -> object:
        queries = self.session.project.queries
        questions = queries.questions
        return (
            list(queries.codebook()),
            queries.annotations(),
            queries.links_of([one.id for one in queries.annotations()]),
            questions.revisions(),
            queries.annotation_counts(),
        )


@pytest.fixture
def desk(window: MainWindow, qtbot: QtBot) -> Desk:
    """framing > conflict, which is coded twice; claim, coded three times; attribution."""
    session = window.session
    framing = session.codebook.find("framing").id
    session.run(codebook.add_code, "conflict", parent_id=framing, coder_id=session.coder_id)
    for at, name in enumerate(("claim", "conflict", "claim", "conflict", "claim")):
        session.run(
            coding.annotate,
            article_id=session.article_id or 0,
            span=Span.of((10 * at, 10 * at + 5)),
            code_id=session.codebook.find(name).id,
            coder_id=session.coder_id or 0,
        )
    desk = Desk(window, qtbot)
    desk.go("claim")
    return desk


def rename(desk: Desk) -> None:
    desk.key(Key.Key_F2)
    desk.type("assertion")
    desk.key(Key.Key_Return)


def reorder(desk: Desk) -> None:
    desk.key(Key.Key_Up, ALT)
    desk.key(Key.Key_Return)


def move(desk: Desk) -> None:
    desk.key(Key.Key_Right, ALT)
    desk.key(Key.Key_Down, ALT)
    desk.key(Key.Key_Return)


def move_under(desk: Desk) -> None:
    dialog = desk.ask(UnderDialog, "under")
    desk.type("attribution")
    desk.agree(dialog)


def recolour(desk: Desk) -> None:
    desk.window.actions_table.perform("codebook.colour")
    desk.key(Key.Key_Right)
    desk.key(Key.Key_Return)


def give_a_key(desk: Desk) -> None:
    desk.key(Key.Key_K, ALT)
    desk.key(Key.Key_9)


def add(desk: Desk) -> None:
    desk.key(Key.Key_Insert)
    desk.type("forecast")
    desk.key(Key.Key_Return)


def merge(desk: Desk) -> None:
    desk.key(Key.Key_Up, SHIFT)
    dialog = desk.ask(MergeDialog, "merge")
    desk.type("attribution")
    desk.agree(dialog)


def give(desk: Desk) -> None:
    dialog = desk.ask(MoveDialog, "give")
    desk.type("framing")
    desk.agree(dialog)


def retire(desk: Desk) -> None:
    desk.window.actions_table.perform("codebook.retire")


def delete_unused(desk: Desk) -> None:
    desk.go("attribution")
    desk.key(Key.Key_Delete)


def keep_as_retired(desk: Desk) -> None:
    desk.agree(desk.ask(DeleteDialog, "delete"))


def delete_and_give(desk: Desk) -> None:
    desk.go("framing")
    dialog = desk.ask(DeleteDialog, "delete")
    assert isinstance(dialog, DeleteDialog)
    dialog.give.click()
    dialog.with_children.click()
    QTest.keyClicks(dialog.to.filter, "attribution")
    desk.agree(dialog)


def delete_with_all(desk: Desk) -> None:
    desk.go("framing")
    dialog = desk.ask(DeleteDialog, "delete")
    assert isinstance(dialog, DeleteDialog)
    dialog.take.click()
    desk.agree(dialog)


def split(desk: Desk) -> None:
    dialog = desk.ask(SplitDialog, "split")
    for name in ("forecast", "attribution"):
        desk.type(name)
        desk.key(Key.Key_Return)
    desk.agree(dialog)
    for key in (Key.Key_1, Key.Key_2, Key.Key_Space):
        desk.key(key)


def several(what: str, words: str = "", value: str = "") -> Callable[[Desk], None]:
    def change(desk: Desk) -> None:
        desk.key(Key.Key_Up, SHIFT)
        dialog = desk.ask(SeveralDialog, "several")
        assert isinstance(dialog, SeveralDialog)
        dialog.what.set_value(what)
        if value:
            {STATUS: dialog.status, UNIT: dialog.unit, COLOUR: dialog.colour}[what].set_value(value)
        if what == KEYWORDS:
            QTest.keyClicks(dialog.keywords, words)
        if what == PARENT:
            QTest.keyClicks(dialog.under.filter, words)
        desk.agree(dialog)

    return change


DEEDS = {
    "rename": rename,
    "reorder": reorder,
    "move": move,
    "move under": move_under,
    "recolour": recolour,
    "key": give_a_key,
    "add": add,
    "merge": merge,
    "move annotations": give,
    "retire": retire,
    "delete unused": delete_unused,
    "delete, keep as retired": keep_as_retired,
    "delete, give annotations": delete_and_give,
    "delete with annotations": delete_with_all,
    "split": split,
    "several: status": several(STATUS, value="proposed"),
    "several: unit": several(UNIT, value="sentence"),
    "several: colour": several(COLOUR, value="rose"),
    "several: keywords": several(KEYWORDS, "tilt, bent"),
    "several: under": several(PARENT, "attribution"),
}


@pytest.mark.parametrize("deed", DEEDS.values(), ids=DEEDS.keys())
def test_one_key_takes_it_back_and_another_does_it_again(
    desk: Desk, deed: Callable[[Desk], None]
) -> None:
    before = desk.state()
    deed(desk)
    desk.qtbot.waitUntil(lambda: desk.state() != before)
    after = desk.state()
    QTest.keyClick(desk.window, Key.Key_Z, CTRL)
    assert desk.state() == before
    QTest.keyClick(desk.window, Key.Key_Z, CTRL | SHIFT)
    assert desk.state() == after
