"""Reading and coding as a person does it: keys and mouse in the reader of a shown window."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from annotator.domain.annotation import Annotation
from annotator.domain.span import Span
from annotator.store.project import Project
from annotator.ui.main_window import MainWindow
from annotator.ui.parts.reader import Reader


@pytest.fixture
def reader(window: MainWindow) -> Reader:
    found = window.place("code").reader
    assert isinstance(found, Reader)
    found.setFocus()
    return found


def annotations(reader: Reader) -> list[Annotation]:
    """What is in the project file for the article shown."""
    return reader.session.project.queries.annotations(article_id=reader.session.article_id)


def quotes(reader: Reader) -> list[str]:
    return [annotation.anchor.quote for annotation in annotations(reader)]


def select(reader: Reader, words: str) -> None:
    start = reader.text.index(words)
    reader.select(start, start + len(words))


def point_of(reader: Reader, words: str, at: int = 0) -> QPoint:
    """The middle of a character in the viewport."""
    index = reader.marks.offsets.to_utf16(reader.text.index(words) + at)
    left, right = reader._rectangle_at(index), reader._rectangle_at(index + 1)
    return QPoint((left.left() + right.left()) // 2, left.center().y())


def test_the_text_is_shown_and_can_not_be_changed(reader: Reader) -> None:
    before = reader.document().toRawText()
    QTest.keyClicks(reader, "xyz")
    for key in (Qt.Key.Key_Backspace, Qt.Key.Key_Insert):
        QTest.keyClick(reader, key)
    QGuiApplication.clipboard().setText("pasted")
    QTest.keyClick(reader, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert reader.document().toRawText() == before
    assert before.replace("\u2029", "\n") == reader.text


def test_a_codes_key_tags_the_selection_and_it_is_on_disk(
    reader: Reader, project_path: Path, qtbot: QtBot
) -> None:
    select(reader, "went back to work")
    QTest.keyClick(reader, Qt.Key.Key_C)
    assert quotes(reader) == ["went back to work"]
    assert not reader.textCursor().hasSelection()
    assert reader.selected_range()[0] == reader.text.index("went back to work") + 17
    code_id = annotations(reader)[0].code_id
    assert reader.session.codebook[code_id].name == "claim"
    reader.session.close_project()
    with Project.open(project_path) as project:
        assert [a.anchor.quote for a in project.queries.annotations()] == ["went back to work"]


def test_offsets_after_an_emoji_are_code_points(reader: Reader) -> None:
    select(reader, "welcomed the decision")
    QTest.keyClick(reader, Qt.Key.Key_F)
    start = reader.text.index("welcomed the decision")
    assert annotations(reader)[0].span == Span.of((start, start + 21))


def test_without_a_selection_a_key_tags_the_sentence_at_the_caret(reader: Reader) -> None:
    reader.place_caret(reader.text.index("less sure"))
    QTest.keyClick(reader, Qt.Key.Key_A)
    assert quotes(reader) == ["Residents were less sure."]


def test_a_drag_snaps_to_words_and_leaves_the_comma(reader: Reader, qtbot: QtBot) -> None:
    view = reader.viewport()
    begin, end = point_of(reader, "Dockers in", 2), point_of(reader, "Friday,", 6)
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=begin)
    QTest.mouseMove(view, begin + QPoint(20, 0))
    QTest.mouseMove(view, end)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=end)
    QTest.keyClick(reader, Qt.Key.Key_C)
    assert quotes(reader) == ["Dockers in the old harbour went back to work on Friday"]


def test_clicks_select_word_sentence_and_paragraph(reader: Reader) -> None:
    view, place = reader.viewport(), point_of(reader, "asked us", 1)
    found = []
    for click in (QTest.mouseDClick, QTest.mouseClick, QTest.mouseClick):
        click(view, Qt.MouseButton.LeftButton, pos=place)
        found.append(reader.text[slice(*reader.selected_range())])
    assert found[0] == "asked"
    assert found[1].startswith('"Nobody asked us,"')
    assert found[2].startswith("Residents were")


def test_space_grows_and_shift_space_shrinks(reader: Reader) -> None:
    reader.place_caret(reader.text.index("victory") + 2)
    seen = []
    for _ in range(3):
        QTest.keyClick(reader, Qt.Key.Key_Space)
        seen.append(reader.text[slice(*reader.selected_range())])
    assert seen[0] == "victory"
    assert all(small in large and small != large for small, large in pairwise(seen))
    QTest.keyClick(reader, Qt.Key.Key_Space, Qt.KeyboardModifier.ShiftModifier)
    assert reader.text[slice(*reader.selected_range())] == seen[1]


def test_three_codes_overlap_then_undo_twice_and_redo_once(
    window: MainWindow, reader: Reader
) -> None:
    for words, key in (
        ("The plan would cut night crews", Qt.Key.Key_F),
        ("cut night crews by a third", Qt.Key.Key_C),
        ("night crews", Qt.Key.Key_A),
    ):
        select(reader, words)
        QTest.keyClick(reader, key)
    assert len(quotes(reader)) == 3
    lanes = {mark.lane for mark in reader.marks}
    assert lanes == {0, 1, 2}
    control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(window, Qt.Key.Key_Z, control)
    QTest.keyClick(window, Qt.Key.Key_Z, control)
    assert quotes(reader) == ["The plan would cut night crews"]
    QTest.keyClick(window, Qt.Key.Key_Z, control | shift)
    assert quotes(reader) == ["The plan would cut night crews", "cut night crews by a third"]
    assert len(reader.marks) == 2


def test_a_click_chooses_the_shortest_and_the_next_click_the_one_around_it(
    reader: Reader,
) -> None:
    select(reader, "The plan would cut night crews by a third")
    QTest.keyClick(reader, Qt.Key.Key_F)
    select(reader, "night crews")
    QTest.keyClick(reader, Qt.Key.Key_C)
    place = point_of(reader, "night crews", 2)
    chosen = []
    for _ in range(2):
        QTest.mouseClick(reader.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert reader.chosen is not None
        chosen.append(reader.marks.annotation(reader.chosen).anchor.quote)
    assert chosen == ["night crews", "The plan would cut night crews by a third"]


def test_tab_walks_delete_removes_escape_lets_go(reader: Reader) -> None:
    for words in ("old harbour", "night crews"):
        select(reader, words)
        QTest.keyClick(reader, Qt.Key.Key_C)
    reader.place_caret(0)
    QTest.keyClick(reader, Qt.Key.Key_Tab)
    assert reader.chosen is not None
    assert reader.marks.annotation(reader.chosen).anchor.quote == "old harbour"
    QTest.keyClick(reader, Qt.Key.Key_Tab)
    assert reader.marks.annotation(reader.chosen).anchor.quote == "night crews"
    QTest.keyClick(reader, Qt.Key.Key_Delete)
    assert quotes(reader) == ["old harbour"]
    QTest.keyClick(reader, Qt.Key.Key_Tab)
    QTest.keyClick(reader, Qt.Key.Key_Escape)
    assert reader.chosen is None


def test_a_key_on_a_chosen_annotation_adds_that_code_there(reader: Reader) -> None:
    select(reader, "night crews")
    QTest.keyClick(reader, Qt.Key.Key_C)
    QTest.keyClick(reader, Qt.Key.Key_Tab)
    QTest.keyClick(reader, Qt.Key.Key_F)
    assert quotes(reader) == ["night crews", "night crews"]


def test_the_same_code_on_the_same_span_is_not_doubled(reader: Reader) -> None:
    for _ in range(2):
        select(reader, "night crews")
        QTest.keyClick(reader, Qt.Key.Key_C)
    assert quotes(reader) == ["night crews"]


def test_full_stop_repeats_the_last_code(reader: Reader) -> None:
    select(reader, "night crews")
    QTest.keyClick(reader, Qt.Key.Key_A)
    select(reader, "private operator")
    QTest.keyClick(reader, Qt.Key.Key_Period)
    assert len({annotation.code_id for annotation in annotations(reader)}) == 1
    assert len(annotations(reader)) == 2


def test_enter_opens_the_picker_and_a_name_applies_the_code(
    window: MainWindow, reader: Reader, qtbot: QtBot
) -> None:
    picker = window.place("code").picker
    select(reader, "private operator")
    QTest.keyClick(reader, Qt.Key.Key_Return)
    assert picker.isVisible()
    QTest.keyClicks(picker.focusWidget() or picker, "attr")
    QTest.keyClick(picker.focusWidget() or picker, Qt.Key.Key_Return)
    assert not picker.isVisible()
    (annotation,) = annotations(reader)
    assert reader.session.codebook[annotation.code_id].name == "attribution"


def test_tagging_moves_nothing(reader: Reader) -> None:
    select(reader, "night crews")
    rectangle = reader._rectangle_at(reader.marks.offsets.to_utf16(reader.text.index("private")))
    scrolled = reader.verticalScrollBar().value()
    QTest.keyClick(reader, Qt.Key.Key_C)
    after = reader._rectangle_at(reader.marks.offsets.to_utf16(reader.text.index("private")))
    assert rectangle == after
    assert reader.verticalScrollBar().value() == scrolled


def test_a_hidden_code_leaves_no_trace(window: MainWindow, reader: Reader) -> None:
    empty = reader.grab().toImage()
    select(reader, "night crews")
    QTest.keyClick(reader, Qt.Key.Key_C)
    (annotation,) = annotations(reader)
    reader.place_caret(0)
    assert reader.grab().toImage() != empty
    reader.session.hide_codes(frozenset({annotation.code_id}), hidden=True)
    place = point_of(reader, "night crews", 2)
    assert reader.marks_at(QPointF(place)) == []
    reader.session.hide_codes(frozenset({annotation.code_id}), hidden=False)
    assert [mark.id for mark in reader.marks_at(QPointF(place))] == [annotation.id]


def test_the_caret_does_not_rest_on_blank_lines(reader: Reader) -> None:
    reader.place_caret(reader.text.index("by the quay"))
    for _ in range(12):
        QTest.keyClick(reader, Qt.Key.Key_Down)
        assert not reader.is_blank_line(reader.textCursor().block())


def test_the_next_article_does_not_take_over_the_last_ones_headline(reader: Reader) -> None:
    first, other = reader.session.project.queries.article_ids()
    for article_id in (other, first):
        reader.session.show_article(article_id)
        body = reader.document().lastBlock().previous()
        size = body.layout().lineAt(0).height()
        headline = reader.document().findBlock(reader.text.index(reader.text.split("\n")[0]))
        assert size < headline.layout().lineAt(0).height()


def test_the_place_in_the_text_survives_a_zoom(reader: Reader) -> None:
    before = reader.pixels
    reader.zoom(1)
    assert reader.pixels == before + 1
    reader.zoom(0)
    assert reader.pixels == 18


def test_scrolled_and_repainted_pictures_are_equal(window: MainWindow, reader: Reader) -> None:
    """What scrolling leaves standing must be what a full repaint would paint."""
    reader.session.settings.set("reader/pixels", 30)
    reader.set_pixels(30)
    for words in ("old harbour went back", "victory for reason", "night crews by a third"):
        select(reader, words)
        QTest.keyClick(reader, Qt.Key.Key_C)
    reader.clearFocus()
    bar = reader.verticalScrollBar()
    for value in range(0, min(bar.maximum(), 400), 37):
        bar.setValue(value)
        scrolled = reader.grab().toImage()
        reader.redraw()
        assert reader.grab().toImage() == scrolled
