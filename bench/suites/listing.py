"""The list of articles."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from bench import corpora
from bench.measuring import Figure, Suite, median, milliseconds
from bench.windows import opened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from annotator.ui.main_window import MainWindow

TYPED = "harbour 99"


def article_list() -> Iterator[Figure]:
    """Each key of a filter, painted; another order, from the click until it is all there."""
    for name in corpora.PROJECTS:
        with opened(corpora.project(name)) as window:
            corpus = f"project {name}"
            yield median("article_list/filter", _typed(window), "ms", 50.0, corpus)
            yield median("article_list/order", [_ordered(window)], "ms", 2000.0, corpus)


def _typed(window: MainWindow) -> list[float]:
    panel = window.place("code").articles
    times = []
    for length in [*range(1, len(TYPED) + 1), 0]:
        wanted = TYPED[:length]
        times.append(
            milliseconds(
                lambda: (panel.filter.setText(wanted), panel.list_widget.viewport().repaint())
            )
        )
        assert panel.model.is_whole
        QApplication.processEvents()
    return times


def _ordered(window: MainWindow) -> float:
    from annotator.ui.places.code.articles_model import Listing

    model = window.place("code").articles.model
    begun = time.perf_counter()
    model.show_listing(Listing(sort="published"))
    while not model.is_whole:
        QApplication.processEvents()
    took = (time.perf_counter() - begun) * 1000
    model.show_listing(Listing())
    return took


SUITES: dict[str, Suite] = {
    "article_list": article_list,
}
