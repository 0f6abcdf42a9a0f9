from __future__ import annotations

import hashlib
import random
from typing import TYPE_CHECKING

import pytest
from awkward_texts import raw_texts
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QTextCursor, QTextDocument

from annotator.domain.text import OffsetMap, canonical, text_sha256

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication


def utf16_units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        ("", ""),
        ("\ufeffa", "a"),
        ("\ufeff\ufffe\ufeffa\ufeff", "a\ufeff"),
        ("a\r\nb\rc\nd\r\r\ne", "a\nb\nc\nd\n\ne"),
        ("a\0b", "a\ufffdb"),
        ("\ud83dx\ude00", "\ufffdx\ufffd"),
        ("\ud83d\ude00", "😀"),
        ("\ude00\ud83d", "\ufffd\ufffd"),
        ("\v\f\x85\u2028\u2029\ufdd0", "\v\f\x85\u2028\u2029\ufdd0"),
        ("  e\u0301 \u00ad\n\n ", "  e\u0301 \u00ad\n\n "),
    ],
)
def test_canonical_changes_what_it_must_and_nothing_else(raw: str, wanted: str) -> None:
    assert canonical(raw) == wanted


@given(raw_texts)
@example("\ufffe\r")
def test_canonical_text_stays_as_it_is_and_can_be_written(raw: str) -> None:
    text = canonical(raw)
    assert canonical(text) == text
    assert text.encode("utf-8").decode("utf-8") == text
    assert "\r" not in text
    assert "\0" not in text


@given(raw_texts)
def test_canonical_keeps_characters_that_nothing_objects_to(raw: str) -> None:
    harmless = "".join(
        char for char in raw if char not in "\r\0\ufeff\ufffe" and not "\ud800" <= char <= "\udfff"
    )
    assert canonical(harmless) == harmless


def test_hash_is_of_the_utf8() -> None:
    assert text_sha256("né 😀") == hashlib.sha256("né 😀".encode()).hexdigest()


def test_hash_of_a_text_that_is_not_canonical_fails() -> None:
    with pytest.raises(UnicodeEncodeError):
        text_sha256("\ud83d")


@given(raw_texts)
def test_offsets_agree_with_pythons_own_utf16(text: str) -> None:
    offsets = OffsetMap(text)
    positions = [utf16_units(text[:index]) for index in range(len(text) + 1)]
    assert [offsets.to_utf16(index) for index in range(len(text) + 1)] == positions
    assert [offsets.from_utf16(position) for position in positions] == list(range(len(text) + 1))
    assert (offsets.length, offsets.utf16_length) == (len(text), utf16_units(text))
    agree = [index == position for index, position in enumerate(positions)]
    assert [offsets.agree_to(index) for index in range(len(text) + 1)] == agree


@given(raw_texts)
@example("😀" * 3)
def test_a_position_inside_a_pair_is_its_characters_start(text: str) -> None:
    offsets = OffsetMap(text)
    owners = [index for index, char in enumerate(text) for _ in range(utf16_units(char))]
    assert [offsets.from_utf16(position) for position in range(len(owners))] == owners


@pytest.mark.parametrize("text", ["", "abc", "a😀"])
def test_places_outside_of_the_text_are_refused(text: str) -> None:
    offsets = OffsetMap(text)
    for index in (-1, len(text) + 1):
        with pytest.raises(ValueError, match="outside"):
            offsets.to_utf16(index)
    for position in (-1, utf16_units(text) + 1):
        with pytest.raises(ValueError, match="outside"):
            offsets.from_utf16(position)


@settings(deadline=None)
@given(raw_texts)
def test_offsets_agree_with_the_documents_of_qt(qapp: QApplication, raw: str) -> None:
    text = canonical(raw)
    document = QTextDocument()
    document.setUndoRedoEnabled(False)
    document.setPlainText(text)
    offsets = OffsetMap(text)
    assert document.characterCount() - 1 == offsets.utf16_length
    # Qt shows each of these as the end of a block.
    shown = text.translate(dict.fromkeys(map(ord, "\n\u2029\ufdd0\ufdd1"), "\u2029"))
    cursor = QTextCursor(document)
    for index, char in enumerate(shown):
        cursor.setPosition(offsets.to_utf16(index))
        cursor.setPosition(offsets.to_utf16(index + 1), QTextCursor.MoveMode.KeepAnchor)
        assert cursor.selectedText() == char
        assert offsets.from_utf16(cursor.selectionStart()) == index
        assert offsets.from_utf16(cursor.selectionEnd()) == index + 1


@given(
    st.lists(st.sampled_from(["a" * 40_000, "😀" * 9_000, "é😀b"]), min_size=1, max_size=6),
    st.lists(st.tuples(st.sampled_from(["to", "from", "agree"]), st.floats(0, 1)), max_size=6),
)
def test_of_a_long_text_it_makes_no_difference_what_is_asked_first(
    pieces: list[str], asked: list[tuple[str, float]]
) -> None:
    text = "".join(pieces)
    offsets, units = OffsetMap(text), utf16_units(text)
    for what, share in asked:
        index = round(share * len(text))
        position = utf16_units(text[:index])
        if what == "to":
            assert offsets.to_utf16(index) == position
        elif what == "from":
            assert offsets.from_utf16(position) == index
        else:
            assert offsets.agree_to(index) == (index == position)
    with pytest.raises(ValueError, match="outside"):
        offsets.from_utf16(units + 1)
    assert offsets.utf16_length == units


def test_a_long_text_full_of_emoji_maps_like_a_short_one() -> None:
    text = ("news 😀 and 🇧🇾 " + "plain " * 50) * 500
    offsets = OffsetMap(text)
    chance = random.Random(7)
    for index in chance.choices(range(len(text) + 1), k=200):
        assert offsets.to_utf16(index) == utf16_units(text[:index])
        assert offsets.from_utf16(offsets.to_utf16(index)) == index
