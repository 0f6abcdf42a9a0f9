"""Selecting by mouse and keyboard: growth, whole sentences, and pieces held for one annotation."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from annotator.domain.annotation import Annotation
from annotator.ui.main_window import MainWindow
from annotator.ui.parts.reader import Reader

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def reader(window: MainWindow) -> Reader:
    found = window.place("code").reader
    assert isinstance(found, Reader)
    found.setFocus()
    return found


def annotations(reader: Reader) -> list[Annotation]:
    return reader.session.project.queries.annotations(article_id=reader.session.article_id)


def selected(reader: Reader) -> str:
    return reader.text[slice(*reader.selected_range())]


def select(reader: Reader, words: str) -> None:
    start = reader.text.index(words)
    reader.select(start, start + len(words))


def point_of(reader: Reader, words: str, at: int = 0) -> QPoint:
    """The middle of a character in the viewport."""
    index = reader.offsets.to_utf16(reader.text.index(words) + at)
    left, right = reader._rectangle_at(index), reader._rectangle_at(index + 1)
    return QPoint((left.left() + right.left()) // 2, left.center().y())


def drag(reader: Reader, words: str, held: Qt.KeyboardModifier = NONE) -> None:
    """Drag over words with the mouse, beginning and ending inside of them."""
    view = reader.viewport()
    begin, end = point_of(reader, words, 1), point_of(reader, words, len(words) - 2)
    QTest.mousePress(view, LEFT, held, begin)
    QTest.mouseMove(view, (begin + end) / 2)
    QTest.mouseMove(view, end)
    QTest.mouseRelease(view, LEFT, held, end)


def test_shift_down_after_a_sentence_adds_the_next_and_shift_up_takes_it_back(
    reader: Reader,
) -> None:
    reader.place_caret(reader.text.index("less sure"))
    QTest.keyClick(reader, Qt.Key.Key_Space)
    QTest.keyClick(reader, Qt.Key.Key_Space)
    assert selected(reader) == "Residents were less sure."
    QTest.keyClick(reader, Qt.Key.Key_Down, SHIFT)
    assert selected(reader).endswith("runs a bakery by the quay.")
    QTest.keyClick(reader, Qt.Key.Key_Down, SHIFT)
    assert selected(reader).endswith("A reform nobody voted for")
    QTest.keyClick(reader, Qt.Key.Key_Up, SHIFT)
    QTest.keyClick(reader, Qt.Key.Key_Up, SHIFT)
    assert selected(reader) == "Residents were less sure."
    QTest.keyClick(reader, Qt.Key.Key_C)
    assert [one.anchor.quote for one in annotations(reader)] == ["Residents were less sure."]


def test_shift_down_after_a_part_of_a_sentence_goes_by_lines(reader: Reader) -> None:
    select(reader, "less")
    line = reader._rectangle_at(reader.textCursor().position()).top()
    QTest.keyClick(reader, Qt.Key.Key_Down, SHIFT)
    assert selected(reader).startswith("less sure. ")
    assert reader._rectangle_at(reader.textCursor().position()).top() > line


def test_shrinking_gives_back_characters_that_were_asked_for(reader: Reader) -> None:
    reader.session.settings.set("reader/snap", False)
    select(reader, "arbou")
    QTest.keyClick(reader, Qt.Key.Key_Space)
    assert selected(reader) == "harbour"
    QTest.keyClick(reader, Qt.Key.Key_Space, SHIFT)
    QTest.keyClick(reader, Qt.Key.Key_C)
    assert [one.anchor.quote for one in annotations(reader)] == ["arbou"]


def test_shrinking_to_cut_words_snaps_them_again(reader: Reader) -> None:
    select(reader, "arbou")
    QTest.keyClick(reader, Qt.Key.Key_Space)
    QTest.keyClick(reader, Qt.Key.Key_Space, SHIFT)
    assert selected(reader) == "arbou"
    QTest.keyClick(reader, Qt.Key.Key_C)
    assert [one.anchor.quote for one in annotations(reader)] == ["harbour"]


def test_pieces_dragged_with_ctrl_become_one_annotation(reader: Reader) -> None:
    drag(reader, "old harbour")
    drag(reader, "port authority", CTRL)
    drag(reader, "night crews", CTRL)
    assert selected(reader) == "night crews"
    QTest.keyClick(reader, Qt.Key.Key_C)
    (made,) = annotations(reader)
    assert made.span.quotes(reader.text) == ("old harbour", "port authority", "night crews")
    assert not reader.pieces
    assert reader.selected_range() == (made.span.end, made.span.end)


def test_the_caret_stays_where_the_last_piece_was_selected(reader: Reader) -> None:
    drag(reader, "night crews")
    drag(reader, "old harbour", CTRL)
    scrolled = reader.verticalScrollBar().value()
    QTest.keyClick(reader, Qt.Key.Key_C)
    end = reader.text.index("old harbour") + len("old harbour")
    assert reader.selected_range() == (end, end)
    assert reader.verticalScrollBar().value() == scrolled


def test_pieces_by_the_keyboard_alone(reader: Reader) -> None:
    for words in ("harbour", "decision", "quay"):
        reader.place_caret(reader.text.index(words) + 1)
        QTest.keyClick(reader, Qt.Key.Key_Space)
        QTest.keyClick(reader, Qt.Key.Key_Space, CTRL)
        assert selected(reader) == ""
    QTest.keyClick(reader, Qt.Key.Key_F)
    (made,) = annotations(reader)
    assert made.span.quotes(reader.text) == ("harbour", "decision", "quay")


def test_the_held_pieces_are_seen_and_told(window: MainWindow, reader: Reader) -> None:
    reader.place_caret(0)
    empty = reader.grab().toImage()
    select(reader, "old harbour")
    QTest.keyClick(reader, Qt.Key.Key_Space, CTRL)
    reader.place_caret(0)
    assert reader.grab().toImage() != empty
    assert "1 held" in window.place("code").hint()
    QTest.keyClick(reader, Qt.Key.Key_Escape)
    reader.place_caret(0)
    assert reader.grab().toImage() == empty
    assert "held" not in window.place("code").hint()


def test_a_held_piece_can_be_taken_up_again(reader: Reader) -> None:
    select(reader, "old harbour")
    QTest.keyClick(reader, Qt.Key.Key_Insert)
    assert len(reader.pieces) == 1
    QTest.keyClick(reader, Qt.Key.Key_Insert)
    assert not reader.pieces
    assert selected(reader) == "old harbour"


def test_ctrl_and_a_click_lets_one_piece_go(reader: Reader) -> None:
    drag(reader, "old harbour")
    drag(reader, "port authority", CTRL)
    drag(reader, "night crews", CTRL)
    QTest.mouseClick(reader.viewport(), LEFT, CTRL, point_of(reader, "port authority", 4))
    QTest.keyClick(reader, Qt.Key.Key_C)
    (made,) = annotations(reader)
    assert made.span.quotes(reader.text) == ("old harbour", "night crews")


def test_with_ctrl_a_double_click_adds_a_word_and_a_third_its_sentence(reader: Reader) -> None:
    drag(reader, "old harbour")
    place = point_of(reader, "less sure", 1)
    QTest.mouseClick(reader.viewport(), LEFT, CTRL, place)
    QTest.mouseDClick(reader.viewport(), LEFT, CTRL, place)
    assert selected(reader) == "less"
    QTest.mouseClick(reader.viewport(), LEFT, CTRL, place)
    QTest.keyClick(reader, Qt.Key.Key_C)
    (made,) = annotations(reader)
    assert made.span.quotes(reader.text) == ("old harbour", "Residents were less sure.")


@pytest.mark.parametrize("plain", ["click", "drag"])
def test_without_ctrl_the_mouse_begins_anew(reader: Reader, plain: str) -> None:
    drag(reader, "old harbour")
    drag(reader, "port authority", CTRL)
    if plain == "click":
        QTest.mouseClick(reader.viewport(), LEFT, NONE, point_of(reader, "quay"))
    else:
        drag(reader, "night crews")
    assert not reader.pieces


@pytest.mark.parametrize("plain", ["click", "drag", "double"])
def test_what_is_held_by_its_key_waits_for_what_the_mouse_selects(
    window: MainWindow, reader: Reader, plain: str
) -> None:
    drag(reader, "old harbour")
    QTest.keyClick(reader, Qt.Key.Key_Space, CTRL)
    QTest.mouseClick(reader.viewport(), LEFT, NONE, point_of(reader, "quay", 1))
    assert "1 held" in window.place("code").hint()
    if plain == "click":
        QTest.keyClick(reader, Qt.Key.Key_Space)
    elif plain == "drag":
        drag(reader, "by the quay")
        drag(reader, "quay")
    else:
        QTest.mouseDClick(reader.viewport(), LEFT, NONE, point_of(reader, "quay", 1))
    QTest.keyClick(reader, Qt.Key.Key_C)
    (made,) = annotations(reader)
    assert made.span.quotes(reader.text) == ("old harbour", "quay")
    drag(reader, "night crews")
    QTest.mouseClick(reader.viewport(), LEFT, NONE, point_of(reader, "less sure", 1))
    assert not reader.pieces


@pytest.mark.parametrize("way", ["key", "Ctrl"])
def test_nothing_is_told_of_pieces_that_are_held_no_more(
    window: MainWindow, reader: Reader, way: str
) -> None:
    told: list[str] = []
    reader.session.told.connect(told.append)
    drag(reader, "old harbour")
    if way == "key":
        QTest.keyClick(reader, Qt.Key.Key_Space, CTRL)
        assert told[-1].startswith("Held: 1.")
        QTest.keyClick(reader, Qt.Key.Key_Escape)
    else:
        drag(reader, "port authority", CTRL)
        assert told[-1].startswith("Held: 1.")
        QTest.mouseClick(reader.viewport(), LEFT, NONE, point_of(reader, "less sure", 1))
    assert not reader.pieces
    assert told[-1] == ""
    assert "held" not in window.place("code").hint()


def test_pieces_that_overlap_are_one(reader: Reader) -> None:
    drag(reader, "old harbour")
    drag(reader, "harbour went", CTRL)
    QTest.keyClick(reader, Qt.Key.Key_C)
    (made,) = annotations(reader)
    assert made.span.quotes(reader.text) == ("old harbour went",)


def test_what_lies_in_the_gap_of_another_is_chosen_alone(reader: Reader) -> None:
    drag(reader, "old harbour")
    drag(reader, "night crews", CTRL)
    QTest.keyClick(reader, Qt.Key.Key_C)
    select(reader, "port authority")
    QTest.keyClick(reader, Qt.Key.Key_F)
    outer, inner = sorted(annotations(reader), key=lambda one: one.span.start)
    view = reader.viewport()
    QTest.mouseClick(view, LEFT, NONE, point_of(reader, "port authority", 3))
    assert reader.chosen == inner.id
    QTest.mouseClick(view, LEFT, NONE, point_of(reader, "night crews", 3))
    assert reader.chosen == outer.id
    QTest.mouseClick(view, LEFT, NONE, point_of(reader, "less sure", 3))
    assert reader.chosen is None


def test_copying_takes_all_pieces(reader: Reader) -> None:
    drag(reader, "old harbour")
    drag(reader, "night crews", CTRL)
    QTest.keyClick(reader, Qt.Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == "old harbour […] night crews"


def test_the_pieces_of_one_article_are_not_those_of_the_next(
    window: MainWindow, reader: Reader
) -> None:
    select(reader, "old harbour")
    QTest.keyClick(reader, Qt.Key.Key_Space, CTRL)
    window.actions_table["article.next"].trigger()
    assert not reader.pieces


@pytest.mark.parametrize(
    ("unit", "wanted"),
    [("sentence", ["Residents were less sure."]), ("nothing", [])],
)
def test_what_a_key_marks_without_a_selection_is_a_setting(
    reader: Reader, unit: str, wanted: list[str]
) -> None:
    reader.session.settings.set("reader/unselected", unit)
    reader.place_caret(reader.text.index("less sure"))
    QTest.keyClick(reader, Qt.Key.Key_A)
    assert [one.anchor.quote for one in annotations(reader)] == wanted


def test_a_key_may_mark_the_paragraph_at_the_caret(reader: Reader) -> None:
    reader.session.settings.set("reader/unselected", "paragraph")
    reader.place_caret(reader.text.index("less sure"))
    QTest.keyClick(reader, Qt.Key.Key_A)
    (made,) = annotations(reader)
    assert made.anchor.quote.startswith("Residents were")
    assert made.anchor.quote.endswith("by the quay.")


@pytest.mark.parametrize(
    ("marked", "wanted"),
    [
        (
            "政府は昨日、新しい計*画を発表した。「問題ない」と首相は述べた。",
            ["計画", "政府は昨日、新しい計画を発表した。"],
        ),
        (
            "外交部发言人表示：“我们反*对。”他没有说更多。",
            ["反对", "“我们反对。”", "外交部发言人表示：“我们反对。”"],
        ),
        ("Он сказал: «Мы уст*али». Все молчали.", ["устали", "«Мы устали»"]),
        ("Είπε «όλα κα*λά». Τι θα γίνει;", ["καλά", "«όλα καλά»", "Είπε «όλα καλά»."]),
        ("قال الرئيس إن الأ*مر انتهى. لا أحد يعرف.", ["الأمر", "قال الرئيس إن الأمر انتهى."]),
        ('הוא אמר: "הכול בס*דר". מה יקרה?', ["בסדר", '"הכול בסדר"']),
        ("प्रधानमंत्री ने क*हा। कोई नहीं जानता।", ["कहा", "प्रधानमंत्री ने कहा।"]),
        ("ทุกอย่างเรีย*บร้อยดี ไม่มีใครรู้", ["เรียบร้อย", "ทุกอย่างเรียบร้อยดี ไม่มีใครรู้"]),
    ],
)
def test_selections_grow_in_all_scripts(reader: Reader, marked: str, wanted: list[str]) -> None:
    reader.show_text(marked.replace("*", ""), (), [])
    reader.place_caret(marked.index("*"))
    found = []
    for _ in wanted:
        QTest.keyClick(reader, Qt.Key.Key_Space)
        found.append(selected(reader))
    assert found == wanted


@pytest.mark.parametrize(
    ("text", "word"),
    [("政府は昨日、新しい計画を発表した。", "計画"), ("הוא אמר שלום היום", "שלום")],
)
def test_a_double_click_takes_a_word_in_all_scripts(reader: Reader, text: str, word: str) -> None:
    reader.show_text(text, (), [])
    start = reader._rectangle_at(text.index(word) + 1)
    QTest.mouseDClick(reader.viewport(), LEFT, NONE, start.center())
    assert selected(reader) == word


def test_what_grew_shrinks_back_step_by_step(reader: Reader) -> None:
    for place in range(0, len(reader.text), 23):
        reader.place_caret(place)
        seen = [reader.selected_range()]
        while True:
            QTest.keyClick(reader, Qt.Key.Key_Space)
            if reader.selected_range() == seen[-1]:
                break
            seen.append(reader.selected_range())
        for before in reversed(seen[:-1]):
            QTest.keyClick(reader, Qt.Key.Key_Space, SHIFT)
            assert reader.selected_range() == before


def test_shift_held_in_a_drag_gives_characters(reader: Reader) -> None:
    view = reader.viewport()
    begin, end = point_of(reader, "harbour", 1), point_of(reader, "harbour", 4)
    QTest.mousePress(view, LEFT, NONE, begin)
    QTest.mouseRelease(view, LEFT, SHIFT, end)
    assert 0 < len(selected(reader)) < len("harbour")
    exact = selected(reader)
    QTest.keyClick(reader, Qt.Key.Key_C)
    assert [one.anchor.quote for one in annotations(reader)] == [exact]


def test_f8_switches_snapping_off_and_on(window: MainWindow, reader: Reader) -> None:
    found = []
    for _ in range(2):
        QTest.keyClick(window, Qt.Key.Key_F8)
        drag(reader, "old harbour")
        found.append(selected(reader))
    exact, snapped = found
    assert len(exact) < len(snapped)
    assert snapped == "old harbour"
