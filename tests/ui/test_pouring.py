"""A long article comes into the document in portions; every place is there for who needs it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from annotator.domain.errors import UserError
from annotator.domain.lazy_text import LazyText
from annotator.domain.span import Span
from annotator.domain.zones import Role, Zone, find_zones
from annotator.ui.parts.reader import pouring
from annotator.ui.parts.reader.folding import Folding
from annotator.ui.parts.reader.outline import Outline
from annotator.ui.parts.reader.style import Style
from annotator.ui.parts.reader.view import ArticleView
from annotator.ui.theme import LIGHT, load_fonts

WORDS = "Words follow one another to the end of the line, 🗞 and over it. "


def long_text(paragraphs: int) -> str:
    bodies = [f"Number {n}. " + WORDS * (1 + n * n % 7) for n in range(paragraphs)]
    return "\n\n".join(["A long report", *bodies])


@pytest.fixture
def view(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> ArticleView:
    """An article of 400 paragraphs, of which a few are there."""
    monkeypatch.setattr(pouring, "_CHARACTERS", 4_000)
    monkeypatch.setattr(pouring, "_FIRST", 4_000)
    load_fonts()
    shown = ArticleView(LIGHT, Style())
    qtbot.addWidget(shown)
    shown.resize(900, 700)
    shown.show()
    text = long_text(400)
    shown.show_text(text, find_zones(text), [])
    assert shown.document().characterCount() < 6_000
    return shown


def whole_is_shown(view: ArticleView) -> bool:
    return view.toPlainText() == view.text


def test_the_rest_comes_by_itself_and_nothing_on_screen_moves(
    view: ArticleView, qtbot: QtBot
) -> None:
    view.viewport().repaint()
    before = [(b.text(), place) for b, place in view.visible_blocks(0, 700)]
    caret = view.textCursor().position()
    qtbot.waitUntil(lambda: view.pouring.is_done)
    assert whole_is_shown(view)
    view.viewport().repaint()
    assert [(b.text(), place) for b, place in view.visible_blocks(0, 700)] == before
    assert view.textCursor().position() == caret


def test_in_portions_it_becomes_the_same_document_as_at_once(
    view: ArticleView, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    view.pouring.finish()
    monkeypatch.setattr(pouring, "_FIRST", 1_000_000)
    at_once = ArticleView(LIGHT, Style())
    qtbot.addWidget(at_once)
    at_once.resize(900, 700)
    at_once.show()
    at_once.show_text(view.text, view.zones, [])
    assert at_once.pouring.is_done
    assert levels(view) == levels(at_once)
    assert levels(view)[0] == 1
    for shown in (view, at_once):
        for number in range(shown.document().blockCount()):
            shown._layout.lay_out(number)
    assert view._layout.documentSize() == at_once._layout.documentSize()


def levels(view: ArticleView) -> list[int]:
    document = view.document()
    blocks = map(document.findBlockByNumber, range(document.blockCount()))
    return [block.blockFormat().headingLevel() for block in blocks]


@pytest.mark.parametrize(
    ("key", "modifier", "selected"),
    [
        (Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier, False),
        (Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier, True),
    ],
)
def test_keys_to_the_end_reach_the_very_end(
    view: ArticleView, key: Qt.Key, modifier: Qt.KeyboardModifier, *, selected: bool
) -> None:
    QTest.keyClick(view, key, modifier)
    assert view.selected_range() == (0 if selected else len(view.text), len(view.text))


def test_any_place_can_be_selected_and_shown_before_it_has_come(view: ArticleView) -> None:
    start = view.text.index("Number 250.")
    view.select(start, start + 11)
    assert view.textCursor().selectedText() == "Number 250."
    assert not view.pouring.is_done
    last = view.text.index("Number 398.")
    view.show_span(Span.of((last, last + 11)))
    shown = [block.text()[:11] for block, _ in view.visible_blocks(0, 700)]
    assert "Number 398." in shown


def test_going_back_to_a_place_shows_it(view: ArticleView) -> None:
    start = view.text.index("Number 300.")
    view.go_to(start, (start, 0))
    assert view.scrolled() == (start, 0)
    assert view.selected_range() == (start, start)


def test_scrolling_to_the_end_comes_to_the_last_words(view: ArticleView) -> None:
    bar = view.verticalScrollBar()
    while bar.value() < bar.maximum():
        bar.setValue(bar.maximum())
        view.viewport().repaint()
    assert whole_is_shown(view)
    shown = [block.text()[:11] for block, _ in view.visible_blocks(0, 700)]
    assert "Number 399." in shown


def test_the_scroll_bar_is_about_as_long_as_it_will_be(view: ArticleView) -> None:
    before = view.verticalScrollBar().maximum()
    view.pouring.finish()
    assert view.verticalScrollBar().maximum() == pytest.approx(before, rel=0.2)


def test_the_numbers_of_all_paragraphs_are_known(view: ArticleView) -> None:
    assert len(view.paragraph_numbers()) == 400
    assert whole_is_shown(view)


def test_numbers_of_five_digits_have_room_before_they_come(view: ArticleView, qtbot: QtBot) -> None:
    before = view.page.gutter
    text = "Short.\n" * 12_000
    view.set_style(Style(pixels=40))
    view.show_text(text, find_zones(text), [])
    assert not view.pouring.is_done
    assert view.page.gutter > before
    digits = QFontMetricsF(view.page.meta_font).horizontalAdvance("12000")
    assert view.measures.gutter > digits
    gutter = view.page.gutter
    view.pouring.finish()
    assert view.page.gutter == gutter


def test_another_article_stops_what_was_coming(view: ArticleView, qtbot: QtBot) -> None:
    view.show_text("Short.", find_zones("Short."), [])
    assert view.pouring.is_done
    qtbot.wait(30)
    assert view.toPlainText() == "Short."


def test_a_caret_at_the_end_of_what_is_there_stays(view: ArticleView, qtbot: QtBot) -> None:
    end = view.pouring.end
    view.select(end - 5, end)
    assert view.selected_range() == (end - 5, end)
    qtbot.waitUntil(lambda: view.pouring.is_done)
    assert view.selected_range() == (end - 5, end)


def test_folding_while_it_comes_and_after_is_the_same(view: ArticleView, qtbot: QtBot) -> None:
    zones = tuple(
        Zone(zone.start, zone.end, Role.FURNITURE if n % 5 == 3 else zone.role)
        for n, zone in enumerate(view.zones)
    )
    view.show_zones(zones)
    view.fold(Folding(zones, folded=True))
    assert not view.pouring.is_done
    qtbot.waitUntil(lambda: view.pouring.is_done)
    outline, at_once = view.page.outline, Outline(view.text, zones, Folding(zones, folded=True))
    assert outline.folds
    assert outline.roles == at_once.roles
    assert outline.folds == at_once.folds


def test_all_of_the_text_is_read_when_it_is_due(view: ArticleView, qtbot: QtBot) -> None:
    text, read = view.text, list[int]()

    def whole() -> str:
        read.append(view.pouring.end)
        return text

    view.show_text(LazyText(text[:9_000], len(text), whole), find_zones(text), [])
    view.viewport().repaint()
    assert read == []
    view.select(len(text) - 5, len(text))
    assert view.textCursor().selectedText() == text[-5:]
    assert len(read) == 1
    view.show_text(LazyText(text[:9_000], len(text), whole), find_zones(text), [])
    qtbot.waitUntil(lambda: view.pouring.is_done)
    assert whole_is_shown(view)
    assert len(read) == 2


def test_text_that_cannot_be_read_is_told_once_and_what_came_stays(
    view: ArticleView, qtbot: QtBot
) -> None:
    text = view.text

    def gone() -> str:
        raise UserError("The file is gone.", "Look for it.")

    with qtbot.captureExceptions() as told:
        view.show_text(LazyText(text[:9_000], len(text), gone), find_zones(text), [])
        qtbot.waitUntil(lambda: bool(told))
        qtbot.wait(20)
    assert len(told) == 1
    assert text.startswith(view.toPlainText())
    assert len(view.toPlainText()) > 4_000


class Watched(Sequence[Zone]):
    """Zones that know how far somebody has looked."""

    def __init__(self, zones: Sequence[Zone]) -> None:
        self._zones = zones
        self.seen = 0

    def __len__(self) -> int:
        return len(self._zones)

    def __getitem__(self, index: Any) -> Any:
        self.seen = max(self.seen, index)
        return self._zones[index]


def test_what_is_not_there_yet_is_not_looked_at(view: ArticleView, qtbot: QtBot) -> None:
    text = view.text.replace("A long report", "🗞 All of it by nobody")
    at_once = tuple(replace(zone, role=Role.FURNITURE) for zone in find_zones(text)[-3:])
    at_once = (*(replace(zone, role=Role.BODY) for zone in find_zones(text)[:-3]), *at_once)
    zones = Watched(at_once)
    view.show_text(text, zones, [], folding=Folding(zones, folded=True, exceptions=[0]))
    view.viewport().repaint()
    come = sum(zone.start <= view.pouring.end for zone in at_once)
    assert zones.seen <= come + 1
    assert view.page.outline.most == len(zones) > come
    qtbot.waitUntil(lambda: view.pouring.is_done)
    (run,) = view.page.folds.values()
    assert (run.start, run.end, run.lines) == (at_once[-3].start, at_once[-1].end, 3)


@settings(max_examples=60)
@given(st.text(alphabet="ab \n\u2029\u05d0🗞", max_size=80), st.data())
def test_an_outline_read_in_parts_is_the_outline_of_the_whole(
    text: str, data: st.DataObject
) -> None:
    zones = find_zones(text)
    roles = data.draw(st.lists(st.sampled_from(list(Role)), min_size=len(zones)))
    zones = tuple(Zone(z.start, z.end, role) for z, role in zip(zones, roles, strict=False))
    folding = Folding(zones, folded=True)
    breaks = [at for at, character in enumerate(text) if character == "\n"]
    cuts = sorted(data.draw(st.sets(st.sampled_from(breaks)))) if breaks else []
    parts = Outline(text, zones, folding, upto=cuts[0] if cuts else len(text))
    for cut in [*cuts[1:], len(text)]:
        assert parts.end <= cut
        if cut > parts.end:
            parts.read_to(cut)
    at_once = Outline(text, zones, folding)
    for what in ("roles", "lengths", "numbers", "folds", "parted", "headings", "mixed"):
        assert getattr(parts, what) == getattr(at_once, what)
    assert (parts.headline, parts.end, parts.times) == (at_once.headline, len(text), 1.0)
