"""What a transaction did, told to everybody who shows something of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from annotator.domain.changes import Changes, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from annotator.store.staging import Staged


def changes(txn: int, label: str, records: Iterable[Staged]) -> Changes:
    """The notice of a transaction that made or changed ``records``."""
    noticed = Noticed()
    for record in records:
        noticed.add(record)
    return noticed.changes(txn, label)


class Noticed:
    """Gathers what was done to records, for one notice of all of it."""

    def __init__(self) -> None:
        self._created: defaultdict[Kind, set[int]] = defaultdict(set)
        self._updated: defaultdict[Kind, set[int]] = defaultdict(set)
        self._removed: defaultdict[Kind, set[int]] = defaultdict(set)
        self._articles: set[int] = set()
        self._counts: Counter[tuple[int, int]] = Counter()

    def add(self, record: Staged) -> None:
        """A record was made or changed."""
        if record.is_live:
            (self._updated if record.was_live else self._created)[record.kind].add(record.id)
        elif record.was_live:
            self._removed[record.kind].add(record.id)
        if record.kind is Kind.ARTICLE:
            self._articles.add(record.id)
        elif record.kind in (Kind.PROGRESS, Kind.ANSWER):
            self._articles.add(record.row["article_id"])
        elif record.kind is Kind.ANNOTATION:
            self._articles.add(record.row["article_id"])
            self._count(record)

    def add_all(self, other: Noticed) -> None:
        """Everything that another one has gathered."""
        for mine, others in (
            (self._created, other._created),
            (self._updated, other._updated),
            (self._removed, other._removed),
        ):
            for kind, ids in others.items():
                mine[kind] |= ids
        self._articles |= other._articles
        self._counts.update(other._counts)

    def add_arrived(self, kind: Kind, ids: Iterable[int]) -> None:
        """Records are there now that were not."""
        self._created[kind].update(ids)
        if kind is Kind.ARTICLE:
            self._articles.update(ids)

    def add_arrived_annotation(self, article_id: int, code_id: int, coder_id: int) -> None:
        """Where an annotation is that is there now, and what it counts for."""
        self._articles.add(article_id)
        self._counts[code_id, coder_id] += 1

    def add_article(self, article_id: int) -> None:
        """Something about an article is there now."""
        self._articles.add(article_id)

    def changes(self, txn: int, label: str) -> Changes:
        """The notice of all that was added."""
        # A job may have made and changed, or made and removed, the same record.
        for kind, made in self._created.items():
            self._updated[kind] -= made
            passing = made & self._removed[kind]
            made -= passing
            self._removed[kind] -= passing
        return Changes(
            txn,
            label,
            created=_frozen(self._created),
            updated=_frozen(self._updated),
            removed=_frozen(self._removed),
            articles=frozenset(self._articles),
            counts={key: change for key, change in self._counts.items() if change},
        )

    def _count(self, record: Staged) -> None:
        coder_id = record.row["coder_id"]
        if record.was_live:
            self._counts[record.was("code_id"), coder_id] -= 1
        if record.is_live:
            self._counts[record.row["code_id"], coder_id] += 1


def _frozen(ids: dict[Kind, set[int]]) -> dict[Kind, frozenset[int]]:
    return {kind: frozenset(some) for kind, some in ids.items() if some}
