"""Figures side by side: how what they tell grows with the corpus."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from bench import corpora

if TYPE_CHECKING:
    from bench.measuring import Figure


def lines(figures: Iterable[Figure]) -> list[str]:
    """A row for each name and a column for each size of project, and of article.

    What is over budget is marked. Figures of other corpora follow, a row each.
    """
    taken = list(figures)
    projects = {f"project {size}": size for size in corpora.PROJECTS}
    articles = {corpora.described(size): size for size in corpora.ARTICLES}
    tables = [_by_size(taken, columns) for columns in (projects, articles)]
    others = [one for one in taken if one.corpus not in projects | articles]
    tables.append(
        _aligned(
            [[one.name, _told(one), f"{one.budget:g}", one.unit, one.corpus] for one in others]
        )
    )
    return [line for table in tables if table for line in ("", *table)][1:]


def _by_size(figures: list[Figure], columns: Mapping[str, str]) -> list[str]:
    shown = [one for one in figures if one.corpus in columns]
    if not shown:
        return []
    rows = [["", *columns.values(), "budget", "unit"]]
    for name in dict.fromkeys(one.name for one in shown):
        sizes = {one.corpus: one for one in shown if one.name == name}
        cells = [_told(sizes[size]) if size in sizes else "" for size in columns]
        budgets = dict.fromkeys(f"{one.budget:g}" for one in sizes.values())
        rows.append([name, *cells, "/".join(budgets), next(iter(sizes.values())).unit])
    return _aligned(rows)


def _told(figure: Figure) -> str:
    mark = " " if figure.is_met else "!"
    return f"{figure.value:,.1f}{mark}"


def _aligned(rows: list[list[str]]) -> list[str]:
    widths = [max(map(len, cells)) for cells in zip(*rows, strict=True)]
    return [
        "  ".join(
            cell.ljust(width) if at == 0 else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
