from __future__ import annotations

import time
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter, QWheelEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QLabel,
    QMainWindow,
    QMenu,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from annotator.analysis.frequencies import Frequency
from annotator.domain.anchor import anchor
from annotator.domain.changes import Create, Kind, Remove, Update
from annotator.domain.codebook import Codebook
from annotator.domain.errors import UserError
from annotator.domain.records import new_uid
from annotator.domain.span import Span
from annotator.domain.text import text_sha256
from annotator.ops import files
from annotator.store.project import Project
from annotator.ui.commands import Actions
from annotator.ui.places.charts import ChartsPlace, export
from annotator.ui.places.charts.figure import Counted, Figure, Measure, Order, figure
from annotator.ui.places.charts.figure import shown as shown_as
from annotator.ui.session import Session
from annotator.ui.settings import Settings
from annotator.ui.theme import DARK, LIGHT, Choice, Look

TEXT = "One two three four five six seven eight nine ten."
CODES = ("framing", "conflict", "claim", "source")
ANA = {"framing": (0, 0, 1), "conflict": (0,), "claim": (0, 1)}
"""In which articles Ana used each code."""
JONAS = {"claim": (0, 0, 1)}
LINES = {"framing": "blue", "claim": "green", "source": "amber"}


def begin(path: Path, *, codes: tuple[str, ...] = CODES) -> Project:
    """A project with two coders, codes (conflict is under framing) and two articles."""
    project = Project.create(path, "Port dispute", coder=(new_uid(), "Ana"))
    edits = [Create(Kind.CODER, {"name": "Jonas"})]
    parent = None
    for place, name in enumerate(codes):
        values = {"name": name, "position": place, "colour": LINES.get(name, "")}
        if name == "conflict":
            values["parent_id"] = parent
        edits.append(Create(Kind.CODE, values))
        parent = edits[-1].uid
    for headline in ("First", "Second"):
        values = {"headline": headline, "text": TEXT + headline, "outlet": "Wire"}
        edits.append(Create(Kind.ARTICLE, values | {"words": 11, "counted_words": 100}))
    project.apply("Begin", edits, coder_id=None)
    return project


def code(session: Session, project: Project, coder: str, used: dict[str, tuple[int, ...]]) -> None:
    """Have a coder use codes, each time on another word."""
    coders = {one.name: one.id for one in project.queries.coders()}
    codes = {one.name: one.id for one in project.queries.codebook()}
    articles = project.queries.articles(project.queries.article_ids())
    edits = []
    for name, places in used.items():
        for number, place in enumerate(places):
            article = articles[place]
            text = project.queries.text(article.id)
            held = anchor(text, text_sha256(text), Span.of((number, number + 3)))
            values = {"article_id": article.id, "coder_id": coders[coder], "anchor": held}
            values |= {"round_id": project.main_round, "code_id": codes[name]}
            edits.append(Create(Kind.ANNOTATION, values | {"memo": "", "unsure": False}))
    changes = project.apply("Tag", edits, coder_id=coders[coder])
    if session.is_open:
        session.announce(changes)


@pytest.fixture
def empty(qapp: QApplication) -> Iterator[Session]:
    """A session with no project."""
    made = Session(Look(qapp, Choice.LIGHT), Settings())
    yield made
    made.shut_down()


@pytest.fixture
def bare(empty: Session, tmp_path: Path) -> Session:
    """A session with a project that nobody has coded in."""
    empty.show_project(begin(tmp_path / "port.annotator"))
    return empty


@pytest.fixture
def session(bare: Session) -> Session:
    """A session with a project that both have coded in."""
    code(bare, bare.project, "Ana", ANA)
    code(bare, bare.project, "Jonas", JONAS)
    return bare


def wait_until_counted(qtbot: QtBot, session: Session, place: ChartsPlace) -> None:
    """Counts are made beside the window when a project has just been opened."""
    if session.is_open:
        qtbot.waitUntil(lambda: session.project.queries.counts_are_ready and not place._stale)


@pytest.fixture
def show(qtbot: QtBot) -> Callable[[Session], ChartsPlace]:
    """Shows the place in a window."""
    windows: list[QWidget] = []

    def shown(session: Session) -> ChartsPlace:
        window = QWidget()
        windows.append(window)
        qtbot.addWidget(window)
        window.resize(1206, 746)
        layout = QVBoxLayout(window)
        layout.setContentsMargins(0, 0, 0, 0)
        place = ChartsPlace(session, Actions(window, session.settings))
        layout.addWidget(place)
        with qtbot.waitExposed(window):
            window.show()
        wait_until_counted(qtbot, session, place)
        return place

    return shown


