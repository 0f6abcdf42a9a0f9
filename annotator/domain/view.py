"""What people see of joined records: found from the records alone, the same on every machine.

Nothing is changed for it, and nothing that lives is left out: what cannot be shown where it
belongs is listed for review, and equal annotations of one coder are counted once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from annotator.domain.changes import Kind
from annotator.domain.codebook import without_rings
from annotator.domain.merge import canonical_json
from annotator.domain.records import Record, State
from annotator.domain.twins import Copy, Pair, Twins, source_key, unify

DECISION = "decision"
"""The kind of what people decided of two articles: fixed ``articles``, register ``verdict``."""

SAME, DIFFERENT = "same", "different"
"""The verdicts of a decision."""

VALUE_PREFIX = "value:"
"""How the name of a register begins that is the value of an attribute."""

_Resolve = Callable[[UUID], UUID]


class Standing(StrEnum):
    """How a code or coder stands in the list; only what is used is shown though it is gone."""

    LIVE = "live"
    DELETED_IN_USE = "deleted, still used"
    UNKNOWN = "unknown"


class Review(StrEnum):
    """Why an annotation cannot simply be shown at its place."""

    ARTICLE_UNKNOWN = "article unknown"
    ARTICLE_DELETED = "article deleted"
    TEXT_MISSING = "text missing"
    TEXT_CHANGED = "text changed"


@dataclass(frozen=True, slots=True)
class Shown:
    """A code or a coder as it is listed; ``parent`` is a listed code or ``None``: the top."""

    name: str
    standing: Standing
    parent: UUID | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """Where an annotation is shown: all of these are the records that stand for others."""

    article: UUID
    code: UUID
    coder: UUID
    round: UUID


@dataclass(frozen=True, slots=True)
class View:
    """What people see.

    Attributes:
        articles: the articles that live, each with all records that are this article.
        unclear: articles that might be the same as one of several others.
        codes: the codes to list.
        coders: the coders to list.
        annotations: every annotation that is counted, and where.
        duplicates: annotations that are not counted, each with the one that stands for it.
        review: the annotations, counted or not, that somebody should look at, and why.
    """

    articles: Mapping[UUID, tuple[UUID, ...]]
    unclear: frozenset[UUID]
    codes: Mapping[UUID, Shown]
    coders: Mapping[UUID, Shown]
    annotations: Mapping[UUID, Placed]
    duplicates: Mapping[UUID, UUID]
    review: Mapping[UUID, Review]


def view(state: State) -> View:
    """What people see of a state."""
    by_kind: defaultdict[str, list[Record]] = defaultdict(list)
    for uid in sorted(state.records):
        by_kind[state.records[uid].kind].append(state.records[uid])
    twins = _twins(by_kind)
    living = _living_articles(by_kind[Kind.ARTICLE], twins)
    codes, coders = (resolver(by_kind[kind]) for kind in (Kind.CODE, Kind.CODER))
    at_home = _Articles(by_kind[Kind.ARTICLE], twins)
    annotations = {
        record.uid: Placed(
            at_home.of(record),
            codes(UUID(record.value("code"))),
            coders(UUID(record.fixed["coder"])),
            UUID(record.fixed["round"]),
        )
        for record in by_kind[Kind.ANNOTATION]
        if not record.is_deleted
    }
    duplicates = _duplicates(state, annotations, _links(by_kind[Kind.LINK], annotations))
    return View(
        articles=living,
        unclear=twins.unclear,
        codes=_codes(by_kind[Kind.CODE], codes, {one.code for one in annotations.values()}),
        coders=_listed(
            by_kind[Kind.CODER], coders, {one.coder for one in annotations.values()}, "coder"
        ),
        annotations={uid: at for uid, at in annotations.items() if uid not in duplicates},
        duplicates=duplicates,
        review=_reviews(state, annotations, living),
    )


def resolver(records: Iterable[Record]) -> _Resolve:
    """Which code or coder stands for one that was merged into another; of a ring, the smallest."""
    into = {
        record.uid: UUID(record.value("merged_into"))
        for record in records
        if record.value("merged_into")
    }

    def resolve(uid: UUID) -> UUID:
        seen: list[UUID] = []
        while uid in into:
            if uid in seen:
                return min(seen[seen.index(uid) :])
            seen.append(uid)
            uid = into[uid]
        return uid

    return resolve


def _twins(by_kind: Mapping[str, list[Record]]) -> Twins:
    copies = {
        record.uid: Copy(
            record.value("text", ""),
            source_key(
                *(record.value(name, "") for name in ("url", "outlet", "published", "headline"))
            ),
        )
        for record in by_kind[Kind.ARTICLE]
    }
    decided: defaultdict[str, list[Pair]] = defaultdict(list)
    for record in by_kind[DECISION]:
        if not record.is_deleted:
            one, other = record.fixed["articles"]
            decided[record.value("verdict")].append((UUID(one), UUID(other)))
    return unify(copies, decided[SAME], decided[DIFFERENT])


def _living_articles(articles: list[Record], twins: Twins) -> dict[UUID, tuple[UUID, ...]]:
    members: defaultdict[UUID, list[UUID]] = defaultdict(list)
    for record in articles:
        members[twins.standing_for[record.uid]].append(record.uid)
    alive = {twins.standing_for[record.uid] for record in articles if not record.is_deleted}
    return {uid: tuple(some) for uid, some in members.items() if uid in alive}


class _Articles:
    """Finds the article that an annotation is shown on."""

    def __init__(self, articles: list[Record], twins: Twins) -> None:
        self._standing_for = twins.standing_for
        self._with_text: defaultdict[str, set[UUID]] = defaultdict(set)
        for record in articles:
            self._with_text[record.value("text", "")].add(twins.standing_for[record.uid])

    def of(self, annotation: Record) -> UUID:
        """Its own one, or where that is not here the only one that has its text."""
        own = UUID(annotation.fixed["article"])
        if own in self._standing_for:
            return self._standing_for[own]
        there = self._with_text.get(annotation.value("anchor")["text_sha256"], set())
        return next(iter(there)) if len(there) == 1 else own


def _links(
    links: Iterable[Record], annotations: Mapping[UUID, Placed]
) -> dict[UUID, list[list[str]]]:
    """Of each annotation its links, as far as both ends live."""
    found: defaultdict[UUID, list[list[str]]] = defaultdict(list)
    for record in links:
        start, end, relation = (record.fixed[name] for name in ("from", "to", "relation"))
        if not record.is_deleted and {UUID(start), UUID(end)} <= annotations.keys():
            found[UUID(start)].append(["to", relation, end])
            found[UUID(end)].append(["from", relation, start])
    return {uid: sorted(some) for uid, some in found.items()}


def _duplicates(
    state: State, annotations: Mapping[UUID, Placed], links: Mapping[UUID, list[list[str]]]
) -> dict[UUID, UUID]:
    firsts: dict[tuple[Placed, str], UUID] = {}
    found: dict[UUID, UUID] = {}
    for uid, placed in annotations.items():
        content = canonical_json([_content(state.records[uid]), links.get(uid, [])])
        first = firsts.setdefault((placed, content), uid)
        if first != uid:
            found[uid] = first
    return found


def _content(annotation: Record) -> list[Any]:
    anchor = annotation.value("anchor")
    values = {
        name: register.value
        for name, register in annotation.registers.items()
        if name.startswith(VALUE_PREFIX) and register.value is not None
    }
    return [anchor["text_sha256"], anchor["ranges"], annotation.value("memo", ""), values]


def _listed(
    records: Iterable[Record], resolve: _Resolve, used: set[UUID], kind: str
) -> dict[UUID, Shown]:
    known = {record.uid: record for record in records}
    shown: dict[UUID, Shown] = {}
    for uid, record in known.items():
        if resolve(uid) == uid and (not record.is_deleted or uid in used):
            standing = Standing.DELETED_IN_USE if record.is_deleted else Standing.LIVE
            shown[uid] = Shown(record.value("name", ""), standing)
    for uid in sorted(used - known.keys()):
        shown[uid] = Shown(f"Unknown {kind} …{str(uid)[-6:]}", Standing.UNKNOWN)
    return shown


def _codes(records: list[Record], resolve: _Resolve, used: set[UUID]) -> dict[UUID, Shown]:
    listed = _listed(records, resolve, used, "code")
    parents = _tree(records, resolve)
    for uid, shown in listed.items():
        parent = parents.get(uid)
        while parent is not None and _is_gone(listed.get(parent)):
            parent = parents.get(parent)
        if shown.standing is Standing.LIVE:
            listed[uid] = Shown(shown.name, shown.standing, parent)
    return listed


def _is_gone(shown: Shown | None) -> bool:
    return shown is None or shown.standing is not Standing.LIVE


def _tree(records: Iterable[Record], resolve: _Resolve) -> dict[UUID, UUID]:
    """The code above each code; a ring is cut above the largest uid in it."""
    parents = {
        record.uid: resolve(UUID(record.value("parent")))
        for record in records
        if record.value("parent")
    }
    return without_rings(parents)


def _reviews(
    state: State, annotations: Mapping[UUID, Placed], living: Mapping[UUID, tuple[UUID, ...]]
) -> dict[UUID, Review]:
    found: dict[UUID, Review] = {}
    for uid, placed in annotations.items():
        article = state.records.get(placed.article)
        anchored = state.records[uid].value("anchor")["text_sha256"]
        if article is None:
            found[uid] = Review.ARTICLE_UNKNOWN
        elif placed.article not in living:
            found[uid] = Review.ARTICLE_DELETED
        elif anchored not in state.texts:
            found[uid] = Review.TEXT_MISSING
        elif anchored != article.value("text"):
            found[uid] = Review.TEXT_CHANGED
    return found
