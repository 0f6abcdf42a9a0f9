"""A full check beside a person's work, and what recovering a damaged file takes."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from bench import corpora, measuring
from bench.measuring import Figure, Suite, median, percentile
from bench.windows import copied, opened, work_beside

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from annotator.ops.health import Report

_PAGE = 4096


def check() -> Iterator[Figure]:
    """Saves, from key to painted, every 50 ms while all is checked; the longest gap between."""
    from annotator.ops import health

    for name in corpora.PROJECTS:
        corpus = f"project {name}"
        with opened(corpora.project(name)) as window:
            session = window.session
            session.show_article(session.project.queries.article_ids()[0])
            QApplication.processEvents()
            reports: list[Report] = []
            begun = time.perf_counter()
            session.work.start(partial(health.check, session.project), reports.append)
            saves, gaps = work_beside(window, lambda: not reports)
            took = (time.perf_counter() - begun) * 1000
            assert reports[0].is_sound
            yield median("check", [took], "ms", 60_000.0, corpus)
            yield percentile("check/save_p50", saves, 0.5, 50.0, corpus)
            yield percentile("check/save_p95", saves, 0.95, 50.0, corpus)
            yield percentile("check/save_max", saves, 1.0, 150.0, corpus)
            yield percentile("check/gap_max", gaps, 1.0, 50.0, corpus)


def recover() -> Iterator[Figure]:
    """A file whose middle page is gone becomes a project again."""
    from annotator.ops import repairing

    for name in corpora.PROJECTS:
        with copied(corpora.project(name)) as path:
            _damage(path)
            out = path.with_name("recovered.annotator")
            took = measuring.milliseconds(lambda path=path, out=out: repairing.repair(path, out))
        yield median("recover", [took], "ms", 300_000.0, f"project {name}")


def _damage(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // _PAGE // 2 * _PAGE)
        file.write(bytes(_PAGE))


SUITES: dict[str, Suite] = {"check": check, "recover": recover}
