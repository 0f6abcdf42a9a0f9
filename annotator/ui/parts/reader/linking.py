"""Linking the annotation that is meant to another one, by a relation chosen from a short list."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu

from annotator.domain.changes import Changes, Kind
from annotator.domain.link import RELATIONS
from annotator.ui.parts.reader.reader import Reader
from annotator.ui.parts.reader.spoken import shortened
from annotator.ui.widgets.name_dialog import NameDialog

_MOST = 9
"""So many relations are offered, each with a digit."""


class Linking(QObject):
    """Waits for the annotation at the other end, then asks what the one is of the other."""

    def __init__(self, reader: Reader) -> None:
        super().__init__(reader)
        self._reader = reader
        self._from: int | None = None
        reader.session.changed.connect(self._follow)

    def begin(self) -> None:
        """Link from the annotation that is meant; a second time, not."""
        reader = self._reader
        if reader.mode is self:
            self.pointed()
            return
        target = reader.take_target()
        if target is None:
            return
        reader.setFocus()
        reader.begin(self)
        self._from = target
        reader.session.told.emit(self._question())
        reader.state_changed.emit()

    def remove(self) -> None:
        """Remove a link of the annotation that is meant; of several, the one that is chosen."""
        reader = self._reader
        target = reader.take_target()
        links = reader.links_of(target) if target is not None else []
        if not links:
            reader.session.told.emit(self.tr("This annotation has no links."))
        elif len(links) == 1:
            self._unlink(links[0].id)
        else:
            menu = self._menu(self.tr("Links to remove"))
            for number, link in enumerate(links, 1):
                action = menu.addAction(f"&{number}  {reader.told_link(link, target or 0)}")
                action.triggered.connect(partial(self._unlink, link.id))
            self._pop_up(menu)

    # -- as a mode of the reader

    @property
    def hint(self) -> str:
        """The keys that help meanwhile."""
        next_one = self._reader.actions_table.keys.shown("code.next")
        told = self.tr("{next}: next annotation · Enter: link to the one chosen · Esc: leave it")
        return told.format(next=next_one)

    def _question(self) -> str:
        next_one = self._reader.actions_table.keys.shown("code.next")
        told = self.tr("Link “{quote}” to: go to another annotation ({next}, or click it), Enter.")
        return told.format(quote=self._name(), next=next_one)

    def takes(self, event: QKeyEvent) -> bool:
        """Enter takes the annotation that is chosen now; Escape leaves all as it is."""
        if event.key() == Qt.Key.Key_Escape:
            self._reader.end_mode()
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.pointed()
            return True
        return False

    def pointed(self) -> None:
        """The annotation that is chosen now is meant to be the other end."""
        reader, other = self._reader, self._reader.chosen
        if self._from is None or other is None or other == self._from:
            reader.session.told.emit(self._question())
            return
        menu = self._menu(self.tr("What the first is of the second"))
        used = (link.relation for link in reader.links)
        relations = list(dict.fromkeys((*self._fitting(self._from, other), *used, *RELATIONS)))
        for number, relation in enumerate(relations[:_MOST], 1):
            action = menu.addAction(f"&{number}  {relation.replace('&', '&&')}")
            action.triggered.connect(partial(self._link, self._from, other, relation))
        menu.addSeparator()
        action = menu.addAction(self.tr("&Another relation…"))
        action.triggered.connect(partial(self._ask, self._from, other))
        self._pop_up(menu)

    def _fitting(self, start: int, end: int) -> list[str]:
        """What the scheme of the study calls such a link."""
        from annotator.ops.project_scheme import relations_between

        marks = self._reader.marks
        codes = [marks.annotation(one).code_id for one in (start, end) if one in marks]
        if len(codes) < 2 or not self._reader.session.is_open:
            return []
        return relations_between(self._reader.session.project, *codes)

    def left(self) -> None:
        """Nothing is being linked any more."""
        self._from = None

    # -- what happens

    def _link(self, from_id: int, to_id: int, relation: str) -> None:
        from annotator.ops import links

        reader, session = self._reader, self._reader.session
        reader.end_mode()
        if session.coder_id is None:
            return
        changes = session.run(links.link, from_id, to_id, relation, coder_id=session.coder_id)
        if changes is not None and not changes.txn:
            session.told.emit(self.tr("They are linked so already."))
        if from_id in reader.marks:
            reader.choose(from_id)

    def _ask(self, from_id: int, to_id: int) -> None:
        why = self.tr("It is read from the first annotation to the second, such as “cue of”.")
        title = self.tr("What is the first of the second?")
        dialog = NameDialog(title, why, self.tr("Link them"), parent=self._reader.window())
        if dialog.exec():
            self._link(from_id, to_id, dialog.field.text())

    def _unlink(self, link_id: int) -> None:
        from annotator.ops import links

        session = self._reader.session
        if session.coder_id is not None:
            session.run(links.unlink, [link_id], coder_id=session.coder_id)

    def _menu(self, name: str) -> QMenu:
        menu = QMenu(self._reader.window())
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setAccessibleName(name)
        return menu

    def _pop_up(self, menu: QMenu) -> None:
        reader, chosen = self._reader, self._reader.chosen
        span = reader.marks.annotation(chosen).span if chosen is not None else None
        at = reader.caret_rectangle(span.end if span else 0).bottomLeft()
        menu.popup(reader.viewport().mapToGlobal(at))
        menu.setActiveAction(menu.actions()[0])

    def _name(self) -> str:
        reader = self._reader
        if self._from is None or self._from not in reader.marks:
            return ""
        return shortened(reader.marks.annotation(self._from).anchor.quote)

    def _follow(self, changes: Changes, _initiator: object) -> None:
        if self._from in changes.removed.get(Kind.ANNOTATION, frozenset()):
            self._reader.end_mode()
