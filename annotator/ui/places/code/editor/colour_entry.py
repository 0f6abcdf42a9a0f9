"""The colour of a code: a hue of the palette, its parent's, or one of the user's own."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QColorDialog, QLabel

from annotator.domain.codebook import Code, Slot
from annotator.ui.parts.code_marks import square_icon
from annotator.ui.places.code.editor.entries import CalmBox, Entry
from annotator.ui.session import Session
from annotator.ui.theme import DARK, LIGHT, contrast

_OWN = "own"
_LEAST = 3.0
"""The contrast that a mark needs on its paper (WCAG 2.2, 1.4.11)."""


class ColourEntry(Entry):
    """Colours by name, each with its square; below, how well it is seen in light and in dark."""

    def __init__(self, session: Session) -> None:
        self.box = CalmBox(_tr("Colour"), {})
        super().__init__(_tr("Colour"), self.box)
        self._session = session
        self._colour = ""
        self.seen = QLabel()
        self.seen.setProperty("look", "quiet")
        self.seen.setWordWrap(True)
        layout = self.layout()
        assert layout is not None
        layout.addWidget(self.seen)
        self.box.activated.connect(lambda _index: self._chosen())

    @property
    def value(self) -> str:
        """A hue, a ``#rrggbb``, or "" for the parent's."""
        return self._colour

    def set_value(self, value: str) -> None:
        """Show a colour that can be chosen."""
        self._colour = value
        self.box.set_value(value)

    def show_code(self, code: Code) -> None:
        """Offer what this code may have, and show what it has."""
        theme, codebook = self._session.look.theme, self._session.codebook
        self.box.clear()
        for slot in Slot:
            icon = square_icon(theme.code(slot.value).line)
            self.box.addItem(icon, _tr(slot.value.capitalize()), slot.value)
        if code.parent_id is not None and code.parent_id in codebook:
            name = codebook[code.parent_id].name
            icon = square_icon(theme.code(codebook.colour(code.parent_id)).line)
            self.box.addItem(icon, _tr("Like “{name}”").format(name=name), "")
        if code.colour.startswith("#"):
            icon = square_icon(theme.code(code.colour).line)
            self.box.addItem(icon, _tr("Own colour {code}").format(code=code.colour), code.colour)
        self.box.addItem(_tr("Own colour…"), _OWN)
        self.set_value(code.colour)
        self.seen.setText(seen_in_words(codebook.colour(code.id)))

    def _chosen(self) -> None:
        if self.box.value != _OWN:
            self._colour = self.box.value
            self.written.emit()
            return
        now = self._session.look.theme.code(self._colour or Slot.BLUE.value).line
        self.box.set_value(self._colour)
        dialog = QColorDialog(now, self.window())
        dialog.setWindowTitle(_tr("Colour of the code"))
        dialog.colorSelected.connect(self._own_chosen)
        dialog.open()

    def _own_chosen(self, colour: QColor) -> None:
        self._colour = colour.name()
        self.written.emit()


def seen_in_words(colour: str) -> str:
    """How well a colour is told from the paper in the light and in the dark look."""
    if colour in LIGHT.slots:
        light, dark = (contrast(look.code(colour).line, look.paper) for look in (LIGHT, DARK))
        told = _tr("Contrast {light} on light paper, {dark} on dark. Safe for colour-blind people.")
        return told.format(light=f"{light:.1f}", dark=f"{dark:.1f}")
    own = QColor(colour)
    found = [
        _on_paper(
            contrast(own, LIGHT.paper),
            _tr("Contrast {n} on light paper."),
            _tr("On light paper the contrast is too low ({n} of 3): it is drawn darker there."),
        ),
        _on_paper(
            contrast(own, DARK.paper),
            _tr("Contrast {n} on dark paper."),
            _tr("On dark paper the contrast is too low ({n} of 3): it is drawn lighter there."),
        ),
    ]
    found.append(_tr("Colour-blind readers may confuse it with another code’s."))
    return " ".join(found)


def _on_paper(ratio: float, enough: str, low: str) -> str:
    return (low if ratio < _LEAST else enough).format(n=f"{ratio:.1f}")


def _tr(text: str) -> str:
    return QCoreApplication.translate("codebook", text)
