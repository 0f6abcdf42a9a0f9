"""Everything has a name for a screen reader, shows where the keyboard is, and is reached by it."""

from __future__ import annotations

import pytest
from accessible_tree import unnamed
from PySide6.QtCore import QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMainWindow, QMenu, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from annotator.ui.actions import ACTIONS
from annotator.ui.main_window import MainWindow
from annotator.ui.parts.reader import Reader
from annotator.ui.rail import Rail

pytestmark = pytest.mark.qt_log_ignore(
    "This plugin does not support (raise|grabbing|propagateSizeHints)"
)
SHIFT = Qt.KeyboardModifier.ShiftModifier
PLACES = ("code", "charts", "health", "preferences")
OPENS_ANOTHER = frozenset({"project.sample", "project.close", "project.quit"})
"""Actions after which the project is not there any more."""


@pytest.fixture
def coded(window: MainWindow, qtbot: QtBot) -> MainWindow:
    """The window with something in each of its places: an annotation that is chosen."""
    reader = reader_of(window)
    reader.setFocus()
    for words in ("old harbour", "night crews"):
        start = reader.text.index(words)
        reader.select(start, start + len(words))
        QTest.keyClick(reader, Qt.Key.Key_C)
    QTest.keyClick(reader, Qt.Key.Key_Tab)
    qtbot.wait(1)
    return window


def reader_of(window: MainWindow) -> Reader:
    reader = window.place("code").reader
    assert isinstance(reader, Reader)
    return reader


def by_keyboard(window: QWidget) -> list[QWidget]:
    """What Tab can come to."""
    return [
        each
        for each in window.findChildren(QWidget)
        if each.focusPolicy() & Qt.FocusPolicy.TabFocus
        and each.isVisible()
        and each.isEnabled()
        and each.window() is window
        and each.focusProxy() is None
    ]


def without_sign_of_focus(window: QWidget) -> list[str]:
    """What looks the same with the focus and without it."""
    found = []
    for each in by_keyboard(window):
        elsewhere = next(
            (
                one
                for one in by_keyboard(window)
                if one is not each and not one.isAncestorOf(each) and not each.isAncestorOf(one)
            ),
            None,
        )
        if elsewhere is None:
            continue
        elsewhere.setFocus(Qt.FocusReason.TabFocusReason)
        before = picture(window, each)
        each.setFocus(Qt.FocusReason.TabFocusReason)
        if QApplication.focusWidget() is each and picture(window, each) == before:
            found.append(f"{type(each).__name__} “{each.accessibleName()}”")
    return found


def picture(window: QWidget, widget: QWidget) -> QImage:
    area = QRect(widget.mapTo(window, QPoint(0, 0)), widget.size()).adjusted(-4, -4, 4, 4)
    return window.grab(area).toImage()


@pytest.mark.parametrize("place", PLACES)
def test_everything_in_a_place_has_a_name(coded: MainWindow, place: str, qtbot: QtBot) -> None:
    coded.go_to(place)
    qtbot.wait(50)
    assert unnamed(coded) == []


def test_everything_on_the_first_page_has_a_name(coded: MainWindow) -> None:
    coded.session.close_project()
    assert unnamed(coded) == []
    assert without_sign_of_focus(coded) == []


@pytest.mark.parametrize("place", PLACES)
def test_the_focus_is_seen_wherever_it_is(coded: MainWindow, place: str, qtbot: QtBot) -> None:
    coded.go_to(place)
    qtbot.wait(50)
    assert without_sign_of_focus(coded) == []


