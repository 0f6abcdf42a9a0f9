"""The list of an article's annotations: the mirror of what is painted, and many changed at once."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from annotator.ui.main_window import MainWindow
from annotator.ui.places.code.annotations_panel import AnnotationsPanel

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
TAGGED = (
    ("went back to work", Qt.Key.Key_C),
    ("less sure", Qt.Key.Key_F),
    ("asked us", Qt.Key.Key_A),
)


@pytest.fixture
def panel(window: MainWindow, qtbot: QtBot) -> AnnotationsPanel:
    """The list, shown, of an article with three annotations."""
    place = window.place("code")
    reader = place.reader
    reader.setFocus()
    for words, key in TAGGED:
        start = reader.text.index(words)
        reader.select(start, start + len(words))
        QTest.keyClick(reader, key)
    place.side.show_annotations()
    found = place.annotations
    assert isinstance(found, AnnotationsPanel)
    qtbot.waitUntil(lambda: found.model.rowCount() == 3)
    return found


def told(panel: AnnotationsPanel) -> list[str]:
    rows = range(panel.model.rowCount())
    return [str(panel.model.index(row).data(Qt.ItemDataRole.AccessibleTextRole)) for row in rows]


def test_annotations_are_listed_by_place_and_told(panel: AnnotationsPanel) -> None:
    assert [line.split(",")[0] for line in told(panel)] == ["claim", "framing", "attribution"]
    assert "“went back to work”" in told(panel)[0]
    assert panel.count.text() == "3"


def test_what_is_chosen_in_one_is_chosen_in_the_other(
    window: MainWindow, panel: AnnotationsPanel
) -> None:
    reader = window.place("code").reader
    panel.list_widget.setFocus()
    QTest.keyClick(panel.list_widget, Qt.Key.Key_Home)
    QTest.keyClick(panel.list_widget, Qt.Key.Key_Down)
    assert [reader.chosen] == panel.selected
    QTest.keyClick(panel.list_widget, Qt.Key.Key_Return)
    assert reader.hasFocus()
    QTest.keyClick(reader, Qt.Key.Key_Tab)
    assert [reader.chosen] == panel.selected


def test_the_list_is_come_to_where_one_reads(window: MainWindow, panel: AnnotationsPanel) -> None:
    place = window.place("code")
    reader = place.reader
    place.side.show_annotations()
    assert reader.hasFocus()
    QTest.keyClick(reader, Qt.Key.Key_Escape)
    reader.place_caret(reader.text.index("less sure"))
    place.side.show_annotations()
    assert told(panel)[panel.list_widget.currentIndex().row()].startswith("framing")
    assert [reader.chosen] == panel.selected


def test_typing_filters_and_flags_do(panel: AnnotationsPanel, qtbot: QtBot) -> None:
    panel.list_widget.setFocus()
    QTest.keyClicks(panel.list_widget, "less")
    assert panel.filter.text() == "less"
    assert panel.model.rowCount() == 1
    assert panel.count.text() == "1 of 3"
    QTest.keyClick(panel.filter, Qt.Key.Key_Escape)
    panel.unsure.click()
    assert panel.model.rowCount() == 0
    assert "Esc" in panel.empty.text()


def test_several_are_changed_at_once_in_one_step(
    window: MainWindow, panel: AnnotationsPanel, qtbot: QtBot
) -> None:
    session = window.session
    rows = panel.list_widget
    rows.setFocus()
    QTest.keyClick(rows, Qt.Key.Key_Home)
    QTest.keyClick(rows, Qt.Key.Key_Down, SHIFT)
    assert len(panel.selected) == 2
    QTest.keyClick(rows, Qt.Key.Key_U, CTRL)
    queries, article = session.project.queries, session.article_id
    assert [one.unsure for one in queries.annotations(article_id=article)] == [True, True, False]
    session.undo()
    assert not any(one.unsure for one in queries.annotations(article_id=article))
    panel.select([one.id for one in queries.annotations(article_id=article)][:2])
    rows.setFocus()
    QTest.keyClick(rows, Qt.Key.Key_Delete)
    assert len(queries.annotations(article_id=article)) == 1
    qtbot.waitUntil(lambda: panel.model.rowCount() == 1)
    session.undo()
    assert len(queries.annotations(article_id=article)) == 3


def test_several_are_given_a_code_that_is_made_for_them(
    window: MainWindow, panel: AnnotationsPanel, qtbot: QtBot
) -> None:
    place, session, rows = window.place("code"), window.session, panel.list_widget
    known = list(session.codebook)
    rows.setFocus()
    rows.selectAll()
    QTest.keyClick(rows, Qt.Key.Key_R, CTRL)
    QTest.keyClicks(place.picker.field, "strike")
    QTest.keyClick(place.picker.field, Qt.Key.Key_Return)
    found = session.project.queries.annotations(article_id=session.article_id)
    assert [session.codebook.path(one.code_id) for one in found] == ["strike"] * 3
    QTest.keyClick(window, Qt.Key.Key_Z, CTRL)
    found = session.project.queries.annotations(article_id=session.article_id)
    assert len({one.code_id for one in found}) == 3
    assert list(session.codebook) == known


def test_several_are_given_another_code(
    window: MainWindow, panel: AnnotationsPanel, qtbot: QtBot
) -> None:
    place, session = window.place("code"), window.session
    rows = panel.list_widget
    rows.setFocus()
    rows.selectAll()
    QTest.keyClick(rows, Qt.Key.Key_R, CTRL)
    assert place.picker.is_open
    assert place.picker.hint.text().startswith("Enter replace")
    QTest.keyClicks(place.picker.field, "fram")
    QTest.keyClick(place.picker.field, Qt.Key.Key_Return)
    found = session.project.queries.annotations(article_id=session.article_id)
    assert {session.codebook.path(one.code_id) for one in found} == {"framing"}
    assert len(found) == 3
    session.undo()
    found = session.project.queries.annotations(article_id=session.article_id)
    assert len({one.code_id for one in found}) == 3
    assert place.reader.instead is None


@pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing)")
@pytest.mark.parametrize(("number", "said"), [(1, "Replace its code…"), (2, "of 2…")])
def test_the_menu_says_how_many_it_is_about(
    panel: AnnotationsPanel, number: int, said: str
) -> None:
    rows = panel.list_widget
    panel.select(panel.model.ids_at(list(range(number))))
    rows.customContextMenuRequested.emit(rows.visualRect(rows.model().index(0, 0)).center())
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    titles = [one.text().replace("&", "") for one in menu.actions()]
    menu.close()
    assert titles[0].endswith(said)
    assert not any("1" in title for title in titles)


def test_an_empty_article_says_what_to_do(window: MainWindow, qtbot: QtBot) -> None:
    place = window.place("code")
    place.side.show_annotations()
    assert "Select words" in place.annotations.empty.text()
    assert QApplication.focusWidget() is place.annotations.list_widget


def test_a_click_with_ctrl_in_the_margin_gathers_several(
    window: MainWindow, panel: AnnotationsPanel
) -> None:
    place = window.place("code")
    reader, view = place.reader, place.reader.viewport()
    claim, framing, _ = (panel.model.ids_at([row])[0] for row in range(3))
    place.side.show_annotations()
    assert not panel.isVisible()
    reader.choose(claim)
    mark = reader.marks[framing]
    line = reader.caret_rectangle(reader.marks.offsets.from_utf16(mark.start)).center()
    beside = next(
        QPoint(x, line.y())
        for x in range(view.width())
        if reader.is_beside(QPointF(x, line.y()))
        and [one.id for one in reader.marks_at(QPointF(x, line.y()))] == [framing]
    )
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, CTRL, beside)
    assert panel.isVisible()
    assert set(panel.selected) == {claim, framing}
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, CTRL, beside)
    assert set(panel.selected) == {claim}
