"""Counts and charts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench import corpora, measuring
from bench.measuring import Figure, Suite, median, milliseconds
from bench.windows import opened, paint, settle, tag_somewhere

if TYPE_CHECKING:
    from collections.abc import Iterator


def frequencies() -> Iterator[Figure]:
    """The table behind the chart, and the chart drawn with it."""
    from annotator.ops import people, reporting

    for name in corpora.PROJECTS:
        with opened(corpora.project(name)) as window:
            project = window.session.project
            coders = people.human_coders(project)
            times = [
                milliseconds(lambda: reporting.frequency_table(project, "code", coders))
                for _ in range(measuring.RUNS)
            ]
            yield median("frequencies", times, "ms", 200.0, f"project {name}")
            window.go_to("charts")
            settle(window)
            times = []
            for _ in range(measuring.RUNS):
                window.go_to("code")
                tag_somewhere(window)
                times.append(milliseconds(lambda: (window.go_to("charts"), paint(window))))
            yield median("frequencies/chart", times, "ms", 200.0, f"project {name}")


SUITES: dict[str, Suite] = {
    "frequencies": frequencies,
}
