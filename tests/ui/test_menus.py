"""The menus of the window, and those at the pointer."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QMenu,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from annotator.ui.actions import ACTIONS, CONTEXT_MENUS, MENUS, SUBMENUS
from annotator.ui.main_window import MainWindow
from annotator.ui.palettes import contrast
from annotator.ui.parts.reader import Reader

NO_SCREEN = pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing)")
pytestmark = NO_SCREEN


@pytest.fixture
def reader(window: MainWindow) -> Reader:
    """The reader of the window, with the focus."""
    found = window.place("code").reader
    assert isinstance(found, Reader)
    found.setFocus()
    return found


def point_of(reader: Reader, position: int) -> QPoint:
    """The middle of a character, in the viewport."""
    reader.place_caret(position)
    here = reader.cursorRect().center()
    reader.place_caret(position + 1)
    return (here + reader.cursorRect().center()) / 2


def right_click(widget: QWidget, place: QPoint) -> dict[str, bool]:
    """The menu that opens: names of actions, and whether each can be done."""
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, widget.mapToGlobal(place))
    QApplication.sendEvent(widget, event)
    return opened(widget)


def opened(widget: QWidget) -> dict[str, bool]:
    (menu,) = (one for one in widget.window().findChildren(QMenu) if one.isVisible())
    menus = [menu, *(one for one in menu.findChildren(QMenu) if one.title())]
    actions = [action for one in menus for action in one.actions()]
    found = {action.objectName(): action.isEnabled() for action in actions if action.objectName()}
    menu.close()
    QApplication.sendPostedEvents(menu, 0)
    return found


def test_on_a_selection_the_menu_offers_to_tag_it(reader: Reader) -> None:
    inside = point_of(reader, 2)
    reader.select(0, 5)
    menu = right_click(reader.viewport(), inside)
    assert menu["code.pick"]
    assert menu["edit.copy"]
    assert menu["code.in_vivo"]
    assert "code.remove" not in menu
    assert reader.selected_range() == (0, 5)


def test_on_an_annotation_it_is_chosen_and_can_be_removed(
    qtbot: QtBot, window: MainWindow, reader: Reader
) -> None:
    inside = point_of(reader, 2)
    reader.select(0, 5)
    reader.tag(window.session.codebook.find("claim").id)
    reader.place_caret(40)
    menu = right_click(reader.viewport(), inside)
    assert menu["code.remove"]
    assert reader.chosen is not None


def test_beside_the_annotations_the_caret_goes_there(reader: Reader) -> None:
    inside = point_of(reader, 60)
    reader.select(0, 5)
    menu = right_click(reader.viewport(), inside)
    assert menu["code.pick"]
    assert abs(reader.selected_range()[0] - 60) <= 1
    assert not reader.textCursor().hasSelection()


def test_the_menu_key_opens_the_menu_of_what_is_selected(reader: Reader) -> None:
    reader.select(0, 5)
    event = QContextMenuEvent(
        QContextMenuEvent.Reason.Keyboard, QPoint(), reader.mapToGlobal(QPoint())
    )
    QApplication.sendEvent(reader, event)
    assert opened(reader)["code.in_vivo"]


def test_the_list_of_articles_and_the_codebook_have_menus(qtbot: QtBot, window: MainWindow) -> None:
    place = window.place("code")
    articles = place.articles.list_widget
    menu = right_click(articles.viewport(), QPoint(20, 20))
    assert menu["article.import"]
    tree = place.codebook.tree_widget
    place.codebook.select_code(window.session.codebook.find("claim").id)
    menu = right_click(tree.viewport(), tree.visualRect(tree.currentIndex()).center())
    assert menu["codebook.rename"]
    assert menu["codebook.hide"]


def test_actions_of_the_codebook_stand_in_the_menu_and_work_from_there(
    qtbot: QtBot, window: MainWindow
) -> None:
    place = window.place("code")
    claim = window.session.codebook.find("claim").id
    place.codebook.select_code(claim)
    assert window.actions_table["codebook.hide"].isEnabled()
    window.actions_table["codebook.hide"].trigger()
    assert claim in window.session.hidden
    place.codebook.tree_widget.setFocus()
    qtbot.keyClick(place.codebook.tree_widget, Qt.Key.Key_Space)
    assert claim not in window.session.hidden
    place.codebook.tree_widget.go_to(None)
    assert not window.actions_table["codebook.delete"].isEnabled()


def test_no_menu_is_long_and_each_action_stands_in_one(window: MainWindow) -> None:
    def read(menu: QMenu) -> list[str]:
        entries = [one for one in menu.actions() if not one.isSeparator()]
        assert 1 < len(entries) <= 12, menu.title()
        found: list[str] = []
        for entry in entries:
            within = entry.menu()
            found += read(within) if isinstance(within, QMenu) else [entry.objectName()]
        return found

    menus = [one.menu() for one in window.menuBar().actions()]
    found = [name for menu in menus if isinstance(menu, QMenu) for name in read(menu)]
    assert sorted(found) == sorted(spec.id for spec in ACTIONS if spec.menu)


def test_in_no_menu_two_entries_have_the_same_letter(window: MainWindow) -> None:
    bar = [one.menu() for one in window.menuBar().actions()]
    menus = [menu for menu in bar if isinstance(menu, QMenu)]
    menus += [menu for one in menus for menu in one.findChildren(QMenu)]
    assert len(menus) == len(MENUS) + len(SUBMENUS)
    found = {menu.title(): [one.text() for one in menu.actions()] for menu in menus}
    titles = {spec.id: spec.title for spec in ACTIONS}
    for at, groups in CONTEXT_MENUS.items():
        found[at] = []
        for names in groups.replace("|", "").split():
            first, *more = names.split("+")
            within = [title for title, inner in SUBMENUS.items() if first in inner.split()]
            found[at].append(within[0] if more else titles[first])
            found[f"{at}: {first}"] = [titles[name] for name in more]
    for at, texts in found.items():
        letters = [text[text.index("&") + 1].casefold() for text in texts if "&" in text]
        assert len(letters) == len(set(letters)), (at, texts)


def test_an_action_within_a_menu_is_reached_by_keys(qtbot: QtBot, window: MainWindow) -> None:
    bar = window.menuBar()
    (reading,) = (one.menu() for one in bar.actions() if one.text() == "&Reading")
    assert isinstance(reading, QMenu)
    bar.setActiveAction(reading.menuAction())
    qtbot.waitUntil(reading.isVisible)
    qtbot.keyClick(reading, Qt.Key.Key_C)
    colours = QApplication.activePopupWidget()
    assert isinstance(colours, QMenu)
    assert colours.title() == "&Colours"
    qtbot.keyClick(colours, Qt.Key.Key_D)
    assert window.actions_table["switch.dark"].isChecked()


@pytest.mark.parametrize("look", ["light", "dark", "sepia", "contrast"])
def test_the_sign_for_menus_without_room_is_seen_in_every_look(
    window: MainWindow, qtbot: QtBot, look: str
) -> None:
    window.actions_table[f"switch.{look}"].trigger()
    window.resize(640, 450)
    more = window.menuBar().findChild(QToolButton, "qt_menubar_ext_button")
    assert isinstance(more, QToolButton)
    qtbot.waitUntil(more.isVisible)
    assert more.accessibleName() == "More menus"
    seen = window.grab(more.geometry().translated(window.menuBar().pos())).toImage()
    ground = seen.pixelColor(1, 1)
    sign = (seen.pixelColor(x, y) for x in range(seen.width()) for y in range(seen.height()))
    assert max(contrast(one, ground) for one in sign) >= 3


@pytest.mark.parametrize("place", ["code", "charts", "health", "preferences", "questions"])
def test_no_letter_with_alt_means_a_button_and_a_menu(window: MainWindow, place: str) -> None:
    window.go_to(place)
    letters = {QKeySequence.mnemonic(one.text()) for one in window.menuBar().actions()}
    texts = [one.text() for one in window.findChildren(QAbstractButton)]
    texts += [one.text() for one in window.findChildren(QLabel) if one.buddy() is not None]
    clashing = [text for text in texts if QKeySequence.mnemonic(text) in letters - {QKeySequence()}]
    assert clashing == []
