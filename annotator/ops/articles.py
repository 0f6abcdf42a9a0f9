"""Articles: what a file holds, and the fields of the article that it becomes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotator.domain.segments import count_words
from annotator.domain.zones import counted_words
from annotator.formats import registry, safety
from annotator.ops.zoning import Remembered, with_remembered

if TYPE_CHECKING:
    from annotator.domain.article import ArticleDraft


def recognise(path: Path) -> ArticleDraft:
    """What a file holds; nothing is written anywhere.

    Raises:
        UserError: the file is missing, not text, empty, too large, or of an unknown kind.
    """
    reader = registry.article_reader(path.name)
    return reader(safety.read_file(path), path.name)


def article_values(draft: ArticleDraft, known: Remembered | None = None) -> dict[str, Any]:
    """The fields of the article that a draft becomes, its words counted.

    Args:
        draft: what a file holds.
        known: what was said before of lines of the draft's outlet.
    """
    zones = with_remembered(draft.text, draft.zones, known or {})
    return {
        "headline": draft.headline,
        "outlet": draft.outlet,
        "author": draft.author,
        "published": draft.published,
        "url": draft.url,
        "language": draft.language,
        "source_file": draft.source_file,
        "text": draft.text,
        "zones": zones,
        "words": count_words(draft.text),
        "counted_words": counted_words(draft.text, zones),
    }
