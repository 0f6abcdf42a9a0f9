"""Finding words in the article shown: by keys alone, nothing moves, the place can be tagged."""

from __future__ import annotations

from time import perf_counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from annotator.domain.zones import Role, find_zones
from annotator.ui.main_window import MainWindow
from annotator.ui.parts.reader import FindBar, Reader
from annotator.ui.parts.reader.folding import Folding
from annotator.ui.parts.reader.hits import Hits
from annotator.ui.widgets.elided_label import ElidedLabel

Key, Modifier = Qt.Key, Qt.KeyboardModifier


@pytest.fixture
def reader(window: MainWindow) -> Reader:
    found: Reader = window.place("code").reader
    found.setFocus()
    return found


@pytest.fixture
def bar(window: MainWindow, reader: Reader) -> FindBar:
    QTest.keyClick(reader, Key.Key_F, Modifier.ControlModifier)
    found: FindBar = window.place("code").desk.find_bar
    assert found.isVisible()
    assert QApplication.focusWidget() is found.words
    return found


def reached(reader: Reader) -> tuple[int, str]:
    start, end = reader.selected_range()
    return start, reader.text[start:end]


def picture(reader: Reader) -> QImage:
    return reader.viewport().grab().toImage()


def places(reader: Reader, words: str) -> list[int]:
    text, found = reader.text.casefold(), [-1]
    while (at := text.find(words, found[-1] + 1)) >= 0:
        found.append(at)
    return found[1:]


def test_typing_goes_to_the_first_place_and_says_how_many_there_are(bar, reader):
    QTest.keyClicks(bar.words, "the")
    expected = places(reader, "the")
    assert reached(reader) == (expected[0], "the")
    assert bar.count.text() == f"1 of {len(expected)}"
    assert reader.hits.spans == [(at, at + 3) for at in expected]


def test_enter_goes_on_and_back_and_round(bar, reader):
    QTest.keyClicks(bar.words, "the")
    expected = places(reader, "the")
    seen = []
    for _ in expected:
        QTest.keyClick(bar.words, Key.Key_Return)
        seen.append(reached(reader)[0])
    assert seen == [*expected[1:], expected[0]]
    QTest.keyClick(bar.words, Key.Key_Return, Modifier.ShiftModifier)
    assert reached(reader)[0] == expected[-1]
    assert bar.count.text() == f"{len(expected)} of {len(expected)}"
    QTest.keyClick(bar.words, Key.Key_G, Modifier.ControlModifier)
    assert reached(reader)[0] == expected[0]
    QTest.keyClick(bar.words, Key.Key_G, Modifier.ControlModifier | Modifier.ShiftModifier)
    assert reached(reader)[0] == expected[-1]


def test_after_esc_the_place_is_tagged_by_a_codes_key(bar, reader):
    QTest.keyClicks(bar.words, "INAKI")
    QTest.keyClick(bar.words, Key.Key_Escape)
    assert not bar.isVisible()
    assert QApplication.focusWidget() is reader
    assert reached(reader)[1] == "Iñaki"
    QTest.keyClick(reader, Key.Key_C)
    (made,) = reader.session.project.queries.annotations()
    assert made.anchor.quote == "Iñaki"


def test_offsets_after_an_emoji_are_right(bar, reader):
    QTest.keyClicks(bar.words, "spokesman")
    assert reached(reader) == (reader.text.index("spokesman"), "spokesman")


def test_marking_moves_nothing_and_never_enters_the_text(window, reader, bar):
    before, document = picture(reader), reader.document().toHtml()
    scrolled, laid_out = reader.verticalScrollBar().value(), reader.document().size()
    QTest.keyClicks(bar.words, "e")
    reader.place_caret(0)
    assert len(reader.hits) > 20
    assert picture(reader) != before
    assert reader.document().toHtml() == document
    assert (reader.verticalScrollBar().value(), reader.document().size()) == (scrolled, laid_out)
    QTest.keyClick(bar.words, Key.Key_Escape)
    assert len(reader.hits) == 0


def test_hits_are_in_the_overview(window, reader, bar, qtbot: QtBot):
    strip = reader._strip
    qtbot.waitUntil(lambda: not strip._soon.isActive())
    before = strip.grab().toImage()
    QTest.keyClicks(bar.words, "reform")
    qtbot.waitUntil(lambda: strip.grab().toImage() != before)


def choose(button: QPushButton) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_whole_words_case_and_patterns_are_chosen(bar, reader, qtbot: QtBot):
    QTest.keyClicks(bar.words, "the")
    everywhere = len(reader.hits)
    choose(bar.case)
    assert bar.case.isChecked()
    assert QApplication.focusWidget() is bar.words
    assert len(reader.hits) == everywhere - sum(
        reader.text[at].isupper() for at in places(reader, "the")
    )
    choose(bar.case)
    bar.words.setText("har")
    choose(bar.whole)
    assert bar.count.text() == "Not in this article"
    choose(bar.whole)
    choose(bar.pattern)
    bar.words.setText(r"port|bakery")
    qtbot.waitUntil(lambda: len(reader.hits) == 2)


def test_a_bad_pattern_is_told_in_words(bar, reader, qtbot: QtBot):
    choose(bar.pattern)
    QTest.keyClicks(bar.words, "(the")
    qtbot.waitUntil(lambda: "Missing )" in bar.count.text())
    QTest.keyClicks(bar.words, ")")
    qtbot.waitUntil(lambda: bar.count.text().startswith("1 of"))


