"""Merging a copy of a project into another one, in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from bench import corpora
from bench.measuring import Figure
from bench.windows import copied

SIZES = {"10k": 10_000, "100k": 100_000, "500k": 500_000}
"""Annotations that come, and annotations that are there."""

SECONDS = 60.0
MEGABYTES = 500.0

_RUN = """
import sys, time
from pathlib import Path
from annotator.store.project import Project
from annotator.store.restoring import reading
from bench.measuring import peak_memory

def timed(work):
    begun = time.perf_counter()
    work()
    print(time.perf_counter() - begun, flush=True)

mine, theirs = map(Path, sys.argv[1:])
with Project.open(mine) as project:
    def merge():
        with reading(theirs) as other:
            project.join(other, "Merge", coder_id=1, about={})
    timed(merge)
    print(peak_memory(), flush=True)
    timed(merge)
    timed(lambda: project.undo(1))
"""


def merge() -> Iterator[Figure]:
    """Merging as many annotations as there are, the same again, and taking it back."""
    for name, size in SIZES.items():
        mine, theirs = corpora.team(size)
        with copied(mine) as path:
            once, memory, again, undone = _measured(path, theirs)
        corpus = f"{size:,} annotations into as many, {size // 10:,} articles"
        for what, value, unit, budget in (
            ("", once, "s", SECONDS),
            ("/memory", memory, "MB", MEGABYTES),
            ("/again", again, "s", SECONDS),
            ("/undo", undone, "s", SECONDS),
        ):
            yield Figure(f"merge{what}/{name}", round(value, 3), unit, budget, 1, corpus)


def _measured(path: Path, theirs: Path) -> list[float]:
    done = subprocess.run(
        [sys.executable, "-c", _RUN, str(path), str(theirs)],
        capture_output=True,
        text=True,
        check=True,
    )
    return [float(line) for line in done.stdout.split()]


SUITES = {"merge": merge}
