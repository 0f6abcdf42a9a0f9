"""After tagging, the same words elsewhere are offered and walked, by keys alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.domain.article import ArticleDraft
from annotator.domain.zones import find_zones
from annotator.ops import importing
from annotator.store.project import Project
from annotator.ui.main_window import MainWindow
from annotator.ui.parts.reader import Reader
from annotator.ui.parts.same_words import SameWordsBar

Key, Control = Qt.Key, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(window: MainWindow, qtbot: QtBot) -> MainWindow:
    """One more article, and the index of words filled."""
    session = window.session
    text = "The ministry again\n\nThe Ministry denied it. A ministry official agreed."
    draft = ArticleDraft(text, find_zones(text), "The ministry again", "Quay Radio")
    importing.import_drafts(session.project, [draft], coder_id=session.coder_id)
    session.project.queries.prepare_search()
    session.show_article(session.project.queries.article_ids()[1])
    return window


@pytest.fixture
def reader(window: MainWindow) -> Reader:
    found: Reader = window.place("code").reader
    found.setFocus()
    return found


@pytest.fixture
def bar(window: MainWindow) -> SameWordsBar:
    found: SameWordsBar = window.place("code").desk.same_words
    return found


def tag(reader: Reader, words: str = "ministry", key: Qt.Key = Key.Key_C) -> None:
    start = reader.text.index(words)
    reader.select(start, start + len(words))
    QTest.keyClick(reader, key)


def quotes(reader: Reader) -> list[tuple[int, str]]:
    found = reader.session.project.queries.annotations()
    return [(one.article_id, one.anchor.quote) for one in found]


def test_other_places_are_offered_quietly(bar, reader, qtbot: QtBot):
    tag(reader)
    qtbot.waitUntil(bar.isVisible)
    assert bar._words.text() == (
        "“ministry” — 1 more here, 3 in other articles · Ctrl+D: walk them"
    )
    assert QApplication.focusWidget() is reader
    QTest.keyClick(reader, Key.Key_Escape)
    assert not bar.isVisible()


def test_where_there_are_none_nothing_is_said(bar, reader, qtbot: QtBot):
    tag(reader, "laboratory")
    qtbot.waitUntil(lambda: not bar._soon.isActive())
    with qtbot.waitSignal(reader.session.background._done):
        pass
    assert not bar.isVisible()


def test_y_takes_n_passes_and_all_of_it_is_one_step(bar, reader, window, qtbot: QtBot):
    session, here = window.session, window.session.article_id
    tag(reader)
    caret = reader.selected_range()
    qtbot.waitUntil(bar.isVisible)
    QTest.keyClick(reader, Key.Key_D, Control)
    assert QApplication.focusWidget() is bar
    assert bar._words.text().startswith("1 of 4 · Is this “claim” too?")
    assert reader.text[slice(*reader.selected_range())] == "ministry"
    QTest.keyClick(bar, Key.Key_Y)
    assert len(quotes(reader)) == 2
    assert session.article_id != here
    assert bar._words.text().startswith("2 of 4")
    assert len(reader.hits) == 3
    QTest.keyClick(bar, Key.Key_N)
    QTest.keyClick(bar, Key.Key_Y)
    assert reader.text[slice(*reader.selected_range())] == "ministry"
    QTest.keyClick(bar, Key.Key_N)
    assert not bar.isVisible()
    assert QApplication.focusWidget() is reader
    assert (session.article_id, reader.selected_range()) == (here, caret)
    assert [quote for _, quote in quotes(reader)] == ["ministry", "ministry", "Ministry"]
    assert session.undo_label == "Tag “claim” on “ministry”, and 1 more like it"
    QTest.keyClick(reader, Key.Key_Z, Control)
    assert len(quotes(reader)) == 1
    QTest.keyClick(reader, Key.Key_Y, Control)
    assert len(quotes(reader)) == 3


def test_each_take_is_in_the_file_at_once(bar, reader, window, project_path: Path, qtbot: QtBot):
    tag(reader)
    qtbot.waitUntil(bar.isVisible)
    QTest.keyClick(reader, Key.Key_D, Control)
    QTest.keyClick(bar, Key.Key_Y)
    copy = project_path.with_name("copy.annotator")
    window.session.project.copy(copy)
    with Project.open(copy) as there:
        assert len(there.queries.annotations()) == 2


@pytest.mark.parametrize("at_once", [200, 1])
def test_a_takes_all_that_are_left(
    bar, reader, window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, at_once: int
):
    monkeypatch.setattr("annotator.ui.parts.same_words._AT_ONCE", at_once)
    tag(reader)
    qtbot.waitUntil(bar.isVisible)
    QTest.keyClick(reader, Key.Key_D, Control)
    QTest.keyClick(bar, Key.Key_Y)
    QTest.keyClick(bar, Key.Key_A)
    qtbot.waitUntil(lambda: not bar.isVisible())
    assert len(quotes(reader)) == 5
    undone = window.session.undo_label
    assert undone == "Tag “claim” on “ministry”, and 3 more like it"
    window.session.undo()
    assert len(quotes(reader)) == 1


def test_esc_ends_the_walk_and_keeps_what_was_taken(bar, reader, qtbot: QtBot):
    tag(reader)
    qtbot.waitUntil(bar.isVisible)
    QTest.keyClick(reader, Key.Key_D, Control)
    QTest.keyClick(bar, Key.Key_Y)
    QTest.keyClick(bar, Key.Key_Escape)
    assert not bar.isVisible()
    assert len(quotes(reader)) == 2
    assert len(reader.hits) == 0


def test_undoing_in_the_walk_begins_a_new_series(bar, reader, window, qtbot: QtBot):
    tag(reader)
    qtbot.waitUntil(bar.isVisible)
    QTest.keyClick(reader, Key.Key_D, Control)
    QTest.keyClick(bar, Key.Key_Y)
    QTest.keyClick(bar, Key.Key_Z, Control)
    assert len(quotes(reader)) == 1


def test_without_an_index_other_articles_are_looked_through_when_asked(
    bar, reader, window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
):
    queries = type(window.session.project.queries)
    monkeypatch.setattr(queries, "search_is_ready", property(lambda _: False))
    tag(reader)
    qtbot.waitUntil(bar.isVisible)
    assert "1 more here; other articles are looked through then" in bar._words.text()
    QTest.keyClick(reader, Key.Key_D, Control)
    qtbot.waitUntil(lambda: bar.is_walking)
    assert bar._words.text().startswith("1 of 4")


def test_a_chosen_annotation_can_be_walked_too_and_nothing_needs_tagging_first(
    bar, reader, window, qtbot: QtBot
):
    said: list[str] = []
    window.session.told.connect(said.append)
    QTest.keyClick(reader, Key.Key_D, Control)
    assert said == ["Tag some words first: then other places are looked for."]
    tag(reader)
    bar.forget()
    QTest.keyClick(reader, Key.Key_Tab)
    QTest.keyClick(reader, Key.Key_D, Control)
    qtbot.waitUntil(lambda: bar.is_walking)
    assert bar._words.text().startswith("1 of 4")


def test_going_elsewhere_ends_the_walk_there(bar, reader, window, qtbot: QtBot):
    tag(reader)
    qtbot.waitUntil(bar.isVisible)
    QTest.keyClick(reader, Key.Key_D, Control)
    window.session.show_article(window.session.project.queries.article_ids()[0])
    assert not bar.isVisible()
    window.session.close_project()
    assert not bar.is_walking


def test_the_offer_is_reached_by_f6_and_taken_by_enter(bar, reader, qtbot: QtBot):
    tag(reader)
    qtbot.waitUntil(bar.isVisible)
    QTest.keyClick(reader, Key.Key_F6)
    assert QApplication.focusWidget() is bar
    QTest.keyClick(bar, Key.Key_Return)
    assert bar.is_walking
    QTest.keyClick(bar, Key.Key_Escape)
    assert QApplication.focusWidget() is reader
