from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from awkward_texts import CLUSTERS, raw_texts
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QTextLayout

from annotator.domain.segments import cluster_end, cluster_start
from annotator.domain.text import OffsetMap

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication


def edges(text: str) -> list[int]:
    return [at for at in range(len(text) + 1) if cluster_start(text, at) == at]


@pytest.mark.parametrize("cluster", CLUSTERS)
def test_what_looks_like_one_character_is_not_cut(cluster: str) -> None:
    text = f"x{cluster}y"
    assert edges(text) == [0, 1, 1 + len(cluster), 2 + len(cluster)]
    for position in range(1, 1 + len(cluster)):
        assert cluster_start(text, position) == 1
        assert cluster_end(text, position + 1) == 1 + len(cluster)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", [0]),
        ("🇧🇾🇵🇱🇺", [0, 2, 4, 5]),
        ("😀\u200da", [0, 2, 3]),
        ("a\u200d😀", [0, 2, 3]),
        ("\n\u0301", [0, 1, 2]),
        (" \u0301", [0, 2]),
        ("\r\n", [0, 2]),
        ("co\u00adop", [0, 1, 2, 3, 4, 5]),
        ("\u0600\u0661", [0, 2]),
        ("क\u094dष", [0, 3]),
        ("क\u094d\u200dष", [0, 4]),
        ("कष", [0, 1, 2]),
        ("\u0301a", [0, 1, 2]),
    ],
)
def test_edges(text: str, wanted: list[int]) -> None:
    assert edges(text) == wanted


LOOSE = (" ", ".", "“", "\u0301", "\u200d", "\u200c", "\U0001f3fd", "\u00ad", "\u200b", "\u200e")
FLAGS = ("a🇧🇾", "a🇧", "a🇧🇾🇵🇱", "a🇧🇾🇵")
# Qt has rules of its own for Indic and Thai, and cuts a flag that directly follows an emoji.
FAMILIAR = [each for each in CLUSTERS if each[0] not in "कไ🇧"]
familiar_texts = st.lists(st.sampled_from((*FAMILIAR, *FLAGS, *LOOSE)), min_size=1, max_size=25)


@settings(deadline=None)
@given(familiar_texts.map("".join))
def test_qt_puts_its_caret_at_the_same_edges(qapp: QApplication, text: str) -> None:
    offsets = OffsetMap(text)
    layout = QTextLayout(text)
    wanted = [
        index
        for index in range(len(text) + 1)
        if layout.isValidCursorPosition(offsets.to_utf16(index))
    ]
    assert edges(text) == wanted


@given(raw_texts)
def test_start_and_end_are_the_nearest_edges(text: str) -> None:
    found = edges(text)
    assert found[0] == 0
    assert found[-1] == len(text)
    for position in range(len(text) + 1):
        assert cluster_start(text, position) == max(at for at in found if at <= position)
        assert cluster_end(text, position) == min(at for at in found if at >= position)
