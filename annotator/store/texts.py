"""The text of an article for who checks what is saved against it: read once, not at every save."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from annotator.domain.changes import Kind
from annotator.store.statements import among, listed
from annotator.store.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from annotator.domain.changes import Changes
    from annotator.store.engine import Database

_TEXT = TABLES["article_text"]
_TEXTS = sa.select(_TEXT.c.article_id, _TEXT.c.sha256, _TEXT.c.text).where(
    among(_TEXT.c.article_id, "ids")
)
_FEW = 64

Text = tuple[int, bytes, str]
"""An article's id, and the SHA-256 and the words of a text that it has or had."""


class Texts:
    """All versions of the texts of some articles; those of the one asked for last are kept.

    Whoever tags in a long article asks for the same text with every key.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._kept: tuple[int, list[Text]] | None = None

    def of(self, articles: Sequence[int]) -> Iterator[Text]:
        """The texts of these articles.

        Raises:
            UserError: they cannot be read.
        """
        if len(articles) == 1:
            (article_id,) = articles
            if self._kept is None or self._kept[0] != article_id:
                self._kept = (article_id, list(self._read([article_id])))
            yield from self._kept[1]
            return
        for at in range(0, len(articles), _FEW):
            yield from self._read(articles[at : at + _FEW])

    def forget(self, changes: Changes | None = None) -> None:
        """Keep nothing; of ``changes`` that are about no article, everything."""
        if changes is None or changes.touches(Kind.ARTICLE):
            self._kept = None

    def _read(self, articles: Sequence[int]) -> list[Text]:
        return [
            (row[0], row[1], row[2]) for row in self._database.read(_TEXTS, ids=listed(articles))
        ]
