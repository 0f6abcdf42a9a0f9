"""How articles look can be chosen: size, font, width, spacing, which marks, folded furniture."""

from __future__ import annotations

import itertools

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtTest import QTest

from annotator.domain.span import Span
from annotator.domain.zones import find_zones
from annotator.ui.main_window import MainWindow
from annotator.ui.parts.reader import Reader
from annotator.ui.parts.reader.drawing import name_box
from annotator.ui.settings import SETTINGS, Settings

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def reader(window: MainWindow) -> Reader:
    found = window.place("code").reader
    assert isinstance(found, Reader)
    found.setFocus()
    return found


def do(window: MainWindow, action: str) -> None:
    window.actions_table[action].trigger()


def line_pitch(reader: Reader) -> float:
    """From line to line in the paragraph of two lines."""
    block = reader.document().findBlock(reader.text.index("Dockers in"))
    layout = block.layout()
    return float(layout.lineAt(1).y() - layout.lineAt(0).y())


def test_the_text_grows_and_shrinks_within_its_limits(window: MainWindow, reader: Reader) -> None:
    do(window, "view.larger")
    assert reader.pixels == 19
    for _ in range(60):
        do(window, "view.larger")
    assert reader.pixels == 56
    for _ in range(60):
        do(window, "view.smaller")
    assert reader.pixels == 10
    QTest.keyClick(window, Qt.Key.Key_0, CONTROL)
    assert reader.pixels == 18


def test_each_step_is_told_and_that_there_is_no_room(window: MainWindow, reader: Reader) -> None:
    told: list[str] = []
    window.session.told.connect(told.append)
    window.resize(2200, 900)
    for action in ("view.larger", "view.tighter", "view.wider"):
        do(window, action)
    assert told == ["Text: 19 pixels", "Line spacing: 170 %", "Column: 68 characters a line"]
    window.resize(900, 700)
    do(window, "view.wider")
    assert told[-1] == "Column: 70 characters a line, the window has no room for so many"


def test_the_column_is_as_wide_as_its_characters(window: MainWindow, reader: Reader) -> None:
    window.resize(2200, 900)
    before = reader.measures.column
    do(window, "view.wider")
    wider = reader.measures.column
    assert wider > before
    do(window, "view.narrower")
    assert reader.measures.column == before
    reader.session.settings.set("reader/measure", 40)
    assert reader.measures.column < before


def test_lines_stand_as_far_apart_as_is_set(window: MainWindow, reader: Reader) -> None:
    before = line_pitch(reader)
    do(window, "view.looser")
    assert line_pitch(reader) == pytest.approx(before + 1.8, abs=0.6)
    do(window, "view.tighter")
    assert line_pitch(reader) == before


@pytest.mark.parametrize("family", ["Inter", "Source Serif 4", "DejaVu Sans"])
def test_the_article_is_set_in_the_font_that_was_chosen(reader: Reader, family: str) -> None:
    reader.session.settings.set("reader/font", family)
    assert reader.document().defaultFont().families()[0] == family


def test_a_font_that_is_not_there_is_replaced_by_ours(reader: Reader) -> None:
    usual = QFontMetricsF(reader.document().defaultFont()).horizontalAdvance("Hamburgefonts")
    reader.session.settings.set("reader/font", "No Such Font")
    font = reader.document().defaultFont()
    assert QFontMetricsF(font).horizontalAdvance("Hamburgefonts") == usual


def tagged(reader: Reader, words: str, key: Qt.Key = Qt.Key.Key_C) -> None:
    start = reader.text.index(words)
    reader.select(start, start + len(words))
    QTest.keyClick(reader, key)


def strokes(reader: Reader, words: str):
    return reader._strokes(reader.document().findBlock(reader.text.index(words)))


