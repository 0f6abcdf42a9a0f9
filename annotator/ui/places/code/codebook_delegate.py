"""What a code looks like in the codebook panel, and the line in which it is named."""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from annotator.domain.codebook import Code, Status
from annotator.ui.parts.code_marks import SQUARE, key_width, paint_eye, paint_key, paint_square
from annotator.ui.places.code.codebook_model import UNKNOWN, CodebookModel, shown_name
from annotator.ui.session import Session
from annotator.ui.theme import ui_font, words_font

Index = QModelIndex | QPersistentModelIndex
ROW_HEIGHT = 28
_NAME_LEFT = SQUARE + 8
_EYE_WIDTH = 22.0
_EYE_RIGHT = 7.0
_COUNT_PIXELS = 12
_DEEP = 32.0
"""Where a code begins that is under another one."""
_LEAST_NAME = 80.0
"""Where less than this were left for such a code's name, only the number of all is shown."""
_SHORTEST_NAME = 32.0
"""A name that would be cut to less than this takes the place of its key."""
_DOT = " · "
_WAITING = "…"


def eye_box(row: QRect) -> QRectF:
    """Where a row has its eye; an empty box where there is no row."""
    if not row.isValid():
        return QRectF()
    left = row.right() + 1 - _EYE_RIGHT - _EYE_WIDTH
    return QRectF(left, row.top(), _EYE_WIDTH, row.height())


