"""A text that is read late is the text that is read at once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.lazy_text import LazyText, lazily
from annotator.domain.text import OffsetMap

texts = st.text(alphabet="ab\né🗞", max_size=40)


@given(texts, st.data())
def test_it_is_read_when_more_is_needed_than_the_beginning_and_once(
    text: str, data: st.DataObject
) -> None:
    known = data.draw(st.integers(0, len(text)))
    read: list[str] = []

    def whole() -> str:
        read.append(text)
        return text

    lazy = LazyText(text[:known], len(text), whole)
    assert lazy.length == len(text)
    for end in data.draw(st.lists(st.integers(0, len(text)), max_size=4)):
        assert lazy.to(end)[:end] == text[:end]
        assert bool(read) >= (end > known)
    if not read:
        assert lazy.to(known) == text[:known]
    assert lazy.whole == lazy.whole == text
    assert len(read) == 1


@given(texts, st.data())
def test_a_line_ends_in_it_where_it_ends_in_the_whole(text: str, data: st.DataObject) -> None:
    known, start = (data.draw(st.integers(0, len(text))) for _ in range(2))
    lazy = LazyText(text[:known], len(text), lambda: text)
    found = text.find("\n", start)
    assert lazy.find_break(start) == (found if found >= 0 else len(text))


@given(texts, st.data())
def test_offsets_of_it_are_those_of_the_whole(text: str, data: st.DataObject) -> None:
    known = data.draw(st.integers(0, len(text)))
    lazy = OffsetMap(LazyText(text[:known], len(text), lambda: text))
    at_once = OffsetMap(text)
    for index in data.draw(st.lists(st.integers(0, len(text)), max_size=4)):
        position = at_once.to_utf16(index)
        assert lazy.to_utf16(index) == position
        assert lazy.from_utf16(position) == index
    assert lazy.utf16_length == at_once.utf16_length


def test_what_cannot_be_read_is_asked_for_again() -> None:
    def broken() -> str:
        raise OSError("gone")

    lazy = LazyText("a", 2, broken)
    assert lazy.to(1) == "a"
    for _ in range(2):
        with pytest.raises(OSError, match="gone"):
            lazy.to(2)
    assert lazily(lazy) is lazy
    assert lazily("ab").whole == "ab"