def test_a_pattern_that_would_run_for_ever_leaves_the_window_alone(
    bar, reader, qtbot: QtBot, monkeypatch
):
    monkeypatch.setattr("annotator.ops.patterns._SECONDS", 0.5)
    reader.show_text("a" * 60 + "b", (), [])
    choose(bar.pattern)
    bar.words.setText("(a|aa)+$")
    gaps, last = [0.0], perf_counter()

    def told() -> bool:
        nonlocal last
        gaps.append(perf_counter() - last)
        last = perf_counter()
        return "takes too long" in bar.count.text()

    qtbot.waitUntil(told, timeout=20_000)
    assert max(gaps) < 0.4


def test_selected_words_are_taken_over_and_found_from_there(reader, window):
    start = reader.text.index("harbour")
    reader.select(start, start + 7)
    QTest.keyClick(reader, Key.Key_F, Modifier.ControlModifier)
    bar = window.place("code").desk.find_bar
    assert bar.words.text() == "harbour"
    assert reached(reader) == (start, "harbour")


def test_the_search_starts_where_the_caret_is_and_goes_on_after_reading_on(bar, reader):
    QTest.keyClick(bar.words, Key.Key_Escape)
    expected = places(reader, "the")
    reader.place_caret(expected[2] - 1)
    QTest.keyClick(reader, Key.Key_F, Modifier.ControlModifier)
    QTest.keyClicks(bar.words, "the")
    assert reached(reader)[0] == expected[2]
    reader.place_caret(expected[0] + 1)
    QTest.keyClick(reader, Key.Key_G, Modifier.ControlModifier)
    assert reached(reader)[0] == expected[1]


def test_the_place_that_was_reached_is_not_taken_for_new_words(bar, reader, qtbot: QtBot):
    choose(bar.pattern)
    bar.words.setText("Fri?")
    qtbot.waitUntil(lambda: reached(reader)[1] == "Fri")
    QTest.keyClick(bar.words, Key.Key_Escape)
    QTest.keyClick(reader, Key.Key_F, Modifier.ControlModifier)
    assert (bar.words.text(), bar.pattern.isChecked()) == ("Fri?", True)


def test_f6_leads_out_of_the_bar_and_into_it(bar, reader):
    QTest.keyClick(bar.words, Key.Key_F6)
    assert QApplication.focusWidget() is not bar.words
    assert bar.isVisible()
    reader.setFocus()
    QTest.keyClick(reader, Key.Key_F6)
    assert QApplication.focusWidget() is bar.words


def test_find_next_opens_the_bar(reader, window):
    QTest.keyClick(reader, Key.Key_G, Modifier.ControlModifier)
    assert window.place("code").desk.find_bar.isVisible()


def test_in_another_article_places_are_marked_and_the_caret_stays(bar, reader, window):
    QTest.keyClicks(bar.words, "the")
    session = window.session
    other = next(one for one in session.project.queries.article_ids() if one != session.article_id)
    session.show_article(other)
    assert bar.count.text() == f"{len(places(reader, 'the'))} places"
    assert not reader.textCursor().hasSelection()
    QTest.keyClick(bar.words, Key.Key_Return)
    assert reached(reader)[1].casefold() == "the"
    session.close_project()
    assert len(reader.hits) == 0


def test_a_long_article_is_looked_through_beside_the_window(bar, reader, qtbot: QtBot, monkeypatch):
    monkeypatch.setattr("annotator.ui.parts.reader.text_search._AT_ONCE", 10)
    monkeypatch.setattr("annotator.ui.parts.reader.text_search.MOST", 5)
    monkeypatch.setattr("annotator.ui.parts.reader.find_bar.MOST", 5)
    QTest.keyClicks(bar.words, "e")
    qtbot.waitUntil(lambda: bar.count.text() == "1 of more than 5")


def test_in_a_narrow_window_the_bar_has_two_rows_and_cuts_nothing(bar, window, qtbot: QtBot):
    window.resize(1280, 800)
    wide = bar.height()
    assert bar.whole.x() > bar.count.x()
    window.resize(720, 600)
    qtbot.waitUntil(lambda: bar.height() > wide)
    for button in (bar.whole, bar.case, bar.pattern):
        assert button.width() >= button.sizeHint().width()


def test_places_in_folded_furniture_are_not_painted_until_they_are_reached(
    reader, window, qtbot: QtBot
):
    text = (
        "Menu\n\nMenu\n\nA headline of the day\n\nThe dockers went back to work on Friday.\n\nMenu"
    )
    zones = find_zones(text)
    assert any(zone.role is Role.FURNITURE for zone in zones)
    reader.show_text(text, zones, [], folding=Folding(zones, folded=True))
    reader.setCursorWidth(0)  # it would blink
    for folded in (True, False):
        reader.fold(Folding(zones, folded=folded))
        reader.set_hits(Hits())
        before = picture(reader)
        reader.set_hits(Hits([(0, 4)], reader.offsets))
        assert (picture(reader) == before) == folded


def test_once_it_is_closed_the_status_line_is_about_the_place_again(window, bar, reader, qtbot):
    def status() -> str:
        return window.statusBar().findChild(ElidedLabel).text()

    QTest.keyClicks(bar.words, "the")
    assert status().startswith("1 of ")
    QTest.keyClick(bar.words, Key.Key_Escape)
    qtbot.waitUntil(lambda: status() == window.place("code").status())
