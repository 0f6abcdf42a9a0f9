"""Figures side by side: how what they tell grows with the corpus."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from bench import corpora

if TYPE_CHECKING:
    from bench.measuring import Figure

_PROJECT = "project "


def lines(figures: Iterable[Figure]) -> list[str]:
    """A row for each name and a column for each size of project; what is over budget is marked.

    Figures of other corpora follow, a row each.
    """
    taken = list(figures)
    by_size = [one for one in taken if one.corpus.startswith(_PROJECT)]
    others = [one for one in taken if not one.corpus.startswith(_PROJECT)]
    rows = [["", *corpora.PROJECTS, "budget", "unit"]]
    for name in dict.fromkeys(one.name for one in by_size):
        sizes = {one.corpus.removeprefix(_PROJECT): one for one in by_size if one.name == name}
        last = next(reversed(sizes.values()))
        cells = [_told(sizes[size]) if size in sizes else "" for size in corpora.PROJECTS]
        rows.append([name, *cells, f"{last.budget:g}", last.unit])
    table = _aligned(rows) if by_size else []
    if others:
        table += [
            "",
            *_aligned([[one.name, _told(one), f"{one.budget:g}", one.unit] for one in others]),
        ]
        names = [one.corpus for one in others]
        table[-len(others) :] = [
            f"{line}  {name}" for line, name in zip(table[-len(others) :], names, strict=True)
        ]
    return table


def _told(figure: Figure) -> str:
    mark = "!" if figure.value > figure.budget else " "
    return f"{figure.value:,.1f}{mark}"


def _aligned(rows: list[list[str]]) -> list[str]:
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    return [
        "  ".join(
            cell.ljust(width) if at == 0 else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
