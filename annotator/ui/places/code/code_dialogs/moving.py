"""Which annotations of codes get which other code."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from annotator.ui.places.code.code_dialogs import words
from annotator.ui.places.code.code_dialogs.asking import Asking
from annotator.ui.places.code.code_dialogs.code_field import CodeField
from annotator.ui.session import Session
from annotator.ui.widgets.choice_box import ChoiceBox

if TYPE_CHECKING:
    from annotator.ops.moving_annotations import Preview, Which

_MINE, _HERE, _ALL, _ALL_HERE = "mine", "here", "all", "all here"


class MoveDialog(Asking):
    """Mine, everybody's, in this article or all; and the code that they get."""

    def __init__(
        self,
        session: Session,
        code_ids: Collection[int],
        articles: Collection[int],
        undo: str,
        parent: QWidget | None = None,
    ) -> None:
        """Asks.

        Args:
            session: the session.
            code_ids: the codes whose annotations are meant.
            articles: the articles that are chosen in the list.
            undo: the key that takes it back.
            parent: the window.
        """
        codebook = session.codebook
        super().__init__(session, parent)
        self.setWindowTitle(self.tr("Move annotations"))
        names = ", ".join(f"“{codebook[one].name}”" for one in list(code_ids)[:3])
        self.head(
            self.tr("Move annotations of {codes} to…").format(codes=names),
            self.tr("They get the code that you choose; this code stays in the codebook."),
            self.tr("Move"),
        )
        self._code_ids, self._articles, self._undo = frozenset(code_ids), frozenset(articles), undo
        here = self.tr("the article at hand") if len(articles) == 1 else self.tr("{n} articles")
        here = here.format(n=f"{len(articles):,}")
        scopes = {_MINE: self.tr("All of mine")}
        if articles:
            scopes[_HERE] = self.tr("Mine in {articles}").format(articles=here)
        if len(session.coders) > 1:
            scopes[_ALL] = self.tr("Everybody’s")
            if articles:
                scopes[_ALL_HERE] = self.tr("Everybody’s in {articles}").format(articles=here)
        self.scope = ChoiceBox(self.tr("Which annotations"), scopes)
        self.to = CodeField(
            session, self.tr("The code that they get"), lambda code: code.id not in code_ids
        )
        self.form.addWidget(self.scope)
        self.form.addWidget(self.to)
        self.scope.currentIndexChanged.connect(self.look)
        self.to.chosen.connect(self.look)
        self.to.entered.connect(self.ok.setFocus)
        self.look()

    @property
    def which(self) -> Which:
        """The annotations that are meant."""
        from annotator.ops.moving_annotations import Which

        scope, me = self.scope.value, self.session.coder_id
        coders = frozenset({me}) if scope in (_MINE, _HERE) and me is not None else None
        articles = self._articles if scope in (_HERE, _ALL_HERE) else None
        return Which(self._code_ids, coders, articles)

    @property
    def first(self) -> QWidget:
        """What is asked first."""
        return self.to

    def reckoning(self) -> Callable[[], Preview] | None:
        """What moving would change."""
        from annotator.ops.moving_annotations import preview_move

        to = self.to.code_id
        return None if to is None else partial(preview_move, self.session.project, self.which, to)

    def told(self, outcome: Preview) -> str:
        """In sentences."""
        to = self.to.code_id
        if to is None:
            return self.open_question()
        told = words.moved(self.session, outcome, to)
        return " ".join([*told, words.undone(self._undo)])
