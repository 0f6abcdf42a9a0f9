"""The actions of the table as Qt's objects: bound to what they do, enabled by what is there."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QKeySequence

from annotator.ui.actions import ACTIONS, NEEDS, ActionSpec, plain, scope_of, translated
from annotator.ui.keys import KeyMap
from annotator.ui.settings import Settings


class Actions(QObject):
    """The actions of one window.

    Signals:
        refused: an action was wanted that can't be done now; carries the sentence that says why.
    """

    refused = Signal(str)

    def __init__(self, parent: QObject, settings: Settings) -> None:
        super().__init__(parent)
        self.keys = KeyMap(settings, self)
        self._specs = {spec.id: spec for spec in ACTIONS}
        self._texts = {spec.id: translated(spec.title) for spec in ACTIONS}
        self._actions = {spec.id: self._made(spec) for spec in ACTIONS}
        self._there: frozenset[str] = frozenset()
        self._look: Callable[[], Iterable[str]] = lambda: self._there
        self.keys.changed.connect(self._show_keys)
        self._show_keys()
        self.set_context(())

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    # -- what they do

    def bind(self, name: str, handler: Callable[[], object]) -> None:
        """Do ``handler()`` when the action is chosen."""
        self._actions[name].triggered.connect(lambda _checked=False: handler())

    def bind_switch(self, name: str, handler: Callable[[bool], object]) -> None:
        """Do ``handler(on)`` when the action is switched by a person."""
        # A lambda: Qt asks a method of a widget for its signature, and some give a wrong one.
        self._actions[name].triggered.connect(lambda checked: handler(checked))  # noqa: PLW0108

    def perform(self, name: str) -> None:
        """Do an action if it can be done at this very moment, else say why not."""
        self.refresh()
        if self._actions[name].isEnabled():
            self._actions[name].trigger()
        else:
            self.refused.emit(self.why_not(name))

    # -- when they can be done

    def look_with(self, look: Callable[[], Iterable[str]]) -> None:
        """Ask ``look`` what is there whenever an action is wanted by key.

        Keys come faster than the menus are brought up to date.
        """
        self._look = look

    def refresh(self) -> None:
        """Enable what can be done at this very moment."""
        self.set_context(self._look())

    def set_context(self, there: Iterable[str]) -> None:
        """Enable the actions whose needs are all among ``there``, disable the others."""
        self._there = frozenset(there)
        for spec in ACTIONS:
            self._actions[spec.id].setEnabled(spec.when <= self._there)

    def why_not(self, name: str) -> str:
        """Why an action can't be done now, in a sentence; '' if it can."""
        missing = self._specs[name].when - self._there
        if missing and "project" not in self._there:
            missing = frozenset({"project"})
        return next((translated(NEEDS[need]) for need in NEEDS if need in missing), "")

    # -- how they are shown

    def title(self, name: str) -> str:
        """What an action is called now, without the mnemonic's mark."""
        return self._texts[name].replace("&&", "\0").replace("&", "").replace("\0", "&")

    def name(self, name: str, text: str) -> None:
        """Call an action otherwise from now on, with the mnemonic's ``&``."""
        self._texts[name] = text
        self._show_key(name)

    def hints(self, *hints: tuple[str, str]) -> str:
        """A line for the status bar: the keys of actions, each with what it does in few words."""
        keys = ((self.keys.shown(name), saying) for name, saying in hints)
        return " · ".join(f"{key}: {saying}" for key, saying in keys if key)

    def way(self, *names: str) -> str:
        """How to do something, in words: by the first key that one of the actions has.

        Where none has a key, the menu of the last one is told.
        """
        keys = (self.keys.shown(name) for name in names)
        key = next((key for key in keys if key), "")
        if key:
            return self.tr("press {key}").format(key=key)
        menu = plain(self._specs[names[-1]].menu)
        title = self.title(names[-1])
        return self.tr("choose {menu} › {title}").format(menu=menu, title=title)

    def _made(self, spec: ActionSpec) -> QAction:
        action = QAction(self)
        action.setObjectName(spec.id)
        action.setCheckable(spec.checkable)
        return action

    def _show_keys(self) -> None:
        for name in self._actions:
            self._show_key(name)

    def _show_key(self, name: str) -> None:
        action, text = self._actions[name], self._texts[name]
        if scope_of(name) != "window":
            # Shown in the menu, but looked up by the pane: elsewhere these are ordinary keys.
            key = self.keys.shown(name)
            action.setText(f"{text}\t{key}" if key else text)
        else:
            action.setText(text)
            action.setShortcuts([QKeySequence(key) for key in self.keys.of(name)])
