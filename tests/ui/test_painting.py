"""What is painted around an article: every annotation is told, nothing overlaps, nothing moves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, pairwise
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QImage, QTextBlock
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from annotator.domain.anchor import Anchor
from annotator.domain.annotation import Annotation
from annotator.domain.codebook import Code, Codebook
from annotator.domain.progress import State
from annotator.domain.span import Span
from annotator.domain.zones import find_zones
from annotator.ops import progress
from annotator.ui.main_window import MainWindow
from annotator.ui.parts.reader import Reader, overview
from annotator.ui.parts.reader.byline import fitted
from annotator.ui.parts.reader.drawing import name_box
from annotator.ui.parts.reader.extents import boxes
from annotator.ui.parts.reader.folding import Folding
from annotator.ui.parts.reader.handles import End
from annotator.ui.parts.reader.hover_card import HoverCard
from annotator.ui.parts.reader.measures import LANES_SHOWN, NAMES_AT, measure
from annotator.ui.parts.reader.names import Name

ME, BEN, CID = 1, 2, 3
CODES = Codebook(
    Code(number, UUID(int=number), None, number, name)
    for number, name in enumerate(
        ("framing", "claim", "attribution of words to somebody", "a", "economic consequences"), 1
    )
)
NO_SCREEN = pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing)")
ENGLISH = "\n\n".join(
    [
        "Ferry strike ends after nine days",
        "Dockers in the old harbour went back to work on Friday, a spokesman said. " * 3,
        "Residents were less sure. “Nobody asked us,” said Iñaki Sørdal by the quay. " * 4,
        "The plan would cut night crews by a third and hand scheduling to an operator. " * 3,
    ]
)
ARABIC = "\n\n".join(
    [
        "إضراب العبّارات ينتهي بعد تسعة أيام",
        "عاد عمّال الميناء القديم إلى العمل يوم الجمعة، كما قال متحدث باسم RFE/RL أمس. " * 3,
        "أما السكان فكانوا أقلّ ثقة. «لم يسألنا أحد»، قال إلياس حدّاد في 14 مارس 2025. " * 3,
    ]
)
HEBREW = "\n\n".join(
    [
        "שביתת המעבורות הסתיימה אחרי תשעה ימים",
        "עובדי הנמל הישן חזרו לעבודה ביום שישי, כך מסר דובר הרשות ל־Quay Radio בשעה 14. " * 3,
    ]
)
CHINESE = (
    "渡轮罢工九天后结束\n\n"
    + "旧港的码头工人周五恢复工作，一位发言人说。部长称其为“理性的胜利”。" * 6
)


@pytest.fixture
def reader(window: MainWindow) -> Reader:
    found = window.place("code").reader
    assert isinstance(found, Reader)
    found.setFocus()
    return found


def annotation(number: int, spans: Span, code: int = 1, coder: int = ME) -> Annotation:
    anchor = Anchor("", spans, (), "", "")
    return Annotation(
        number, UUID(int=number), 1, coder, 1, code, anchor, memo="", unsure=False, created_at=0
    )


def show(reader: Reader, text: str, annotations: list[Annotation]) -> None:
    reader.set_codebook(CODES, frozenset())
    reader.set_coders(ME, {BEN: "BO", CID: "CI"})
    reader.show_text(text, find_zones(text), annotations, "Post · 2025")
    # What else stands beside the text while there are no annotations is told of these.
    reader.annotations_changed.emit()
    QGuiApplication.processEvents()


def painted(reader: Reader) -> Iterator[tuple[QTextBlock, QPointF]]:
    return reader.visible_blocks(0, 100_000)


@st.composite
def arrangements(draw: st.DrawFn, text: str) -> list[Annotation]:
    """Annotations that like to begin at the same places."""
    words = st.integers(0, len(text) - 2).filter(lambda at: not text[at].isspace())
    starts = draw(st.lists(words, min_size=1, max_size=6))
    many = draw(st.integers(1, 26))
    found = []
    for number in range(1, many + 1):
        start = draw(st.sampled_from(starts))
        end = min(len(text), start + draw(st.integers(1, 300)))
        code, coder = draw(st.integers(1, 5)), draw(st.sampled_from([ME, ME, BEN, CID]))
        found.append(annotation(number, Span.of((start, end)), code, coder))
    return found


@pytest.mark.parametrize("text", [ENGLISH, ARABIC])
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data(), width=st.integers(320, 1600), pixels=st.sampled_from([10, 13, 18, 30, 54]))
def test_each_annotation_is_named_where_it_begins_or_counted_and_no_names_meet(
    reader: Reader, text: str, data: st.DataObject, width: int, pixels: int
) -> None:
    reader.resize(width, 700)
    reader.session.settings.set("reader/pixels", pixels)
    show(reader, text, data.draw(arrangements(text)))
    edge = QRectF(reader.viewport().rect()).adjusted(-1, 0, 1, 0)
    all_boxes = []
    for block, place in painted(reader):
        names = reader._strokes(block).names
        told = [mark_id for name in names if not name.continues for mark_id in name.ids]
        first, last = block.position(), block.position() + block.length()
        begin = [mark.id for mark in reader.marks if first <= mark.start < last]
        assert sorted(told) == sorted(begin)
        for name in names:
            box = name_box(name, reader.measures).translated(0, place.y())
            assert edge.left() <= box.left()
            assert box.right() <= edge.right()
            all_boxes.append(box)
            if name.colour is None:
                assert name.text == f"+{len(name.ids)}"
    for one, other in combinations(all_boxes, 2):
        met = one.intersected(other)
        assert met.width() <= 0.5 or met.height() <= 0.5


def test_three_annotations_that_begin_on_one_line_are_all_told(reader: Reader) -> None:
    where = ENGLISH.index("Residents")
    three = [annotation(n, Span.of((where, where + 9 + n)), code) for n, code in ((1, 1), (2, 2))]
    show(reader, ENGLISH, [*three, annotation(3, Span.of((where + 10, where + 14)), 2)])
    names = reader._strokes(reader.document().findBlock(where)).names
    assert sorted(mark_id for name in names for mark_id in name.ids) == [1, 2, 3]
    claims = next(name for name in names if 3 in name.ids)
    assert claims.text.startswith("+") or claims.coders == "×2"


def names_at(reader: Reader, position: int) -> list[Name]:
    """The names beside the paragraph with that position."""
    return reader._strokes(reader.document().findBlock(position)).names


def test_a_name_has_the_room_of_lanes_that_are_empty_beside_it(reader: Reader) -> None:
    """Deep overlaps elsewhere in the article cut no name here."""
    reader.resize(620, 700)
    here = ENGLISH.index("The plan")
    show(reader, ENGLISH, [*deep(13), annotation(20, Span.of((here, here + 40)), 5)])
    name = names_at(reader, here)[0]
    assert name.x <= NAMES_AT
    (bracket,) = reader._strokes(reader.document().findBlock(here)).brackets
    assert bracket.extent.right() < name.x


def test_names_of_one_line_stand_one_below_the_other_rather_than_be_counted(
    reader: Reader,
) -> None:
    reader.resize(620, 700)
    where = ENGLISH.index("Residents")
    many = [annotation(n, Span.of((where, where + 30 - n)), n) for n in (1, 2, 4)]
    show(reader, ENGLISH, many)
    names = names_at(reader, where)
    assert [name.text for name in names] == ["framing", "claim", "a"]
    names = [names[0], names[-1]]
    assert names[0].y + names[0].height <= names[1].y
    assert names[0].x == names[1].x


def test_a_long_name_goes_on_in_a_second_line_where_there_is_one(reader: Reader) -> None:
    reader.resize(620, 700)
    here = ENGLISH.index("The plan")
    show(reader, ENGLISH, [annotation(1, Span.of((here, here + 40)), 5)])
    head, tail = names_at(reader, here)
    assert (head.text, tail.text) == ("economic", "consequences")
    assert (head.x, head.ids) == (tail.x, tail.ids)
    assert not head.continues
    assert tail.continues
    assert head.y + head.height <= tail.y


def test_very_large_text_leaves_room_for_names_between_both_panels(
    window: MainWindow, reader: Reader
) -> None:
    """40 points in a window of 1280 pixels."""
    window.resize(1280, 800)
    reader.session.settings.set("reader/pixels", 54)
    where = ENGLISH.index("Residents")
    marks = [annotation(n, Span.of((where, where + 30 - n)), n) for n in (1, 2, 4, 5)]
    show(reader, ENGLISH, marks)
    names = names_at(reader, where)
    assert [name.text for name in names[:2]] == ["framing", "claim"]
    assert len(names) >= 3
    show(reader, ENGLISH, [annotation(1, Span.of((where, where + 30)), 5)])
    assert [name.text for name in names_at(reader, where)] == ["economic", "consequences"]


# -- nothing moves


def test_unsure_and_noted_annotations_say_so_beside_their_names(reader: Reader) -> None:
    text = "One two three.\n\nFour five six."
    plain, unsure = annotation(1, Span.of((0, 3))), annotation(2, Span.of((16, 20)))
    show(reader, text, [plain, replace(unsure, unsure=True, memo="Is it?")])
    said = [
        name.coders
        for block in (reader.document().findBlock(0), reader.document().findBlock(16))
        for name in reader._strokes(block).names
    ]
    assert said == ["", "?*"]


def layout_of(reader: Reader) -> list[tuple[float, ...]]:
    """Where every line of the article stands."""
    found: list[tuple[float, ...]] = []
    block, layouts = reader.document().begin(), reader.document().documentLayout()
    while block.isValid():
        top = layouts.blockBoundingRect(block).top()
        for number in range(block.layout().lineCount()):
            line = block.layout().lineAt(number)
            found.append((top, line.x(), line.y(), line.width(), line.height(), line.textStart()))
        block = block.next()
    return found


def test_nothing_that_is_done_to_annotations_moves_the_text(
    window: MainWindow, reader: Reader, qtbot: QtBot
) -> None:
    session = reader.session
    before, scrolled = layout_of(reader), reader.verticalScrollBar().value()
    changes: list[int] = []
    reader.document().contentsChange.connect(lambda *_: changes.append(1))

    def unmoved() -> bool:
        QGuiApplication.processEvents()
        same = layout_of(reader) == before
        return same and reader.verticalScrollBar().value() == scrolled and not changes

    start = reader.text.index("night crews")
    for number in range(16):
        reader.select(start - number, start + 11)
        QTest.keyClick(reader, (Qt.Key.Key_C, Qt.Key.Key_F, Qt.Key.Key_A)[number % 3])
        assert unmoved()
    QTest.keyClick(reader, Qt.Key.Key_Tab)
    assert reader.chosen is not None
    assert unmoved()
    ids = [mark.id for mark in reader.marks.in_order()]
    reader.set_links([(ids[0], ids[-1], "cue of")])
    assert unmoved()
    code = session.codebook.by_key("c")
    assert code is not None
    session.hide_codes(frozenset({code.id}), hidden=True)
    assert unmoved()
    session.hide_codes(frozenset({code.id}), hidden=False)
    QTest.mouseMove(reader.viewport(), place_of(reader, "night crews"))
    card = reader.findChild(HoverCard)
    assert isinstance(card, HoverCard)
    qtbot.waitUntil(card.isVisible)
    assert unmoved()
    QTest.keyClick(reader, Qt.Key.Key_Delete)
    session.undo()
    assert unmoved()


def place_of(reader: Reader, words: str) -> QPoint:
    """A point on the first of these words."""
    index = reader.offsets.to_utf16(reader.text.index(words))
    return reader._rectangle_at(index).center() + QPoint(4, 0)


def test_annotations_never_enter_the_document(reader: Reader) -> None:
    document = reader.document()
    revision = document.revision()
    reader.select(reader.text.index("night"), reader.text.index("by a third"))
    QTest.keyClick(reader, Qt.Key.Key_C)
    assert document.revision() == revision
    assert not reader.extraSelections()
    assert not document.isUndoAvailable()
    block = document.begin()
    while block.isValid():
        for fragment in block:
            assert not fragment.fragment().charFormat().hasProperty(0x820)  # a background
        block = block.next()


def test_the_first_frame_of_an_article_has_its_annotations(reader: Reader) -> None:
    """Before the first layout Qt finds everything at the end of the document."""
    start = len(ENGLISH) - 40
    reader.resize(700, 3000)
    show(reader, ENGLISH, [annotation(1, Span.of((start, start + 20)))])
    reader.clearFocus()
    first = reader.viewport().grab().toImage()
    reader.viewport().update()
    assert reader.viewport().grab().toImage() == first
    show(reader, ENGLISH, [])
    assert reader.viewport().grab().toImage() != first


@pytest.mark.parametrize("text", [ENGLISH, ARABIC])
def test_a_wider_window_lays_nothing_out_anew(
    window: MainWindow, reader: Reader, text: str
) -> None:
    window.resize(1700, 800)
    show(reader, text, [])
    changes: list[int] = []
    reader.document().contentsChange.connect(lambda *_: changes.append(1))
    before = reader.lineWrapColumnOrWidth(), reader.measures.column
    for width in (1750, 1900, 2400, 1720):
        window.resize(width, 800)
        assert (reader.lineWrapColumnOrWidth(), reader.measures.column) == before
    assert not changes


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(cuts=st.lists(st.integers(0, 60), min_size=3, max_size=3, unique=True).map(sorted))
def test_where_directions_mix_two_parts_cover_what_the_whole_does(
    reader: Reader, cuts: list[int]
) -> None:
    """At a change of direction Qt may answer with the caret's other place."""
    text = "English with שלום עולם and مرحبا بالعالم inside one sentence, coded across"
    if reader.text != text:
        show(reader, text, [])
    block = reader.document().firstBlock()
    a, b, c = cuts

    def width(*ranges: tuple[int, int]) -> float:
        return sum(box.width() for box in boxes(block, ranges, mixed=True))

    assert width((a, b)) + width((b, c)) == pytest.approx(width((a, c)), abs=1.0)


