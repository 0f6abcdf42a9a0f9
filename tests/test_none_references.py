"""PySide6 6.12 loses a reference to None with every call on Python 3.11, until Python aborts."""

from __future__ import annotations

import sys

from PySide6.QtGui import QBrush, QTextCharFormat

CALLS = 1000


def test_qt_calls_keep_the_references_to_none() -> None:
    form, brush = QTextCharFormat(), QBrush()
    before = sys.getrefcount(None)
    for _ in range(CALLS):
        form.setBackground(brush)
    lost = before - sys.getrefcount(None)
    assert lost < CALLS / 10
