"""Which articles are one: the same text from the same source, imported on several machines.

No identity is ever rewritten. Which records are one article is found anew from all of them, and
so comes out the same everywhere; people's decisions (*same*, *different*) come first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit
from uuid import UUID

Pair = tuple[UUID, UUID]

_TRACKING = ("utm_", "fbclid", "gclid", "mc_cid", "mc_eid")
"""How the names of parameters begin that say where a reader came from, not what is read."""


@dataclass(frozen=True, slots=True)
class Copy:
    """What decides whether two articles are one.

    ``source`` is a ``source_key``; empty where nothing is known of the source.
    """

    text_sha256: str
    source: str


@dataclass(frozen=True, slots=True)
class Twins:
    """Which articles are one.

    Attributes:
        standing_for: for each article the one that stands for it, the one with the smallest uid.
        unclear: articles of unknown source that might be one of several others with their text.
    """

    standing_for: Mapping[UUID, UUID]
    unclear: frozenset[UUID]


def source_key(url: str, outlet: str, published: str, headline: str) -> str:
    """What is the same for all copies of an article: its address, else outlet, date, headline.

    Empty where neither the address nor the outlet is known.
    """
    if url.strip():
        return _plain_address(url.strip())
    if not outlet.strip():
        return ""
    return "\n".join(" ".join(part.split()).casefold() for part in (outlet, published, headline))


def unify(
    copies: Mapping[UUID, Copy], same: Collection[Pair] = (), different: Collection[Pair] = ()
) -> Twins:
    """Finds the articles that are one.

    Args:
        copies: all articles.
        same: pairs that people decided to be one article.
        different: pairs that they decided not to be; this wins where both was decided.
    """
    groups = _Groups(copies, different)
    for one, other in sorted(tuple(sorted(pair)) for pair in same):
        if one in copies and other in copies:
            groups.join(one, other)
    decided = {uid for pair in (*same, *different) for uid in pair}
    unclear: set[UUID] = set()
    for alike in _by_text(copies).values():
        classes, open_ones = _classes(alike, copies)
        unclear |= open_ones - decided
        for members in classes:
            groups.join_all(members)
    return Twins(groups.standing_for(), frozenset(unclear))


def _by_text(copies: Mapping[UUID, Copy]) -> dict[str, list[UUID]]:
    found: defaultdict[str, list[UUID]] = defaultdict(list)
    for uid in sorted(copies):
        found[copies[uid].text_sha256].append(uid)
    return found


def _classes(alike: list[UUID], copies: Mapping[UUID, Copy]) -> tuple[list[list[UUID]], set[UUID]]:
    known: defaultdict[str, list[UUID]] = defaultdict(list)
    unknown: list[UUID] = []
    for uid in alike:
        source = copies[uid].source
        (known[source] if source else unknown).append(uid)
    if len(known) == 1:
        return [alike], set()
    classes = [known[source] for source in sorted(known)]
    return [*classes, unknown], set(unknown if known else ())


class _Groups:
    """Articles joined one by one, never two that were said to be different."""

    def __init__(self, uids: Iterable[UUID], different: Collection[Pair]) -> None:
        self._group = {uid: [uid] for uid in uids}
        self._apart: defaultdict[UUID, set[UUID]] = defaultdict(set)
        for one, other in different:
            self._apart[one].add(other)
            self._apart[other].add(one)

    def join(self, one: UUID, other: UUID) -> bool:
        """Makes two groups one; whether that was possible."""
        mine, theirs = self._group[one], self._group[other]
        if mine is theirs:
            return True
        if any(not self._apart[uid].isdisjoint(theirs) for uid in mine if uid in self._apart):
            return False
        mine += theirs
        for uid in theirs:
            self._group[uid] = mine
        return True

    def join_all(self, members: list[UUID]) -> None:
        """Joins each with the first of those before it that it may be one with."""
        firsts: list[UUID] = []
        for uid in members:
            if not any(self.join(first, uid) for first in firsts):
                firsts.append(uid)

    def standing_for(self) -> dict[UUID, UUID]:
        return {uid: min(group) for uid, group in self._group.items()}


def _plain_address(url: str) -> str:
    # Not an address at all, say "[": it is compared as it was typed.
    try:
        parts = urlsplit(url if "//" in url else f"//{url}")
    except ValueError:
        return url
    host = (parts.hostname or "").removeprefix("www.")
    query = sorted(
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if not name.lower().startswith(_TRACKING)
    )
    asked = f"?{urlencode(query)}" if query else ""
    return f"{host}{parts.path.rstrip('/')}{asked}"
