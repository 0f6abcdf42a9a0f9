"""Finding a code among very many, by the filter of the codebook and by the picker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from bench import corpora
from bench.measuring import Figure, Suite, median, milliseconds, percentile
from bench.windows import opened, settle

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QLineEdit, QWidget

CODES = {1_000: 16.0, 5_000: 50.0}
"""How many codes, and the milliseconds that a key may take."""

TYPED = ("economy", "e", "tax re", "port 12", "zzz", "work str")
_SHARE = 0.95
"""Of the keys: what the machine does beside falls on some of them."""


def filter_codes() -> Iterator[Figure]:
    """Each key of the filter of the codebook, and of the picker, painted; the first by itself."""
    for number, budget in CODES.items():
        corpus = f"{number:,} codes"
        with opened(corpora.codebook(number)) as window:
            place = window.place("code")
            panel, picker = place.codebook, place.picker
            panel.focus_filter()
            times = _keys(panel.filter, panel.tree_widget.viewport())
            yield median("filter_codes/tree/first", times[:1], "ms", budget, corpus)
            yield percentile("filter_codes/tree", times, _SHARE, budget, corpus)
            picker.open_at(QRect(400, 300, 50, 20))
            settle(window)
            times = _keys(picker.field, picker.list.viewport(), picker.guide)
            yield median("filter_codes/picker/first", times[:1], "ms", budget, corpus)
            yield percentile("filter_codes/picker", times, _SHARE, budget, corpus)
            picker.dismiss()


def _keys(field: QLineEdit, *shown: QWidget) -> list[float]:
    times = []
    for words in TYPED:
        for letter in [*words, *"\b" * len(words)]:

            def press(letter: str = letter) -> None:
                if letter == "\b":
                    QTest.keyClick(field, Qt.Key.Key_Backspace)
                else:
                    QTest.keyClicks(field, letter)
                for widget in shown:
                    widget.repaint()

            times.append(milliseconds(press))
            QApplication.processEvents()
        assert not field.text()
    return times


SUITES: dict[str, Suite] = {
    "filter_codes": filter_codes,
}