@pytest.fixture
def place(session: Session, show: Callable[[Session], ChartsPlace]) -> ChartsPlace:
    return show(session)


def table_rows(place: ChartsPlace) -> list[list[str]]:
    model = place.table.model()
    columns, rows = range(model.columnCount()), range(model.rowCount())
    return [[str(model.index(row, column).data()) for column in columns] for row in rows]


def sentence(place: ChartsPlace) -> str:
    labels = place.controls.findChildren(QLabel)
    return next(label.accessibleName() for label in labels if label.accessibleName())


def choose(qtbot: QtBot, place: ChartsPlace, name: str, text: str) -> None:
    """Pick a choice in one of the boxes, by the keyboard."""
    box = next(one for one in place.controls.boxes if one.accessibleName() == name)
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Home)
    for _ in range(box.count()):
        if box.currentText() == text:
            break
        qtbot.keyClick(box, Qt.Key.Key_Down)
    assert box.currentText() == text


def click_bar(qtbot: QtBot, place: ChartsPlace, row: int) -> None:
    chart = place.chart
    qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=chart.row_centre(row))


MEASURE = "What the bars measure"
WHOSE = "Whose annotations are counted"
ORDER = "Order of the bars"


# -- what is counted


def test_the_sentence_names_what_was_counted(place: ChartsPlace):
    assert sentence(place).startswith("6 annotations by Ana in 2 articles with 200 counted words.")
    assert place.status() == "6 annotations · 2 articles"


def test_the_numbers_are_those_of_the_coder_longest_bar_first(place: ChartsPlace):
    assert table_rows(place) == [
        ["framing", "3", "2", "100.0", "15.00"],
        ["claim", "2", "2", "100.0", "10.00"],
        ["framing › conflict", "1", "1", "50.0", "5.00"],
        ["source", "0", "0", "0.0", "0.00"],
    ]
    assert place.chart.accessibleDescription() == (
        "annotations (n = 6): framing 3, claim 2, framing › conflict 1, source 0"
    )
    assert place.chart.accessibleName() == "How often each code was used"


def test_all_coders_can_be_counted(qtbot: QtBot, place: ChartsPlace):
    choose(qtbot, place, WHOSE, "all coders")
    assert sentence(place).startswith("9 annotations by Ana and Jonas in 2 articles")
    assert table_rows(place)[0][:3] == ["claim", "5", "2"]


def test_bars_can_stand_in_the_order_of_the_codebook(qtbot: QtBot, place: ChartsPlace):
    choose(qtbot, place, ORDER, "as in the codebook")
    assert [row[0] for row in table_rows(place)] == [
        "framing",
        "framing › conflict",
        "claim",
        "source",
    ]


@pytest.mark.parametrize(
    ("measure", "said"),
    [
        ("articles", "articles with the code (n = 2): framing 2, claim 2, "),
        ("% of articles", "% of articles with the code (n = 2 articles): framing 100.0, "),
        ("per 1,000 words", "annotations per 1,000 counted words (n = 200 words): framing 15.00, "),
    ],
)
def test_each_measure_has_its_unit_and_n(qtbot: QtBot, place: ChartsPlace, measure: str, said: str):
    choose(qtbot, place, MEASURE, measure)
    assert place.chart.accessibleDescription().startswith(said)


def test_choices_are_remembered(
    qtbot: QtBot, session: Session, show: Callable[[Session], ChartsPlace]
):
    before = show(session)
    choose(qtbot, before, MEASURE, "articles")
    choose(qtbot, before, WHOSE, "all coders")
    choose(qtbot, before, ORDER, "as in the codebook")
    after = show(session)
    assert (after.controls.measure, after.controls.order) == (Measure.ARTICLES, Order.CODEBOOK)
    assert after.controls.everybody


def test_a_new_annotation_is_counted_at_once(qtbot: QtBot, session: Session, place: ChartsPlace):
    code(session, session.project, "Ana", {"source": (0, 0, 0, 1)})
    qtbot.waitUntil(lambda: table_rows(place)[0][:2] == ["source", "4"])
    session.undo()
    qtbot.waitUntil(lambda: table_rows(place)[-1][:2] == ["source", "0"])


def test_nothing_is_counted_while_nobody_looks(session: Session, place: ChartsPlace):
    place.hide()
    code(session, session.project, "Ana", {"source": (0,)})
    QApplication.processEvents()
    assert table_rows(place)[-1][:2] == ["source", "0"]
    place.show()
    assert table_rows(place)[-1][:2] == ["source", "1"]


