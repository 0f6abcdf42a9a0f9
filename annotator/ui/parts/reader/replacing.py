"""Giving an annotation another code: the next code's key, or the picker, replaces its own."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeyEvent

from annotator.domain.changes import Changes, Kind
from annotator.domain.codebook import NewCode
from annotator.ui.parts.reader.reader import Reader


class Replacing(QObject):
    """Waits for the code that is to replace that of the chosen annotation."""

    def __init__(self, reader: Reader) -> None:
        super().__init__(reader)
        self._reader = reader
        self._id: int | None = None
        reader.state_changed.connect(self._look)
        reader.session.changed.connect(self._follow)

    def begin(self) -> None:
        """The next code replaces that of the annotation that is meant; a second time, not."""
        reader = self._reader
        if reader.mode is self:
            reader.end_mode()
            return
        target = reader.take_target()
        if target is None:
            return
        reader.setFocus()
        reader.begin(self)
        self._id = target
        reader.instead = self._replace
        reader.session.told.emit(self._question())
        reader.state_changed.emit()

    # -- as a mode of the reader

    @property
    def hint(self) -> str:
        """The keys that help meanwhile."""
        pick = self._reader.actions_table.keys.shown("code.pick")
        told = self.tr("A code's key: replace · {pick}: choose the code · Esc: leave it")
        return told.format(pick=pick)

    def _question(self) -> str:
        pick = self._reader.actions_table.keys.shown("code.pick")
        told = self.tr("Replace “{code}”: press the key of another code, or {pick} to choose one.")
        return told.format(code=self._name(), pick=pick)

    def takes(self, event: QKeyEvent) -> bool:
        """Escape leaves the annotation as it is."""
        if event.key() != Qt.Key.Key_Escape:
            return False
        self._reader.end_mode()
        return True

    def pointed(self) -> None:
        """Whoever clicks elsewhere means something else; see ``_look``."""

    def left(self) -> None:
        """No code replaces another any more."""
        self._id = None
        self._reader.instead = None

    # -- what happens

    def _replace(self, code: int | NewCode) -> None:
        from annotator.ops.moving_annotations import recode

        reader, session, target = self._reader, self._reader.session, self._id
        reader.end_mode()
        if target is None or session.coder_id is None:
            return
        if reader.marks.annotation(target).code_id == code:
            session.told.emit(self.tr("It has that code already."))
            return
        changes = session.run(recode, [target], code, coder_id=session.coder_id)
        code_id = code if isinstance(code, int) else None
        if changes is not None:
            # It may be counted with an equal one from now on.
            for now in session.project.queries.annotations_by_id([target]):
                code_id = now.code_id
            reader.coded.emit([target])
        if code_id is None:
            return
        reader.last_code = code_id
        reader.state_changed.emit()
        if code_id in session.hidden:
            session.hide_codes(frozenset({code_id}), hidden=False)

    def _name(self) -> str:
        reader = self._reader
        if self._id is None or not reader.marks.knows(self._id):
            return ""
        return reader.codebook.path(reader.marks.annotation(self._id).code_id, " › ")

    def _look(self) -> None:
        """Who goes to something else means it."""
        if self._id is not None and self._reader.chosen != self._id:
            self._reader.end_mode()

    def _follow(self, changes: Changes, _initiator: object) -> None:
        if self._id in changes.removed.get(Kind.ANNOTATION, frozenset()):
            self._reader.end_mode()
