"""Moving about: back and forward, paragraphs by number, and the last place in each article."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from annotator import app
from annotator.domain.article import ArticleDraft
from annotator.domain.changes import Kind
from annotator.domain.span import Span
from annotator.domain.zones import Role, Zone
from annotator.ops import coding, importing
from annotator.store.project import Project
from annotator.ui.main_window import MainWindow
from annotator.ui.parts.reader import ParagraphField, Reader
from annotator.ui.parts.reader.spots import MOST_REMEMBERED, LastSpots, Spot, Trail
from annotator.ui.settings import Settings
from annotator.ui.theme import Choice

ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier
LONG = "The headline\n\n" + "\n".join(
    f"Paragraph {n} says that ship number {n} came in late, and that nobody knew why. " * 3
    for n in range(1, 81)
)


@pytest.fixture
def long_window(window: MainWindow, qtbot: QtBot) -> MainWindow:
    """The window on a project with an article of many screens besides the two short ones."""
    session = window.session
    zones = (Zone(0, 12, Role.HEADLINE), Zone(14, len(LONG), Role.BODY))
    draft = ArticleDraft(LONG, zones, "The headline", "Wire", published="2025-03-16")
    assert session.coder_id is not None
    report = importing.import_drafts(session.project, [draft], coder_id=session.coder_id)
    session.announce(report.changes)
    session.show_article(session.project.queries.article_ids()[-1])
    reader_of(window).setFocus()
    qtbot.wait(1)
    return window


def reader_of(window: MainWindow) -> Reader:
    reader = window.place("code").reader
    assert isinstance(reader, Reader)
    return reader


def go_down(reader: Reader, value: int) -> None:
    """Scroll, the caret coming along."""
    reader.verticalScrollBar().setValue(value)
    assert reader.verticalScrollBar().value() == value
    reader.place_caret(reader.caret_at(QPointF(200, 200)))


def where(reader: Reader) -> tuple[int | None, int, int]:
    caret = reader.selected_range()[1]
    return reader.session.article_id, caret, reader.verticalScrollBar().value()


def key(window: MainWindow, name: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
    held = Qt.KeyboardModifier.NoModifier
    for modifier in modifiers:
        held |= modifier
    QTest.keyClick(QApplication.focusWidget() or window, name, held)


def test_back_and_forward_across_articles(long_window: MainWindow, qtbot: QtBot) -> None:
    reader, session = reader_of(long_window), long_window.session
    first, second, _ = session.project.queries.article_ids()
    go_down(reader, 1500)
    places = [where(reader)]
    for article_id in (first, second):
        session.show_article(article_id)
        qtbot.wait(1)
        places.append(where(reader))
    key(long_window, Qt.Key.Key_PageUp, ALT)
    assert where(reader) == places[1]
    key(long_window, Qt.Key.Key_PageUp, ALT)
    assert where(reader) == places[0]
    key(long_window, Qt.Key.Key_PageDown, ALT)
    key(long_window, Qt.Key.Key_PageDown, ALT)
    assert where(reader) == places[2]


def test_back_from_a_passage_that_was_shown(long_window: MainWindow, qtbot: QtBot) -> None:
    """From a chart, a search or a list: however many steps the jump took, back is one."""
    reader, session = reader_of(long_window), long_window.session
    third = session.article_id
    first = session.project.queries.article_ids()[0]
    assert third is not None
    assert session.coder_id is not None
    made = session.run(
        coding.annotate,
        article_id=third,
        span=Span.of((len(LONG) - 40, len(LONG) - 20)),
        code_id=next(iter(session.codebook)).id,
        coder_id=session.coder_id,
    )
    assert made is not None
    session.show_article(first)
    qtbot.wait(1)
    before = where(reader)
    session.show_annotation(made.one_created(Kind.ANNOTATION))
    assert session.article_id == third
    assert reader.verticalScrollBar().value() > 1000
    qtbot.wait(1)
    key(long_window, Qt.Key.Key_PageUp, ALT)
    assert where(reader) == before


def test_back_from_the_end_of_an_article(long_window: MainWindow, qtbot: QtBot) -> None:
    reader = reader_of(long_window)
    go_down(reader, 900)
    before = where(reader)
    for name in (Qt.Key.Key_End, Qt.Key.Key_Home):
        key(long_window, name, CTRL)
        qtbot.wait(1)
        assert where(reader) != before
        key(long_window, Qt.Key.Key_PageUp, ALT)
        qtbot.wait(1)
        assert where(reader) == before


def test_with_nowhere_to_go_back_to_nothing_moves(long_window: MainWindow) -> None:
    told: list[str] = []
    long_window.session.told.connect(told.append)
    reader = reader_of(long_window)
    reader_of(long_window).session.show_article(reader.session.article_id)
    place = long_window.place("code")
    for _ in range(5):
        place.desk.moving.back()
    before = where(reader)
    place.desk.moving.back()
    assert where(reader) == before
    assert "no place" in told[-1]


def test_the_buttons_of_the_mouse_go_back_and_forward(
    long_window: MainWindow, qtbot: QtBot
) -> None:
    reader, session = reader_of(long_window), long_window.session
    go_down(reader, 900)
    before = where(reader)
    session.show_article(session.project.queries.article_ids()[0])
    qtbot.wait(1)
    after = where(reader)
    for button, wanted in (
        (Qt.MouseButton.BackButton, before),
        (Qt.MouseButton.ForwardButton, after),
    ):
        QTest.mouseClick(reader.viewport(), button, pos=QPoint(200, 200))
        assert where(reader) == wanted


def test_an_article_is_shown_where_it_was_left(long_window: MainWindow, qtbot: QtBot) -> None:
    reader, session = reader_of(long_window), long_window.session
    go_down(reader, 2345)
    before = where(reader)
    key(long_window, Qt.Key.Key_PageUp, CTRL)
    assert session.article_id != before[0]
    key(long_window, Qt.Key.Key_PageDown, CTRL)
    assert where(reader) == before


def test_after_a_restart_everything_is_where_it_was(
    long_window: MainWindow, project_path: Path, qtbot: QtBot
) -> None:
    reader, session = reader_of(long_window), long_window.session
    third = session.article_id
    first = session.project.queries.article_ids()[0]
    go_down(reader, 1717)
    before = where(reader)
    session.show_article(first)
    reader.place_caret(40)
    long_window.close()

    again = app.make_window(app.make_application(), Choice.LIGHT)
    qtbot.addWidget(again)
    again.resize(1280, 800)
    again.show()
    qtbot.waitExposed(again)
    again.errands.projects.open_project(project_path)
    found = reader_of(again)
    assert where(found)[:2] == (first, 40)
    again.session.show_article(third)
    assert where(found) == before


def test_panels_are_arranged_as_they_were(
    window: MainWindow, project_path: Path, qtbot: QtBot
) -> None:
    place = window.place("code")
    window.actions_table["switch.articles"].trigger()
    assert not place.articles.isVisible()
    place._columns.setSizes([0, 700, 400])
    qtbot.wait(1)
    width = place.codebook.width()
    window.close()
    again = app.make_window(app.make_application(), Choice.LIGHT)
    qtbot.addWidget(again)
    again.resize(1280, 800)
    again.show()
    qtbot.waitExposed(again)
    again.errands.projects.open_project(project_path)
    found = again.place("code")
    assert not found.articles.isVisible()
    assert not again.actions_table["switch.articles"].isChecked()
    assert found.codebook.isVisible()
    assert abs(found.codebook.width() - width) <= 2
    again.actions_table["switch.articles"].trigger()
    assert found.articles.isVisible()
    assert found.articles.width() > 100


def test_the_first_glimpse_is_of_the_last_place(
    long_window: MainWindow, project_path: Path, qtbot: QtBot
) -> None:
    go_down(reader_of(long_window), 1717)
    before = where(reader_of(long_window))
    long_window.close()

    again = app.make_window(app.make_application(), Choice.LIGHT)
    qtbot.addWidget(again)
    again.resize(1280, 800)
    again.show()
    qtbot.waitExposed(again)
    again.show_glimpse(project_path)
    found = reader_of(again)
    assert where(found)[1:] == before[1:]
    found.verticalScrollBar().setValue(1900)
    again.errands.projects.open_project(project_path)
    assert where(found) == (before[0], before[1], 1900)


def test_undo_goes_to_the_article_and_the_place(long_window: MainWindow, qtbot: QtBot) -> None:
    reader, session = reader_of(long_window), long_window.session
    start = LONG.index("Paragraph 70")
    reader.select(start, start + 12)
    key(long_window, Qt.Key.Key_C)
    third = session.article_id
    session.show_article(session.project.queries.article_ids()[0])
    qtbot.wait(1)
    before = where(reader)
    key(long_window, Qt.Key.Key_Z, CTRL)
    assert session.article_id == third
    assert reader.selected_range() == (start + 12, start + 12)
    seen = reader.viewport().rect()
    assert seen.contains(reader.cursorRect().center())
    qtbot.wait(1)
    key(long_window, Qt.Key.Key_PageUp, ALT)
    assert where(reader) == before


def test_walking_is_no_jump(long_window: MainWindow, qtbot: QtBot) -> None:
    reader, session = reader_of(long_window), long_window.session
    session.show_article(session.project.queries.article_ids()[0])
    qtbot.wait(1)
    session.show_article(session.project.queries.article_ids()[-1])
    qtbot.wait(1)
    for words in ("Paragraph 5", "Paragraph 40", "Paragraph 75"):
        start = LONG.index(words)
        reader.select(start, start + len(words))
        key(long_window, Qt.Key.Key_C)
    for _ in range(3):
        key(long_window, Qt.Key.Key_Tab)
    key(long_window, Qt.Key.Key_PageUp, ALT)
    assert session.article_id == session.project.queries.article_ids()[0]


def test_f5_goes_to_a_paragraph_by_its_number(long_window: MainWindow, qtbot: QtBot) -> None:
    reader = reader_of(long_window)
    before = where(reader)
    key(long_window, Qt.Key.Key_F5)
    field = reader.findChild(ParagraphField)
    assert isinstance(field, ParagraphField)
    assert field.isVisible()
    number = field.findChild(QLineEdit)
    assert isinstance(number, QLineEdit)
    assert number.hasFocus()
    QTest.keyClicks(number, "41")
    key(long_window, Qt.Key.Key_Return)
    assert not field.isVisible()
    assert reader.hasFocus()
    assert reader.selected_range()[0] == LONG.index("Paragraph 41")
    assert reader.viewport().rect().contains(reader.cursorRect().center())
    qtbot.wait(1)
    key(long_window, Qt.Key.Key_PageUp, ALT)
    assert where(reader) == before


def test_a_number_too_large_means_the_last_paragraph_and_escape_stays(
    long_window: MainWindow,
) -> None:
    reader = reader_of(long_window)
    before = where(reader)
    key(long_window, Qt.Key.Key_F5)
    QTest.keyClicks(QApplication.focusWidget(), "12")
    key(long_window, Qt.Key.Key_Escape)
    assert where(reader) == before
    assert reader.hasFocus()
    key(long_window, Qt.Key.Key_F5)
    QTest.keyClicks(QApplication.focusWidget(), "99")
    key(long_window, Qt.Key.Key_Return)
    assert reader.selected_range()[0] == LONG.index("Paragraph 80")


def test_the_place_survives_another_text_size(long_window: MainWindow, qtbot: QtBot) -> None:
    reader, session = reader_of(long_window), long_window.session
    go_down(reader, 1500)
    top = reader.scrolled()[0]
    third = session.article_id
    session.show_article(session.project.queries.article_ids()[0])
    reader.zoom(8)
    session.show_article(third)
    assert abs(reader.scrolled()[0] - top) < 100


def test_what_is_remembered_stays_within_bounds(own_folders: Path) -> None:
    settings = Settings()
    spots = LastSpots(settings)
    spots.open("a project")
    for number in range(1, MOST_REMEMBERED + 3):
        spots.keep(Spot(number, number, 0, -26))
    again = LastSpots(settings)
    again.open("a project")
    assert again.find(2) is None
    assert again.find(3) == Spot(3, 3, 0, -26)
    assert again.find(MOST_REMEMBERED + 2) is not None
    again.open("another")
    assert again.find(3) is None


def test_what_cannot_be_read_is_forgotten(own_folders: Path) -> None:
    settings = Settings()
    settings.set_place("p/spots", "1:2:3:4 x:y 5:6:7 8:-9:0:-1")
    spots = LastSpots(settings)
    spots.open("p")
    assert [spots.find(n) for n in (1, 5, 8)] == [Spot(1, 2, 3, 4), None, Spot(8, 0, 0, -1)]


SPOTS = st.builds(Spot, st.integers(1, 4), st.integers(0, 9), st.integers(0, 3), st.just(0))


def _there(gone: frozenset[int], article_id: int) -> bool:
    return article_id not in gone


@given(st.lists(SPOTS, max_size=12), SPOTS)
def test_forward_undoes_back(left: list[Spot], here: Spot) -> None:
    trail, there = Trail(), partial(_there, frozenset())
    for spot in left:
        trail.leave(spot)
    way = [here]
    while (spot := trail.back(way[-1], there)) is not None:
        assert not spot.looks_like(way[-1])
        way.append(spot)
    for wanted in reversed(way[:-1]):
        assert trail.forward(way.pop(), there) == wanted
    assert trail.forward(here, there) is None


@given(st.lists(SPOTS, max_size=12), SPOTS, st.frozensets(st.integers(1, 4)))
def test_articles_that_are_gone_are_passed_over(
    left: list[Spot], here: Spot, gone: frozenset[int]
) -> None:
    trail = Trail()
    for spot in left:
        trail.leave(spot)
    while (found := trail.back(here, partial(_there, gone))) is not None:
        assert found.article_id not in gone
        here = found


def test_the_last_place_is_kept_while_one_pauses(
    long_window: MainWindow, project_path: Path, qtbot: QtBot
) -> None:
    """Whoever is thrown out by a crash is back near where they were."""
    reader, session = reader_of(long_window), long_window.session
    place = long_window.place("code")
    go_down(reader, 1000)
    with qtbot.waitSignal(place.desk.moving._pause.timeout, timeout=6000):
        pass
    spots = LastSpots(session.settings)
    spots.open(str(session.project.uid))
    assert session.article_id is not None
    found = spots.find(session.article_id)
    assert found is not None
    assert found.caret == reader.selected_range()[1]


def test_mouse_events_of_other_buttons_are_left_alone(long_window: MainWindow) -> None:
    reader = reader_of(long_window)
    before = where(reader)
    event = QMouseEvent(
        QMouseEvent.Type.MouseButtonPress,
        QPointF(100, 100),
        reader.viewport().mapToGlobal(QPointF(100, 100)),
        Qt.MouseButton.MiddleButton,
        Qt.MouseButton.MiddleButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(reader.viewport(), event)
    assert where(reader) == before


def test_a_project_with_a_removed_article_can_be_gone_back_in(
    long_window: MainWindow, qtbot: QtBot
) -> None:
    """Undoing the import takes the article away; the way back leads past it."""
    reader, session = reader_of(long_window), long_window.session
    first, second, third = session.project.queries.article_ids()
    for article_id in (first, third, second):
        session.show_article(article_id)
        qtbot.wait(1)
    session.undo()
    assert third not in session.project.queries.article_ids()
    long_window.place("code").desk.moving.back()
    assert session.article_id in {first, second}
    assert isinstance(session.project, Project)
    assert reader.text
