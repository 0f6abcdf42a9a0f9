"""Which keys mean which action: those of the table, and what the person has changed."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QKeyCombination, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence

from annotator.ui.actions import ACTIONS, Scope, scope_of
from annotator.ui.key_rules import refusal
from annotator.ui.settings import Settings

Keys = tuple[str, ...]
"""Keys as Qt writes them everywhere alike (``Ctrl+Shift+N``), the one that is shown first."""


class KeyMap(QObject):
    """The keys of all actions. No key ever means two actions at one place.

    What a person chose stands; of the keys of the table those remain that are not taken by it.

    Signals:
        changed: some action has other keys.
    """

    changed = Signal()

    def __init__(self, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._keys: dict[str, Keys] = {}
        self._holders: dict[tuple[Scope, str], str] = {}
        self._read()

    def of(self, name: str) -> Keys:
        """The keys of an action."""
        return self._keys[name]

    def shown(self, name: str) -> str:
        """The first key of an action as people know it on this system; '' for none."""
        return shown_key(self._keys[name][0]) if self._keys[name] else ""

    def all_shown(self, name: str) -> str:
        """All keys of an action as people know them, '' for none."""
        return ", ".join(dict.fromkeys(shown_key(key) for key in self._keys[name]))

    def holders(self, key: str, name: str) -> list[str]:
        """The other actions that have this key where ``name`` would have it."""
        found = (self._holders.get((scope, normal(key))) for scope in _beside(scope_of(name)))
        return [holder for holder in found if holder not in (None, name)]

    def is_changed(self, name: str) -> bool:
        """Whether the person gave this action other keys than the table."""
        return self._settings.keys(name) is not None

    def set(self, name: str, keys: Iterable[str]) -> None:
        """Give an action these keys; who had one of them there has it no more.

        A key that the rules refuse (see ``key_rules``) is left out.
        """
        wanted = self._allowed(name, keys)
        for other in {holder for key in wanted for holder in self.holders(key, name)}:
            self._keep(other, tuple(key for key in self._keys[other] if key not in wanted))
        self._keep(name, wanted)
        self._read()
        self.changed.emit()

    def reset(self, name: str | None = None) -> None:
        """Give an action (None: all) the keys of the table again, as far as they are free."""
        for spec in ACTIONS:
            if name in (None, spec.id):
                self._settings.set_keys(spec.id, None)
        self._read()
        self.changed.emit()

    def action_in(self, scope: Scope, event: QKeyEvent) -> str | None:
        """The action that a key press in a pane means, of those that count there alone."""
        found = (self._holders.get((scope, key)) for key in _pressed(event))
        return next((name for name in found if name is not None), None)

    def _allowed(self, name: str, keys: Iterable[str]) -> Keys:
        return tuple(key for key in normal_keys(keys) if not refusal(key, scope_of(name)))

    def _keep(self, name: str, keys: Keys) -> None:
        usual = next(normal_keys(spec.keys) for spec in ACTIONS if spec.id == name)
        self._settings.set_keys(name, None if keys == usual else keys)

    def _read(self) -> None:
        self._holders = {}
        self._keys = {spec.id: () for spec in ACTIONS}
        chosen = {spec.id: self._settings.keys(spec.id) for spec in ACTIONS}
        # What people chose goes before what the table says.
        for spec in sorted(ACTIONS, key=lambda spec: chosen[spec.id] is None):
            mine = chosen[spec.id]
            for key in self._allowed(spec.id, spec.keys if mine is None else mine):
                if not self.holders(key, spec.id):
                    self._holders[scope_of(spec.id), key] = spec.id
                    self._keys[spec.id] = (*self._keys[spec.id], key)


def _beside(scope: Scope) -> tuple[Scope, ...]:
    """Where else a key of that scope would mean something."""
    return ("window", "reader", "codebook") if scope == "window" else ("window", scope)


def normal(key: str) -> str:
    """A key as Qt writes it everywhere alike; '' for what is none."""
    text = QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText)
    return text.replace("Backtab", "Tab")


def shown_key(key: str) -> str:
    """A key as people know it on this system."""
    return (
        QKeySequence(key)
        .toString(QKeySequence.SequenceFormat.NativeText)
        .replace("Return", "Enter")
    )


def normal_keys(keys: Iterable[str]) -> Keys:
    """Keys as Qt writes them, each once; what is no key is left out."""
    return tuple(dict.fromkeys(key for key in map(normal, keys) if key))


def _pressed(event: QKeyEvent) -> list[str]:
    """What was pressed: the keys themselves and, of a sign, the sign however it is typed."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    combination = QKeyCombination(modifiers, Qt.Key(event.key()))
    found = [normal(QKeySequence(combination).toString())]
    sign = event.text()
    has_sign = len(sign) == 1 and sign.isprintable() and not sign.isalnum() and not sign.isspace()
    if has_sign and not modifiers & ~Qt.KeyboardModifier.ShiftModifier:
        found.append(normal(sign))
    return found
