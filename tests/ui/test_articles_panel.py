"""The articles panel, worked by keys and mouse on a real project."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from annotator.domain.changes import Create, Kind, Remove, Update
from annotator.domain.span import Span
from annotator.ops import coding
from annotator.store import listing
from annotator.ui.commands import Actions
from annotator.ui.places.code import articles_model
from annotator.ui.places.code.articles_delegate import shown_origin
from annotator.ui.places.code.articles_panel import ArticlesPanel
from annotator.ui.session import Session
from annotator.ui.theme import Choice, words_font
from annotator.ui.widgets.dates import shown_date

FERRY, WATER = "Ferry strike ends after nine days", "Water is safe, says ministry"
ACCENTED = "Économie: the price of a strike"


@pytest.fixture
def panel(qtbot: QtBot, session: Session) -> Iterator[ArticlesPanel]:
    """The panel with three articles, the first of them current, and the focus in the list."""
    article(session, ACCENTED, outlet="The Daily Gull", published="2025-02", words=900)
    made = ArticlesPanel(session, Actions(session, session.settings))
    qtbot.addWidget(made)
    QAbstractItemModelTester(
        made.model, QAbstractItemModelTester.FailureReportingMode.Warning, made
    )
    made.resize(240, 500)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    made.list_widget.setFocus()
    qtbot.waitUntil(made.list_widget.hasFocus)
    yield made
    made.hide()


def article(session: Session, headline: str, **values: object) -> int:
    text = f"{headline}\n\nSome text about it."
    fields = {"headline": headline, "text": text, "words": 4, "counted_words": 4} | values
    changes = session.run(
        lambda project: project.apply("Import", [Create(Kind.ARTICLE, fields)], coder_id=None)
    )
    assert changes is not None
    return changes.one_created(Kind.ARTICLE)


def headlines(panel: ArticlesPanel) -> list[str]:
    model = panel.model
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def spoken(panel: ArticlesPanel, row: int) -> str:
    return str(panel.model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole))


def current(panel: ArticlesPanel) -> str:
    """The headline of the article that everybody works on."""
    session = panel._session
    assert session.article_id is not None
    return session.project.queries.articles([session.article_id])[0].headline


def selected(panel: ArticlesPanel) -> str | None:
    row = panel.list_widget.selected_row()
    return None if row is None else headlines(panel)[row]


def press(panel: ArticlesPanel, key: Qt.Key) -> None:
    QTest.keyClick(panel.list_widget, key)


def row_middle(panel: ArticlesPanel, row: int) -> QPoint:
    return panel.list_widget.visualRect(panel.model.index(row, 0)).center()


def test_shows_the_articles_with_outlet_date_and_my_annotations(panel):
    assert headlines(panel) == [FERRY, WATER, ACCENTED]
    assert panel.count.text() == "3"
    assert spoken(panel, 0).startswith(f"{FERRY}, Harbour Wire · 14 Mar 2025, new, 0 ")
    assert spoken(panel, 2).startswith(f"{ACCENTED}, The Daily Gull · Feb 2025")
    assert selected(panel) == FERRY


@pytest.mark.parametrize(
    ("published", "shown"),
    [
        ("2025-03-14", "14 Mar 2025"),
        ("2025-03", "Mar 2025"),
        ("2025", "2025"),
        ("", ""),
        ("2025-13-40", "2025-13-40"),
        ("spring 2025", "spring 2025"),
        ("2025-03-14-1", "2025-03-14-1"),
    ],
)
def test_dates_are_shown_as_far_as_they_are_known(published, shown):
    assert shown_date(published) == shown


def test_a_click_opens_an_article(panel, qtbot, session):
    with qtbot.waitSignal(session.article_changed):
        QTest.mouseClick(
            panel.list_widget.viewport(), Qt.MouseButton.LeftButton, pos=row_middle(panel, 1)
        )
    assert current(panel) == WATER


def test_arrows_and_ends_go_through_the_articles(panel):
    press(panel, Qt.Key.Key_Down)
    assert current(panel) == WATER
    press(panel, Qt.Key.Key_End)
    assert current(panel) == ACCENTED
    press(panel, Qt.Key.Key_Down)
    assert current(panel) == ACCENTED
    press(panel, Qt.Key.Key_Home)
    assert current(panel) == FERRY
    press(panel, Qt.Key.Key_Up)
    assert current(panel) == FERRY


def test_enter_asks_to_read(panel, qtbot):
    with qtbot.waitSignal(panel.opened):
        press(panel, Qt.Key.Key_Return)


def test_next_and_previous_stop_at_the_ends(panel):
    panel.previous()
    assert current(panel) == FERRY
    panel.next()
    panel.next()
    assert current(panel) == ACCENTED
    panel.next()
    assert current(panel) == ACCENTED
    panel.previous()
    assert current(panel) == WATER
    assert selected(panel) == WATER


def test_follows_who_else_chooses_an_article(panel, session):
    session.show_article(session.project.queries.article_ids()[2])
    assert selected(panel) == ACCENTED


def test_typing_filters_by_words_in_any_of_the_fields(panel):
    panel.focus_filter()
    QTest.keyClicks(panel.filter, "wire ferry")
    assert headlines(panel) == [FERRY]
    assert panel.count.text() == "1 of 3"
    QTest.keyClick(panel.filter, Qt.Key.Key_Escape)
    assert headlines(panel) == [FERRY, WATER, ACCENTED]
    assert panel.count.text() == "3"


def test_what_is_typed_in_the_list_goes_to_the_filter(panel):
    QTest.keyClicks(panel.list_widget, "g")
    QTest.keyClicks(panel.filter, "ull")
    assert panel.filter.text() == "gull"
    assert headlines(panel) == [ACCENTED]


def test_filtering_leaves_the_open_article_alone(panel):
    panel.focus_filter()
    QTest.keyClicks(panel.filter, "water")
    assert current(panel) == FERRY
    assert selected(panel) is None
    QTest.keyClick(panel.filter, Qt.Key.Key_Escape)
    assert selected(panel) == FERRY


def test_down_leaves_the_filter_for_the_first_article_found(panel):
    panel.focus_filter()
    QTest.keyClicks(panel.filter, "water")
    QTest.keyClick(panel.filter, Qt.Key.Key_Down)
    assert panel.list_widget.hasFocus()
    assert current(panel) == WATER


def test_enter_in_the_filter_opens_the_first_article_found(panel, qtbot):
    panel.focus_filter()
    QTest.keyClicks(panel.filter, "water")
    with qtbot.waitSignal(panel.opened):
        QTest.keyClick(panel.filter, Qt.Key.Key_Return)
    assert current(panel) == WATER


def test_next_goes_to_the_first_found_when_the_open_article_is_not_among_them(panel):
    QTest.keyClicks(panel.filter, "a strike")
    assert headlines(panel) == [FERRY, ACCENTED]
    QTest.keyClicks(panel.filter, " gull")
    panel.next()
    assert current(panel) == ACCENTED


def test_no_match_says_how_to_go_back(panel):
    panel.focus_filter()
    QTest.keyClicks(panel.filter, "xyz")
    assert panel.empty.isVisible()
    assert panel.empty.text() == "No article contains “xyz”. Esc shows all."
    assert panel.count.text() == "0 of 3"
    QTest.keyClick(panel.filter, Qt.Key.Key_Down)
    assert panel.filter.hasFocus()
    QTest.keyClick(panel.filter, Qt.Key.Key_Escape)
    assert not panel.empty.isVisible()


def test_a_project_without_articles_says_how_to_get_some(panel, session):
    ids = session.project.queries.article_ids()
    session.show_article(None)
    session.run(
        lambda project: project.apply(
            "Remove", [Remove(Kind.ARTICLE, one) for one in ids], coder_id=None
        )
    )
    assert headlines(panel) == []
    assert panel.empty.text() == "No articles yet."
    assert panel.count.text() == "0"


def order(panel: ArticlesPanel, name: str) -> None:
    """Choose an entry of the menu that sorts."""
    next(action for action in panel.order.menu().actions() if action.text() == name).trigger()


@pytest.mark.parametrize(
    ("name", "label", "wanted"),
    [
        ("Imported order", "Imported ↑", [FERRY, WATER, ACCENTED]),
        ("Headline", "Headline ↑", [FERRY, WATER, ACCENTED]),
        ("Outlet", "Outlet ↑", [FERRY, WATER, ACCENTED]),
        ("Date", "Date ↓", [WATER, FERRY, ACCENTED]),
        ("Words", "Words ↓", [ACCENTED, FERRY, WATER]),
    ],
)
def test_sorts(panel, name, label, wanted):
    order(panel, name)
    assert headlines(panel) == wanted
    assert panel.order.text() == label
    assert selected(panel) == FERRY


def test_the_order_is_turned_round_and_kept(panel, session, qtbot):
    order(panel, "Date")
    order(panel, "The other way round")
    assert headlines(panel) == [ACCENTED, FERRY, WATER]
    again = ArticlesPanel(session, Actions(session, session.settings))
    qtbot.addWidget(again)
    assert headlines(again) == [ACCENTED, FERRY, WATER]
    assert again.order.text() == "Date ↑"


def annotate(session: Session, start: int, coder_id: int | None = None) -> None:
    assert session.article_id is not None
    assert session.coder_id is not None
    session.run(
        coding.annotate,
        article_id=session.article_id,
        span=Span.of((start, start + 5)),
        code_id=next(iter(session.codebook)).id,
        coder_id=coder_id or session.coder_id,
    )


def test_counts_follow_tagging_and_undo(panel, session):
    annotate(session, 0)
    annotate(session, 10)
    assert spoken(panel, 0).endswith(", 2 annotations of yours")
    assert spoken(panel, 1).endswith(", 0 annotations of yours")
    session.undo()
    assert spoken(panel, 0).endswith(", 1 annotation of yours")


def test_counts_are_those_of_the_coder_at_work(panel, session):
    session.project.apply("Jonas comes", [Create(Kind.CODER, {"name": "Jonas"})], coder_id=None)
    jonas = session.project.queries.coders()[-1]
    annotate(session, 0, coder_id=jonas.id)
    assert spoken(panel, 0).endswith(", 0 annotations of yours")
    session.choose_coder(jonas)
    assert spoken(panel, 0).endswith(", 1 annotation of yours")


def test_one_word_is_not_called_words(panel, session):
    article(session, "Hush", words=1)
    tips = [str(panel.model.index(row, 0).data(Qt.ItemDataRole.ToolTipRole)) for row in (2, 3)]
    assert "900 words · new" in tips[0].splitlines()
    assert "1 word · new" in tips[1].splitlines()


def test_imported_and_corrected_articles_appear(panel, session):
    QTest.keyClicks(panel.filter, "strike")
    added = article(session, "A second strike", outlet="Quay Radio")
    assert headlines(panel) == [FERRY, ACCENTED, "A second strike"]
    assert panel.count.text() == "3 of 4"
    session.run(
        lambda project: project.apply(
            "Correct", [Update(Kind.ARTICLE, added, {"headline": "Calm"})], coder_id=None
        )
    )
    assert headlines(panel) == [FERRY, ACCENTED]


def test_closing_the_project_empties_the_list(panel, session):
    QTest.keyClicks(panel.filter, "strike")
    session.close_project()
    assert headlines(panel) == []
    assert panel.filter.text() == ""
    assert panel.count.text() == ""
    assert panel.empty.text() == ""


@pytest.mark.parametrize("choice", [Choice.LIGHT, Choice.DARK])
def test_the_open_article_is_marked_in_both_themes(panel, session, choice):
    session.look.choose(choice)
    QApplication.processEvents()
    picture = panel.list_widget.viewport().grab().toImage()
    theme = session.look.theme
    rows = [panel.list_widget.visualRect(panel.model.index(row, 0)) for row in (0, 1)]
    corners = [picture.pixelColor(row.left() + 4, row.top() + 4) for row in rows]
    assert corners == [theme.selected, theme.panel]


def test_only_what_is_on_screen_is_read(panel, session, qtbot):
    many = [
        Create(
            Kind.ARTICLE,
            {"headline": f"No. {n}", "text": f"Text {n}", "words": 2, "counted_words": 2},
        )
        for n in range(500)
    ]
    session.run(lambda project: project.apply("Import", many, coder_id=None))
    panel.list_widget.scrollToBottom()
    qtbot.waitUntil(lambda: panel.list_widget.rowAt(10) > 400)
    panel.list_widget.viewport().grab()
    assert panel.model.index(502, 0).data() == "No. 499"
    assert panel.model.rows_in_memory < 300


DATE = "14 Mar 2025"


@pytest.mark.parametrize("outlet", ["Harbour Wire", "The Harbour Wire and Evening Post", "Q"])
def test_a_narrow_list_cuts_the_outlet_and_never_the_date(qapp, outlet):
    font = words_font(12)
    metrics = QFontMetricsF(font)
    whole = int(metrics.horizontalAdvance(f"{outlet} · {DATE}")) + 2
    least = int(metrics.horizontalAdvance(DATE)) + 2
    for room in range(least, whole):
        line = shown_origin(outlet, DATE, font, room)
        assert line.endswith(DATE)
        assert metrics.horizontalAdvance(line) <= room
    assert shown_origin(outlet, DATE, font, least) == DATE
    assert shown_origin(outlet, DATE, font, whole) == f"{outlet} · {DATE}"


def test_an_origin_of_one_part_has_all_the_room(qapp):
    assert shown_origin("Harbour Wire", "", words_font(12), 200) == "Harbour Wire"
    assert shown_origin("", DATE, words_font(12), 200) == DATE
    assert shown_origin("Wire", f"some day {DATE}" * 3, words_font(12), 90).endswith("…")


def test_the_focus_begins_in_the_filter_and_goes_on_to_the_list_and_the_order(qtbot, session):
    home = QWidget()
    qtbot.addWidget(home)
    session.close_project()
    made = ArticlesPanel(session, Actions(session, session.settings), home)
    home.show()
    qtbot.waitExposed(home)
    home.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    assert made.filter.hasFocus()
    seen = []
    for _ in range(4):
        seen.append(QApplication.focusWidget())
        QTest.keyClick(seen[-1], Qt.Key.Key_Tab)
    assert seen == [made.filter, made.list_widget, made.order, made.filter]


def test_tells_the_keys_that_help_where_the_focus_is(panel):
    assert panel.hint().startswith("Type to filter · Enter: read")
    panel.focus_filter()
    assert "Esc: show all" in panel.hint()
    panel.order.setFocus()
    assert "order" in panel.hint()


def test_a_panel_that_can_not_be_seen_takes_no_focus(panel):
    panel.hide()
    panel.focus_filter()
    assert not panel.filter.hasFocus()


def test_an_invalid_parent_has_no_rows(panel):
    assert panel.model.rowCount(panel.model.index(0, 0)) == 0
    assert panel.model.rowCount(QModelIndex()) == 3


@pytest.fixture
def held(session: Session, monkeypatch: pytest.MonkeyPatch) -> Iterator[Event]:
    """As in a project of many articles, of which two are a page: no list before this is set."""
    monkeypatch.setattr(listing, "FEW", 0)
    monkeypatch.setattr(articles_model, "_PAGE", 2)
    event = Event()
    session.background.do(lambda _goes_on: _wait(event), lambda _done: None)
    yield event
    event.set()


def _wait(event: Event) -> None:
    event.wait()


@pytest.fixture
def large(qtbot: QtBot, session: Session, held: Event) -> Iterator[ArticlesPanel]:
    """The panel of such a project, as it is at first."""
    article(session, ACCENTED, outlet="The Daily Gull", published="2025-02", words=900)
    made = ArticlesPanel(session, Actions(session, session.settings))
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.hide()


def test_of_many_articles_the_first_are_shown_at_once_and_then_all(large, held, qtbot):
    assert headlines(large) == [FERRY, WATER]
    assert large.count.text() == "…"
    assert selected(large) == FERRY
    press(large, Qt.Key.Key_Down)
    with qtbot.assertNotEmitted(large.model.modelReset), qtbot.waitSignal(large.model.listed):
        held.set()
    assert headlines(large) == [FERRY, WATER, ACCENTED]
    assert large.count.text() == "3"
    assert selected(large) == WATER


def test_what_is_typed_before_all_are_listed_is_filtered_when_they_are(large, held, qtbot):
    large.filter.setText("strike")
    assert headlines(large) == [FERRY, WATER]
    assert large.count.text() == "…"
    held.set()
    qtbot.waitUntil(lambda: large.model.is_whole)
    assert headlines(large) == [FERRY, ACCENTED]
    large.filter.clear()
    assert headlines(large) == [FERRY, WATER, ACCENTED]


def test_another_order_of_many_articles_comes_when_it_is_made(large, held, qtbot):
    held.set()
    qtbot.waitUntil(lambda: large.model.is_whole)
    large._order_actions["headline"].trigger()
    assert headlines(large) == [FERRY, WATER, ACCENTED]
    qtbot.waitUntil(lambda: large.model.is_whole)
    assert headlines(large) == [FERRY, WATER, ACCENTED]
    large._order_actions["words"].trigger()
    qtbot.waitUntil(lambda: large.model.is_whole)
    assert headlines(large)[0] == ACCENTED


def test_a_changed_article_of_many_is_shown_at_once_and_listed_when_it_is_read(
    large, held, qtbot, session
):
    held.set()
    qtbot.waitUntil(lambda: large.model.is_whole)
    session.run(
        lambda project: project.apply(
            "Rename",
            [Update(Kind.ARTICLE, session.article_id, {"headline": "Rain"})],
            coder_id=None,
        )
    )
    assert headlines(large)[0] == "Rain"
    qtbot.waitUntil(lambda: large.model.is_whole)
    large.filter.setText("rain")
    qtbot.waitUntil(lambda: large.model.is_whole)
    assert headlines(large) == ["Rain"]


def test_a_large_project_can_be_closed_before_all_are_listed(large, held, session):
    held.set()
    session.close_project()
    assert headlines(large) == []
    assert large.count.text() == ""