class Opened:
    """What an action opens over the window is looked at and closed again."""

    def __init__(self) -> None:
        self._tries = 0
        self.troubles: list[str] = []
        self.seen: list[str] = []
        self._timer = QTimer()
        self._timer.timeout.connect(self._look)
        self._timer.start(20)

    def stop(self) -> None:
        self._timer.stop()

    def _look(self) -> None:
        box = QApplication.activeModalWidget() or QApplication.activePopupWidget()
        if box is None:
            return
        self._tries += 1
        if not isinstance(box, QFileDialog) and self._tries == 1:
            name = box.accessibleName() or box.windowTitle() or type(box).__name__
            self.seen.append(name)
            self.troubles += [f"{name}: {trouble}" for trouble in unnamed(box)]
            if not isinstance(box, QMenu):
                self.troubles += [f"{name}: {each}" for each in without_sign_of_focus(box)]
        QTest.keyClick(box, Qt.Key.Key_Escape)
        if self._tries > 5:
            box.close()


def test_what_actions_open_has_names_and_shows_the_focus(coded: MainWindow, qtbot: QtBot) -> None:
    """All actions of the table, one after the other: what is added to it is looked at too."""
    reader, troubles, seen = reader_of(coded), [], []
    for name in [one.id for one in ACTIONS if one.id not in OPENS_ANOTHER]:
        coded.go_to("code")
        if reader.chosen is None:
            QTest.keyClick(reader, Qt.Key.Key_Tab)
        opened = Opened()
        coded.actions_table.perform(name)
        qtbot.wait(50)
        opened.stop()
        seen += opened.seen
        troubles += [f"{name}: {trouble}" for trouble in (*opened.troubles, *unnamed(coded))]
        coded.session.work.cancel()
        QTest.keyClick(QApplication.focusWidget() or coded, Qt.Key.Key_Escape)
    assert troubles == []
    assert len(seen) >= 4


def test_enter_presses_any_button(coded: MainWindow) -> None:
    rail = {one.text(): one for one in coded.findChild(Rail).findChildren(QToolButton)}
    for name in ("charts", "code"):
        button = rail[name.capitalize()]
        button.setFocus()
        QTest.keyClick(button, Qt.Key.Key_Return)
        assert coded.current is coded.place(name)


def test_f6_leads_through_all_panes_and_back(coded: MainWindow, qtbot: QtBot) -> None:
    for place in PLACES:
        coded.go_to(place)
        assert coded.current is not None
        panes = [pane for pane in coded.current.panes() if pane.isVisible()]
        seen = []
        for _ in panes:
            QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_F6)
            seen.append(QApplication.focusWidget())
        assert set(seen) == set(panes)
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_F6, SHIFT)
        assert QApplication.focusWidget() is seen[-2 % len(seen)]


def test_f6_leads_out_of_everything_that_takes_the_keyboard(
    coded: MainWindow, qtbot: QtBot
) -> None:
    coded.go_to("code")
    for widget in by_keyboard(coded):
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        inside = QApplication.focusWidget()
        QTest.keyClick(inside, Qt.Key.Key_F6)
        assert QApplication.focusWidget() is not inside, widget.accessibleName()


def test_the_rules_are_a_pane_with_keys_of_its_own_and_escape_leads_back(
    coded: MainWindow,
) -> None:
    place, reader = coded.place("code"), reader_of(coded)
    reader.setFocus()
    QTest.keyClick(reader, Qt.Key.Key_F1, SHIFT)
    assert place.guide.text.hasFocus()
    assert place.guide.text in place.panes()
    assert place.hint() == place.guide.hint()
    QTest.keyClick(place.guide.text, Qt.Key.Key_Escape)
    assert reader.hasFocus()


def test_tab_walks_annotations_and_stays_in_the_text(coded: MainWindow) -> None:
    reader = reader_of(coded)
    reader.setFocus()
    for _ in range(5):
        QTest.keyClick(reader, Qt.Key.Key_Tab)
        assert reader.hasFocus()
        assert reader.chosen is not None
    coded.session.show_article(coded.session.project.queries.article_ids()[1])
    QTest.keyClick(reader, Qt.Key.Key_Tab)
    assert reader.hasFocus()
    assert isinstance(coded, QMainWindow)
