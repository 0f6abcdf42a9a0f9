"""A new name, place or colour of a code: what it changes is seen before it is kept."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QColorDialog, QLineEdit
from pytestqt.qtbot import QtBot

from annotator.domain.changes import Create, Kind
from annotator.domain.span import Span
from annotator.ops import codebook as verbs
from annotator.ops import coding
from annotator.ui.main_window import MainWindow
from annotator.ui.places.code import CodePlace
from annotator.ui.places.code.code_dialogs.under import UnderDialog
from annotator.ui.places.code.codebook_tree import CodeTree
from annotator.ui.places.code.colour_card import ColourCard

Key = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier
LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier


def place(window: MainWindow) -> CodePlace:
    found = window.place("code")
    assert isinstance(found, CodePlace)
    return found


def code(window: MainWindow, name: str) -> int:
    return window.session.codebook.find(name).id


def add(window: MainWindow, name: str, under: str) -> None:
    session = window.session
    session.run(verbs.add_code, name, parent_id=code(window, under), coder_id=session.coder_id)


@pytest.fixture
def tree(window: MainWindow, qtbot: QtBot) -> CodeTree:
    """framing > conflict, morality; claim, with three annotations; attribution."""
    session = window.session
    for name in ("conflict", "morality"):
        add(window, name, "framing")
    for at in range(0, 30, 10):
        session.run(
            coding.annotate,
            article_id=session.article_id or 0,
            span=Span.of((at, at + 5)),
            code_id=code(window, "claim"),
            coder_id=session.coder_id or 0,
        )
    tree = place(window).codebook.tree_widget
    tree.setFocus()
    qtbot.waitUntil(tree.hasFocus)
    go(window, tree, "claim")
    return tree


def go(window: MainWindow, tree: CodeTree, name: str) -> None:
    tree.go_to(code(window, name))
    window.actions_table.refresh()


def steps(window: MainWindow) -> str:
    """Names the last step of the history."""
    return window.session.project.state


def paths(window: MainWindow) -> list[str]:
    book = window.session.project.queries.codebook()
    return [book.path(one.id) for one in book]


def line() -> QLineEdit:
    widget = QApplication.focusWidget()
    assert isinstance(widget, QLineEdit)
    return widget


USUAL = ["framing", "framing/conflict", "framing/morality", "claim", "attribution"]


# -- names


def test_while_a_code_is_renamed_a_note_says_what_keeps_it(window, tree):
    QTest.keyClick(tree, Key.Key_F2)
    assert tree.mark.note.isVisible()
    assert tree.mark.note.text() == "3 annotations in 1 article keep their code."
    assert line().accessibleDescription() == tree.mark.note.text()
    assert not tree.mark.note.geometry().intersects(tree.visualRect(tree.currentIndex()))
    before = steps(window)
    QTest.keyClicks(line(), "Framing")
    assert tree.mark.note.text() == "There is a code “framing” already."
    QTest.keyClick(line(), Key.Key_Escape)
    assert not tree.mark.note.isVisible()
    assert (paths(window), steps(window)) == (USUAL, before)


def test_paths_below_and_namesakes_are_told_and_undo_is_one_step(window, tree):
    go(window, tree, "framing")
    QTest.keyClick(tree, Key.Key_F2)
    assert not tree.mark.note.isVisible()
    QTest.keyClicks(line(), "morality")
    assert tree.mark.note.text().splitlines() == [
        "2 codes below it get the path morality › …",
        "Another code has that name: framing › morality.",
    ]
    told = []
    window.session.told.connect(told.append)
    QTest.keyClick(line(), Key.Key_Return)
    QApplication.processEvents()
    assert paths(window)[:2] == ["morality", "morality/conflict"]
    assert told[-1].endswith("Ctrl+Z takes it back")
    window.session.undo()
    assert paths(window) == USUAL


def test_what_is_not_counted_yet_is_not_waited_for(window, tree):
    session = window.session
    one = session.project.queries.annotations()[0]
    fields = ("article_id", "coder_id", "round_id", "code_id", "anchor")
    values = {name: getattr(one, name) for name in fields}
    edits = [Create(Kind.ANNOTATION, values) for _ in range(700)]
    session.project.apply("Tag a lot", edits, coder_id=session.coder_id)
    QTest.keyClick(tree, Key.Key_F2)
    assert tree.mark.note.text() == "Annotations keep their code."
    QTest.keyClick(line(), Key.Key_Escape)


def test_a_new_code_is_told_that_its_name_is_taken(window, tree):
    QTest.keyClick(tree, Key.Key_Insert)
    QTest.keyClicks(line(), "clai")
    assert not tree.mark.note.isVisible()
    QTest.keyClicks(line(), "m")
    assert tree.mark.note.text() == "There is a code “claim” already."
    QTest.keyClick(line(), Key.Key_Escape)
    assert not tree.mark.note.isVisible()


# -- places


def test_steps_are_shown_and_enter_keeps_them_as_one(window, tree):
    before = steps(window)
    for key in (Key.Key_Up, Key.Key_Up):
        QTest.keyClick(tree, key, ALT)
    assert tree.mark.note.text().splitlines() == [
        "First at the top level",
        "Only the order changes.",
        "Enter: move it there · Esc: leave it",
    ]
    assert "further" in place(window).codebook.hint()
    assert (paths(window), steps(window)) == (USUAL, before)
    QTest.keyClick(tree, Key.Key_Return)
    assert paths(window) == ["claim", *USUAL[:3], "attribution"]
    assert not tree.mark.note.isVisible()
    assert tree.current_code() == code(window, "claim")
    window.session.undo()
    assert paths(window) == USUAL


def test_under_another_it_is_told_what_comes_along_and_esc_goes_back(window, tree):
    add(window, "of fact", "claim")
    usual, before = paths(window), steps(window)
    QTest.keyClick(tree, Key.Key_Right, ALT)
    assert tree.mark.note.text().splitlines()[:-1] == [
        "Under “framing”, after “morality”",
        "1 code below comes along.",
        "3 annotations in 1 article keep their code.",
    ]
    QTest.keyClick(tree, Key.Key_Escape)
    assert (paths(window), steps(window)) == (usual, before)
    assert not tree.mark.note.isVisible()


def test_from_a_menu_it_is_the_same_and_arrows_alone_go_on(window, tree):
    window.actions_table.perform("codebook.down")
    assert tree.mark.note.text().splitlines()[0] == "At the top level, after “attribution”"
    QTest.keyClick(tree, Key.Key_Up)
    assert tree.mark.note.text().startswith("Where it is now\n")
    QTest.keyClick(tree, Key.Key_Up)
    assert tree.mark.note.text().splitlines()[0] == "First at the top level"
    QTest.keyClick(tree, Key.Key_Right)
    assert tree.mark.note.text().splitlines()[0] == "First at the top level"
    assert paths(window) == USUAL
    QTest.keyClick(tree, Key.Key_Return)
    assert paths(window) == ["claim", *USUAL[:3], "attribution"]


@pytest.mark.parametrize("ending", ["press", "focus", "change", "key"])
def test_what_else_is_done_leaves_the_code_where_it_is(window, tree, ending):
    window.actions_table.perform("codebook.down")
    if ending == "press":
        QTest.mouseClick(tree.viewport(), LEFT, pos=QPoint(60, 10))
    elif ending == "key":
        QTest.keyClicks(tree, "x")
        assert place(window).codebook.filter.text() == "x"
    elif ending == "focus":
        place(window).reader.setFocus()
    else:
        add(window, "of fact", "attribution")
    assert not tree.mark.note.isVisible()
    QTest.keyClick(tree, Key.Key_Return)
    assert paths(window)[:5] == USUAL


def test_a_place_where_the_name_is_taken_says_so(window, tree):
    add(window, "claim", "framing")
    go(window, tree, "framing/claim")
    window.actions_table.perform("codebook.out")
    assert tree.mark.note.text().startswith("There is a code “claim” already.")
    usual = paths(window)
    QTest.keyClick(tree, Key.Key_Return)
    assert paths(window) == usual


def over(tree: CodeTree, code_id: int, at: QPoint) -> QMimeData:
    """Drag a code over a place of the tree."""
    data = tree.model().mimeData([tree.model().index_of(code_id)])
    move = Qt.DropAction.MoveAction
    QApplication.sendEvent(tree.viewport(), QDragEnterEvent(at, move, data, LEFT, NONE))
    QApplication.sendEvent(tree.viewport(), QDragMoveEvent(at, move, data, LEFT, NONE))
    return data


def test_a_code_that_is_dragged_says_what_letting_go_would_change(window, tree):
    model = tree.model()
    on = tree.visualRect(model.index_of(code(window, "framing"))).center()
    data = over(tree, code(window, "claim"), on)
    assert tree.mark.note.text().splitlines() == [
        "Under “framing”, after “morality”",
        "3 annotations in 1 article keep their code.",
    ]
    assert not tree.mark.note.geometry().contains(on)
    above = tree.visualRect(model.index_of(code(window, "conflict"))).topLeft() + QPoint(9, 1)
    data = over(tree, code(window, "claim"), above)
    assert tree.mark.note.text().splitlines()[0] == "Under “framing”, first"
    assert paths(window) == USUAL
    move = Qt.DropAction.MoveAction
    QApplication.sendEvent(tree.viewport(), QDropEvent(QPointF(above), move, data, LEFT, NONE))
    assert paths(window)[1] == "framing/claim"
    assert not tree.mark.note.isVisible()
    window.session.undo()
    assert paths(window) == USUAL


def test_just_below_an_open_code_is_before_the_first_one_under_it(window, tree):
    framing = tree.visualRect(tree.model().index_of(code(window, "framing")))
    spot = QPoint(framing.left() + 30, framing.bottom() - 1)
    data = over(tree, code(window, "attribution"), spot)
    assert tree.mark.note.text().splitlines()[0] == "Under “framing”, first"
    move = Qt.DropAction.MoveAction
    QApplication.sendEvent(tree.viewport(), QDropEvent(QPointF(spot), move, data, LEFT, NONE))
    assert paths(window)[:2] == ["framing", "framing/attribution"]
    # Of itself it stays beside: nothing comes under itself.
    data = over(tree, code(window, "framing"), spot)
    assert tree.mark.note.text() == "Where it is now"


def test_a_code_comes_under_one_that_is_found_by_typing(window, tree, qtbot):
    go(window, tree, "framing")
    QTest.keyClick(tree, Key.Key_U, ALT)
    (dialog,) = [one for one in window.findChildren(UnderDialog) if one.isVisible()]
    QTest.keyClicks(dialog.to.filter, "claim")
    qtbot.waitUntil(dialog.ok.isEnabled)
    told = dialog.preview.text()
    assert "It becomes claim › framing." in told
    assert "2 codes below come along." in told
    QTest.keyClick(dialog.ok, Key.Key_Space)
    assert paths(window)[:3] == ["claim", "claim/framing", "claim/framing/conflict"]
    window.session.undo()
    assert paths(window) == USUAL


# -- colours


def card(window: MainWindow, tree: CodeTree) -> ColourCard:
    """The card of colours, opened by its key."""
    QTest.keyClick(tree, Key.Key_O, ALT)
    found = place(window).codebook.colours
    assert found.isVisible()
    return found


def kept_colour(window: MainWindow, name: str) -> str:
    return window.session.project.queries.codebook().find(name).colour


def painted(window: MainWindow, tree: CodeTree, name: str) -> QColor:
    box = tree.visualRect(tree.model().index_of(code(window, name)))
    return tree.viewport().grab().toImage().pixelColor(box.left() + 5, box.center().y())


def test_a_colour_is_seen_in_tree_and_text_before_it_is_kept(window, tree):
    session, reader = window.session, place(window).reader
    theme, before, was = session.look.theme, steps(window), kept_colour(window, "claim")
    shown = card(window, tree)
    QTest.keyClick(shown.hues, Key.Key_End)
    assert shown.hues.currentItem().text() == "Rose"
    assert painted(window, tree, "claim") == theme.code("rose").line
    assert reader.colours(code(window, "claim")).line == theme.code("rose").line
    assert "on light paper" in shown.says.text()
    assert "1 code changes colour; up to 3 annotations in 1 article." in shown.says.text()
    QTest.keyClick(shown.hues, Key.Key_Escape)
    assert not shown.isVisible()
    assert painted(window, tree, "claim") == theme.code(was).line
    assert reader.colours(code(window, "claim")).line == theme.code(was).line
    assert (kept_colour(window, "claim"), steps(window)) == (was, before)
    assert tree.hasFocus()

    shown = card(window, tree)
    QTest.keyClick(shown.hues, Key.Key_End)
    QTest.keyClick(shown.hues, Key.Key_Return)
    assert kept_colour(window, "claim") == "rose"
    session.undo()
    assert kept_colour(window, "claim") == was
    assert painted(window, tree, "claim") == theme.code(was).line


def test_a_click_keeps_a_colour_and_a_press_elsewhere_does_not(window, tree):
    was = kept_colour(window, "claim")
    shown = card(window, tree)
    QTest.mouseMove(shown.hues.viewport(), shown.hues.visualItemRect(shown.hues.item(3)).center())
    QTest.mouseClick(tree.viewport(), LEFT, pos=QPoint(60, 10))
    assert not shown.isVisible()
    assert kept_colour(window, "claim") == was
    assert window.session.codebook.find("claim").colour == was
    go(window, tree, "claim")
    shown = card(window, tree)
    spot = shown.hues.visualItemRect(shown.hues.item(4)).center()
    QTest.mouseClick(shown.hues.viewport(), LEFT, pos=spot)
    assert kept_colour(window, "claim") == "amber"


def test_a_colour_of_ones_own_is_typed_and_its_contrast_is_told(window, tree):
    shown = card(window, tree)
    shown.own.setFocus()
    shown.own.selectAll()
    QTest.keyClicks(shown.own, "#fff")
    QTest.keyClick(shown.own, Key.Key_Return)
    assert shown.isVisible()
    assert "six" in shown.says.text()
    QTest.keyClicks(shown.own, "f0a")
    assert "On light paper the contrast is too low" in shown.says.text()
    assert window.session.codebook.find("claim").colour == "#ffff0a"
    QTest.keyClick(shown.own, Key.Key_Return)
    assert kept_colour(window, "claim") == "#ffff0a"


@pytest.mark.parametrize("keeps", [True, False])
def test_a_colour_of_ones_own_is_chosen_and_seen_meanwhile(window, tree, qtbot, keeps):
    was = kept_colour(window, "claim")
    shown = card(window, tree)
    QTest.mouseClick(shown.choose, LEFT)
    (dialog,) = window.findChildren(QColorDialog)
    dialog.setCurrentColor(QColor("#123456"))
    assert window.session.codebook.find("claim").colour == "#123456"
    assert kept_colour(window, "claim") == was
    if keeps:
        dialog.accept()
    else:
        dialog.reject()
    assert kept_colour(window, "claim") == ("#123456" if keeps else was)
    assert window.session.codebook.find("claim").colour == kept_colour(window, "claim")


def test_several_codes_take_a_colour_in_one_step(window, tree):
    for name in ("conflict", "morality"):
        assert kept_colour(window, name) == ""
    tree.select_codes([code(window, "conflict"), code(window, "morality")], None)
    tree.select_codes([code(window, "conflict")], code(window, "morality"))
    shown = card(window, tree)
    assert shown.heading.text() == "Colour of 2 codes"
    assert shown.hues.currentItem().text() == "Like above"
    QTest.keyClick(shown.hues, Key.Key_Home)
    QTest.keyClick(shown.hues, Key.Key_Down)
    QTest.keyClick(shown.hues, Key.Key_Return)
    assert kept_colour(window, "conflict") == kept_colour(window, "morality") != ""
    window.session.undo()
    assert kept_colour(window, "conflict") == kept_colour(window, "morality") == ""


def test_who_works_on_is_not_left_with_a_colour_that_was_only_tried(window, tree):
    shown = card(window, tree)
    QTest.keyClick(shown.hues, Key.Key_End)
    add(window, "of fact", "claim")
    assert not shown.isVisible()
    assert window.session.codebook.find("claim").colour == kept_colour(window, "claim")
