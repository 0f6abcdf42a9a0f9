"""Moving a code by keys: where it would go is shown, step by step, before it goes there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent

from annotator.domain.changes import Changes, Kind
from annotator.domain.code_place import Place, Way, place_of, stepped
from annotator.ui.places.code.codebook_tree import MODIFIERS, CodeTree
from annotator.ui.places.code.codebook_verbs import CodebookVerbs
from annotator.ui.places.code.foretold import held_by, moving
from annotator.ui.session import Session

if TYPE_CHECKING:
    from annotator.ops.code_previews import Held


class CodePlacing(QObject):
    """Follows the steps; ``Enter`` moves the code.

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
        self._place = stepped(codebook, code_id, self._place, way)
        self._show()

    def leave(self) -> None:
        """Leave the code where it is."""
        if self._code_id is None:
            return
        self._code_id = None
        for watched in (self._tree, self._tree.viewport()):
            watched.removeEventFilter(self)
        self._tree.mark.clear()
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
        self._session.told.emit(" · ".join(told.words.splitlines()))
        keys = self.tr("Enter: move it there · Esc: leave it")
        shown = replace(told, words=f"{told.words}\n{keys}")
        self._tree.mark.show(self._code_id, self._place, shown)

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
            self._give_up()
            return False
        if watched is not self._tree or not isinstance(event, QKeyEvent):
            return False
        deed = self._deed(event.key())
        if kind == QEvent.Type.ShortcutOverride and deed is not None:
            event.accept()
            return True
        if kind == QEvent.Type.KeyPress and deed is not None:
            deed()
            return True
        # The steps may have keys of a person's own; any other key means what it always does.
        is_other = event.key() not in MODIFIERS and not self._tree.steps(event)
        if kind == QEvent.Type.KeyPress and is_other:
            self._give_up()
        return False

    def _deed(self, key: int) -> Callable[[], object] | None:
        """What a key does while a code is on its way."""
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return self._keep
        if key == Qt.Key.Key_Escape:
            return self._give_up
        way, code_id = _ARROWS.get(key), self._code_id
        if way is None or code_id is None:
            return None
        return partial(self.step, code_id, way)


_ARROWS: dict[int, Way] = {
    Qt.Key.Key_Up: Way.UP,
    Qt.Key.Key_Down: Way.DOWN,
    Qt.Key.Key_Right: Way.IN,
    Qt.Key.Key_Left: Way.OUT,
}
