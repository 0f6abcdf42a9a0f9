"""Words found in the texts of all articles, and in one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator import paths
from annotator.domain.finding import Wanted, WordFinder
from bench import corpora, measuring
from bench.measuring import Figure, Suite, median, milliseconds, percentile
from bench.windows import copied

if TYPE_CHECKING:
    from collections.abc import Iterator

    from annotator.store.project import Project

FIRST = 50
BUDGET = 100.0
SCAN_BUDGET = 30_000.0
"""Nothing that is waited for: without an index all texts are read, beside the window."""


def asked(articles: int) -> dict[str, Wanted]:
    """What is looked for: the name of the figure and the words."""
    return {
        "rare": Wanted(f"number {articles // 2} "),
        "common": Wanted("the minister"),
        "part": Wanted("arbou"),
        "phrase": Wanted("report number", whole_words=True),
        "nothing": Wanted("xylophone"),
        "pattern": Wanted(r"minist\w+ said", regex=True),
    }


def search() -> Iterator[Figure]:
    """The index made from nothing; the first hits in context with it, and rare ones without."""
    from annotator.ops.finding import find
    from annotator.store.project import Project

    for name, articles in corpora.LIBRARIES.items():
        corpus = f"library {name}: {articles:,} articles, {articles * 6_000 / 1e6:,.0f} MB"
        with copied(corpora.library(name)) as path:
            for file in (paths.cache_dir() / "words").glob("*"):
                file.unlink()
            with Project.open(path) as project:
                scanned = milliseconds(lambda: find(project, asked(articles)["nothing"]))
                slices = list(_slices(project))
                yield median("search/index", [sum(slices)], "ms", articles * 3.0, corpus)
                yield percentile("search/index_slice", slices, 0.95, 100.0, corpus)
            with Project.open(path) as project:
                opened = milliseconds(project.queries.prepare_search)
                yield median("search/index_opened", [opened], "ms", 1000.0, corpus)
                for kind, wanted in asked(articles).items():
                    times = [
                        milliseconds(lambda: find(project, wanted, limit=FIRST))
                        for _ in range(measuring.RUNS)
                    ]
                    yield median(f"search/{kind}", times, "ms", BUDGET, corpus)
                    if kind == "rare":
                        yield median("search/first_of_all", times[:1], "ms", BUDGET, corpus)
                yield median("search/scan", [scanned], "ms", SCAN_BUDGET, corpus)
    for name, (length, _) in corpora.ARTICLES.items():
        text = corpora.article_text(length, 1)
        finder = WordFinder(Wanted("the minister"))
        times = [milliseconds(lambda: list(finder.spans(text))) for _ in range(measuring.RUNS)]
        yield median(f"search/in_article_{name}", times, "ms", 50.0, f"{length:,} characters")


def _slices(project: Project) -> Iterator[float]:
    queries = project.queries
    while not queries.search_is_ready:
        yield milliseconds(lambda: queries.prepare_search(seconds=0.0))


SUITES: dict[str, Suite] = {"search": search}
