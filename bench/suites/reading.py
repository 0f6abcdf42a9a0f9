"""An article: opened, scrolled, with codes hidden and shown."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from bench import corpora, measuring
from bench.measuring import Figure, Suite, median, milliseconds, percentile
from bench.windows import opened, paint, settle

if TYPE_CHECKING:
    from collections.abc import Iterator

    from annotator.ui.main_window import MainWindow


OPEN_BUDGET = {"6KB": 30.0, "100KB": 70.0, "1MB": 200.0}


def open_article() -> Iterator[Figure]:
    """From choosing an article to its first paint."""
    for name, budget in OPEN_BUDGET.items():
        with opened(corpora.one_article(name)) as window:
            session, reader = window.session, window.place("code").reader
            article_id = session.article_id
            times = []
            for _ in range(measuring.RUNS):
                session.show_article(None)
                QApplication.processEvents()
                times.append(
                    milliseconds(
                        lambda: (session.show_article(article_id), reader.viewport().repaint())
                    )
                )
            yield median("open_article", times, "ms", budget, corpora.described(name))
            yield percentile("open_article/gap", _gaps(window), 1.0, 150.0, corpora.described(name))


def _gaps(window: MainWindow) -> list[float]:
    """How long the event loop is away at a time while an opened article settles."""
    session = window.session
    article_id = session.article_id
    session.show_article(None)
    QApplication.processEvents()
    session.show_article(article_id)
    window.place("code").reader.viewport().repaint()
    gaps, end = [], time.perf_counter() + 1.5
    while time.perf_counter() < end:
        gaps.append(milliseconds(QApplication.processEvents))
    return gaps


def scroll() -> Iterator[Figure]:
    """One step of the wheel, painted."""
    for name in corpora.ARTICLES:
        with opened(corpora.one_article(name)) as window:
            reader = window.place("code").reader
            bar = reader.verticalScrollBar()
            settle(window)
            times = []
            for _ in range(200):
                value = bar.value() + 60
                if value > bar.maximum():
                    value = 0
                times.append(milliseconds(lambda v=value: (bar.setValue(v), paint(window))))
            yield percentile("scroll/p99", times, 0.99, 16.0, corpora.described(name))


def toggle_code() -> Iterator[Figure]:
    """Hiding or showing a code, painted."""
    for name in corpora.ARTICLES:
        with opened(corpora.one_article(name)) as window:
            session, reader = window.session, window.place("code").reader
            code = frozenset({next(iter(session.codebook)).id})
            settle(window)
            times = []
            for number in range(measuring.RUNS * 2):
                hidden = number % 2 == 0
                times.append(
                    milliseconds(
                        lambda h=hidden: (
                            session.hide_codes(code, hidden=h),
                            reader.viewport().repaint(),
                        )
                    )
                )
                QApplication.processEvents()
            yield median("toggle_code", times, "ms", 16.0, corpora.described(name))


def toggle_coder() -> Iterator[Figure]:
    """Hiding or showing the annotations of another coder, painted."""
    from annotator.ops import people

    for name in corpora.ARTICLES:
        with opened(corpora.one_article(name)) as window:
            session, reader = window.session, window.place("code").reader
            other = session.coder
            assert other is not None
            changes = session.run(people.add_coder, "Somebody else", coder_id=None)
            assert changes is not None
            session.choose_coder(session.coders[-1])
            session.show_coders([other], shown=True)
            settle(window)
            times = []
            for number in range(measuring.RUNS * 2):
                shown = number % 2 == 1
                times.append(
                    milliseconds(
                        lambda s=shown, o=other: (
                            session.show_coders([o], shown=s),
                            reader.viewport().repaint(),
                        )
                    )
                )
                QApplication.processEvents()
            yield median("toggle_coder", times, "ms", 16.0, corpora.described(name))


SUITES: dict[str, Suite] = {
    "open_article": open_article,
    "scroll": scroll,
    "toggle_code": toggle_code,
    "toggle_coder": toggle_coder,
}