# -- what scrolling leaves standing


@pytest.mark.parametrize("text", [ENGLISH * 3, ARABIC * 4], ids=["english", "arabic"])
def test_after_each_step_of_scrolling_the_screen_is_what_a_full_repaint_paints(
    window: MainWindow, reader: Reader, qtbot: QtBot, text: str
) -> None:
    """With handles and arcs as well. Pictures of the window's own buffer."""
    reader.session.settings.set("reader/pixels", 26)
    marks = [
        annotation(number, Span.of((start, min(len(text), start + 90))), number % 5 + 1)
        for number, start in enumerate(range(5, len(text) - 100, 130), 1)
    ]
    show(reader, text, marks)
    reader.set_chosen(3)
    reader.set_links([(1, 3, "cue of"), (3, 4, "contradicts"), (3, len(marks), "source of")])
    reader.set_strong(frozenset({3}))
    reader.clearFocus()
    bar, view = reader.verticalScrollBar(), reader.viewport()
    area = QRect(view.mapTo(window, QPoint(0, 0)), view.size())

    def on_screen() -> QImage:
        QGuiApplication.processEvents()
        return window.screen().grabWindow(window.winId()).toImage().copy(area)

    assert bar.maximum() > 300
    for value in (31, 62, 133, 170, 260, 300, 297, 221, 90, 3):
        bar.setValue(value)
        scrolled = on_screen()
        window.repaint()
        assert on_screen() == scrolled, value


