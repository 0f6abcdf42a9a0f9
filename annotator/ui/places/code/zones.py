"""Saying what lines of the article are: furniture or not, a heading, a caption."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from annotator.domain.changes import Kind
from annotator.domain.roles import Role
from annotator.ui.parts.reader import Reader

if TYPE_CHECKING:
    from annotator.domain.changes import Changes


class Zones(QObject):
    """Corrects the lines that are selected, or the one at the caret."""

    def __init__(self, reader: Reader) -> None:
        super().__init__(reader)
        self._reader = reader

    def set(self, role: Role) -> None:
        """The lines that are selected are that."""
        from annotator.ops import zoning

        session = self._reader.session
        if session.article_id is None or session.coder_id is None:
            return
        lines, who = self._reader.selected_range(), session.coder_id
        changes = session.run(zoning.set_role, session.article_id, lines, role, coder_id=who)
        if changes is None:
            return
        (article,) = session.project.queries.articles([session.article_id])
        if not changes.txn:
            session.told.emit(self.tr("It is that already."))
        elif not article.outlet:
            told = self.tr("{step}. It counts here alone: the article names no outlet.")
            session.told.emit(told.format(step=changes.label))
        elif changes.touches(Kind.SETTING):
            told = self.tr("{step}. Later articles of {outlet} follow; for those here see Article.")
            session.told.emit(told.format(step=changes.label, outlet=article.outlet))

    def apply_to_outlet(self) -> None:
        """Do so in the articles of the outlet that are here already."""
        from annotator.ops import zoning

        session = self._reader.session
        if session.article_id is None or session.coder_id is None:
            return
        (article,) = session.project.queries.articles([session.article_id])
        if not article.outlet:
            session.told.emit(self.tr("This article names no outlet that others could be of."))
            return
        if not zoning.remembered(session.project, article.outlet):
            session.told.emit(self.tr("Nothing was said of lines of this outlet yet."))
            return
        if session.work.is_busy:
            session.told.emit(self.tr("Something long is under way; wait for it, or cancel it."))
            return
        project, who, outlet = session.project, session.coder_id, article.outlet

        def work(progress: Any) -> Any:
            return zoning.apply_to_outlet(project, outlet, coder_id=who, go_on=progress)

        session.work.start(work, self._done, self.tr("Looking at the articles of the outlet…"))

    def _done(self, changes: Changes) -> None:
        number = len(changes.articles)
        told = self.tr("Articles changed: {n}. Undo takes it back.").format(n=number)
        self._reader.session.announce(changes, saying=told)
