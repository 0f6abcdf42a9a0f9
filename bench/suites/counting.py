"""Counts and charts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from annotator import paths
from bench import corpora, measuring
from bench.measuring import Figure, Suite, median, milliseconds
from bench.windows import copied, opened, paint, settle, tag_somewhere

if TYPE_CHECKING:
    from collections.abc import Iterator

    from annotator.domain.tally import Grouping

GROUPINGS: tuple[Grouping, ...] = ("code", "outlet", "month", "coder")


def frequencies() -> Iterator[Figure]:
    """The tables behind charts of all coders, and the chart counted and drawn after a change."""
    from annotator.ops import people, reporting

    for name in corpora.PROJECTS:
        with opened(corpora.project(name)) as window:
            project = window.session.project
            coders = people.human_coders(project)
            for by in GROUPINGS:
                times = [
                    milliseconds(lambda: reporting.frequency_table(project, by, coders))
                    for _ in range(measuring.RUNS)
                ]
                yield median(f"frequencies/{by}", times, "ms", 200.0, f"project {name}")
            window.go_to("charts")
            settle(window)
            times = []
            for _ in range(measuring.RUNS):
                window.go_to("code")
                tag_somewhere(window)
                times.append(milliseconds(lambda: (window.go_to("charts"), paint(window))))
            yield median("frequencies/chart", times, "ms", 200.0, f"project {name}")


def counts() -> Iterator[Figure]:
    """The columns filled from nothing and from a snapshot; counts after one change."""
    for name in corpora.PROJECTS:
        with copied(corpora.project(name)) as path:
            fresh, kept, changed = [], [], []
            for _ in range(max(1, measuring.RUNS // 3)):
                for file in (paths.cache_dir() / "columns").glob("*"):
                    file.unlink()
                fresh.append(_filled(path))
                kept.append(_filled(path))
            changed = list(_counted_after_changes(path))
        corpus = f"project {name}"
        yield median("counts/from_nothing", fresh, "ms", 5000.0, corpus)
        yield median("counts/from_snapshot", kept, "ms", 100.0, corpus)
        yield median("counts/after_change", changed, "ms", 16.0, corpus)


def _filled(path: Path) -> float:
    import numpy  # noqa: F401 - else the first time would pay for loading it

    from annotator.store.project import Project

    with Project.open(path) as project:
        return milliseconds(project.queries.prepare_counts)


def _counted_after_changes(path: Path) -> Iterator[float]:
    from annotator.domain.changes import Kind, Update
    from annotator.store.project import Project

    with Project.open(path) as project:
        project.queries.prepare_counts()
        codes = [code.id for code in project.queries.codebook()]
        for number in range(measuring.TAGS):
            one = project.queries.annotation(1 + number)
            code = next(code for code in codes if code != one.code_id)
            before = project.queries.annotation_counts()[code, one.coder_id]
            edit = Update(Kind.ANNOTATION, one.id, {"code_id": code})
            project.apply("Recode", [edit], coder_id=one.coder_id)
            yield milliseconds(project.queries.annotation_counts)
            assert project.queries.annotation_counts()[code, one.coder_id] == before + 1


SUITES: dict[str, Suite] = {
    "frequencies": frequencies,
    "counts": counts,
}