# -- from right to left


@pytest.mark.parametrize("text", [ARABIC, HEBREW])
def test_articles_from_right_to_left_have_their_margins_mirrored(
    window: MainWindow, reader: Reader, text: str
) -> None:
    start = text.index("\n\n") + 2
    show(reader, text, [annotation(1, Span.of((start, start + 20)))])
    block = reader.document().findBlock(start)
    ((_, place),) = [found for found in painted(reader) if found[0] == block]
    strokes, down = reader._strokes(block), QPointF(0, place.y())
    bracket = reader.measures.beside(strokes.brackets[0].extent).translated(down)
    name = name_box(strokes.names[0], reader.measures).translated(down)
    line = block.layout().lineAt(0)
    assert name.right() < bracket.left() < bracket.right() < place.x() + line.x()
    assert [mark.id for mark in reader.marks_at(bracket.center())] == [1]
    assert [mark.id for mark in reader.marks_at(name.center())] == [1]
    words = strokes.lines[0][0].translated(place)
    assert words.right() == pytest.approx(reader.measures.end, abs=2)
    bar, strip = reader.verticalScrollBar(), reader._strip
    assert bar.parentWidget().mapTo(reader, QPoint(0, 0)).x() < strip.x() < reader.viewport().x()
    way = QGuiApplication.layoutDirection()
    assert window.place("code").desk.paragraph_field.layoutDirection() == way
    view = reader.viewport()
    event = QContextMenuEvent(
        QContextMenuEvent.Reason.Mouse, bracket.center().toPoint(), view.mapToGlobal(QPoint(9, 9))
    )
    QApplication.sendEvent(view, event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert menu.layoutDirection() == way
    menu.close()
    show(reader, ENGLISH, [])
    assert not reader.measures.mirrored
    assert reader._strip.x() > reader.viewport().geometry().right()


@pytest.mark.parametrize("text", [ENGLISH, ARABIC, HEBREW, CHINESE])
def test_the_short_last_line_of_a_paragraph_is_pointed_at_where_its_words_stand(
    reader: Reader, text: str
) -> None:
    start = text.index("\n\n") + 2
    end = (text + "\n\n").index("\n\n", start)
    show(reader, text, [annotation(1, Span.of((start, end)))])
    block = reader.document().findBlock(reader.offsets.to_utf16(start))
    ((_, place),) = [found for found in painted(reader) if found[0] == block]
    line = block.layout().lineAt(block.layout().lineCount() - 1)
    words = line.naturalTextRect().translated(place)
    assert words.width() < line.width() - 20
    for point in (words.center(), QPointF(words.left() + 4, words.center().y())):
        assert [mark.id for mark in reader.marks_at(point)] == [1]
    nothing = line.width() - 4 if words.left() <= place.x() + 4 else 4
    assert reader.marks_at(QPointF(place.x() + nothing, words.center().y())) == []


@pytest.mark.parametrize(
    "text",
    ["עובדי הנמל הישן חזרו לעבודה ביום שישי " * 4, "Dockers in an old harbour " * 6, CHINESE],
)
def test_each_letter_is_pointed_at_in_both_its_halves(reader: Reader, text: str) -> None:
    show(reader, text, [])
    seen = 0
    for block, place in painted(reader):
        for at in range(block.position(), block.position() + block.length() - 1):
            for box in boxes(block, ((at, at + 1),), mixed=True):
                middle = box.translated(place).center()
                for side in (-0.3, 0.3):
                    point = middle + QPointF(side * box.width(), 0)
                    assert reader.position_at(point) == reader.offsets.from_utf16(at)
                    seen += 1
    assert seen > 100


def test_the_air_below_a_line_is_pointed_at_and_clicked_as_that_line(reader: Reader) -> None:
    show(reader, "A headline so long that it needs two lines at least\n\n" + ENGLISH, [])

    def line_of(position: int) -> tuple[int, int]:
        at = reader.offsets.to_utf16(position)
        block = reader.document().findBlock(at)
        line = block.layout().lineForTextPosition(at - block.position())
        return block.blockNumber(), line.lineNumber()

    seen = 0
    for block, place in painted(reader):
        lines = [block.layout().lineAt(n) for n in range(block.layout().lineCount())]
        for number, (line, following) in enumerate(pairwise(lines)):
            for y in range(round(line.y()) + 1, round(following.y())):
                point = QPointF(place.x() + 60, place.y() + y)
                position = reader.position_at(point)
                assert position is not None
                wanted = (block.blockNumber(), number)
                assert (line_of(position), line_of(reader.caret_at(point))) == (wanted, wanted)
                seen += 1
    assert seen > 200


def test_chinese_is_measured_and_marked_like_any_text(reader: Reader) -> None:
    start = CHINESE.index("码头工人")
    show(reader, CHINESE, [annotation(1, Span.of((start, start + 4)))])
    ((rectangle, _),) = reader._strokes(reader.document().findBlock(start)).lines
    assert rectangle.width() == pytest.approx(4 * reader.pixels, rel=0.2)


@pytest.mark.parametrize(
    ("line", "room", "wanted"),
    [
        ("Wire · Ana Ruiz · 8 Mar 2025 · done", 40, "Wire · Ana Ruiz · 8 Mar 2025 · done"),
        ("Wire · Ana María Ruiz · 8 Mar 2025", 29, "Wire · Ana Marí… · 8 Mar 2025"),
        ("Radio Velmara · Ilse Markovar · 9 words", 28, "Radio Velmara · 9 words"),
        ("Radio Velmara · Ilse Markovar · 9 words", 20, "Radio Vel… · 9 words"),
        ("Radio Velmara · 8 Mar 2025 · done", 26, "Radio… · 8 Mar 2025 · done"),
        ("▸ 6 lines of furniture · 1 annotation", 20, "▸ 6 lines of furniture · 1 annotation"),
        ("", -1, ""),
    ],
)
def test_names_give_way_in_the_line_below_the_headline(line: str, room: int, wanted: str) -> None:
    assert fitted(line, lambda told: len(told) <= room) == wanted


def test_folding_leaves_the_lines_as_they_are_however_many_lanes_came_meanwhile(
    window: MainWindow, reader: Reader
) -> None:
    window.resize(900, 700)
    show(reader, ENGLISH, [])
    before = reader.measures
    for number in range(1, 9):
        reader.put_annotation(annotation(number, Span.of((40 + number, 140 - number)), number))
    deep = reader.measures
    assert (deep.column, deep.text) == (before.column, before.text)
    reader.fold(Folding(reader.zones, folded=not reader.folding.folded))
    assert reader.measures == deep
    window.resize(880, 700)
    assert reader.measures.column < before.column


# -- deep overlaps


def deep(many: int) -> list[Annotation]:
    where = ENGLISH.index("Residents")
    return [annotation(n, Span.of((where, where + 25 + n)), n % 5 + 1) for n in range(1, many + 1)]


def test_twenty_at_one_place_stay_within_the_margin_and_can_all_be_found(reader: Reader) -> None:
    show(reader, ENGLISH, deep(20))
    block = reader.document().findBlock(ENGLISH.index("Residents"))
    ((_, place),) = [found for found in painted(reader) if found[0] == block]
    brackets = reader._strokes(block).brackets
    lanes = [reader.measures.beside(bracket.extent) for bracket in brackets]
    (more,) = [name for name in reader._strokes(block).names if name.colour is None]
    assert max(box.right() for box in lanes) < name_box(more, reader.measures).left()
    assert sorted(mark for bracket in brackets for mark in bracket.ids) == list(range(1, 21))
    shared = [bracket for bracket in brackets if len(bracket.ids) > 1]
    assert [len(bracket.ids) for bracket in shared] == [20 - LANES_SHOWN]
    point = reader.measures.beside(shared[0].extent).translated(0, place.y()).center()
    assert len(reader.marks_at(point)) == 20 - LANES_SHOWN


def test_the_name_of_the_chosen_one_is_shown_first_wherever_it_lies(reader: Reader) -> None:
    many = deep(20)
    show(reader, ENGLISH, many)
    where = ENGLISH.index("Residents")
    assert names_at(reader, where)[0].ground is None
    for one in many:
        reader.choose(one.id)
        first = names_at(reader, where)[0]
        assert one.id in first.ids
        assert first.text == CODES[one.code_id].name or first.text.endswith("…")
        assert first.ground is not None
        drawn = reader._strokes(reader.document().findBlock(where)).brackets
        assert any(bracket.ids == (one.id,) for bracket in drawn)
    reader._choose(None)
    assert all(name.ground is None for name in names_at(reader, where))


@NO_SCREEN
def test_a_click_on_what_stands_for_several_lists_them(reader: Reader, qtbot: QtBot) -> None:
    start = reader.text.index("night crews")
    for number in range(9):
        reader.select(start - number, start + 11)
        QTest.keyClick(reader, (Qt.Key.Key_C, Qt.Key.Key_F, Qt.Key.Key_A)[number % 3])
    block = reader.document().findBlock(reader.offsets.to_utf16(start))
    ((_, place),) = [found for found in painted(reader) if found[0] == block]
    names = reader._strokes(block).names
    more = next(name for name in names if len(name.ids) > 1)
    point = name_box(more, reader.measures).translated(0, place.y()).center().toPoint()
    QTest.mouseClick(reader.viewport(), Qt.MouseButton.LeftButton, pos=point)
    menu = QGuiApplication.instance().activePopupWidget()  # type: ignore[union-attr]
    assert len(menu.actions()) == len(more.ids)
    menu.actions()[1].trigger()
    menu.close()
    assert reader.chosen == more.ids[1]


@pytest.mark.parametrize("text", [ENGLISH, ARABIC], ids=["english", "arabic"])
@pytest.mark.parametrize("width", [360, 620, 700, 1200])
def test_lines_break_and_stand_where_they_do_without_any_annotations(
    reader: Reader, text: str, width: int
) -> None:
    """However deep annotations lie, now or when the article is opened the next time."""
    reader.resize(width, 700)
    show(reader, text, [])
    before, column = layout_of(reader), (reader.measures.text, reader.measures.left)
    for number in range(1, 15):
        reader.put_annotation(annotation(number, Span.of((40, 60 + number)), number % 5 + 1))
    assert layout_of(reader) == before
    show(reader, text, list(reader.marks.annotations()))
    assert layout_of(reader) == before
    assert (reader.measures.text, reader.measures.left) == column


@pytest.mark.parametrize("room", range(180, 2400, 37))
@pytest.mark.parametrize("mirrored", [False, True])
def test_the_width_is_shared_out_whole(room: int, mirrored: bool) -> None:
    for names in (80, 106, 180):
        found = measure(room, 560, names, 54, 30, mirrored=mirrored)
        width = room + 10 - found.left - found.right
        assert found.text >= 0
        assert found.column >= 90
        assert 1 <= found.lanes <= LANES_SHOWN
        if room >= 300:
            assert found.end <= width
            assert found.name_room >= 30


# -- the line below the headline


def test_the_line_below_the_headline_says_how_far_one_is(reader: Reader) -> None:
    session = reader.session
    assert reader.meta_line.startswith("Harbour Wire · 14 Mar 2025 · ")
    assert reader.meta_line.endswith(" words · new")
    reader.select(reader.text.index("night crews"), reader.text.index(" by a third"))
    QTest.keyClick(reader, Qt.Key.Key_C)
    assert reader.meta_line.endswith(" · in work")
    session.undo()
    assert reader.meta_line.endswith(" · new")
    session.run(progress.set_state, [session.article_id], State.DONE, coder_id=session.coder_id)
    assert reader.meta_line.endswith(" · done")


# -- the chosen one


def test_the_chosen_annotation_has_handles_at_both_ends(reader: Reader) -> None:
    reader.select(reader.text.index("night crews"), reader.text.index(" by a third"))
    QTest.keyClick(reader, Qt.Key.Key_C)
    assert not reader.layer.handles()
    QTest.keyClick(reader, Qt.Key.Key_Tab)
    first, last = reader.layer.handles()
    assert (first.end, last.end) == (End.START, End.END)
    start = reader._rectangle_at(reader.offsets.to_utf16(reader.text.index("night crews")))
    assert first.stem.center().x() == pytest.approx(start.left(), abs=2)
    for handle in (first, last):
        for point in (handle.knob, handle.stem.center()):
            found = reader.handle_at(point)
            assert found is not None
            assert found.end is handle.end
    assert reader.handle_at((first.knob + last.knob) / 2) is None
    QTest.keyClick(reader, Qt.Key.Key_Escape)
    assert not reader.layer.handles()


def test_another_coders_annotation_has_no_handles(reader: Reader) -> None:
    show(reader, ENGLISH, [annotation(1, Span.of((40, 60)), coder=BEN)])
    reader._choose(1)
    assert not reader.layer.handles()


def test_arcs_are_drawn_only_for_the_links_of_the_chosen_one(reader: Reader) -> None:
    marks = [annotation(n, Span.of((40 * n, 40 * n + 20))) for n in range(1, 6)]
    show(reader, ENGLISH, marks)
    reader.clearFocus()
    reader.set_chosen(2)
    without = reader.viewport().grab().toImage()
    reader.set_links([(4, 5, "contradicts")])
    assert reader.viewport().grab().toImage() == without
    reader.set_links([(4, 5, "contradicts"), (2, 5, "cue of")])
    assert reader.viewport().grab().toImage() != without
    reader.set_chosen(None)
    reader.set_links([])


@pytest.mark.parametrize("text", [ENGLISH, ARABIC], ids=["english", "arabic"])
def test_a_link_is_told_beside_the_name_of_its_other_end_however_short_its_arc(
    reader: Reader, text: str
) -> None:
    start = text.index("\n\n") + 2
    spans = [(start + 8 * n, start + 8 * n + 6) for n in range(6)]
    show(
        reader,
        text,
        [annotation(n, Span.of(each), (2, 4)[n == 5]) for n, each in enumerate(spans, 1)],
    )
    reader.set_links([(1, 5, "contradicts"), (3, 1, "cue of")])
    reader.set_chosen(5)
    (name,) = [name for name in names_at(reader, start) if 1 in name.ids]
    assert name.coders.startswith("con")
    reader.set_chosen(3)
    (name,) = [name for name in names_at(reader, start) if 1 in name.ids]
    assert name.coders.startswith("cue of")
    reader.set_chosen(None)
    assert not any(name.linked for name in names_at(reader, start))


def test_the_reader_shows_when_it_has_the_focus(window: MainWindow, reader: Reader) -> None:
    assert reader._focus_line.isVisible()
    QTest.keyClick(window, Qt.Key.Key_F6)
    assert not reader._focus_line.isVisible()
    QTest.keyClick(window, Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert reader._focus_line.isVisible()
    picture = reader.grab().toImage()
    assert picture.pixelColor(5, 0) == reader.session.look.theme.accent


def test_the_overview_of_another_article_begins_anew(
    reader: Reader, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(overview, "_AT_ONCE", 1)
    strip, short = reader._strip, [annotation(1, Span.of((0, 20)))]
    show(reader, ENGLISH[:40], short)
    strip._refresh()
    qtbot.waitUntil(lambda: not strip._slices.isActive() and not strip._soon.isActive())
    alone = strip.grab().toImage()
    long = ENGLISH * 20
    ends = range(len(long) - 400, len(long))
    show(reader, long, [annotation(n, Span.of((end - 10, end))) for n, end in enumerate(ends, 1)])
    strip._refresh()
    assert strip._slices.isActive()
    show(reader, ENGLISH[:40], short)
    qtbot.waitUntil(lambda: not strip._slices.isActive() and not strip._soon.isActive())
    assert strip.grab().toImage() == alone
