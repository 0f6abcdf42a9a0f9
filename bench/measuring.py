"""How a figure is taken and told."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure: the median of ``runs`` runs, and what it may be."""

    name: str
    value: float
    unit: str
    budget: float
    runs: int
    corpus: str

    def print(self) -> None:
        """As one line of JSON."""
        print(json.dumps(asdict(self)), flush=True)


def milliseconds(work: Callable[[], object]) -> float:
    """How long ``work`` takes."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def median(name: str, values: Iterable[float], unit: str, budget: float, corpus: str) -> Figure:
    """The figure for the median of ``values``."""
    taken = list(values)
    return Figure(name, round(statistics.median(taken), 3), unit, budget, len(taken), corpus)


def percentile(
    name: str, values: Iterable[float], share: float, budget: float, corpus: str
) -> Figure:
    """The figure, in milliseconds, that the ``share`` of ``values`` stay under."""
    taken = sorted(values)
    place = min(len(taken) - 1, round(share * (len(taken) - 1)))
    return Figure(name, round(taken[place], 3), "ms", budget, len(taken), corpus)
