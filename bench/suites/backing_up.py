"""A backup beside a person's work, and what differs from it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from bench import corpora, measuring
from bench.measuring import Figure, Suite, median, percentile
from bench.windows import opened, work_beside

if TYPE_CHECKING:
    from collections.abc import Iterator

    from annotator.ui.main_window import MainWindow


def backup() -> Iterator[Figure]:
    """Saves, from key to painted, every 50 ms while a backup is made; the longest gap between."""
    for name in corpora.PROJECTS:
        corpus = f"project {name}"
        with opened(corpora.project(name)) as window:
            window.session.show_article(window.session.project.queries.article_ids()[0])
            QApplication.processEvents()
            begun = time.perf_counter()
            window.errands.backups.after_opening()
            saves, gaps = work_beside(window, lambda: window.session.keeping.is_busy)
            took = (time.perf_counter() - begun) * 1000
            assert not window.notice.isVisible()
            yield median("backup", [took], "ms", 60_000.0, corpus)
            yield percentile("backup/save_p50", saves, 0.5, 50.0, corpus)
            yield percentile("backup/save_p95", saves, 0.95, 50.0, corpus)
            yield percentile("backup/save_max", saves, 1.0, 150.0, corpus)
            yield percentile("backup/gap_max", gaps, 1.0, 50.0, corpus)
            yield median("backup/differences", _compared(window), "ms", 10_000.0, corpus)


def _compared(window: MainWindow) -> list[float]:
    from annotator.ops import backups, differences

    project = window.session.project
    made = backups.of_project(project)[0]
    return [measuring.milliseconds(lambda: differences.between(project, made.path))]


SUITES: dict[str, Suite] = {"backup": backup}
