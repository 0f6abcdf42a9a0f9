"""Keeps the strokes of paragraphs that were seen, until something in them changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QFontMetricsF, QTextBlock

from annotator.ui.parts.reader.names import NameBrush
from annotator.ui.parts.reader.strokes import NOTHING, Brush, Strokes, paragraph_strokes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotator.ui.parts.reader.marks import Mark
    from annotator.ui.parts.reader.view import ArticleView

_MOST = 600
UNSURE, NOTED = "?", "*"
"""The signs after the name of an annotation that is unsure, and of one with a memo."""


class StrokeStore:
    """The strokes of an article's paragraphs, worked out when they are first painted."""

    def __init__(self, view: ArticleView) -> None:
        self._view = view
        self._kept: dict[int, Strokes] = {}
        self._widths: dict[str, float] = {}

    def clear(self) -> None:
        """Forget everything: sizes, colours or places changed."""
        self._kept.clear()
        self._widths.clear()

    def forget(self, first: int, last: int) -> None:
        """Forget the paragraphs from one block number to another, both included."""
        for number in range(first, last + 1):
            self._kept.pop(number, None)

    def of(self, block: QTextBlock) -> Strokes:
        """The strokes of a paragraph."""
        kept = self._kept.get(block.blockNumber())
        if kept is None:
            if len(self._kept) > _MOST:
                self._kept.clear()
            kept = self._made(block)
            if block.layout().lineCount():
                self._kept[block.blockNumber()] = kept
        return kept

    def _made(self, block: QTextBlock) -> Strokes:
        view, start = self._view, block.position()
        found = view.marks.spanning(start, start + block.length())
        marks = [mark for mark in found if view.is_shown(mark)]
        bare = view.is_blank_line(block)
        if bare:
            marks = [mark for mark in marks if not self._is_folded_away(mark)]
        if not marks:
            return NOTHING
        following = block.next()
        below = block.layout().boundingRect().bottom()
        if following.isValid():
            view.document().documentLayout().blockBoundingRect(following)
            below = following.layout().position().y() - block.layout().position().y()
        mixed = view.is_mixed(block)
        return paragraph_strokes(block, marks, self._brush(), below, mixed=mixed, bare=bare)

    def _is_folded_away(self, mark: Mark) -> bool:
        """Whether all that an annotation covers is folded away."""
        view = self._view
        if not view.page.folds:
            return False
        start, end = view.offsets.from_utf16(mark.start), view.offsets.from_utf16(mark.end)
        run = view.folding.folded_at(start, end)
        return run is not None and run.start <= start and end <= run.end

    def _brush(self) -> Brush:
        view, page = self._view, self._view.page
        names = NameBrush(
            start=view.measures.names_at,
            end=view.measures.names_at + view.measures.name_room,
            height=QFontMetricsF(page.meta_font).height(),
            others=view.others,
            not_saved=QCoreApplication.translate("StrokeStore", "not saved"),
            code=view.codebook.__getitem__,
            colours=view.colours,
            width=self._width,
            elided=self._elided,
            signs=self._signs,
            chosen=view.layer.chosen,
            relations=view.layer.relations,
        )
        return Brush(
            pixels=page.pixels,
            leading=page.leading,
            quiet=view.theme.mute,
            warning=view.theme.warning,
            neutral=view.theme.chip if page.style.neutral else None,
            colours=view.colours,
            strong=view.strong,
            others=view.others,
            underlines=page.style.underlines,
            margin=page.style.brackets,
            lanes=view.measures.lanes,
            names=names,
        )

    def _signs(self, marks: Sequence[Mark]) -> str:
        """That some are unsure (?) or have a memo (*): what the card at the pointer says whole."""
        some = [self._view.marks.bare(mark.id) for mark in marks]
        unsure = UNSURE if any(one.unsure for one in some) else ""
        return unsure + (NOTED if any(one.memo for one in some) else "")

    def _width(self, text: str) -> float:
        if text not in self._widths:
            metrics = QFontMetricsF(self._view.page.meta_font)
            self._widths[text] = metrics.horizontalAdvance(text)
        return self._widths[text]

    def _elided(self, text: str, room: float) -> str:
        metrics = QFontMetricsF(self._view.page.meta_font)
        return metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
