"""Binds the actions that change settings of the reader: size, width, folds, marks, snapping."""

from __future__ import annotations

from functools import partial

from annotator.ui.commands import Actions
from annotator.ui.settings import Settings

_STEPS = {
    "view.larger": ("reader/pixels", 1),
    "view.smaller": ("reader/pixels", -1),
    "view.usual": ("reader/pixels", 0),
    "view.wider": ("reader/measure", 1),
    "view.narrower": ("reader/measure", -1),
    "view.looser": ("reader/spacing", 1),
    "view.tighter": ("reader/spacing", -1),
}
_FLAGS = {
    "switch.furniture": "reader/folded",
    "switch.neutral": "reader/neutral",
    "switch.snap": "reader/snap",
    "switch.ask": "coding/values",
}
_MARKS = ("all", "underlines", "brackets")


def bind_looks(actions: Actions, settings: Settings) -> None:
    """Let the actions change the settings, and show what is set."""

    def show(_key: str = "") -> None:
        for name, key in _FLAGS.items():
            actions[name].setChecked(settings.flag(key))
        for marks in _MARKS:
            actions[f"switch.marks_{marks}"].setChecked(settings.word("reader/marks") == marks)

    def choose(marks: str) -> None:
        settings.set("reader/marks", marks)
        # Who chooses what is chosen already has unchecked it.
        show()

    for name, (key, steps) in _STEPS.items():
        actions.bind(name, partial(settings.step, key, steps))
    for name, key in _FLAGS.items():
        actions.bind_switch(name, partial(settings.set, key))
    for marks in _MARKS:
        actions.bind(f"switch.marks_{marks}", partial(choose, marks))
    settings.changed.connect(show)
    show()
