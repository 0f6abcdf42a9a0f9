"""Lays an article out as a page: which font, size and room each paragraph gets."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtGui import QColor, QFont, QFontMetricsF, QTextBlockFormat, QTextCharFormat

from annotator.domain.furniture import Run
from annotator.domain.zones import Role
from annotator.ui.parts.reader.measures import GUTTER
from annotator.ui.parts.reader.outline import SMALL_ROLES, Outline
from annotator.ui.parts.reader.style import Style
from annotator.ui.theme import Theme, article_font, ui_font

_ALPHABET = "the quick brown fox jumps over a lazy dog, and then it sleeps. "


@dataclass(frozen=True, slots=True)
class Form:
    """How a paragraph is set."""

    block: QTextBlockFormat
    chars: QTextCharFormat


class Page:
    """The formats of one article in one style, in one theme."""

    def __init__(self, theme: Theme, style: Style, outline: Outline | None = None) -> None:
        pixels = style.pixels
        self.theme = theme
        self.style = style
        self.outline = outline or Outline()
        self.pixels = pixels
        self.font = article_font(style.font, pixels)
        metrics = QFontMetricsF(self.font)
        self.leading = max(2.0, style.spacing / 100 * pixels - metrics.lineSpacing())
        self.line = math.ceil(metrics.lineSpacing()) + self.leading
        self.letter = metrics.horizontalAdvance(_ALPHABET) / len(_ALPHABET)
        self.column = round(self.letter * style.measure)
        self.gap = round(pixels * 0.62)
        self.meta_font = ui_font(_small(pixels, 11))
        self._forms: dict[tuple[Role | None, bool], Form] = {}

    @property
    def folds(self) -> dict[int, Run]:
        """The folded furniture by the block that stands for it."""
        return self.outline.folds

    @property
    def gutter(self) -> int:
        """The room that the numbers of paragraphs need beside the column."""
        digits = "0" * max(3, len(str(self.outline.most)))
        return max(GUTTER, round(QFontMetricsF(self.meta_font).horizontalAdvance(digits)) + 24)

    @property
    def names_width(self) -> int:
        """The room that names need in the margin: of about thirteen letters, and their mark."""
        return round(QFontMetricsF(self.meta_font).horizontalAdvance("name of a code")) + 12

    @property
    def count_width(self) -> int:
        """The room that "+2" needs in the margin."""
        return round(QFontMetricsF(self.meta_font).horizontalAdvance("+88")) + 1

    @property
    def fold_height(self) -> int:
        """How high the line is that stands for folded furniture."""
        return round(QFontMetricsF(self.meta_font).height() * 1.5)

    def is_blank(self, block: int) -> bool:
        """Whether a block is a blank line of the file, one pixel high, or folded furniture."""
        return self.outline.roles[block] is None

    def form(self, block: int) -> Form:
        """How the paragraph in a block is set."""
        outline = self.outline
        role, apart = outline.roles[block], block in outline.parted or block in outline.folds
        if (role, apart) not in self._forms:
            self._forms[role, apart] = self._make_form(role, apart=apart)
        return self._forms[role, apart]

    def _make_form(self, role: Role | None, *, apart: bool) -> Form:
        if role is None:
            return Form(*(self._fold_line() if apart else self._blank()))
        form, chars = self._formats(role)
        if apart:
            # Room between small print and the story that goes on below it.
            form.setBottomMargin(round(self.pixels * 0.9))
        return Form(form, chars)

    def _body(self) -> QTextBlockFormat:
        form = QTextBlockFormat()
        form.setLineHeight(self.leading, QTextBlockFormat.LineHeightTypes.LineDistanceHeight.value)
        form.setBottomMargin(self.gap)
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


def _small(pixels: int, least: int) -> int:
    """Small print grows with the text, but beside large letters it need not be large."""
    return max(least, round(min(pixels, 26) * 0.72 + max(0, pixels - 26) * 0.12))
