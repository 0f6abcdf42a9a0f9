"""Annotations of a long article come in portions; whoever needs all of them has them at once."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from annotator.domain.span import Span
from annotator.ops import coding
from annotator.ui.main_window import MainWindow
from annotator.ui.parts.reader import Reader, portions, showing


@pytest.fixture
def reader(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> Reader:
    """The reader, with twenty annotations in an article that counts as a long one."""
    found = window.place("code").reader
    assert isinstance(found, Reader)
    monkeypatch.setattr(showing, "SHORT", 100)
    monkeypatch.setattr(portions, "_CHARACTERS", 50)
    session = found.session
    code = next(iter(session.codebook)).id
    for start in range(0, 400, 20):
        session.run(
            coding.annotate,
            article_id=session.article_id,
            span=Span.of((start, start + 12)),
            code_id=code,
            coder_id=session.coder_id,
        )
    assert len(found.marks) == 20
    return found


def open_again(reader: Reader) -> None:
    article_id = reader.session.article_id
    reader.session.show_article(None)
    reader.session.show_article(article_id)


def drawn(reader: Reader) -> list[tuple[int, int, int, int]]:
    return [(mark.id, mark.start, mark.end, mark.lane) for mark in reader.marks.in_order()]


def test_a_long_article_is_shown_before_all_is_read_and_then_completed(
    reader: Reader, qtbot: QtBot
) -> None:
    open_again(reader)
    assert 0 < len(reader.marks) < 20
    with qtbot.waitSignal(reader.annotations_changed):
        pass
    assert len(reader.marks) == 20
    in_portions = drawn(reader)
    reader.session.show_article(None)
    assert len(reader.marks) == 0
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(showing, "SHORT", 1_000_000)
        open_again_from_nothing(reader)
    assert drawn(reader) == in_portions


def open_again_from_nothing(reader: Reader) -> None:
    reader.session.show_article(reader.session.project.queries.article_ids()[0])


def test_what_is_tagged_meanwhile_is_there_once(reader: Reader, qtbot: QtBot) -> None:
    open_again(reader)
    reader.select(390, 399)
    QTest.keyClick(reader, Qt.Key.Key_C)
    with qtbot.waitSignal(reader.annotations_changed):
        pass
    reader.read_all()
    assert (
        len(reader.marks)
        == len(reader.session.project.queries.annotations(article_id=reader.session.article_id))
        == 21
    )


def test_walking_back_from_the_first_comes_to_the_very_last(reader: Reader) -> None:
    open_again(reader)
    reader.place_caret(0)
    QTest.keyClick(reader, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert reader.chosen == reader.marks.in_order()[-1].id
    assert len(reader.marks) == 20


def test_another_article_ends_the_reading_of_the_one_before(reader: Reader, qtbot: QtBot) -> None:
    open_again(reader)
    other = reader.session.project.queries.article_ids()[1]
    reader.session.show_article(other)
    qtbot.wait(50)
    reader.read_all()
    found = reader.session.project.queries.annotations(article_id=other)
    assert sorted(mark.id for mark in reader.marks) == sorted(one.id for one in found)
