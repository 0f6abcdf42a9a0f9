"""A name after what stands above it, in one line, with the letters that were found in bold."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetricsF, QTextCharFormat, QTextLayout

from annotator.domain.text import OffsetMap
from annotator.ui.theme import Theme, words_font

_LEFT_OUT = "… › "


def fitting(
    above: str, name: str, positions: Sequence[int], width: float, theme: Theme
) -> QTextLayout:
    """The path as one line no wider than ``width``; what is above is left out before the name.

    The name that is left alone and still too long loses its end.

    Args:
        above: what stands before the name, with its separator; "" for nothing.
        name: the name.
        positions: the places of the letters found in ``above + name``.
        width: the room there is.
        theme: the colours.
    """
    layout = _laid_out(above, name, positions, theme)
    if layout.maximumWidth() <= width:
        return layout
    lead = _LEFT_OUT if above else ""
    shift = len(lead) - len(above)
    own = tuple(place + shift for place in positions if place >= len(above))
    layout = _laid_out(lead, name, own, theme)
    if layout.maximumWidth() <= width:
        return layout
    metrics = QFontMetricsF(words_font(weight=QFont.Weight.DemiBold))
    room = width - metrics.horizontalAdvance(lead)
    short = metrics.elidedText(name, Qt.TextElideMode.ElideRight, room)
    shown = tuple(place for place in own if place < len(lead) + len(short) - 1)
    return _laid_out(lead, short, shown, theme)


def _laid_out(above: str, name: str, positions: Sequence[int], theme: Theme) -> QTextLayout:
    text = above + name
    places = OffsetMap(text)
    quiet, found = QTextCharFormat(), QTextCharFormat()
    quiet.setForeground(theme.mute)
    found.setFontWeight(QFont.Weight.DemiBold)
    found.setForeground(theme.ink)
    ranges = [_range(0, places.to_utf16(len(above)), quiet)] if above else []
    for place in positions:
        start = places.to_utf16(place)
        ranges.append(_range(start, places.to_utf16(place + 1) - start, found))
    layout = QTextLayout(text, words_font())
    layout.setFormats(ranges)
    layout.setCacheEnabled(True)
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    return layout


def _range(start: int, length: int, look: QTextCharFormat) -> QTextLayout.FormatRange:
    one = QTextLayout.FormatRange()
    one.start, one.length, one.format = start, length, look
    return one
