"""From bytes to text when nothing but the bytes tells the encoding."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

_MARKS = (
    # UTF-32's mark starts with that of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x19\x1c-\x1f]")
_ASCII = bytes(range(0x80))
_MOST_CONTROLS = 0.02
_FEWEST_ZEROS = 0.02
_MOST_ACCENTED = 0.3
_SAMPLE = 100_000


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text and how it was read.

    Attributes:
        text: the characters; places without meaning hold U+FFFD.
        encoding: Python's name of what the bytes were read as.
        notes: sentences about what was guessed or lost.
    """

    text: str
    encoding: str
    notes: tuple[str, ...] = ()


def decode(data: bytes) -> Decoded | None:
    """The text of these bytes, or ``None`` if they are no text.

    Tried in order: a byte order mark, UTF-8, UTF-16 without a mark, Windows-1252.
    """
    decoded = _by_mark(data) or _as_utf8(data) or _as_bare_utf16(data) or _as_windows(data)
    return None if decoded is None or _has_many_controls(decoded.text) else decoded


def _by_mark(data: bytes) -> Decoded | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _lenient(data[len(mark) :], encoding)
    return None


def _lenient(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, "replace")
    lost = text.count("\ufffd")
    if not lost or data.decode(encoding, "ignore").count("\ufffd") == lost:
        return Decoded(text, encoding)
    note = f"Damaged places in the file: {lost}; each shows as \ufffd."
    return Decoded(text, encoding, (note,))


def _as_utf8(data: bytes) -> Decoded | None:
    if b"\0" in data:
        return None
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return None


def _as_bare_utf16(data: bytes) -> Decoded | None:
    """In UTF-16 each letter of the Latin alphabet and each space has one byte that is zero."""
    if len(data) % 2:
        return None
    even, odd = data[::2].count(0), data[1::2].count(0)
    for zeros, others, encoding in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        if others > zeros / 20 or zeros < _FEWEST_ZEROS * len(data) / 2:
            continue
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            return None
        note = "The file does not say its encoding; UTF-16 was guessed."
        return Decoded(text, encoding, (note,)) if _reads_as_text(text) else None
    return None


def _reads_as_text(text: str) -> bool:
    sample = text[:_SAMPLE]
    readable = sum(char.isprintable() or char.isspace() for char in sample)
    return readable >= (1 - _MOST_CONTROLS) * len(sample)


def _as_windows(data: bytes) -> Decoded | None:
    if b"\0" in data:
        return None
    text = data.decode("cp1252", "replace")
    notes = ["The file is not in UTF-8; Windows-1252 (Western European) was guessed."]
    accented = len(data.translate(None, _ASCII))
    if accented > _MOST_ACCENTED * len(data):
        notes.append("The guess is probably wrong: very many characters are accented.")
    lost = text.count("\ufffd")
    if lost:
        notes.append(f"Bytes that mean nothing in it: {lost}; each shows as \ufffd.")
    return Decoded(text, "cp1252", tuple(notes))


def _has_many_controls(text: str) -> bool:
    return len(_CONTROL.findall(text)) > _MOST_CONTROLS * len(text)
