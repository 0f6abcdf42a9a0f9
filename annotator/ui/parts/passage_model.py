"""Passages as rows: fetched when somebody looks at them, a window of rows at a time."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import (
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QStringListModel,
    Qt,
    QTimer,
)

from annotator.domain.annotation import Annotation
from annotator.domain.article import Article
from annotator.domain.errors import UserError
from annotator.domain.zones import paragraph_number
from annotator.ui.session import Session
from annotator.ui.widgets.dates import shown_date

WINDOW = 32
"""Rows that are fetched together."""
WINDOWS_KEPT = 64
TOLD = 600
"""Characters of a quote that a tooltip shows."""

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Passage:
    """One row. ``paragraph`` counts from 1 and is None outside the article's own text."""

    annotation_id: int
    code_id: int
    quote: str
    headline: str
    outlet: str
    published: str
    paragraph: int | None
    coder: str
    unsure: bool

    @property
    def where(self) -> str:
        """Outlet, date and paragraph, as far as they are known."""
        paragraph = f"¶{self.paragraph}" if self.paragraph else ""
        parts = (self.outlet or self.headline, shown_date(self.published), paragraph)
        return " · ".join(part for part in parts if part)


class PassageModel(QStringListModel):
    """Annotations as rows, in the order of the ids given.

    The strings are empty and only say how many rows there are. A list view asks that twice for
    each row that it lays out: answering in Python would take a second for some hundred thousand.
    """

    PASSAGE = Qt.ItemDataRole.UserRole

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._ids: tuple[int, ...] = ()
        self._windows: dict[int, tuple[Passage | None, ...]] = {}

    @property
    def ids(self) -> tuple[int, ...]:
        """The annotations listed."""
        return self._ids

    def show(self, ids: Sequence[int]) -> None:
        """List these annotations; what was known of any is forgotten."""
        self._ids = tuple(ids)
        self._windows = {}
        self.setStringList([""] * len(self._ids))

    def passage(self, row: int) -> Passage | None:
        """What stands in a row, None when its annotation is gone."""
        window = row // WINDOW
        if window not in self._windows:
            if len(self._windows) >= WINDOWS_KEPT:
                self._windows.pop(next(iter(self._windows)))
            first = window * WINDOW
            self._windows[window] = self._fetched(self._ids[first : first + WINDOW])
        return self._windows[window][row % WINDOW]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The quote; for screen readers the place and the coder with it."""
        passage = self.passage(index.row()) if index.isValid() else None
        if passage is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return passage.quote
        if role == Qt.ItemDataRole.ToolTipRole:
            return _tip(passage)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{passage.quote}, {passage.where}, {passage.coder}"
        return passage if role == self.PASSAGE else None

    def _fetched(self, ids: Sequence[int]) -> tuple[Passage | None, ...]:
        try:
            return self._read(ids)
        except UserError as error:
            # Rows are asked for while the list is painted: the message has to wait for that.
            QTimer.singleShot(0, self, partial(self._session.failed.emit, error))
            return (None,) * len(ids)

    def _read(self, ids: Sequence[int]) -> tuple[Passage | None, ...]:
        queries = self._session.project.queries
        found = {one.id: one for one in queries.annotations_by_id(ids)}
        wanted = sorted({one.article_id for one in found.values()})
        articles = {article.id: article for article in queries.articles(wanted)}
        zones = {article_id: queries.zones(article_id) for article_id in articles}
        coders = {coder.id: coder.name for coder in queries.coders()}

        def passage(annotation_id: int) -> Passage | None:
            one = found.get(annotation_id)
            if one is None or one.article_id not in articles:
                return None
            paragraph = paragraph_number(zones[one.article_id], one.span.start)
            return self._passage(one, articles[one.article_id], paragraph, coders[one.coder_id])

        return tuple(passage(one) for one in ids)

    def _passage(
        self, one: Annotation, article: Article, paragraph: int | None, coder: str
    ) -> Passage:
        whole = not one.span.ranges
        quote = " ".join(one.anchor.quote.split())
        return Passage(
            annotation_id=one.id,
            code_id=one.code_id,
            quote=self.tr("The article as a whole") if whole else quote,
            headline=article.headline,
            outlet=article.outlet,
            published=article.published,
            paragraph=None if whole else paragraph,
            coder=coder,
            unsure=one.unsure,
        )


def _tip(passage: Passage) -> str:
    quote = passage.quote if len(passage.quote) <= TOLD else f"{passage.quote[:TOLD]}…"
    return f"<qt><p>{html.escape(quote)}</p><p>{html.escape(passage.headline)}</p></qt>"
