"""Reading and coding as a person does it: keys and mouse in the reader of a shown window."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from annotator import app
from annotator.domain.annotation import Annotation
from annotator.domain.changes import Kind, Update
from annotator.domain.roles import Role
from annotator.domain.span import Span
from annotator.domain.zones import find_zones
from annotator.ops import codebook, coding, people, projects
from annotator.store.project import Project
from annotator.ui.main_window import MainWindow
from annotator.ui.parts.reader import Reader
from annotator.ui.parts.reader.folding import Folding
from annotator.ui.parts.reader.hover_card import HoverCard
from annotator.ui.theme import Choice


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


_RESIDENTS = (
    'Residents were less sure. "Nobody asked us," said Iñaki Sørdal, who runs a bakery by the quay.'
)


@pytest.mark.parametrize(
    ("unit", "quote"),
    [
        ("sentence", "Residents were less sure."),
        ("paragraph", _RESIDENTS),
        ("article", ""),
    ],
)  # fmt: skip
def test_a_code_takes_the_unit_that_it_is_applied_to(reader: Reader, unit: str, quote: str) -> None:
    claim = reader.session.codebook.find("claim").id
    change = Update(Kind.CODE, claim, {"unit": unit})
    reader.session.run(lambda project: project.apply("Unit", [change], coder_id=None))
    select(reader, "less sure")
    caret = reader.text.index("less sure") + len("less sure")
    QTest.keyClick(reader, Qt.Key.Key_C)
    assert quotes(reader) == [quote]
    assert reader.selected_range()[1] >= caret


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
    reader.zoom(12)
    bar = reader.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    before = reader.document().findBlock(reader.first_visible()).blockNumber()
    assert before > 0
    reader.zoom(6)
    assert reader.pixels == 36
    assert reader.document().findBlock(reader.first_visible()).blockNumber() == before
    reader.zoom(0)
    assert reader.pixels == 18


def test_another_look_leaves_the_text_where_it_is(reader: Reader) -> None:
    reader.zoom(12)
    bar, look = reader.verticalScrollBar(), reader.session.look
    bar.setValue(bar.maximum() // 2 + 5)
    before = bar.value()
    assert before > 5
    for choice in (Choice.SEPIA, Choice.CONTRAST, Choice.LIGHT):
        look.choose(choice)
        assert bar.value() == before


def test_what_scrolling_leaves_standing_is_what_a_full_repaint_paints(
    window: MainWindow, reader: Reader, qtbot: QtBot
) -> None:
    """Pictures of the window's own buffer: a grab would always repaint everything."""
    reader.session.settings.set("reader/pixels", 30)
    for words in ("old harbour went back", "victory for reason", "night crews by a third"):
        select(reader, words)
        QTest.keyClick(reader, Qt.Key.Key_C)
    reader.clearFocus()
    bar = reader.verticalScrollBar()
    assert bar.maximum() > 100
    view = reader.viewport()
    area = QRect(view.mapTo(window, QPoint(0, 0)), view.size())

    def on_screen() -> QImage:
        QGuiApplication.processEvents()
        return window.screen().grabWindow(window.winId()).toImage().copy(area)

    top = on_screen()
    for value in range(37, min(bar.maximum(), 400), 37):
        bar.setValue(value)
        scrolled = on_screen()
        assert scrolled != top
        window.repaint()
        assert on_screen() == scrolled


def test_delete_right_after_tagging_removes_what_was_tagged(reader: Reader) -> None:
    select(reader, "The plan would cut night crews by a third")
    QTest.keyClick(reader, Qt.Key.Key_F)
    select(reader, "night crews")
    QTest.keyClick(reader, Qt.Key.Key_C)
    QTest.keyClick(reader, Qt.Key.Key_Delete)
    assert quotes(reader) == ["The plan would cut night crews by a third"]


