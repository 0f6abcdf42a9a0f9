"""Bars at the foot: all that answers is seen whole, however narrow they are."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from annotator.ui.widgets.elided_label import ElidedLabel
from annotator.ui.widgets.foot_bar import FootBar


def made(qtbot: QtBot) -> tuple[QWidget, FootBar, list[QPushButton]]:
    window = QWidget()
    qtbot.addWidget(window)
    bar = FootBar()
    bar.add(0, ElidedLabel("A question that is asked"), 1)
    buttons = [bar.button(f"an answer  {n}", lambda: None) for n in range(1, 10)]
    for button in buttons:
        bar.add(1, button)
    layout = QVBoxLayout(window)
    layout.addStretch(1)
    layout.addWidget(bar)
    window.show()
    qtbot.waitExposed(window)
    return window, bar, buttons


@pytest.mark.parametrize("width", [160, 300, 500, 700, 2000])
def test_each_answer_is_seen_whole_and_in_order(qtbot: QtBot, width: int) -> None:
    window, bar, buttons = made(qtbot)
    buttons[4].hide()
    shown = [one for one in buttons if one.isVisible()]

    def looks_right(wide: int) -> bool:
        places = [(one.y(), one.x()) for one in shown]
        return (
            all(bar.rect().contains(one.geometry()) for one in shown)
            and all(one.width() >= one.minimumSizeHint().width() for one in shown)
            and places == sorted(places)
            and (len({one.y() for one in shown}) == 1) is (wide == 2000)
        )

    for wide in (2000, width, 2000, width):
        window.resize(wide, 500)
        qtbot.waitUntil(lambda wide=wide: looks_right(wide))
