"""An article: its metadata, and what an importer recognised before anything is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from uuid import UUID

    from annotator.domain.zones import Zone


@dataclass(frozen=True, slots=True)
class Article:
    """One article of a project without its text.

    ``published`` is an ISO date that may be partial ("2025", "2025-03") or empty; ``length``
    counts code points; ``words`` all words, ``counted_words`` those of the counted zones.
    """

    id: int
    uid: UUID
    headline: str
    outlet: str
    author: str
    published: str
    url: str
    language: str
    source_file: str
    text_sha256: str
    length: int
    words: int
    counted_words: int


@dataclass(frozen=True, slots=True)
class ArticleDraft:
    """What an importer recognised in a file; nothing of it is in a project yet.

    ``text`` is canonical; ``encoding`` is what the bytes were read as; ``notes`` are sentences
    about what was guessed, to be shown to the person who imports.
    """

    text: str
    zones: tuple[Zone, ...]
    headline: str
    outlet: str = ""
    author: str = ""
    published: str = ""
    url: str = ""
    language: str = ""
    source_file: str = ""
    encoding: str = "utf-8"
    notes: tuple[str, ...] = ()
