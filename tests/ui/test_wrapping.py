from __future__ import annotations

import pytest
from PySide6.QtGui import QFont, QFontMetricsF
from PySide6.QtWidgets import QApplication

from annotator.ui.theme import serif_font
from annotator.ui.widgets.wrapping import wrapped

TEXT = "Dockers in the old harbour went back to work on Friday 🚢, said a spokesman."


@pytest.fixture
def font(qapp: QApplication) -> QFont:
    return serif_font(15)


def test_all_words_are_there_when_there_are_lines_enough(font: QFont):
    lines = wrapped(TEXT, font, 180, 10)
    assert len(lines) > 2
    assert " ".join(lines) == TEXT
    assert all(QFontMetricsF(font).horizontalAdvance(line) <= 180 for line in lines)


def test_the_last_line_ends_in_an_ellipsis_when_there_is_more(font: QFont):
    first, second = wrapped(TEXT, font, 180, 2)
    assert TEXT.startswith(first)
    assert second.endswith("…")
    assert QFontMetricsF(font).horizontalAdvance(second) <= 180


def test_a_word_without_room_is_broken(font: QFont):
    lines = wrapped("🚢" * 40, font, 100, 100)
    assert len(lines) > 1
    assert "".join(lines) == "🚢" * 40


def test_there_is_a_line_without_text_and_without_width(font: QFont):
    assert wrapped("", font, 100, 2) == [""]
    assert len(wrapped(TEXT, font, 0, 2)) == 2
    assert wrapped(TEXT, font, 100, 0) == []
