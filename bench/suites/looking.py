"""What changes how an open article looks: codes and coders hidden, pointing, resizing, zooming."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from bench import corpora, measuring
from bench.measuring import Figure, Suite, median, milliseconds, percentile
from bench.windows import opened, settle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from annotator.ui.main_window import MainWindow

_POINTS = 100
_SECONDS = 1.0
"""For so long the window is watched after text was laid out anew."""


def toggle_code() -> Iterator[Figure]:
    """Hiding or showing a code, painted."""
    for corpus, window in _articles():
        session, reader = window.session, window.place("code").reader
        code = frozenset({next(iter(session.codebook)).id})
        settle(window)

        def toggle(number: int) -> None:
            session.hide_codes(code, hidden=number % 2 == 0)
            reader.viewport().repaint()

        yield median("toggle_code", _taken(toggle, measuring.RUNS * 2), "ms", 16.0, corpus)


def toggle_coder() -> Iterator[Figure]:
    """Hiding or showing the annotations of another coder, painted."""
    from annotator.ops import people

    for corpus, window in _articles():
        session, reader = window.session, window.place("code").reader
        other = session.coder
        assert other is not None
        changes = session.run(people.add_coder, "Somebody else", coder_id=None)
        assert changes is not None
        session.choose_coder(session.coders[-1])
        session.show_coders([other], shown=True)
        settle(window)

        def toggle(number: int) -> None:
            session.show_coders([other], shown=number % 2 == 1)
            reader.viewport().repaint()

        yield median("toggle_coder", _taken(toggle, measuring.RUNS * 2), "ms", 16.0, corpus)


def hover() -> Iterator[Figure]:
    """The pointer comes to a place in the text, painted."""
    for corpus, window in _articles():
        reader = window.place("code").reader
        settle(window)
        _scroll_down(window)
        room = reader.viewport().height() - 40

        def point(number: int) -> None:
            place = QPointF(80 + 37 * number % 500, 20 + 53 * number % room)
            move = QMouseEvent(
                QEvent.Type.MouseMove,
                place,
                reader.viewport().mapToGlobal(place),
                Qt.MouseButton.NoButton,
                Qt.MouseButton.NoButton,
                Qt.KeyboardModifier.NoModifier,
            )
            QApplication.sendEvent(reader.viewport(), move)
            reader.viewport().repaint()

        yield percentile("hover/p99", _taken(point, _POINTS), 0.99, 16.0, corpus)


def resize() -> Iterator[Figure]:
    """The window becomes wider or narrower in the middle of an article, painted."""
    for corpus, window in _articles():
        settle(window)
        _scroll_down(window)

        def narrow(number: int) -> None:
            window.resize(1440 - 40 * (number % 2), 900)
            QApplication.processEvents()
            window.repaint()

        yield median("resize", _taken(narrow, measuring.RUNS * 2), "ms", 50.0, corpus)


def zoom() -> Iterator[Figure]:
    """The text becomes larger or smaller in the middle of an article, painted."""
    for corpus, window in _articles():
        reader = window.place("code").reader
        settle(window)
        _scroll_down(window)

        def enlarge(number: int) -> None:
            reader.zoom(-1 if number % 2 else 1)
            reader.viewport().repaint()

        times, gaps = [], []
        for number in range(measuring.RUNS):
            times.append(milliseconds(lambda: enlarge(number)))
            gaps += _gaps()
        yield median("zoom", times, "ms", 50.0, corpus)
        yield percentile("zoom/gap", [*times, *gaps], 1.0, 150.0, corpus)


def _articles() -> Iterator[tuple[str, MainWindow]]:
    for name in corpora.ARTICLES:
        with opened(corpora.one_article(name)) as window:
            yield corpora.described(name), window


def _scroll_down(window: MainWindow) -> None:
    """Go two thirds down, so that there is much above what is seen, and below."""
    reader = window.place("code").reader
    reader.scroll_to(len(reader.text) * 2 // 3)
    settle(window)


def _taken(step: Callable[[int], None], often: int) -> list[float]:
    """The milliseconds that each step takes."""
    times = []
    for number in range(often):
        times.append(milliseconds(lambda: step(number)))
        QApplication.processEvents()
    return times


def _gaps() -> list[float]:
    """How long the event loop is away at a time in the next moments."""
    gaps, end = [], time.perf_counter() + _SECONDS
    while time.perf_counter() < end:
        gaps.append(milliseconds(QApplication.processEvents))
    return gaps


SUITES: dict[str, Suite] = {
    "toggle_code": toggle_code,
    "toggle_coder": toggle_coder,
    "hover": hover,
    "resize": resize,
    "zoom": zoom,
}
