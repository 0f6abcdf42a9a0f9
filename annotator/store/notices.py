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
    created: defaultdict[Kind, set[int]] = defaultdict(set)
    updated: defaultdict[Kind, set[int]] = defaultdict(set)
    removed: defaultdict[Kind, set[int]] = defaultdict(set)
    articles: set[int] = set()
    counts: Counter[tuple[int, int]] = Counter()
    for record in records:
        if record.is_live:
            (updated if record.was_live else created)[record.kind].add(record.id)
        elif record.was_live:
            removed[record.kind].add(record.id)
        if record.kind is Kind.ARTICLE:
            articles.add(record.id)
        elif record.kind is Kind.ANNOTATION:
            articles.add(record.row["article_id"])
            _count(counts, record)
    return Changes(
        txn,
        label,
        created=_frozen(created),
        updated=_frozen(updated),
        removed=_frozen(removed),
        articles=frozenset(articles),
        counts={key: change for key, change in counts.items() if change},
    )


def _count(counts: Counter[tuple[int, int]], record: Staged) -> None:
    coder_id = record.row["coder_id"]
    if record.was_live:
        counts[record.was("code_id"), coder_id] -= 1
    if record.is_live:
        counts[record.row["code_id"], coder_id] += 1


def _frozen(ids: dict[Kind, set[int]]) -> dict[Kind, frozenset[int]]:
    return {kind: frozenset(some) for kind, some in ids.items()}
