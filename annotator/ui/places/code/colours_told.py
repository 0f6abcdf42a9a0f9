"""Colours of codes in words: their names, and how well they are seen in light and in dark."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QColor

from annotator.domain.codebook import Code, Codebook, Slot
from annotator.ui.theme import DARK, LIGHT, contrast

_LEAST = 3.0
"""The contrast that a mark needs on its paper (WCAG 2.2, 1.4.11)."""


def colour_name(colour: str, code: Code, codebook: Codebook) -> str:
    """What a colour that the code has, or may have, is called."""
    if colour in list(Slot):
        return _tr(colour.capitalize())
    if colour:
        return _tr("Own colour {code}").format(code=colour)
    above = codebook.ancestry(code.id)[:-1]
    return _tr("Like “{name}”").format(name=above[-1].name) if above else _tr("Blue")


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
