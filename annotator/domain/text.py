"""The one text of an article, and the two ways of counting in it.

Everything that is stored counts Unicode code points of the canonical text, as Python does; Qt
counts UTF-16 units, in which a character above U+FFFF (an *astral* one: most emoji) takes two.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from hashlib import sha256

from annotator.domain.lazy_text import LazyText, Text, lazily

_BYTE_ORDER_MARKS = "\ufeff\ufffe"
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_NOTHING = LazyText("")
_PORTION = 65_536
"""So many characters are looked through at a time at least."""
_SURROGATE = re.compile("[\ud800-\udfff]")


def canonical(raw: str) -> str:
    """The text that is stored and that offsets count: what Qt would alter is altered here, once.

    Leading byte order marks go, CRLF and CR become LF, NUL and lone surrogates become U+FFFD.
    Nothing else changes: no trimming, no normalisation, and other line ends stay.
    """
    text = raw.lstrip(_BYTE_ORDER_MARKS)
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
    if _SURROGATE.search(text):
        # Two halves that belong together are one character; only what stays alone is lost.
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def text_sha256(text: str) -> str:
    """The SHA-256 of a canonical text's UTF-8, as 64 hexadecimal digits.

    Raises:
        UnicodeEncodeError: the text holds lone surrogates, so it is not canonical.
    """
    return sha256(text.encode("utf-8")).hexdigest()


class OffsetMap:
    """Code point indices of a text to UTF-16 positions and back.

    Constant time where the text has no astral characters, else logarithmic in their number. A
    text is looked through as far as it is asked about, so that a long one costs nothing at first.

    Attributes:
        length: the text's length in code points.
    """

    __slots__ = ("_indices", "_positions", "_read", "_text", "length")

    def __init__(self, text: Text) -> None:
        self._indices = array("L")
        self._positions = array("L")
        self._text = lazily(text)
        self.length = self._text.length
        self._read = 0
        known = self._text.to(0)
        if known.isascii():
            self._go_on_from(len(known))

    @property
    def utf16_length(self) -> int:
        """The text's length in UTF-16 units; all of it is looked through."""
        return self.to_utf16(self.length)

    def agree_to(self, index: int) -> bool:
        """Whether the two ways of counting are the same up to an index."""
        if index > self._read:
            self._read_to(index)
        return not self._indices or self._indices[0] >= index

    def to_utf16(self, index: int) -> int:
        """The UTF-16 position of the character at ``index``, from 0 to ``length`` inclusive.

        Raises:
            ValueError: the index is outside the text.
        """
        if not 0 <= index <= self.length:
            raise ValueError(f"index {index} is outside the text (0 to {self.length})")
        if index > self._read:
            self._read_to(index)
        return index + bisect_left(self._indices, index) if self._indices else index

    def from_utf16(self, position: int) -> int:
        """The code point index at a UTF-16 position, from 0 to ``utf16_length`` inclusive.

        A position inside a surrogate pair gives the start of its character.

        Raises:
            ValueError: the position is outside the text.
        """
        if position > self._read + len(self._indices):
            self._read_to(position - len(self._indices))
        if not 0 <= position <= self._read + len(self._indices):
            raise ValueError(f"position {position} is outside the text (0 to {self.utf16_length})")
        if not self._positions:
            return position
        before = bisect_left(self._positions, position)
        if before and self._positions[before - 1] == position - 1:
            return self._indices[before - 1]
        return position - before

    def _read_to(self, index: int) -> None:
        """Look the text through up to an index at least, or to its end."""
        end = min(self.length, max(index, self._read + _PORTION))
        for match in _ASTRAL.finditer(self._text.to(end), self._read, end):
            self._positions.append(match.start() + len(self._indices))
            self._indices.append(match.start())
        self._go_on_from(end)

    def _go_on_from(self, end: int) -> None:
        self._read = end
        if end == self.length:
            self._text = _NOTHING