class CodeDelegate(QStyledItemDelegate):
    """Paints a code: square, name, key, numbers, and an eye where it is wanted.

    ``hovered`` and ``waiting`` are set by the tree for the row that it is about to paint: the
    pointer is on it; a key is to be pressed for it.

    Signals:
        typed: something else stands in the line of a name; carries it.
    """

    typed = Signal(str)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._totals_width = 0.0
        self._here_width = 0.0
        self._line: QLineEdit | None = None
        self.hovered = False
        self.waiting = False

    def measure(self, model: CodebookModel) -> bool:
        """Make room for the longest numbers, so that they stand under one another.

        Returns:
            Whether that room is another one than before.
        """
        before = (self._totals_width, self._here_width)
        counts = [model.counts(code.id) for code in self._session.codebook]
        metrics = QFontMetricsF(ui_font(_COUNT_PIXELS))
        widest = (
            None
            if any(n is None for _, n in counts)
            else max((n or 0 for _, n in counts), default=0)
        )
        self._totals_width = metrics.horizontalAdvance(_number(widest))
        here = [n for n, _ in counts if n is not None]
        self._here_width = (
            metrics.horizontalAdvance(_number(max(here, default=0)) + _DOT) if here else 0
        )
        return before != (self._totals_width, self._here_width)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """All rows are of one height."""
        return QSize(120, ROW_HEIGHT)

    # -- painting

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        model = index.model()
        assert isinstance(model, CodebookModel)
        code = model.code(index)
        if code is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, box = self._session.look.theme, QRectF(option.rect)
        colour = theme.code(self._session.codebook.colour(code.id))
        paint_square(painter, box.left(), box.center().y(), colour.line)
        right = eye_box(option.rect).left()
        self._paint_eye(painter, option.rect, code)
        here, total = model.counts(code.id)
        if not self._has_room_for_here(right):
            here = None
        left = self._paint_counts(painter, box, right, (here, total))
        self._paint_name(painter, box, left - 6, code)
        painter.restore()

    def _has_room_for_here(self, right: float) -> bool:
        """Whether names keep room beside both numbers; the same for rows of all depths."""
        used = _DEEP + _NAME_LEFT + key_width("m") + 12 + self._here_width + self._totals_width
        return right - used >= _LEAST_NAME

    def _paint_eye(self, painter: QPainter, row: QRect, code: Code) -> None:
        theme = self._session.look.theme
        hidden = code.id in self._session.hidden
        if hidden or self.hovered:
            paint_eye(painter, eye_box(row), theme.mute, closed=hidden)

    def _paint_counts(
        self, painter: QPainter, box: QRectF, right: float, counts: tuple[int | None, int | None]
    ) -> float:
        """Paint the numbers of a row and give back where they begin."""
        here, total = counts
        align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.setFont(ui_font(_COUNT_PIXELS))
        painter.setPen(self._session.look.theme.mute)
        painter.drawText(
            QRectF(box.left(), box.top(), right - box.left(), box.height()), align, _number(total)
        )
        left = right - self._totals_width
        if here is not None:
            room = QRectF(box.left(), box.top(), left - box.left(), box.height())
            painter.drawText(room, align, f"{_number(here)}{_DOT}")
            left -= self._here_width
        return left

    def _paint_name(self, painter: QPainter, box: QRectF, right: float, code: Code) -> None:
        theme = self._session.look.theme
        key = _WAITING if self.waiting else "" if code.is_deleted else code.key
        chip = key_width(key) + 6 if key else 0
        left = box.left() + _NAME_LEFT
        font = words_font()
        metrics = QFontMetricsF(font)
        name = shown_name(code)
        wanted = min(metrics.horizontalAdvance(name), _SHORTEST_NAME)
        if not self.waiting and right - left - chip < wanted:
            key, chip = "", 0
        name = metrics.elidedText(name, Qt.TextElideMode.ElideRight, right - left - chip)
        painter.setFont(font)
        muted = code.id in self._session.hidden or code.status is Status.RETIRED
        painter.setPen(theme.mute if muted else theme.ink)
        painter.drawText(
            QRectF(left, box.top(), right - left, box.height()), Qt.AlignmentFlag.AlignVCenter, name
        )
        if key:
            after = left + metrics.horizontalAdvance(name) + 6
            paint_key(painter, after, box.center().y(), key, theme, waiting=self.waiting)

    # -- naming

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """A line for the name."""
        line = QLineEdit(parent)
        line.setProperty("look", "inline")
        line.setAccessibleName(self.tr("Name of the code"))
        line.setPlaceholderText(self.tr("Name of the new code"))
        line.setFont(words_font())
        line.textChanged.connect(self.typed)
        self._line = line
        return line

    def describe(self, words: str) -> None:
        """Tell those who cannot see it what the name that is typed would change."""
        if self._line is not None:
            self._line.setAccessibleDescription(words)

    @property
    def naming(self) -> bool:
        """Whether a name is being typed."""
        return self._line is not None

    def finish(self) -> None:
        """Hand on what is typed and close the line; nothing happens while there is none."""
        if self._line is not None:
            line = self._line
            self.commitData.emit(line)
            self.closeEditor.emit(line, QAbstractItemDelegate.EndEditHint.NoHint)

    def destroyEditor(self, editor: QWidget, index: Index) -> None:  # noqa: N802 - Qt's name
        """The line is gone, for whatever reason."""
        self._line = None
        super().destroyEditor(editor, index)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Begin with the name as it is, all of it selected."""
        assert isinstance(editor, QLineEdit)
        editor.setText(str(index.data(Qt.ItemDataRole.EditRole)))
        editor.selectAll()

    def setModelData(self, editor: QWidget, model: QObject, index: Index) -> None:
        """Hand the name on."""
        assert isinstance(editor, QLineEdit)
        assert isinstance(model, CodebookModel)
        model.setData(index, editor.text())

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        """The line takes the place of the name, and of key and numbers for long names."""
        editor.setGeometry(option.rect.adjusted(int(_NAME_LEFT) - 6, 2, -int(_EYE_RIGHT), -2))

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """``Tab`` ends naming as ``Enter`` does, instead of going on to name the next code."""
        tabs = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
        if isinstance(event, QKeyEvent) and isinstance(editor, QWidget) and event.key() in tabs:
            if event.type() == QEvent.Type.KeyPress:
                self.commitData.emit(editor)
                self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.SubmitModelCache)
            return True
        return super().eventFilter(editor, event)


def _number(count: int | None) -> str:
    return UNKNOWN if count is None else f"{count:,}"