def test_what_is_copied_is_what_is_stored(reader: Reader) -> None:
    reader.show_text("ten\u00a0000 francs\u2028and more", (), [])
    QTest.keyClick(reader, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(reader, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "ten\u00a0000 francs\u2028and more"


def test_ctrl_end_goes_to_the_last_words(reader: Reader) -> None:
    QTest.keyClick(reader, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    assert reader.selected_range()[0] == len(reader.text.rstrip())


@pytest.mark.parametrize("held", ["NoModifier", "ShiftModifier"])
def test_the_first_and_last_words_are_reached_behind_folded_furniture(
    reader: Reader, held: str
) -> None:
    words = "\n\n".join(["The dockers went back."] * 60)
    text = f"\nMenu\n\nSign in\n\n{words}\n\nShare\n\n"
    zones = tuple(
        replace(one, role=Role.BODY if text[one.start : one.start + 3] == "The" else Role.FURNITURE)
        for one in find_zones(text)
    )
    reader.show_text(text, zones, [], folding=Folding(zones, folded=True))
    first, last = text.index("The"), text.rindex("back.") + len("back.")
    with_shift, control = Qt.KeyboardModifier[held], Qt.KeyboardModifier.ControlModifier
    for key, modifiers, start, wanted in (
        (Qt.Key.Key_Home, control, last - 100, first),
        (Qt.Key.Key_End, control, first + 100, last),
        (Qt.Key.Key_PageUp, Qt.KeyboardModifier.NoModifier, first + 60, first),
        (Qt.Key.Key_PageDown, Qt.KeyboardModifier.NoModifier, last - 60, last),
    ):
        reader.place_caret(start)
        reader.ensureCursorVisible()
        QTest.keyClick(reader, key, modifiers | with_shift)
        assert reader.textCursor().position() == wanted
        assert reader.textCursor().hasSelection() == (held == "ShiftModifier")


def test_a_new_code_from_the_words_is_one_step(
    window: MainWindow, reader: Reader, qtbot: QtBot
) -> None:
    codes = len(reader.session.codebook)
    select(reader, "private operator")
    qtbot.waitUntil(window.actions_table["code.in_vivo"].isEnabled)
    QTest.keyClick(window, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    assert "private operator" in {code.name for code in reader.session.codebook}
    assert quotes(reader) == ["private operator"]
    reader.session.undo()
    assert len(reader.session.codebook) == codes
    assert quotes(reader) == []


def test_tagging_with_a_hidden_code_shows_it(reader: Reader) -> None:
    code = reader.session.codebook.by_key("c")
    assert code is not None
    reader.session.hide_codes(frozenset({code.id}), hidden=True)
    select(reader, "private operator")
    QTest.keyClick(reader, Qt.Key.Key_C)
    assert code.id not in reader.session.hidden


def test_another_coders_passage_is_selected_where_it_is(reader: Reader) -> None:
    session = reader.session
    session.run(people.add_coder, "Ben", coder_id=session.coder_id)
    ben = next(coder for coder in session.coders if coder.name == "Ben")
    assert session.article_id is not None
    start = reader.text.index("private operator")
    made = session.run(
        coding.annotate,
        article_id=session.article_id,
        span=Span.of((start, start + 16)),
        code_id=next(iter(session.codebook)).id,
        coder_id=ben.id,
    )
    assert made is not None
    told: list[str] = []
    session.told.connect(told.append)
    session.show_annotation(made.one_created(Kind.ANNOTATION))
    assert reader.selected_range() == (start, start + 16)
    assert "Ben" in told[-1]


def test_an_annotation_that_does_not_quote_its_text_is_told_and_not_drawn(
    window: MainWindow, reader: Reader, project_path: Path
) -> None:
    select(reader, "private operator")
    QTest.keyClick(reader, Qt.Key.Key_C)
    window.session.close_project()
    file = sqlite3.connect(project_path)
    file.execute("""UPDATE annotation SET quotes = '["another word"]'""")
    file.commit()
    file.close()
    window.errands.projects.open_project(project_path)
    assert len(reader.marks) == 0
    assert window.notice.isVisible()
    assert "do not quote" in window.notice.text


def test_pointing_shows_a_card_that_goes_with_its_article(
    window: MainWindow, reader: Reader, qtbot: QtBot
) -> None:
    select(reader, "night crews")
    QTest.keyClick(reader, Qt.Key.Key_C)
    card = reader.findChild(HoverCard)
    assert isinstance(card, HoverCard)
    QTest.mouseMove(reader.viewport(), point_of(reader, "night crews", 2))
    qtbot.waitUntil(card.isVisible)
    window.resize(window.width() - 90, window.height())
    qtbot.waitUntil(lambda: not card.isVisible())
    QTest.mouseMove(reader.viewport(), point_of(reader, "private operator", 2))
    QTest.mouseMove(reader.viewport(), point_of(reader, "night crews", 2))
    qtbot.waitUntil(card.isVisible)
    window.actions_table["article.next"].trigger()
    assert not card.isVisible()


def test_where_there_is_no_last_code_it_is_said(reader: Reader, qtbot: QtBot) -> None:
    with qtbot.waitSignal(reader.session.told) as told:
        QTest.keyClick(reader, Qt.Key.Key_Period)
    assert "no last code yet" in told.args[0]
    assert annotations(reader) == []


def test_the_last_code_is_known_on_another_day_in_its_project_alone(
    window: MainWindow, project_path: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    reader: Reader = window.place("code").reader
    select(reader, "night crews")
    QTest.keyClick(reader, Qt.Key.Key_A)
    window.close()
    again = app.make_window(app.make_application(), Choice.LIGHT)
    qtbot.addWidget(again)
    again.show()
    qtbot.waitExposed(again)
    again.errands.projects.open_project(project_path)
    reader = again.place("code").reader
    select(reader, "private operator")
    QTest.keyClick(reader, Qt.Key.Key_Period)
    found = {one.anchor.quote: one.code_id for one in annotations(reader)}
    attribution = reader.session.codebook.find("attribution").id
    assert found == {"night crews": attribution, "private operator": attribution}
    path = tmp_path / "other.annotator"
    projects.create_project(path, "other", people.save_person("Ana")).close()
    again.errands.projects.open_project(path)
    assert reader.last_code is None
    again.close()


def test_a_code_that_was_deleted_is_not_the_last_one(reader: Reader, qtbot: QtBot) -> None:
    select(reader, "night crews")
    QTest.keyClick(reader, Qt.Key.Key_A)
    session, (one,) = reader.session, annotations(reader)
    session.run(coding.remove_annotations, [one.id], coder_id=one.coder_id)
    session.run(codebook.delete_code, one.code_id, coder_id=one.coder_id)
    with qtbot.waitSignal(session.told) as told:
        QTest.keyClick(reader, Qt.Key.Key_Period)
    assert "no last code yet" in told.args[0]
    assert annotations(reader) == []


def test_a_code_made_from_the_words_is_the_last_one(window: MainWindow, reader: Reader) -> None:
    select(reader, "night crews")
    window.actions_table.perform("code.in_vivo")
    select(reader, "private operator")
    QTest.keyClick(reader, Qt.Key.Key_Period)
    names = [reader.session.codebook.path(one.code_id) for one in annotations(reader)]
    assert names == ["night crews", "night crews"]
