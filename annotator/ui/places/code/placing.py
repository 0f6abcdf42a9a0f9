"""Moving a code by keys: where it would go is shown, step by step, before it goes there."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from annotator.domain.changes import Changes, Kind
from annotator.domain.code_place import Place, Way, place_of, stepped
from annotator.ui.places.code.codebook_tree import CodeTree
from annotator.ui.places.code.codebook_verbs import CodebookVerbs
from annotator.ui.places.code.foretold import held_by, moving
from annotator.ui.session import Session

if TYPE_CHECKING:
    from annotator.ops.code_previews import Held


class CodePlacing(QObject):
    """Follows the steps; ``Enter``, or letting go of the key held with them, moves the code.

    However many steps, that is one step of the history. ``Esc`` leaves the code where it is, and so
    does whatever else is done meanwhile.

    Signals:
        turned: a code is on its way, or no more.
    """

    turned = Signal()

    def __init__(self, session: Session, tree: CodeTree, verbs: CodebookVerbs) -> None:
        super().__init__(tree)
        self._session, self._tree, self._verbs = session, tree, verbs
        self._code_id: int | None = None
        self._place = Place(None, 0)
        self._held: Held | None = None
        self._with_key = False
        session.changed.connect(self._follow)
        session.project_changed.connect(self.leave)

    @property
    def is_placing(self) -> bool:
        """Whether a code is on its way."""
        return self._code_id is not None

    def step(self, code_id: int, way: Way) -> None:
        """Show the place one step further for a code; the first step begins."""
        codebook = self._session.codebook
        if code_id != self._code_id:
            self.leave()
            if self._session.is_scheme_locked or code_id not in codebook:
                return
            self._begin(code_id)
        self._with_key = bool(QApplication.keyboardModifiers() & _HELD)
        self._place = stepped(codebook, code_id, self._place, way)
        self._show()

    def leave(self) -> None:
        """Leave the code where it is."""
        if self._code_id is None:
            return
        self._code_id = None
        for watched in (self._tree, self._tree.viewport()):
            watched.removeEventFilter(self)
        self._tree.show_place(None)
        self.turned.emit()

    def _begin(self, code_id: int) -> None:
        self._code_id = code_id
        self._place = place_of(self._session.codebook, code_id)
        self._held = held_by(self._session, self._session.codebook.subtree(code_id))
        self._tree.setFocus(Qt.FocusReason.OtherFocusReason)
        for watched in (self._tree, self._tree.viewport()):
            watched.installEventFilter(self)
        self.turned.emit()

    def _show(self) -> None:
        assert self._code_id is not None
        told = moving(self._session, self._code_id, self._place, self._held)
        self._tree.show_place((self._code_id, self._place), told)
        self._session.told.emit(" · ".join(told.words.splitlines()))

    def _keep(self) -> None:
        code_id, place = self._code_id, self._place
        self.leave()
        if code_id is None or code_id not in self._session.codebook:
            return
        if place == place_of(self._session.codebook, code_id):
            self._session.told.emit(self.tr("It stays where it is."))
        else:
            self._verbs.move(code_id, place.parent_id, place.position)

    def _give_up(self) -> None:
        self.leave()
        self._session.told.emit(self.tr("It stays where it is."))

    def _follow(self, changes: Changes, _initiator: object) -> None:
        if changes.touches(Kind.CODE):
            self.leave()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The keys while a code is on its way; a press of the mouse or another focus ends it."""
        kind = event.type()
        if kind in (QEvent.Type.FocusOut, QEvent.Type.MouseButtonPress):
            self.leave()
            return False
        if watched is not self._tree or not isinstance(event, QKeyEvent):
            return False
        if kind == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if kind == QEvent.Type.KeyRelease:
            if event.key() in _HOLDERS and self._with_key and not event.isAutoRepeat():
                self._keep()
                return True
            return False
        return kind == QEvent.Type.KeyPress and self._press(event)

    def _press(self, event: QKeyEvent) -> bool:
        """Do what a key means; the keys of the steps themselves are the tree's."""
        key, code_id = event.key(), self._code_id
        does: dict[int, Callable[[], object]] = {
            Qt.Key.Key_Return: self._keep,
            Qt.Key.Key_Enter: self._keep,
            Qt.Key.Key_Escape: self._give_up,
        }
        if key in does:
            does[key]()
        elif key in _ARROWS and code_id is not None:
            self.step(code_id, _ARROWS[Qt.Key(key)])
        elif key not in _HOLDERS:
            # Another key than these: its steps may have keys of a person's own.
            return not self._tree.steps(event)
        return True


_HELD = (
    Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.MetaModifier
)
_HOLDERS = frozenset({Qt.Key.Key_Alt, Qt.Key.Key_Control, Qt.Key.Key_Meta, Qt.Key.Key_Shift})
_ARROWS = {
    Qt.Key.Key_Up: Way.UP,
    Qt.Key.Key_Down: Way.DOWN,
    Qt.Key.Key_Right: Way.IN,
    Qt.Key.Key_Left: Way.OUT,
}
