"""Lays an article out as a page: which font, size and room each paragraph gets."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)

from annotator.domain.text import OffsetMap
from annotator.domain.zones import FURNITURE_ROLES, Role, Zone
from annotator.ui.theme import Theme, serif_font, ui_font

MEASURE = 66
"""Characters in a line of the column."""
LINE_EM = 1.8
"""Height of a line; the air below the words holds the underlines."""
_ALPHABET = "the quick brown fox jumps over a lazy dog, and then it sleeps. "

SMALL_ROLES = FURNITURE_ROLES | {Role.CAPTION, Role.BYLINE}
NUMBERED_ROLES = frozenset({Role.HEADING, Role.BODY, Role.QUOTATION, Role.LIST})
"""Paragraphs that have a number in the margin."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """What is known of a block of the document: its role and its number, if it has one."""

    role: Role
    number: int | None


class Page:
    """The formats of one article at one size, in one theme."""

    def __init__(self, theme: Theme, pixels: int) -> None:
        self.theme = theme
        self.pixels = pixels
        self.font = serif_font(pixels)
        metrics = QFontMetricsF(self.font)
        self.leading = max(2.0, LINE_EM * pixels - metrics.lineSpacing())
        self.column = round(metrics.horizontalAdvance(_ALPHABET) / len(_ALPHABET) * MEASURE)
        self.meta_font = ui_font(max(11, round(pixels * 0.72)))
        self.paragraphs: dict[int, Paragraph] = {}
        self.collapsed: set[int] = set()
        self.headline_block = -1

    def apply(self, document: QTextDocument, zones: tuple[Zone, ...], offsets: OffsetMap) -> None:
        """Format the whole document; its characters stay as they are."""
        document.setDefaultFont(self.font)
        roles = _Roles(zones, offsets)
        self.paragraphs, self.collapsed, self.headline_block = {}, set(), -1
        cursor = QTextCursor(document)
        cursor.beginEditBlock()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.setBlockFormat(self._body())
        number = 0
        formats = {role: self._formats(role) for role in Role}
        blank = self._blank()
        small: QTextBlock | None = None
        block = document.begin()
        while block.isValid():
            role = roles.of(block)
            if role is None:
                self.collapsed.add(block.blockNumber())
                _format(cursor, block, *blank)
            else:
                if role in NUMBERED_ROLES:
                    number += 1
                self._note(block, role, number)
                if role is not Role.BODY:
                    _format(cursor, block, *formats[role])
                if small is not None and role not in SMALL_ROLES:
                    self._part(cursor, small)
                small = block if role in SMALL_ROLES else None
            block = block.next()
        cursor.endEditBlock()

    def _part(self, cursor: QTextCursor, small: QTextBlock) -> None:
        """Room between small print and the story that goes on below it."""
        form = small.blockFormat()
        form.setBottomMargin(round(self.pixels * 0.9))
        cursor.setPosition(small.position())
        cursor.setBlockFormat(form)

    def _note(self, block: QTextBlock, role: Role, number: int) -> None:
        numbered = number if role in NUMBERED_ROLES else None
        self.paragraphs[block.blockNumber()] = Paragraph(role, numbered)
        if role is Role.HEADLINE and self.headline_block < 0:
            self.headline_block = block.blockNumber()

    def _body(self) -> QTextBlockFormat:
        form = QTextBlockFormat()
        form.setLineHeight(self.leading, QTextBlockFormat.LineHeightTypes.LineDistanceHeight.value)
        form.setBottomMargin(round(self.pixels * 0.62))
        return form

    def _blank(self) -> tuple[QTextBlockFormat, QTextCharFormat]:
        """A blank line of the file is a caret stop of one pixel: paragraphs have their own air."""
        form = QTextBlockFormat()
        form.setLineHeight(1, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        tiny = QFont(self.font)
        tiny.setPixelSize(1)
        chars = QTextCharFormat()
        chars.setFont(tiny)
        return form, chars

    def _formats(self, role: Role) -> tuple[QTextBlockFormat, QTextCharFormat]:
        form, chars = self._body(), QTextCharFormat()
        if role is Role.HEADLINE:
            self._as_headline(form, chars)
        elif role is Role.HEADING:
            chars.setFont(serif_font(round(self.pixels * 1.2), QFont.Weight.DemiBold))
            form.setHeadingLevel(2)
            form.setTopMargin(round(self.pixels * 0.7))
            form.setBottomMargin(round(self.pixels * 0.4))
        elif role is Role.QUOTATION:
            form.setLeftMargin(round(self.pixels * 1.5))
            chars.setFontItalic(True)
        elif role is Role.LIST:
            form.setLeftMargin(round(self.pixels * 1.0))
        elif role in SMALL_ROLES:
            self._as_small(form, chars, role)
        return form, chars

    def _as_headline(self, form: QTextBlockFormat, chars: QTextCharFormat) -> None:
        chars.setFont(serif_font(round(self.pixels * 1.72), QFont.Weight.Bold))
        form.setHeadingLevel(1)
        form.setLineHeight(88, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        form.setTopMargin(round(self.pixels * 0.3))
        # Room for the line about outlet, author and date that the reader paints there.
        form.setBottomMargin(round(self.pixels * 2.2))

    def _as_small(self, form: QTextBlockFormat, chars: QTextCharFormat, role: Role) -> None:
        small = ui_font(max(10, round(self.pixels * 0.72)))
        small.setItalic(role is Role.CAPTION)
        chars.setFont(small)
        chars.setForeground(self.theme.mute)
        form.setLineHeight(
            round(self.pixels * 0.22), QTextBlockFormat.LineHeightTypes.LineDistanceHeight.value
        )
        form.setBottomMargin(round(self.pixels * (0.5 if role is Role.CAPTION else 0.1)))


class _Roles:
    """The role of each block, None for a blank one."""

    def __init__(self, zones: tuple[Zone, ...], offsets: OffsetMap) -> None:
        self._starts = [offsets.to_utf16(zone.start) for zone in zones]
        self._ends = [offsets.to_utf16(zone.end) for zone in zones]
        self._roles = [zone.role for zone in zones]

    def of(self, block: QTextBlock) -> Role | None:
        start, length = block.position(), block.length() - 1
        if length == 0:
            return None
        found = bisect_right(self._starts, start + length) - 1
        if found >= 0 and self._ends[found] > start:
            return self._roles[found]
        return None if block.text().isspace() else Role.BODY


def _format(
    cursor: QTextCursor, block: QTextBlock, form: QTextBlockFormat, chars: QTextCharFormat
) -> None:
    cursor.setPosition(block.position())
    length = block.length() - 1
    if length:
        cursor.setPosition(block.position() + length, QTextCursor.MoveMode.KeepAnchor)
        cursor.setCharFormat(chars)
    else:
        cursor.setBlockCharFormat(chars)
    cursor.setBlockFormat(form)
