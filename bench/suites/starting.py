"""The program from nothing to the first save."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from bench import corpora, measuring
from bench.measuring import Figure, Suite, median
from bench.windows import copied

if TYPE_CHECKING:
    from collections.abc import Iterator


_START = """
import os, sys, time
begun = time.perf_counter()
from PySide6.QtCore import QTimer
from annotator import app
from pathlib import Path
qt = app.make_application(); window = app.make_window(qt)
window.show_glimpse(Path(sys.argv[1]))
window.show(); qt.processEvents()
shown = time.perf_counter()
reader = window.place("code").reader
read = shown if reader.text else None
def told():
    global read
    if window.session.article_id is None: return
    qt.processEvents()
    read = read or time.perf_counter()
    reader.select(30, 60)
    reader.tag(next(iter(window.session.codebook)).id)
    print(shown - begun, read - begun, time.perf_counter() - begun, flush=True)
    window.close(); qt.quit()
window.session.article_changed.connect(lambda: QTimer.singleShot(0, told))
app._begin(window, Path(sys.argv[1]))
qt.exec()
"""


def start() -> Iterator[Figure]:
    """A fresh process: until the window, the article and the first save."""
    corpus = corpora.one_article("6KB")
    bytecode = corpus.parent / "bytecode"
    with copied(corpus) as path:
        times = [_started(path, bytecode) for _ in range(measuring.RUNS + 1)][1:]
    for name, budget, at in (("window", 800.0, 0), ("article", 800.0, 1), ("save", 1500.0, 2)):
        values = [time[at] * 1000 for time in times]
        yield median(f"start/{name}", values, "ms", budget, "6KB article, warm")


def _started(path: Path, bytecode: Path) -> list[float]:
    # An installed program is compiled; to forbid Python to keep what it compiled doubles the time.
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(bytecode)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    done = subprocess.run(
        [sys.executable, "-c", _START, str(path)],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
    )
    return [float(part) for part in done.stdout.split()]


SUITES: dict[str, Suite] = {
    "start": start,
}
