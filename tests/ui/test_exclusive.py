"""Codes of which at most one is meant for the same words: told however the second one came."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from annotator.domain.codebook import Unit
from annotator.ops.revising import change_code
from annotator.ui.main_window import MainWindow
from annotator.ui.parts.reader import Reader

Key = Qt.Key


@pytest.fixture
def reader(window: MainWindow) -> Reader:
    """Claim and framing exclude each other."""
    for name in ("claim", "framing"):
        change(window, name, exclusive=("frame",))
    found: Reader = window.place("code").reader
    found.setFocus()
    return found


def change(window: MainWindow, name: str, **values: object) -> None:
    window.session.run(change_code, window.session.codebook.find(name).id, values, coder_id=1)


def tag(reader: Reader, words: str, key: Key) -> None:
    start = reader.text.index(words)
    reader.select(start, start + len(words))
    QTest.keyClick(reader, key)


def codes(reader: Reader) -> list[str]:
    found = reader.session.project.queries.annotations()
    return sorted(reader.codebook[one.code_id].name for one in found)


def telling(window: MainWindow, words: str, qtbot: QtBot):
    return qtbot.waitSignal(window.session.told, check_params_cb=lambda said: words in said)


def test_a_second_code_by_its_key_is_told_and_one_is_kept(
    reader: Reader, window: MainWindow, qtbot: QtBot
) -> None:
    tag(reader, "night crews", Key.Key_C)
    with telling(window, "“claim” is there too", qtbot):
        tag(reader, "cut night crews by a third", Key.Key_F)
    assert codes(reader) == ["claim", "framing"]
    window.actions_table.perform("code.keep_this")
    assert codes(reader) == ["framing"]
    window.session.undo()
    assert codes(reader) == ["claim", "framing"]


def test_what_stands_apart_is_not_told(reader: Reader, window: MainWindow, qtbot: QtBot) -> None:
    tag(reader, "night crews", Key.Key_C)
    tag(reader, "by a third", Key.Key_F)
    said: list[str] = []
    window.session.told.connect(said.append)
    qtbot.wait(150)
    assert not any("at most one" in one for one in said)
    with telling(window, "excludes this one", qtbot):
        window.actions_table.perform("code.keep_this")
    assert codes(reader) == ["claim", "framing"]


def test_another_code_for_an_annotation_is_told(
    reader: Reader, window: MainWindow, qtbot: QtBot
) -> None:
    tag(reader, "night crews", Key.Key_C)
    tag(reader, "cut night crews by a third", Key.Key_A)
    assert codes(reader) == ["attribution", "claim"]
    QTest.keyClick(reader, Key.Key_Tab)
    window.actions_table.perform("code.replace")
    with telling(window, "“claim” is there too", qtbot):
        QTest.keyClick(reader, Key.Key_F)
    assert codes(reader) == ["claim", "framing"]


def test_of_the_article_as_a_whole_they_are_told_too(
    reader: Reader, window: MainWindow, qtbot: QtBot
) -> None:
    for name in ("claim", "framing"):
        change(window, name, unit=Unit.ARTICLE)
    reader.place_caret(0)
    QTest.keyClick(reader, Key.Key_C)
    with telling(window, "meant for the same article: it has “claim” too", qtbot):
        QTest.keyClick(reader, Key.Key_F)
    window.actions_table.perform("code.keep_this")
    assert codes(reader) == ["framing"]


def test_many_at_once_are_told_in_one_sentence(
    reader: Reader, window: MainWindow, qtbot: QtBot
) -> None:
    for words in ("night crews", "by a third"):
        tag(reader, words, Key.Key_C)
        tag(reader, words, Key.Key_A)
    place = window.place("code")
    place.side.show_annotations()
    listed = [
        one.id
        for one in reader.marks.annotations()
        if reader.codebook[one.code_id].name == "attribution"
    ]
    place.annotations.select(listed)
    with telling(window, "Coded 2; where another code of “frame” stands too: 2", qtbot):
        place.annotations.recode(window.session.codebook.find("framing").id)
    assert codes(reader) == ["claim", "claim", "framing", "framing"]
