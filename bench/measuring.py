"""How a figure is taken and told."""

from __future__ import annotations

import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

RUNS = 9
"""How often a thing is measured, if nothing is said about it."""
TAGS = 40
"""How many annotations are made one after another."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure: the median of ``runs`` runs, and what it may be."""

    name: str
    value: float
    unit: str
    budget: float
    runs: int
    corpus: str

    @property
    def is_met(self) -> bool:
        """Whether it stays within its budget."""
        return self.value <= self.budget

    def print(self) -> None:
        """As one line of JSON."""
        print(json.dumps({**asdict(self), "met": self.is_met}), flush=True)


Suite = Callable[[], Iterator[Figure]]
"""A benchmark: what it measures, one figure after another."""


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


def peak_memory() -> float:
    """The most memory that this process has had, in MB.

    On Linux a child inherits the peak of its parent in ``ru_maxrss``; the kernel's own line on
    the process does not.
    """
    status = Path("/proc/self/status")
    if status.exists():
        line = next(one for one in status.read_text().splitlines() if one.startswith("VmHWM:"))
        return int(line.split()[1]) / 1024
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def fsync() -> float:
    """The milliseconds that one fsync takes here."""
    with tempfile.TemporaryFile() as file:
        times = []
        for _ in range(20):
            file.write(b"x" * 4096)
            file.flush()
            times.append(milliseconds(lambda: os.fsync(file.fileno())))
    return round(statistics.median(times), 3)
