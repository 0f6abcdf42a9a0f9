"""How often each code was applied, in all and per group of articles or coders."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from annotator.domain.codebook import Codebook
from annotator.domain.tally import Base, Grouping, Tally

WHOLE = ""
"""The group of everything, when counts are by code alone."""

_GONE = "(deleted code)"


@dataclass(frozen=True, slots=True)
class Frequency:
    """How often one code was applied in one group.

    Attributes:
        code_id: the code; ``None`` for annotations whose code is no longer in the codebook.
        code: the code's path; a parent's numbers do not include those of its children.
        group: outlet, month (``2025-03``) or coder; empty when counted by code alone, and for
            articles that have no outlet or date.
        annotations: how many annotations carry the code.
        articles: in how many articles it was applied at least once.
        share_of_articles: ``articles`` / articles in the base, 0 to 1.
        per_1000_words: ``annotations`` / counted words of the articles in the base × 1000.

    The base is what was looked at, coded or not: all articles of the outlet or month when counts
    are grouped by one of these, otherwise all articles of the project. Several coders' annotations
    of a passage count once each. Over an empty base both ratios are 0.
    """

    code_id: int | None
    code: str
    group: str
    annotations: int
    articles: int
    share_of_articles: float
    per_1000_words: float


def frequencies(
    tallies: Iterable[Tally], bases: Mapping[str, Base], codebook: Codebook, *, by: Grouping
) -> list[Frequency]:
    """A row for each code in each group, zeros included, in the order of groups and codebook.

    Args:
        tallies: annotations and articles per code and group; missing ones are zero.
        bases: articles and counted words per group, see ``Frequency``.
        codebook: the codes to have rows for.
        by: what the groups are; by code there is the one group ``WHOLE``.
    """
    counted = {(tally.code_id, tally.group): tally for tally in tallies}
    groups = {WHOLE} if by == "code" else {*bases, *(group for _, group in counted)}
    gone = sorted({code_id for code_id, _ in counted if code_id not in codebook})
    codes: list[tuple[int, int | None, str]] = [
        *((code.id, code.id, codebook.path(code.id)) for code in codebook),
        *((code_id, None, _GONE) for code_id in gone),
    ]
    return [
        _row(counted.get((code_id, group)), known, path, group, base)
        for group in sorted(groups, key=_unnamed_last)
        for base in [_base(group, bases, by)]
        for code_id, known, path in codes
    ]


def _base(group: str, bases: Mapping[str, Base], by: Grouping) -> Base:
    nothing = Base(articles=0, counted_words=0)
    # All coders have the same base, also one whom the bases do not name.
    otherwise = next(iter(bases.values()), nothing) if by == "coder" else nothing
    return bases.get(group, otherwise)


def _row(tally: Tally | None, code_id: int | None, path: str, group: str, base: Base) -> Frequency:
    annotations = tally.annotations if tally else 0
    articles = tally.articles if tally else 0
    return Frequency(
        code_id=code_id,
        code=path,
        group=group,
        annotations=annotations,
        articles=articles,
        share_of_articles=articles / base.articles if base.articles else 0.0,
        per_1000_words=annotations / base.counted_words * 1000 if base.counted_words else 0.0,
    )


def _unnamed_last(group: str) -> tuple[bool, str, str]:
    return (not group, group.casefold(), group)
