"""A backup beside a person's work, and what differs from it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from bench import corpora, measuring
from bench.measuring import Figure, Suite, median, percentile
from bench.windows import opened, tag_somewhere

if TYPE_CHECKING:
    from collections.abc import Iterator

    from annotator.ui.main_window import MainWindow

_EVERY = 0.05
"""Seconds from one save to the next."""


def backup() -> Iterator[Figure]:
    """Saves, from key to painted, every 50 ms while a backup is made; the longest gap between."""
    for name in corpora.PROJECTS:
        corpus = f"project {name}"
        with opened(corpora.project(name)) as window:
            window.session.show_article(window.session.project.queries.article_ids()[0])
            QApplication.processEvents()
            begun = time.perf_counter()
            window.errands.backups.after_opening()
            saves, gaps = _work_beside(window)
            took = (time.perf_counter() - begun) * 1000
            assert not window.notice.isVisible()
            yield median("backup", [took], "ms", 60_000.0, corpus)
            yield percentile("backup/save_p50", saves, 0.5, 50.0, corpus)
            yield percentile("backup/save_p95", saves, 0.95, 50.0, corpus)
            yield percentile("backup/save_max", saves, 1.0, 150.0, corpus)
            yield percentile("backup/gap_max", gaps, 1.0, 50.0, corpus)
            yield median("backup/differences", _compared(window), "ms", 10_000.0, corpus)


def _work_beside(window: MainWindow) -> tuple[list[float], list[float]]:
    """Milliseconds that each save took, and that the event loop was away at a time besides."""
    saves: list[float] = []
    gaps: list[float] = []
    due = last = time.perf_counter()
    while window.session.keeping.is_busy or not saves:
        if time.perf_counter() >= due:
            due += _EVERY
            saves.append(measuring.milliseconds(lambda: tag_somewhere(window)))
            last = time.perf_counter()
        QApplication.processEvents()
        gaps.append((time.perf_counter() - last) * 1000)
        last = time.perf_counter()
        time.sleep(0.001)
    return saves, gaps


def _compared(window: MainWindow) -> list[float]:
    from annotator.ops import backups, differences

    project = window.session.project
    made = backups.of_project(project)[0]
    return [measuring.milliseconds(lambda: differences.between(project, made.path))]


SUITES: dict[str, Suite] = {"backup": backup}
