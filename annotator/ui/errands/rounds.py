"""What a person does about rounds: adding, renaming and removing them."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from annotator.domain.annotation import Round
from annotator.domain.changes import Kind
from annotator.ui.session import Session
from annotator.ui.widgets.name_dialog import NameDialog


class RoundErrands(QObject):
    """Asks with small dialogs over the window, and does it."""

    def __init__(self, session: Session, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._window = window

    def add(self) -> None:
        """Ask for the name of another round, in which is coded then."""
        from annotator.ops import rounds

        session = self._session
        name = NameDialog(
            self.tr("Add a round"),
            self.tr(
                "What is coded, answered and marked as done in one round is kept apart from the "
                "others: a pilot, a test of reliability. The new one begins empty, with the same "
                "articles and codebook."
            ),
            self.tr("Add"),
            parent=self._window,
        ).ask()
        if name is None:
            return
        changes = session.run_now(rounds.add_round, name, coder_id=session.coder_id)
        if changes is not None:
            session.choose_round(changes.one_created(Kind.ROUND))

    def rename(self, one: Round) -> None:
        """Ask for a round's new name."""
        from annotator.ops import rounds

        name = NameDialog(
            self.tr("Rename “{name}”").format(name=one.name),
            self.tr("All that was done in the round stays in it."),
            self.tr("Rename"),
            one.name,
            self._window,
        ).ask()
        if name is not None:
            self._session.run_now(
                rounds.rename_round, one.id, name, coder_id=self._session.coder_id
            )

    def remove(self, one: Round) -> None:
        """Remove a round; one in which something was done stays, and why is told."""
        from annotator.ops import rounds

        self._session.run_now(rounds.remove_round, one.id, coder_id=self._session.coder_id)
