"""One article in a plain text file, in whatever encoding it came."""

from __future__ import annotations

from itertools import pairwise
from pathlib import PurePath
from typing import TYPE_CHECKING

from annotator.domain.article import ArticleDraft
from annotator.domain.bylines import name_in_byline, published_date
from annotator.domain.errors import UserError
from annotator.domain.text import canonical
from annotator.domain.zones import Role, Zone, find_zones
from annotator.formats.articles.encoding import decode
from annotator.formats.safety import LARGEST_FILE, NOTHING_READ, refuse_large, what_it_seems

if TYPE_CHECKING:
    from collections.abc import Iterable

_SAVE_AS_TEXT = " Save it as plain text (UTF-8) and import that file."


def read_plain(data: bytes, name: str) -> ArticleDraft:
    """What a text file holds: its canonical text, its zones, and what is certain of its metadata.

    Args:
        data: the whole file.
        name: the file's name, for messages and where no headline is found.

    Raises:
        UserError: the file is empty, too large, or no text.
    """
    refuse_large(len(data), LARGEST_FILE, name)
    text, encoding, notes = _decode(data, name)
    zones = find_zones(text)
    headline = _headline(text, zones)
    if not headline:
        notes = (*notes, "No headline was recognised; the name of the file stands for it.")
    return ArticleDraft(
        text=text,
        zones=zones,
        headline=headline or PurePath(name).stem or name,
        author=_author(text, zones),
        published=_published(text, zones),
        source_file=name,
        encoding=encoding,
        notes=notes,
    )


def _decode(data: bytes, name: str) -> tuple[str, str, tuple[str, ...]]:
    if not data:
        raise _empty(name)
    kind = what_it_seems(data)
    if kind:
        raise _no_text(name, kind)
    decoded = decode(data)
    if decoded is None:
        raise _no_text(name, "")
    text = canonical(decoded.text)
    if not any(char.isprintable() and not char.isspace() for char in text):
        raise _empty(name)
    return text, decoded.encoding, decoded.notes


def _empty(name: str) -> UserError:
    return UserError(
        "“{file}” is empty: there is no text in it.",
        NOTHING_READ + " Check that it was saved completely.",
        file=name,
    )


def _no_text(name: str, kind: str) -> UserError:
    if not kind:
        template = "“{file}” is no text: it has bytes that no text has."
        return UserError(template, NOTHING_READ + _SAVE_AS_TEXT, file=name)
    template = "“{file}” is no plain text: it seems to be {kind}."
    return UserError(template, NOTHING_READ + _SAVE_AS_TEXT, file=name, kind=kind)


def _headline(text: str, zones: tuple[Zone, ...]) -> str:
    """The headline's lines joined, one space between words."""
    lines = (text[zone.start : zone.end] for zone in zones if zone.role is Role.HEADLINE)
    return " ".join(" ".join(lines).split())


def _author(text: str, zones: tuple[Zone, ...]) -> str:
    """Whom a byline names, or the line above a note about the author; empty if it is several."""
    bylines = _bylines(text, zones)
    return _only(name_in_byline(line) for line in bylines) or _only(
        text[zone.start : zone.end]
        for zone, below in pairwise(zones)
        if zone.role is Role.BYLINE and below.role is Role.BIO
    )


def _published(text: str, zones: tuple[Zone, ...]) -> str:
    """The only date that the bylines have, as ISO 8601; empty if there is none or several."""
    return _only(published_date(line) for line in _bylines(text, zones))


def _bylines(text: str, zones: tuple[Zone, ...]) -> list[str]:
    return [text[zone.start : zone.end] for zone in zones if zone.role is Role.BYLINE]


def _only(found: Iterable[str]) -> str:
    distinct = {one for one in found if one}
    return distinct.pop() if len(distinct) == 1 else ""
