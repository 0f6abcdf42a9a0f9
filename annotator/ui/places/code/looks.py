"""Binds the actions that change settings of the reader: size, width, folds, marks, snapping."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication

from annotator.ui.commands import Actions
from annotator.ui.parts.reader import Reader

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


def bind_looks(actions: Actions, reader: Reader) -> None:
    """Let the actions change the settings, and show and tell what is set."""
    settings = reader.session.settings

    def show(_key: str = "") -> None:
        for name, key in _FLAGS.items():
            actions[name].setChecked(settings.flag(key))
        for marks in _MARKS:
            actions[f"switch.marks_{marks}"].setChecked(settings.word("reader/marks") == marks)

    def choose(marks: str) -> None:
        settings.set("reader/marks", marks)
        # Who chooses what is chosen already has unchecked it.
        show()

    def step(key: str, steps: int) -> None:
        settings.step(key, steps)
        told = {
            "reader/pixels": _tr("Text: {n} pixels"),
            "reader/measure": _tr("Column: {n} characters a line"),
            "reader/spacing": _tr("Line spacing: {n} %"),
        }[key].format(n=settings.number(key))
        narrower = key == "reader/measure" and reader.is_narrowed
        room = _tr("the window has no room for so many") if narrower else ""
        reader.session.told.emit(", ".join(filter(None, (told, room))))

    for name, (key, steps) in _STEPS.items():
        actions.bind(name, partial(step, key, steps))
    for name, key in _FLAGS.items():
        actions.bind_switch(name, partial(settings.set, key))
    for marks in _MARKS:
        actions.bind(f"switch.marks_{marks}", partial(choose, marks))
    settings.changed.connect(show)
    show()


def _tr(text: str) -> str:
    return QCoreApplication.translate("looks", text)
