"""The colour of a code: what it is, how well it is seen, and the card on which another is tried."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLabel, QPushButton

from annotator.domain.codebook import Code
from annotator.ui.parts.code_marks import square_icon
from annotator.ui.places.code.colour_card import ColourCard, beneath
from annotator.ui.places.code.colours_told import colour_name, seen_in_words
from annotator.ui.places.code.editor.entries import Entry
from annotator.ui.session import Session


class ColourEntry(Entry):
    """The colour by name, with its square; below, how well it is seen in light and in dark."""

    def __init__(self, session: Session) -> None:
        self.button = QPushButton()
        super().__init__(_tr("Colour"), self.button)
        self._session = session
        self._code_id = 0
        self._colour = ""
        self.card = ColourCard(session, self)
        self.button.setProperty("look", "choice")
        self.button.setAutoDefault(False)
        self.seen = QLabel()
        self.seen.setProperty("look", "quiet")
        self.seen.setWordWrap(True)
        layout = self.layout()
        assert layout is not None
        layout.addWidget(self.seen)
        self.button.clicked.connect(self._try)

    @property
    def value(self) -> str:
        """A hue, a ``#rrggbb``, or "" for the parent's."""
        return self._colour

    def show_code(self, code: Code) -> None:
        """Show what a code has."""
        theme, codebook = self._session.look.theme, self._session.codebook
        self._code_id, self._colour = code.id, code.colour
        shown = codebook.colour(code.id)
        self.button.setIcon(square_icon(theme.code(shown).line))
        self.button.setText(colour_name(code.colour, code, codebook))
        self.button.setAccessibleName(f"{_tr('Colour')}: {self.button.text()}")
        self.seen.setText(seen_in_words(shown))

    def _try(self) -> None:
        row = beneath(self.button, self.button.rect())
        self.card.open_for([self._code_id], row, self._kept)

    def _kept(self, colour: str) -> None:
        self._colour = colour
        self.written.emit()


def _tr(text: str) -> str:
    return QCoreApplication.translate("codebook", text)
