"""Saying how far one is with the article, and going on with the next that is not done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.domain.progress import State
from annotator.ui.places.code.articles_panel import ArticlesPanel
from annotator.ui.session import Session

if TYPE_CHECKING:
    from annotator.domain.changes import Changes


class States(QObject):
    """Sets the state of the current article for the coder at work."""

    def __init__(self, session: Session, articles: ArticlesPanel) -> None:
        super().__init__(articles)
        self._session = session
        self._articles = articles

    def set(self, state: State) -> Changes | None:
        """Give the current article a state; None where that failed."""
        from annotator.ops import progress

        session = self._session
        if session.article_id is None or session.coder_id is None:
            return None
        return session.run(
            progress.set_state, [session.article_id], state, coder_id=session.coder_id
        )

    def done_and_next(self) -> None:
        """The current article is done; go on with the next in the list that is not."""
        from annotator.ops import progress

        session = self._session
        if self.set(State.DONE) is None or session.coder_id is None:
            return
        following = progress.next_not_done(
            session.project,
            self._articles.model.ids,
            session.article_id,
            coder_id=session.coder_id,
        )
        if following is None:
            session.told.emit(self.tr("Done. No article that is listed is left to do."))
        else:
            session.show_article(following)