def test_another_coder_another_chart(qtbot: QtBot, session: Session, place: ChartsPlace):
    jonas = next(one for one in session.project.queries.coders() if one.name == "Jonas")
    session.choose_coder(jonas)
    qtbot.waitUntil(lambda: sentence(place).startswith("3 annotations by Jonas"))


def test_annotations_whose_code_is_gone_keep_a_bar():
    found = [Frequency(None, "(deleted code)", "", 4, 2, 1.0, 20.0)]
    made = figure(
        found,
        Codebook(()),
        Counted(("Ana", "Bo", "Cy"), 4, 1, 200),
        measure=Measure.ANNOTATIONS,
        order=Order.VALUE,
    )
    assert made.spoken == "annotations (n = 4): (deleted code) 4"
    assert made.sentence.startswith("4 annotations by Ana, Bo and Cy in 1 article with 200")


def test_what_is_there_is_never_shown_as_nothing():
    rare = Frequency(None, "rare", "", 7, 3, 0.0003, 0.002)
    assert shown_as(Measure.PER_1000, rare) == "< 0.01"
    assert shown_as(Measure.SHARE, rare) == "< 0.1"
    none = Frequency(None, "none", "", 0, 0, 0.0, 0.0)
    assert shown_as(Measure.PER_1000, none) == "0.00"
    assert shown_as(Measure.SHARE, none) == "0.0"


def test_a_screen_reader_is_not_told_two_hundred_numbers():
    found = [Frequency(None, f"c{n}", "", n, 1, 1.0, 1.0) for n in range(1200)]
    made = figure(
        found,
        Codebook(()),
        Counted((), 9, 1, 1),
        measure=Measure.ANNOTATIONS,
        order=Order.CODEBOOK,
    )
    assert made.spoken.endswith("c19 19, and 1,180 more in the table")


def test_what_the_status_line_says_follows_the_choices(
    qtbot: QtBot, session: Session, place: ChartsPlace
):
    said: list[str] = []
    place.status_changed.connect(lambda: said.append(place.status()))
    choose(qtbot, place, WHOSE, "all coders")
    assert sentence(place).startswith("9 annotations by")
    assert said[-1] == "9 annotations · 2 articles"
    choose(qtbot, place, WHOSE, "only Ana")
    assert sentence(place).startswith("6 annotations by")
    assert said[-1] == "6 annotations · 2 articles"
    code(session, session.project, "Ana", {"source": (0,)})
    qtbot.waitUntil(lambda: said[-1] == "7 annotations · 2 articles")
    session.close_project()
    assert said[-1] == ""


def test_the_sentence_says_that_annotations_count_where_words_do_not(place: ChartsPlace):
    assert sentence(place).endswith(
        " Annotations are counted wherever they lie; words without bylines, captions and page "
        "furniture. Subcodes are counted on their own."
    )


# -- the drawing


def bar_ends(image: QImage, left: int, top: int) -> list[float]:
    """Where the first three bars end, in the image's logical pixels right of their start."""
    scale = image.devicePixelRatio()

    def end(row: int) -> float:
        y = round((top + row * 26 + 13) * scale)
        start = round((left + 3) * scale)
        colour = image.pixelColor(start, y)
        ends = next(x for x in range(start, image.width()) if image.pixelColor(x, y) != colour)
        return ends / scale - left

    return [end(row) for row in range(3)]


def ticks(image: QImage, left: int, y: int) -> list[float]:
    """Where the ticks of the axis stand, in logical pixels right of the first."""
    scale = image.devicePixelRatio()
    line = round(y * scale)
    paper = LIGHT.paper
    found: list[float] = []
    for x in range(round((left - 2) * scale), image.width()):
        unlike = abs(image.pixelColor(x, line).lightness() - paper.lightness()) > 4
        if unlike and (not found or x / scale - found[-1] > 4):
            found.append(x / scale)
    return [x - found[0] for x in found]


def baseline(image: QImage, y: int) -> int:
    """The line from which the bars start: the first dark pixel of an empty row, from the left."""
    scale = image.devicePixelRatio()
    for x in range(image.width()):
        if image.pixelColor(x, round(y * scale)).lightness() < 150:
            return round(x / scale)
    raise AssertionError("there is no baseline")


def assert_true_to_scale(image: QImage, top: int) -> None:
    """Bars of 3, 2 and 1 end at the ticks of 3, 2 and 1."""
    left = baseline(image, top + 1)
    three, two, one = bar_ends(image, left, top)
    before = image.pixelColor(
        round((left - 2) * image.devicePixelRatio()), round((top + 13) * image.devicePixelRatio())
    )
    assert before in (LIGHT.paper, LIGHT.selected)
    marks = ticks(image, left, top + 4 * 26 + 4)
    assert len(marks) == 4
    assert [one, two, three] == pytest.approx(marks[1:], abs=1.5)


