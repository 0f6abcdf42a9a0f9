"""Lays an article out as a page: which font, size and room each paragraph gets."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)

from annotator.domain.furniture import Run
from annotator.domain.text import OffsetMap
from annotator.domain.zones import FURNITURE_ROLES, Role, Zone
from annotator.ui.parts.reader.folding import Folding
from annotator.ui.parts.reader.measures import GUTTER
from annotator.ui.parts.reader.style import Style
from annotator.ui.theme import Theme, article_font, ui_font

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
    """The formats of one article in one style, in one theme."""

    def __init__(self, theme: Theme, style: Style) -> None:
        pixels = style.pixels
        self.theme = theme
        self.style = style
        self.pixels = pixels
        self.font = article_font(style.font, pixels)
        metrics = QFontMetricsF(self.font)
        self.leading = max(2.0, style.spacing / 100 * pixels - metrics.lineSpacing())
        self.column = round(metrics.horizontalAdvance(_ALPHABET) / len(_ALPHABET) * style.measure)
        self.meta_font = ui_font(_small(pixels, 11))
        self.paragraphs: dict[int, Paragraph] = {}
        self.collapsed: set[int] = set()
        self.folds: dict[int, Run] = {}
        self.headline_block = -1

    @property
    def gutter(self) -> int:
        """The room that the numbers of paragraphs need beside the column."""
        return max(GUTTER, round(QFontMetricsF(self.meta_font).horizontalAdvance("000")) + 24)

    @property
    def fold_height(self) -> int:
        """How high the line is that stands for folded furniture."""
        return round(QFontMetricsF(self.meta_font).height() * 1.5)

    def apply(
        self,
        document: QTextDocument,
        zones: tuple[Zone, ...],
        offsets: OffsetMap,
        folding: Folding,
    ) -> None:
        """Format the whole document; its characters stay as they are."""
        document.setDefaultFont(self.font)
        roles = _Roles(zones, offsets)
        self.paragraphs, self.collapsed, self.headline_block = {}, set(), -1
        self.folds = {}
        hidden = _Hidden(folding, offsets)
        cursor = QTextCursor(document)
        cursor.beginEditBlock()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.setBlockFormat(self._body())
        number = 0
        formats = {role: self._formats(role) for role in Role}
        blank, head = self._blank(), self._fold_line()
        small: QTextBlock | None = None
        block = document.begin()
        while block.isValid():
            role, run = roles.of(block), hidden.around(block)
            if role is None or run is not None:
                self.collapsed.add(block.blockNumber())
                first = run is not None and run not in self.folds.values()
                if first and run is not None:
                    self.folds[block.blockNumber()] = run
                _format(cursor, block, *(head if first else blank))
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
        form.setNonBreakableLines(True)
        tiny = QFont(self.font)
        tiny.setPixelSize(1)
        chars = QTextCharFormat()
        chars.setFont(tiny)
        chars.setForeground(QColor(0, 0, 0, 0))
        return form, chars

    def _fold_line(self) -> tuple[QTextBlockFormat, QTextCharFormat]:
        """The first folded line makes room for the one that is painted in place of all."""
        form, chars = self._blank()
        form.setLineHeight(self.fold_height, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        form.setBottomMargin(round(self.pixels * 0.4))
        return form, chars

    def _formats(self, role: Role) -> tuple[QTextBlockFormat, QTextCharFormat]:
        form, chars = self._body(), QTextCharFormat()
        if role is Role.HEADLINE:
            self._as_headline(form, chars)
        elif role is Role.HEADING:
            chars.setFont(self._font(1.2, QFont.Weight.DemiBold))
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

    def _font(self, times: float, weight: QFont.Weight) -> QFont:
        return article_font(self.style.font, round(self.pixels * times), weight)

    def _as_headline(self, form: QTextBlockFormat, chars: QTextCharFormat) -> None:
        chars.setFont(self._font(1.72, QFont.Weight.Bold))
        form.setHeadingLevel(1)
        form.setLineHeight(88, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        form.setTopMargin(round(self.pixels * 0.3))
        # Room for the line about outlet, author and date that the reader paints there.
        form.setBottomMargin(round(self.pixels * 2.2))

    def _as_small(self, form: QTextBlockFormat, chars: QTextCharFormat, role: Role) -> None:
        small = ui_font(_small(self.pixels, 10))
        small.setItalic(role is Role.CAPTION)
        chars.setFont(small)
        chars.setForeground(self.theme.mute)
        form.setLineHeight(
            round(self.pixels * 0.22), QTextBlockFormat.LineHeightTypes.LineDistanceHeight.value
        )
        form.setBottomMargin(round(self.pixels * (0.5 if role is Role.CAPTION else 0.1)))


class _Hidden:
    """The folded run that a block belongs to, if it belongs to one."""

    def __init__(self, folding: Folding, offsets: OffsetMap) -> None:
        self._runs = [run for run in folding.runs if folding.is_folded(run)]
        self._starts = [offsets.to_utf16(run.start) for run in self._runs]
        self._ends = [offsets.to_utf16(run.end) for run in self._runs]

    def around(self, block: QTextBlock) -> Run | None:
        start, end = block.position(), block.position() + block.length() - 1
        found = bisect_right(self._starts, end) - 1
        return self._runs[found] if found >= 0 and self._ends[found] > start else None


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


def _small(pixels: int, least: int) -> int:
    """Small print grows with the text, but beside large letters it need not be large."""
    return max(least, round(min(pixels, 26) * 0.72 + max(0, pixels - 26) * 0.3))


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