def test_marks_can_be_left_out_of_the_text_or_of_the_margin(
    window: MainWindow, reader: Reader
) -> None:
    tagged(reader, "night crews")
    both = strokes(reader, "night crews")
    assert both.lines
    assert both.fills
    assert both.brackets
    assert both.names
    do(window, "switch.marks_brackets")
    margin = strokes(reader, "night crews")
    assert not margin.lines
    assert not margin.fills
    assert margin.brackets
    assert margin.names
    do(window, "switch.marks_underlines")
    text = strokes(reader, "night crews")
    assert text.lines
    assert not text.brackets
    assert not text.names
    assert window.actions_table["switch.marks_underlines"].isChecked()
    assert not window.actions_table["switch.marks_all"].isChecked()
    do(window, "switch.marks_underlines")
    assert window.actions_table["switch.marks_underlines"].isChecked()


def test_a_chosen_annotation_is_seen_though_only_brackets_are_drawn(
    window: MainWindow, reader: Reader
) -> None:
    tagged(reader, "night crews")
    do(window, "switch.marks_brackets")
    reader.place_caret(0)
    QTest.keyClick(reader, Qt.Key.Key_Tab)
    assert strokes(reader, "night crews").fills


def test_one_neutral_tint(window: MainWindow, reader: Reader) -> None:
    tagged(reader, "night crews")
    tagged(reader, "private operator", Qt.Key.Key_F)
    assert len({colour.rgb() for _, colour in strokes(reader, "night crews").fills}) == 2
    do(window, "switch.neutral")
    tints = {colour.rgb() for _, colour in strokes(reader, "night crews").fills}
    assert tints == {reader.session.look.theme.chip.rgb()}


@pytest.mark.parametrize("pixels", [10, 11, 18, 30, 54])
@pytest.mark.parametrize("width", [640, 1280])
def test_no_size_and_no_width_clips_anything(
    window: MainWindow, reader: Reader, pixels: int, width: int
) -> None:
    """8 to 40 points are 11 to 54 pixels."""
    for words, key in (("night crews", Qt.Key.Key_C), ("crews by a third", Qt.Key.Key_F)):
        tagged(reader, words, key)
    window.resize(width, 800)
    reader.session.settings.set("reader/pixels", pixels)
    right = reader.viewport().width()
    assert reader.measures.end <= right
    for block, place in reader.visible_blocks(0, 100_000):
        layout = block.layout()
        for number in range(layout.lineCount()):
            line = layout.lineAt(number)
            assert place.x() + line.x() + line.naturalTextWidth() <= reader.measures.end + 1.5
        for name in reader._strokes(block).names:
            assert name_box(name, reader.measures).right() <= right + 1


def test_settings_tell_when_they_change_and_refuse_what_they_may_not_be() -> None:
    settings = Settings(remembers=False)
    told: list[str] = []
    settings.changed.connect(told.append)
    settings.set("reader/pixels", 20)
    settings.set("reader/pixels", 20)
    assert told == ["reader/pixels"]
    with pytest.raises(ValueError, match="reader/pixels"):
        settings.set("reader/pixels", 400)
    with pytest.raises(ValueError, match="look/theme"):
        settings.set("look/theme", "purple")
    assert settings.number("reader/pixels") == 20


def test_every_setting_may_be_what_it_is_at_first() -> None:
    assert all(setting.allows(setting.default) for setting in SETTINGS.values())


# -- furniture

PAGE = """Accessibility links

Skip to main content

Breaking News

Minister blames agitators for dock protests

The transport minister said on Friday that agitators had turned a dispute into a siege.

please wait

No media source currently available

0:00 0:03:40 0:00

Union officials rejected the accusation. Nine of the eleven people are registered dockers.

All rights reserved. Reproduction only with permission.
"""


@pytest.fixture
def page(window: MainWindow, reader: Reader) -> Reader:
    """The reader with an article that has furniture above, in and below its text."""
    from annotator.domain.article import ArticleDraft
    from annotator.ops import importing

    session = reader.session
    draft = ArticleDraft(PAGE, find_zones(PAGE), "Minister blames", "Post", source_file="p")
    importing.import_drafts(session.project, [draft], coder_id=session.coder_id)
    session.show_article(session.project.queries.article_ids()[-1])
    return reader


def heights(reader: Reader) -> list[int]:
    layout = reader.document().documentLayout()
    block, found = reader.document().begin(), []
    while block.isValid():
        found.append(round(layout.blockBoundingRect(block).height()))
        block = block.next()
    return found