def test_bars_end_at_their_values_on_the_screen(place: ChartsPlace):
    place.chart.set_current(3)
    assert_true_to_scale(place.chart.grab().toImage(), top=6)


@pytest.mark.parametrize("ending", ["png", "svg"])
def test_bars_end_at_their_values_in_exports(place: ChartsPlace, tmp_path: Path, ending: str):
    file = saved(place, ending, tmp_path / f"chart.{ending}")
    image = QImage(str(file))
    image.setDevicePixelRatio(export.SCALE)
    if ending == "svg":
        renderer = QSvgRenderer(str(file))
        image = QImage(renderer.viewBox().size(), QImage.Format.Format_RGB32)
        painter = QPainter(image)
        renderer.render(painter)
        painter.end()
    blue = LIGHT.code("blue").line
    half = image.width() // 2
    ratio = image.devicePixelRatio()
    first = next(y for y in range(image.height()) if image.pixelColor(half, y) == blue)
    assert_true_to_scale(image, top=round(first / ratio) - 5)


def test_bars_have_the_colours_of_their_codes_in_either_theme(session: Session, place: ChartsPlace):
    def colours() -> tuple[QColor, QColor]:
        image = place.chart.grab().toImage()
        x = baseline_of(place) + 8
        return tuple(image.pixelColor(x, place.chart.row_centre(row).y()) for row in (0, 1))

    def baseline_of(place: ChartsPlace) -> int:
        return int(place.chart.plot.bars_left)

    assert colours() == (LIGHT.code("blue").line, LIGHT.code("green").line)
    session.look.choose(Choice.DARK)
    assert colours() == (DARK.code("blue").line, DARK.code("green").line)
    assert place.chart.grab().toImage().pixelColor(2, 2) == DARK.paper


def many(session: Session, qtbot: QtBot, place: ChartsPlace, count: int) -> None:
    edits = [
        Create(Kind.CODE, {"name": f"code {n}", "position": 10 + n, "colour": "rose"})
        for n in range(count)
    ]
    session.announce(session.project.apply("Codes", edits, coder_id=session.coder_id))
    qtbot.waitUntil(lambda: place.table.model().rowCount() == count + len(CODES))


def test_two_hundred_codes_scroll_and_all_have_their_name(
    qtbot: QtBot, session: Session, place: ChartsPlace
):
    many(session, qtbot, place, 196)
    code(session, session.project, "Ana", {f"code {n}": (0,) for n in range(196)})
    choose(qtbot, place, ORDER, "as in the codebook")
    place.chart.setFocus()
    qtbot.keyClick(place.chart, Qt.Key.Key_End)
    assert place.behind.passages.model().rowCount() == 1
    image = place.chart.grab().toImage()
    for row in range(199, 191, -1):
        middle = place.chart.row_centre(row).y()
        assert 0 < middle < place.chart.height()
        label = [
            image.pixelColor(x, y) for x in range(24, 80) for y in range(middle - 6, middle + 6)
        ]
        assert min(colour.lightness() for colour in label) < 100


