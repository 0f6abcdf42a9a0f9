"""Long texts are laid out where somebody looks, and nothing jumps when more is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from annotator.domain.zones import Role, Zone, find_zones
from annotator.ui.parts.reader.heights import Heights
from annotator.ui.parts.reader.outline import Outline
from annotator.ui.parts.reader.style import Style
from annotator.ui.parts.reader.view import ArticleView
from annotator.ui.theme import LIGHT, load_fonts

PARAGRAPH = "Words follow one another to the end of the line and over it. "


def long_text(paragraphs: int) -> str:
    """Paragraphs of very different lengths, which nobody can guess the heights of."""
    bodies = [f"Number {n}. " + PARAGRAPH * (1 + n * n % 17) for n in range(paragraphs)]
    return "\n\n".join(["A long report", *bodies])


@pytest.fixture
def view(qtbot: QtBot) -> ArticleView:
    load_fonts()
    shown = ArticleView(LIGHT, Style())
    qtbot.addWidget(shown)
    shown.resize(900, 700)
    shown.show()
    text = long_text(4_000)
    shown.show_text(text, find_zones(text), [])
    shown.pouring.finish()
    return shown


def laid_out(view: ArticleView) -> int:
    return sum(view._layout.is_laid_out(n) for n in range(view.document().blockCount()))


def first_words(view: ArticleView) -> tuple[int, int]:
    """The block on the viewport's first row and where on screen it stands."""
    block, place = next(view.visible_blocks(0, 0))
    return block.blockNumber(), round(place.y())


@given(st.lists(st.floats(0, 500), max_size=1_500), st.data())
def test_heights_add_up(heights: list[float], data: st.DataObject) -> None:
    kept = Heights(heights)
    for _ in range(5 if heights else 0):
        number = data.draw(st.integers(0, len(heights) - 1))
        heights[number] = kept[number] = data.draw(st.floats(0, 500))
    assert list(kept) == heights
    assert kept.total == pytest.approx(sum(heights), abs=1e-6)
    for number in range(0, len(heights), 97):
        assert kept.top(number) == pytest.approx(sum(heights[:number]), abs=1e-6)
        middle = kept.top(number) + heights[number] / 2
        if heights[number] > 1e-3:
            assert kept.at(middle) == number


def test_beyond_both_ends_lie_the_first_and_the_last() -> None:
    kept = Heights([10.0, 20.0, 30.0])
    assert (kept.at(-5), kept.at(15), kept.at(1_000)) == (0, 1, 2)
    with pytest.raises(IndexError):
        Heights().at(0)


def test_an_outline_knows_roles_numbers_and_blank_lines() -> None:
    text = "Home\nBig news\n\nThe first paragraph of it.\n \nThe second\u2029and the third."
    roles = {
        "Home": Role.FURNITURE,
        "Big news": Role.HEADLINE,
        "The first paragraph of it.": Role.BODY,
    }
    zones = [zone_of(text, words, role) for words, role in roles.items()]
    outline = Outline(text, zones)
    blank = None
    assert outline.roles == [
        Role.FURNITURE,
        Role.HEADLINE,
        blank,
        Role.BODY,
        blank,
        Role.BODY,
        Role.BODY,
    ]
    assert outline.numbers == {3: 1, 5: 2, 6: 3}
    assert outline.headline == 1
    assert outline.parted == {0}


def zone_of(text: str, words: str, role: Role) -> Zone:
    start = text.index(words)
    return Zone(start, start + len(words), role)


def test_opening_a_long_text_lays_out_what_is_seen(view: ArticleView) -> None:
    assert laid_out(view) < 60


def test_at_the_end_of_a_long_text_stand_its_last_words(view: ArticleView) -> None:
    QTest.keyClick(view, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    bar = view.verticalScrollBar()
    bar.setValue(bar.maximum())
    shown = [block.text() for block, _ in view.visible_blocks(0, view.viewport().height())]
    assert any(words.startswith("Number 3999.") for words in shown)
    assert laid_out(view) < 200


def test_nothing_on_screen_moves_when_what_is_above_is_laid_out(
    view: ArticleView, qtbot: QtBot
) -> None:
    view.scroll_to(len(view.text) // 2)
    view.viewport().repaint()
    before, height = first_words(view), view._layout.documentSize().height()
    qtbot.waitUntil(lambda: not view._ahead.isActive(), timeout=10_000)
    after = first_words(view)
    assert view._layout.documentSize().height() != height
    assert after[0] == before[0]
    assert abs(after[1] - before[1]) <= 1


def test_scrolling_up_into_what_nobody_saw_does_not_jump(view: ArticleView) -> None:
    view._ahead.blockSignals(True)
    view.scroll_to(len(view.text) // 2)
    view.viewport().repaint()
    bar = view.verticalScrollBar()
    for _ in range(60):
        block, place = next(view.visible_blocks(60, 60))
        bar.setValue(bar.value() - 40)
        view.viewport().repaint()
        now = {b.blockNumber(): p.y() for b, p in view.visible_blocks(0, 700)}
        assert abs(now[block.blockNumber()] - (place.y() + 40)) <= 1


def test_what_was_seen_long_ago_is_forgotten_and_found_again(
    view: ArticleView, qtbot: QtBot
) -> None:
    bar = view.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    for number in range(view.document().blockCount()):
        view._layout.lay_out(number)
    height, seen = view._layout.documentSize().height(), view.viewport().grab().toImage()
    view.lay_out_view()
    qtbot.waitUntil(lambda: laid_out(view) < 1_100)
    assert view._layout.documentSize().height() == height
    assert view.viewport().grab().toImage() == seen
    view._ahead.blockSignals(True)
    bar.setValue(bar.maximum())
    view.viewport().repaint()
    assert view._layout.documentSize().height() == height
    QTest.keyClick(view, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    assert view.textCursor().position() == 0
    assert first_words(view)[0] == 0


def test_a_point_is_found_where_its_character_is_painted(view: ArticleView) -> None:
    view.scroll_to(view.text.index("Number 2000."))
    for words in ("Number 2000.", "Number 2001."):
        index = view.text.index(words) + 3
        cursor = QTextCursor(view.document())
        cursor.setPosition(index)
        left = view.cursorRect(cursor)
        assert view.position_at(QPointF(left.right() + 3, left.center().y())) == index
        assert view.caret_at(QPointF(left.center())) == index


def test_a_larger_text_keeps_its_place_and_is_laid_out_where_it_is_seen(
    view: ArticleView,
) -> None:
    view.resize(1400, 700)
    view.scroll_to(view.text.index("Number 3000."))
    view.viewport().repaint()
    before, height = first_words(view)[0], view._layout.documentSize().height()
    view.set_style(Style(pixels=27))
    view.viewport().repaint()
    assert first_words(view)[0] == before
    assert view._layout.documentSize().height() == pytest.approx(height * 1.5, rel=0.1)
    assert laid_out(view) < 120
