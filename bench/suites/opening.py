"""A project opened, and the memory that it takes."""

from __future__ import annotations

import subprocess
import sys
import time
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from bench import corpora, measuring
from bench.measuring import Figure, Suite, median
from bench.windows import copied, is_counted, opened, paint, settle

if TYPE_CHECKING:
    from collections.abc import Iterator


def open_project() -> Iterator[Figure]:
    """Opening the file, and the window showing it."""
    from annotator.ops import projects

    for name in corpora.PROJECTS:
        with copied(corpora.project(name)) as path:
            times = []
            for _ in range(measuring.RUNS):
                begun = time.perf_counter()
                project = projects.open_project(path)
                times.append((time.perf_counter() - begun) * 1000)
                project.close()
            yield median("open_project", times, "ms", 100.0, f"project {name}")
        with opened(corpora.project(name)) as window:
            path = window.session.project.path
            shown, counted = [], []
            for _ in range(measuring.RUNS):
                window.session.close_project()
                QApplication.processEvents()
                begun = time.perf_counter()
                window.errands.projects.open_project(path)
                paint(window)
                shown.append((time.perf_counter() - begun) * 1000)
                while not is_counted(window):
                    QApplication.processEvents()
                counted.append((time.perf_counter() - begun) * 1000)
                settle(window)
            yield median("open_project/window", shown, "ms", 800.0, f"project {name}")
            yield median("open_project/counted", counted, "ms", 1500.0, f"project {name}")


def memory() -> Iterator[Figure]:
    """The most memory that a window takes in which everything was listed, counted and drawn."""
    code = (
        "import sys; from pathlib import Path; from annotator import app\n"
        "from bench.measuring import peak_memory\n"
        "qt = app.make_application(); window = app.make_window(qt); window.show()\n"
        "from bench.windows import settle\n"
        "window.errands.projects.open_project(Path(sys.argv[1])); settle(window)\n"
        "window.place('code').articles.filter.setText('harbour'); settle(window)\n"
        "window.go_to('charts'); settle(window)\n"
        "print(peak_memory()); window.close()"
    )
    for name in corpora.PROJECTS:
        with copied(corpora.project(name)) as path:
            values = []
            for _ in range(3):
                done = subprocess.run(
                    [sys.executable, "-c", code, str(path)],
                    capture_output=True,
                    text=True,
                    check=True,
                )
                values.append(float(done.stdout.split()[-1]))
            yield median("memory", values, "MB", 400.0, f"project {name}")


SUITES: dict[str, Suite] = {
    "open_project": open_project,
    "memory": memory,
}