def test_the_axis_stays_while_the_rows_scroll(qtbot: QtBot, session: Session, place: ChartsPlace):
    many(session, qtbot, place, 100)
    chart = place.chart

    def axis() -> QImage:
        image = chart.grab().toImage()
        return image.copy(0, image.height() - 45, image.width() - 14, 45)

    def rows() -> QImage:
        image = chart.grab().toImage()
        return image.copy(0, 0, image.width() - 14, 150)

    top, before = rows(), axis()
    centre = QPointF(chart.rect().center())
    wheel = QWheelEvent(
        centre,
        chart.mapToGlobal(centre),
        QPoint(),
        QPoint(0, -360),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(chart, wheel)
    assert rows() != top
    assert axis() == before


def test_a_long_name_is_cut_and_the_tooltip_has_all_of_it(
    qtbot: QtBot, session: Session, place: ChartsPlace
):
    name = "a name <b>of</b> " + "very " * 30 + "many words"
    framing = next(one for one in session.codebook if one.name == "framing")
    session.announce(
        session.project.apply("Rename", [Update(Kind.CODE, framing.id, {"name": name})], coder_id=1)
    )
    qtbot.waitUntil(lambda: table_rows(place)[0][0] == name)
    assert place.chart.plot.bars_left < place.chart.width() / 2
    qtbot.mouseMove(place.chart, place.chart.row_centre(1))
    qtbot.mouseMove(place.chart, place.chart.row_centre(0))
    tip = place.chart.toolTip()
    assert name.replace("<", "&lt;").replace(">", "&gt;") in tip
    assert "3 annotations in 2 articles (100.0%)" in tip


def test_the_mouse_neither_drags_nor_zooms_nor_opens_a_menu(qtbot: QtBot, place: ChartsPlace):
    chart = place.chart
    click_bar(qtbot, place, 0)
    QApplication.sendEvent(chart, QEvent(QEvent.Type.Leave))
    before = chart.grab().toImage()
    start, end = QPoint(400, 30), QPoint(500, 60)
    for button in (Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton):
        qtbot.mousePress(chart, button, pos=start)
        qtbot.mouseMove(chart, end)
        qtbot.mouseRelease(chart, button, pos=end)
    QApplication.sendEvent(chart, QEvent(QEvent.Type.Leave))
    assert QApplication.activePopupWidget() is None
    assert chart.grab().toImage() == before


def test_counting_anew_at_two_hundred_codes_is_quick(
    qtbot: QtBot, session: Session, place: ChartsPlace
):
    many(session, qtbot, place, 196)
    taken = []
    for _ in range(3):
        place.hide()
        code(session, session.project, "Ana", {f"code {n}": (0,) for n in range(50)})
        started = time.process_time()
        place.show()
        place.chart.plot.viewport().repaint()
        taken.append(time.process_time() - started)
    assert min(taken) < 0.2


# -- from a bar to the text


def test_a_click_on_a_bar_lists_its_passages_and_marks_its_row(qtbot: QtBot, place: ChartsPlace):
    click_bar(qtbot, place, 2)
    model = place.behind.passages.model()
    assert [model.index(row, 0).data() for row in range(model.rowCount())] == ["One"]
    assert place.table.currentIndex().row() == 2
    assert "1 passage · framing › conflict" in [
        label.text() for label in place.behind.findChildren(QLabel)
    ]


def test_a_click_below_the_last_bar_changes_nothing(qtbot: QtBot, place: ChartsPlace):
    click_bar(qtbot, place, 1)
    qtbot.mouseClick(
        place.chart, Qt.MouseButton.LeftButton, pos=QPoint(300, place.chart.height() - 10)
    )
    assert place.chart.current == 1


def test_a_click_on_a_row_chooses_its_bar(qtbot: QtBot, place: ChartsPlace):
    table = place.table
    middle = table.visualRect(table.model().index(1, 2)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert place.chart.current == 1
    assert place.behind.passages.model().rowCount() == 2


def test_a_code_without_passages_says_so(qtbot: QtBot, place: ChartsPlace):
    click_bar(qtbot, place, 3)
    said = [label.text() for label in place.behind.findChildren(QLabel) if label.isVisible()]
    assert "“source” has not been used yet." in said


@pytest.mark.parametrize("from_chart", [True, False])
def test_by_keys_from_a_code_to_its_text(
    qtbot: QtBot, session: Session, place: ChartsPlace, from_chart: bool
):
    place.window().activateWindow()
    start = place.chart if from_chart else place.table
    start.setFocus()
    qtbot.keyClick(start, Qt.Key.Key_Down)
    qtbot.keyClick(start, Qt.Key.Key_Return)
    passages = place.behind.passages
    qtbot.waitUntil(passages.hasFocus)
    qtbot.keyClick(passages, Qt.Key.Key_Down)
    wanted = passages.chosen_id
    heard: list[tuple[str, int]] = []
    session.reveal.connect(lambda one: heard.append(("reveal", one)))
    place.passage_opened.connect(lambda one: heard.append(("opened", one)))
    qtbot.keyClick(passages, Qt.Key.Key_Return)
    assert heard == [("reveal", wanted), ("opened", wanted)]
    (annotation,) = session.project.queries.annotations_by_id([wanted])
    assert session.article_id == annotation.article_id


def test_the_chosen_code_stays_chosen_when_bars_change_places(
    qtbot: QtBot, session: Session, place: ChartsPlace
):
    click_bar(qtbot, place, 1)
    code(session, session.project, "Ana", {"source": (0, 0, 0, 0)})
    qtbot.waitUntil(lambda: place.chart.current == 2)
    assert place.behind.passages.model().rowCount() == 2
    assert place.table.currentIndex().row() == 2


def click_in_window(qtbot: QtBot, widget: QWidget, at: QPoint) -> None:
    """A click where the window gets it from, so that it finds its own way to the widget."""
    window = widget.window()
    pos = widget.mapTo(window, at)
    qtbot.mouseClick(window.windowHandle(), Qt.MouseButton.LeftButton, pos=pos)


def press_in_window(qtbot: QtBot, place: ChartsPlace, key: Qt.Key) -> None:
    qtbot.keyClick(place.window().windowHandle(), key)


def on_bar(place: ChartsPlace, row: int) -> QPoint:
    """A point of the bar itself."""
    return QPoint(round(place.chart.plot.bars_left) + 8, place.chart.row_centre(row).y())


def activate(qtbot: QtBot, place: ChartsPlace) -> None:
    with qtbot.waitActive(place.window()):
        place.window().activateWindow()


@pytest.mark.parametrize(("whose", "row", "count"), [("only Ana", 1, 2), ("all coders", 0, 5)])
def test_from_a_click_on_a_bar_to_the_words_in_their_article(
    qtbot: QtBot, session: Session, place: ChartsPlace, whose: str, row: int, count: int
):
    """Of the code “claim”; the last of its passages is opened."""
    activate(qtbot, place)
    choose(qtbot, place, WHOSE, whose)
    assert place.chart.grab().toImage().pixelColor(on_bar(place, row)) == LIGHT.code("green").line
    click_in_window(qtbot, place.chart, on_bar(place, row))
    queries = session.project.queries
    (claim,) = (one for one in session.codebook if one.name == "claim")
    coders = [one.id for one in queries.coders() if one.name == "Ana" or whose == "all coders"]
    wanted = queries.passages(claim.id, coders)
    assert len(wanted) == count
    press_in_window(qtbot, place, Qt.Key.Key_Return)
    for _ in wanted[1:]:
        press_in_window(qtbot, place, Qt.Key.Key_Down)
    with qtbot.waitSignal(session.reveal) as revealed:
        press_in_window(qtbot, place, Qt.Key.Key_Return)
    assert revealed.args == [wanted[-1]]
    (annotation,) = queries.annotations_by_id(wanted[-1:])
    assert annotation.code_id == claim.id
    assert session.article_id == annotation.article_id


def test_another_bar_lists_its_passages_from_the_first_and_a_click_chooses_what_it_meets(
    qtbot: QtBot, session: Session, place: ChartsPlace
):
    code(session, session.project, "Ana", {"source": tuple([0] * 40), "conflict": tuple([1] * 30)})
    qtbot.waitUntil(lambda: table_rows(place)[1][:2] == ["framing › conflict", "31"])
    activate(qtbot, place)
    passages = place.behind.passages
    click_in_window(qtbot, place.chart, on_bar(place, 0))
    passages.grab()
    passages.verticalScrollBar().setValue(1500)
    click_in_window(qtbot, place.chart, on_bar(place, 1))
    passages.grab()
    assert passages.verticalScrollBar().value() == 0
    passages.verticalScrollBar().setValue(700)
    at = QPoint(150, 200)
    row = passages.indexAt(at).row()
    assert row > 5
    click_in_window(qtbot, passages.viewport(), at)
    (conflict,) = (one for one in session.codebook if one.name == "conflict")
    ids = session.project.queries.passages(conflict.id, [session.coder_id])
    assert passages.chosen_id == ids[row]
    assert passages.verticalScrollBar().value() == 700


# -- the table


def test_names_of_codes_have_room_in_the_smallest_window(qtbot: QtBot, place: ChartsPlace):
    header = place.table.horizontalHeader()

    def widths() -> int:
        return sum(header.sectionSize(column) for column in range(header.count()))

    assert widths() == place.table.viewport().width()
    place.window().resize(825, 546)
    qtbot.waitUntil(lambda: place.width() == 825)
    assert header.sectionSize(0) >= 160
    assert header.sectionViewportPosition(0) == 0
    assert place.table.horizontalScrollBar().maximum() > 0
    place.window().resize(1206, 746)
    qtbot.waitUntil(lambda: widths() == place.table.viewport().width())


def test_a_title_that_is_cut_is_in_its_tooltip(qtbot: QtBot, place: ChartsPlace):
    place.window().resize(825, 546)
    qtbot.waitUntil(lambda: place.width() == 825)
    (title,) = (
        one
        for one in place.controls.findChildren(QLabel)
        if one.text() == "How often each code was used"
    )
    assert title.width() < title.sizeHint().width()
    assert title.toolTip() == title.text()


def click_header(qtbot: QtBot, place: ChartsPlace, section: int) -> None:
    header = place.table.horizontalHeader()
    x = header.sectionViewportPosition(section) + header.sectionSize(section) // 2
    qtbot.mouseClick(
        header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(x, header.height() // 2)
    )


def test_a_header_sorts_the_table_and_stays_so(qtbot: QtBot, session: Session, place: ChartsPlace):
    click_bar(qtbot, place, 1)
    click_header(qtbot, place, 0)
    names = ["claim", "framing", "framing › conflict", "source"]
    assert [row[0] for row in table_rows(place)] == names
    assert place.table.currentIndex().row() == 0
    code(session, session.project, "Ana", {"source": (0,)})
    qtbot.waitUntil(lambda: table_rows(place)[3][1] == "1")
    assert [row[0] for row in table_rows(place)] == names
    click_header(qtbot, place, 4)
    assert [row[4] for row in table_rows(place)] == ["15.00", "10.00", "5.00", "5.00"]
    choose(qtbot, place, ORDER, "as in the codebook")
    assert [row[0] for row in table_rows(place)][:2] == ["framing", "framing › conflict"]


def test_ctrl_c_copies_rows_even_where_the_window_has_that_key(
    qtbot: QtBot, session: Session, qapp: QApplication
):
    window = QMainWindow()
    qtbot.addWidget(window)
    actions = Actions(window, session.settings)
    taken: list[bool] = []
    window.addAction(actions["edit.copy"])
    actions.bind("edit.copy", lambda: taken.append(True))
    actions.set_context({"selection"})
    place = ChartsPlace(session, actions)
    window.setCentralWidget(place)
    window.resize(1200, 700)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    wait_until_counted(qtbot, session, place)
    place.table.setFocus()
    qtbot.keyClick(place.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(place.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text().splitlines() == [
        "code\tannotations\tarticles\t% of articles\tper 1,000 words",
        "framing\t3\t2\t100.0\t15.00",
        "claim\t2\t2\t100.0\t10.00",
        "framing › conflict\t1\t1\t50.0\t5.00",
        "source\t0\t0\t0.0\t0.00",
    ]
    assert taken == []


def test_one_chosen_row_is_copied_alone(qtbot: QtBot, place: ChartsPlace):
    place.table.setFocus()
    qtbot.keyClick(place.table, Qt.Key.Key_Down)
    qtbot.keyClick(place.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text().splitlines()[1:] == ["claim\t2\t2\t100.0\t10.00"]


# -- exports


def ask_to_save(place: ChartsPlace, ending: str, answer: Callable[[QFileDialog], None]) -> None:
    """Choose an ending in the menu, and have the dialog answered once it is there."""
    menu: QMenu = place.controls.export.menu()
    action = next(one for one in menu.actions() if one.objectName() == f"export.{ending}")
    answered: list[QFileDialog] = []

    def answer_now() -> None:
        (dialog,) = (one for one in place.findChildren(QFileDialog) if one.isVisible())
        answered.append(dialog)
        answer(dialog)

    QTimer.singleShot(0, place, answer_now)
    action.trigger()
    assert len(answered) == 1


def saved(place: ChartsPlace, ending: str, file: Path) -> Path:
    """Save the chart by menu and dialog, as people do."""

    def answer(dialog: QFileDialog) -> None:
        assert dialog.selectedFiles()[0].endswith(f".{ending}")
        dialog.selectFile(str(file))
        dialog.accept()

    ask_to_save(place, ending, answer)
    return file


def test_nothing_is_saved_when_the_dialog_is_left(place: ChartsPlace, tmp_path: Path):
    before = sorted(tmp_path.iterdir())
    ask_to_save(place, "csv", QFileDialog.reject)
    assert sorted(tmp_path.iterdir()) == before


def test_a_drawing_has_title_sentence_and_date_as_text(
    qtbot: QtBot, session: Session, place: ChartsPlace, tmp_path: Path
):
    with qtbot.waitSignal(session.told) as told:
        file = saved(place, "svg", tmp_path / "chart.svg")
    assert told.args == [f"Saved {file}"]
    words = " ".join("".join(one.itertext()) for one in ET.parse(file).iter())
    for text in (
        "How often each code was used",
        "6 annotations by Ana in 2 articles with 200 counted words.",
        "annotations (n = 6)",
        "framing › ",
        time.strftime("%Y"),
        "Port dispute",
    ):
        assert text in words


def test_a_picture_is_sharp_and_says_what_it_shows(place: ChartsPlace, tmp_path: Path):
    image = QImage(str(saved(place, "png", tmp_path / "chart.png")))
    assert image.width() == export.WIDTH * export.SCALE
    assert image.text("Title") == "How often each code was used"
    assert image.text("Description").startswith("6 annotations by Ana")


def test_a_dark_window_still_makes_a_light_picture(
    session: Session, place: ChartsPlace, tmp_path: Path
):
    session.look.choose(Choice.DARK)
    image = QImage(str(saved(place, "png", tmp_path / "chart.png")))
    assert image.pixelColor(3, 3) == LIGHT.paper


def test_a_table_says_what_was_counted_above_its_numbers(place: ChartsPlace, tmp_path: Path):
    text = saved(place, "csv", tmp_path / "chart.csv").read_text(encoding="utf-8")
    lines = text.splitlines()
    assert lines[0] == "# How often each code was used"
    assert lines[1].startswith("# 6 annotations by Ana in 2 articles")
    assert lines[2].startswith("# Port dispute · ")
    assert lines[3] == "code,annotations,articles,share_of_articles,per_1000_words"
    assert lines[4] == "framing,3,2,1.0,15.0"


def test_a_file_that_cannot_be_written_is_told_and_left_alone(
    qtbot: QtBot, session: Session, place: ChartsPlace, tmp_path: Path
):
    folder = tmp_path / "taken.svg"
    folder.mkdir()
    with pytest.raises(UserError) as caught:
        files.write(folder, b"new")
    assert str(folder) in caught.value.what
    assert sorted(tmp_path.glob("taken*")) == [folder]
    missing = tmp_path / "gone"
    missing.mkdir()

    def answer(dialog: QFileDialog) -> None:
        dialog.selectFile(str(missing / "chart.svg"))
        missing.rmdir()
        dialog.accept()

    with qtbot.waitSignal(session.failed) as failed:
        ask_to_save(place, "svg", answer)
    assert "could not be written" in failed.args[0].what


# -- nothing to draw


def visible_texts(place: ChartsPlace) -> str:
    return "\n".join(one.text() for one in place.findChildren(QLabel) if one.isVisible())


def test_without_annotations_it_says_what_to_do(
    bare: Session, show: Callable[[Session], ChartsPlace]
):
    place = show(bare)
    assert "Nothing is coded yet" in visible_texts(place)
    assert not place.controls.export.isEnabled()
    assert not place.chart.isVisible()
    (go,) = place.panes()
    assert go.isVisible()


def test_the_way_on_leads_to_the_code_place(
    qtbot: QtBot, bare: Session, show: Callable[[Session], ChartsPlace]
):
    window = QWidget()
    qtbot.addWidget(window)
    actions = Actions(window, bare.settings)
    actions.set_context({"project"})
    layout = QVBoxLayout(window)
    place = ChartsPlace(bare, actions)
    layout.addWidget(place)
    window.show()
    wait_until_counted(qtbot, bare, place)
    with qtbot.waitSignal(actions["view.code"].triggered):
        qtbot.mouseClick(place.panes()[0], Qt.MouseButton.LeftButton)


def test_who_has_coded_nothing_can_look_at_what_others_did(
    qtbot: QtBot, bare: Session, show: Callable[[Session], ChartsPlace]
):
    code(bare, bare.project, "Jonas", JONAS)
    place = show(bare)
    assert "Ana has not coded anything yet" in visible_texts(place)
    button = next(
        one
        for one in place.findChildren(type(place.controls.export))
        if one.text() == "Count all coders"
    )
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert place.chart.isVisible()
    assert table_rows(place)[0][:2] == ["claim", "3"]


def test_the_first_annotation_draws_the_chart_and_the_last_takes_it_away(
    qtbot: QtBot, bare: Session, show: Callable[[Session], ChartsPlace]
):
    place = show(bare)
    code(bare, bare.project, "Ana", {"claim": (0,)})
    qtbot.waitUntil(place.chart.isVisible)
    assert place.panes()[0] is place.chart
    (only,) = bare.project.queries.annotations()
    bare.announce(
        bare.project.apply("Remove", [Remove(Kind.ANNOTATION, only.id)], coder_id=bare.coder_id)
    )
    qtbot.waitUntil(lambda: "Nothing is coded yet" in visible_texts(place))


def test_a_project_without_codes_says_so(
    empty: Session, show: Callable[[Session], ChartsPlace], tmp_path: Path
):
    empty.show_project(begin(tmp_path / "none.annotator", codes=()))
    assert "There are no codes yet" in visible_texts(show(empty))


def test_another_project_brings_its_own_numbers(
    qtbot: QtBot, session: Session, place: ChartsPlace, tmp_path: Path
):
    other = begin(tmp_path / "other.annotator")
    session.close_project()
    QApplication.processEvents()
    code(session, other, "Ana", {"source": (0, 1)})
    session.show_project(other)
    qtbot.waitUntil(lambda: table_rows(place)[0][:2] == ["source", "2"])
    assert place.behind.passages.model().rowCount() == 2


def test_a_figure_of_nothing_can_be_drawn():
    nothing = Figure((), Measure.PER_1000, Order.VALUE, Counted(("Ana",), 0, 0, 0))
    assert export.Sheet(nothing, "").svg().startswith(b"<?xml")
