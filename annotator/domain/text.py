"""The one text of an article, and the two ways of counting in it.

Everything that is stored counts Unicode code points of the canonical text, as Python does; Qt
counts UTF-16 units, in which a character above U+FFFF (an *astral* one: most emoji) takes two.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from hashlib import sha256

_BYTE_ORDER_MARKS = "\ufeff\ufffe"
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
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

    Constant time where the text has no astral characters, else logarithmic in their number.

    Attributes:
        length: the text's length in code points.
        utf16_length: the text's length in UTF-16 units.
    """

    __slots__ = ("_indices", "_positions", "length", "utf16_length")

    def __init__(self, text: str) -> None:
        found = () if text.isascii() else _ASTRAL.finditer(text)
        self._indices = array("L", (match.start() for match in found))
        self._positions = array("L", (index + n for n, index in enumerate(self._indices)))
        self.length = len(text)
        self.utf16_length = self.length + len(self._indices)

    @property
    def has_astral(self) -> bool:
        """Whether the two ways of counting differ."""
        return bool(self._indices)

    def to_utf16(self, index: int) -> int:
        """The UTF-16 position of the character at ``index``, from 0 to ``length`` inclusive.

        Raises:
            ValueError: the index is outside the text.
        """
        if not 0 <= index <= self.length:
            raise ValueError(f"index {index} is outside the text (0 to {self.length})")
        return index + bisect_left(self._indices, index) if self._indices else index

    def from_utf16(self, position: int) -> int:
        """The code point index at a UTF-16 position, from 0 to ``utf16_length`` inclusive.

        A position inside a surrogate pair gives the start of its character.

        Raises:
            ValueError: the position is outside the text.
        """
        if not 0 <= position <= self.utf16_length:
            raise ValueError(f"position {position} is outside the text (0 to {self.utf16_length})")
        if not self._positions:
            return position
        before = bisect_left(self._positions, position)
        if before and self._positions[before - 1] == position - 1:
            return self._indices[before - 1]
        return position - before