def test_furniture_folds_into_lines_and_the_text_stays(window: MainWindow, page: Reader) -> None:
    assert len(page.folding.runs) == 3
    folded, size = heights(page), page.document().documentLayout().documentSize
    height = size().height()
    before = page.document().toRawText()
    QTest.keyClick(window, Qt.Key.Key_H, CONTROL)
    assert size().height() > height + 40
    assert not page._page.folds
    QTest.keyClick(window, Qt.Key.Key_H, CONTROL)
    assert heights(page) == folded
    assert page.document().toRawText() == before
    assert len(page._page.folds) == 3


def test_a_click_on_a_fold_unfolds_it_and_that_is_remembered(
    window: MainWindow, page: Reader
) -> None:
    article_id = page.session.article_id
    QTest.mouseClick(page.viewport(), Qt.MouseButton.LeftButton, pos=fold_place(page, 0))
    assert len(page._page.folds) == 2
    page.session.show_article(page.session.project.queries.article_ids()[0])
    page.session.show_article(article_id)
    assert len(page._page.folds) == 2
    assert page.session.settings.flag("reader/folded")


def fold_place(reader: Reader, number: int) -> QPoint:
    """A point on a line that stands for folded furniture."""
    blocks = reader.visible_blocks(0, reader.viewport().height())
    folds = [place for block, place in blocks if block.blockNumber() in reader._page.folds]
    return QPoint(reader.measures.text + 20, round(folds[number].y()) + 6)


def test_the_caret_does_not_rest_in_what_is_folded(page: Reader) -> None:
    page.place_caret(page.text.index("The transport"))
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Up, *[Qt.Key.Key_Down] * 8):
        QTest.keyClick(page, key)
        place = page.selected_range()[0]
        assert page.folding.folded_at(place, place + 1) is None


def test_folding_takes_the_caret_out_of_what_is_folded(window: MainWindow, page: Reader) -> None:
    QTest.keyClick(window, Qt.Key.Key_H, CONTROL)
    page.place_caret(page.text.index("media source"))
    QTest.keyClick(window, Qt.Key.Key_H, CONTROL)
    assert page.selected_range()[0] == page.text.index("Union officials")


def test_an_annotation_in_what_is_folded_is_told_there_and_unfolded_when_walked_to(
    window: MainWindow, page: Reader
) -> None:
    QTest.keyClick(window, Qt.Key.Key_H, CONTROL)
    tagged(page, "media source")
    QTest.keyClick(window, Qt.Key.Key_H, CONTROL)
    run = page.folding.runs[1]
    assert page._fold_line(run) == "▸ 3 lines of page furniture · 1 annotation"
    assert all(not page._strokes(block).names for block, _ in page.visible_blocks(0, 900))
    page.place_caret(0)
    QTest.keyClick(page, Qt.Key.Key_Tab)
    assert not page.folding.is_folded(run)
    assert page.folding.is_folded(page.folding.runs[0])


def test_a_span_that_passes_folded_furniture_is_bracketed_all_along(page: Reader) -> None:
    session = page.session
    from annotator.ops import coding

    start, end = page.text.index("The transport"), page.text.index(" Nine of")
    code = session.codebook.find("claim").id
    session.run(
        coding.annotate,
        article_id=session.article_id,
        span=Span.of((start, end)),
        code_id=code,
        coder_id=session.coder_id,
    )
    extents = sorted(
        (place.y() + bracket.extent.top(), place.y() + bracket.extent.bottom())
        for block, place in page.visible_blocks(0, 900)
        for bracket in page._strokes(block).brackets
    )
    for (_, bottom), (top, _) in itertools.pairwise(extents):
        assert top - bottom < 1


def test_zones_corrected_by_hand_are_shown_at_once(page: Reader) -> None:
    from dataclasses import replace

    from annotator.domain.zones import Role

    start = page.text.index("Union officials")
    zones = tuple(
        replace(zone, role=Role.NOTICE) if zone.start == start else zone for zone in page.zones
    )
    page.show_zones(zones)
    assert len(page.folding.runs) == 2
    assert page.folding.folded_at(start, start + 1) is not None
