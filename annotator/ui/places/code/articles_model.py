"""The articles of a project for Qt's table: all their ids, and of the rest what is on screen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from annotator.domain.article import Article
from annotator.domain.progress import State
from annotator.ui.parts.article_states import state_name
from annotator.ui.session import Session
from annotator.ui.widgets.dates import shown_date

if TYPE_CHECKING:
    from annotator.store.listing import Sort

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = Qt.ItemDataRole.UserRole
DOT = " · "
"""Between outlet and date."""
_PAGE = 64
_KEPT = 1024


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """One row: an article, how many annotations the coder at work has made in it, and how far.

    ``answered`` is how many of the questions about it are, and how many are asked.
    """

    article: Article
    annotations: int
    state: State
    answered: tuple[int, int] = (0, 0)

    @property
    def headline(self) -> str:
        """The headline, or what tells the article apart where it has none."""
        return self.article.headline or self.article.source_file or self.article.url or "–"

    @property
    def date(self) -> str:
        """When it was published, as people write it."""
        return shown_date(self.article.published)

    @property
    def origin(self) -> str:
        """Outlet and date."""
        return DOT.join(part for part in (self.article.outlet, self.date) if part)


@dataclass(frozen=True, slots=True)
class Listing:
    """Which articles are listed, and in which order."""

    filter: str = ""
    sort: Sort = "imported"
    descending: bool = False


class ArticlesModel(QAbstractTableModel):
    """One column, a row per article. Rows are read from the project when they come into view.

    Signals:
        listed: what was wanted before is listed now, or nearer to it.
    """

    listed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._ids: list[int] = []
        self._rows: dict[int, ArticleRow] = {}
        self._wanted: Listing | None = None
        self._is_listing = False

    def clear(self) -> None:
        """Forget everything: another project is shown, or none."""
        self._rows = {}
        self._wanted, self._is_listing = None, False
        self._show([])

    def show_listing(self, listing: Listing) -> None:
        """List these articles from now on; none without a project.

        Of a large project only the first are there at once, all when they have been read; until
        then a list that is there already stays.
        """
        self._wanted = listing
        if not self._session.is_open:
            self._wanted = None
            self._show([])
            return
        queries = self._session.project.queries
        if queries.can_list_articles(listing.sort):
            self._wanted = None
            self._show(queries.article_ids(listing.filter, listing.sort, listing.descending))
            return
        if not self._ids and not listing.filter.strip() and listing.sort == "imported":
            self._show(queries.first_articles(_PAGE, descending=listing.descending))
        if not self._is_listing:
            self._is_listing = True
            work = partial(queries.prepare_article_list, listing.sort)
            self._session.background.do(work, self._list_again)

    @property
    def is_whole(self) -> bool:
        """Whether all that is wanted is listed."""
        return self._wanted is None

    def _list_again(self, done: bool) -> None:
        self._is_listing = False
        if done and self._wanted is not None:
            self.show_listing(self._wanted)
            self.listed.emit()

    def _show(self, ids: list[int]) -> None:
        before = len(self._ids)
        if before and len(ids) >= before and ids[:before] == self._ids:
            # More of the same: what is selected and where one has scrolled to stay.
            if len(ids) > before:
                self.beginInsertRows(QModelIndex(), before, len(ids) - 1)
                self._ids = ids
                self.endInsertRows()
            return
        self.beginResetModel()
        self._ids = ids
        self.endResetModel()

    def forget(self, article_ids: Iterable[int] | None = None) -> None:
        """Read these articles anew (None: all) before they are shown next."""
        touched = set(self._rows if article_ids is None else self._rows.keys() & set(article_ids))
        for article_id in touched:
            del self._rows[article_id]
        if not touched or not self._ids:
            return
        # Views repaint what of this they show; to look for many rows would take longer.
        row = self.row_of(next(iter(touched))) if len(touched) == 1 else None
        first, last = (0, len(self._ids) - 1) if row is None else (row, row)
        self.dataChanged.emit(self.index(first, 0), self.index(last, 0))

    @property
    def rows_in_memory(self) -> int:
        """How many articles are kept as they were read."""
        return len(self._rows)

    def id_at(self, row: int) -> int | None:
        """The id of the article in that row, None beyond the ends."""
        return self._ids[row] if 0 <= row < len(self._ids) else None

    @property
    def ids(self) -> list[int]:
        """The articles that are listed, in their order; not to be changed."""
        return self._ids

    def row_of(self, article_id: int | None) -> int | None:
        """Where an article stands, None when it is not listed."""
        try:
            return self._ids.index(article_id)  # type: ignore[arg-type]  # None is in no list
        except ValueError:
            return None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """How many articles are listed."""
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """One."""
        return 0 if parent.isValid() else 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The headline, the whole row, or what is said about it on hover and aloud."""
        row = self._row(index.row()) if role in _ROLES else None
        if row is None:
            return None
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._described(row)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            parts = (
                row.headline,
                row.origin,
                state_name(row.state),
                self._mine(row.annotations),
                self._answered(row),
            )
            return ", ".join(part for part in parts if part)
        return row.headline

    def _row(self, number: int) -> ArticleRow | None:
        article_id = self._ids[number]
        if article_id not in self._rows:
            self._read(number - number % _PAGE)
        return self._rows.get(article_id)

    def _read(self, start: int) -> None:
        if len(self._rows) >= _KEPT:
            self._rows.clear()
        queries = self._session.project.queries
        ids = [one for one in self._ids[start : start + _PAGE] if one not in self._rows]
        mine: dict[int, int] = {}
        states: dict[int, State] = {}
        answered: dict[int, tuple[int, int]] = {}
        if self._session.coder_id is not None:
            mine = queries.annotations_per_article(ids, self._session.coder_id)
            states = queries.states(self._session.coder_id, ids)
            answered = self._answered_in(ids, self._session.coder_id)
        for article in queries.articles(ids):
            state = states.get(article.id, State.NEW)
            self._rows[article.id] = ArticleRow(
                article, mine.get(article.id, 0), state, answered.get(article.id, (0, 0))
            )

    def _answered_in(self, ids: list[int], coder_id: int) -> dict[int, tuple[int, int]]:
        project = self._session.project
        if not project.queries.questions.variables():
            return {}
        from annotator.ops import answers

        found = answers.sheets(project, ids, coder_id)
        return {one: (sheet.answered, len(sheet.questions)) for one, sheet in found.items()}

    def _answered(self, row: ArticleRow) -> str:
        answered, asked = row.answered
        if not asked:
            return ""
        return self.tr("{n} of {all} questions answered").format(n=answered, all=asked)

    def _mine(self, count: int) -> str:
        if count == 1:
            return self.tr("1 annotation of yours")
        return self.tr("{n} annotations of yours").format(n=f"{count:,}")

    def _described(self, row: ArticleRow) -> str:
        article = row.article
        words = self.tr("{words} words").format(words=f"{article.words:,}")
        if article.words == 1:
            words = self.tr("1 word")
        about = DOT.join((words, state_name(row.state)))
        lines = (
            row.headline,
            article.author,
            row.origin,
            about,
            self._answered(row),
            article.source_file,
        )
        return "\n".join(line for line in lines if line)


_ROLES = frozenset(
    {
        ROW_ROLE,
        Qt.ItemDataRole.DisplayRole,
        Qt.ItemDataRole.ToolTipRole,
        Qt.ItemDataRole.AccessibleTextRole,
    }
)
