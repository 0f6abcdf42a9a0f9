"""The tree of codes: how it answers keys and mouse."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QStyleOptionViewItem,
    QToolTip,
    QTreeView,
    QWidget,
)

from annotator.ui.commands import Actions
from annotator.ui.parts.code_drag import is_selection
from annotator.ui.places.code.codebook_delegate import CodeDelegate, eye_box
from annotator.ui.places.code.codebook_model import CodebookModel
from annotator.ui.places.code.drop_mark import INSET, DropMark
from annotator.ui.session import Session

INDENT = 16


class CodeTree(QTreeView):
    """Shows the codebook.

    Signals:
        chosen: a code was clicked, or ``Enter`` was pressed on it (its id).
        eye_pressed: the eye of a code was clicked (its id).
        key_given: a key was pressed for the code that waited for one; "" takes its key away.
        typed: letters were typed, to be taken over by the filter.
        escaped: ``Esc`` was pressed.
        edit_wanted: a code was clicked twice.
    """

    chosen = Signal(int)
    eye_pressed = Signal(int)
    key_given = Signal(int, str)
    typed = Signal(str)
    escaped = Signal()
    edit_wanted = Signal()

    def __init__(
        self, session: Session, actions: Actions, model: CodebookModel, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._actions = actions
        self._codes = model
        self._pressed: int | None = None
        self._waiting: int | None = None
        self._hovered: int | None = None
        self.setModel(model)
        self.delegate = CodeDelegate(session, self)
        self.setItemDelegate(self.delegate)
        self.mark = DropMark(session, self, model)
        self._set_up()

    def _set_up(self) -> None:
        self.setProperty("look", "list")
        self.setAccessibleName(self.tr("Codes"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setIndentation(INDENT)
        self.setExpandsOnDoubleClick(False)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)

    # -- which code

    def current_code(self) -> int | None:
        """The id of the code that is current."""
        return self._codes.code_id(self.currentIndex())

    def selected_codes(self) -> list[int]:
        """The codes that are selected, in the order of the tree; the current one at least."""
        rows = self.selectionModel().selectedIndexes()
        chosen = {code_id for row in rows if (code_id := self._codes.code_id(row)) is not None}
        current = self.current_code()
        if current is not None and current not in chosen:
            return [current]
        return [code.id for code in self._session.codebook if code.id in chosen]

    def select_codes(self, code_ids: Iterable[int], current: int | None) -> None:
        """Select those that are shown, with one of them current."""
        self.go_to(current)
        flag = QItemSelectionModel.SelectionFlag.Select
        for code_id in code_ids:
            index = self._codes.index_of(code_id)
            if index.isValid():
                self.selectionModel().select(index, flag)

    def go_to(self, code_id: int | None) -> None:
        """Make a code current and bring it into view; None for none."""
        index = self._codes.index_of(code_id)
        if index != self.currentIndex():
            self.setCurrentIndex(index)
        if index.isValid():
            self.scrollTo(index)

    def steps(self, event: QKeyEvent) -> bool:
        """Whether a key moves a code."""
        return self._actions.keys.action_in("codebook", event) in _STEPS

    # -- a key for a code

    @property
    def waiting(self) -> int | None:
        """The code whose key is to be pressed."""
        return self._waiting

    def wait_for_key(self, code_id: int) -> None:
        """Take the next letter or digit as that code's key."""
        self._waiting = code_id
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.viewport().update()

    def stop_waiting(self) -> None:
        """Take no key for a code any more."""
        self._waiting = None
        self.viewport().update()

    def _take_key(self, event: QKeyEvent) -> None:
        code_id, text = self._waiting, event.text()
        if code_id is None or event.key() in MODIFIERS:
            return
        if code_id not in self._session.codebook:
            self.stop_waiting()
        elif event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self.stop_waiting()
            self.key_given.emit(code_id, "")
        elif text.strip() and text.isprintable():
            self.stop_waiting()
            self.key_given.emit(code_id, text)
        else:
            self.stop_waiting()

    # -- keys

    def event(self, event: QEvent) -> bool:
        """While a key is waited for, none means anything else."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            own = self._actions.keys.action_in("codebook", event)
            if self._waiting is not None or own is not None:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter chooses, letters go to the filter; the codebook's actions have other keys."""
        key, text, current = event.key(), event.text(), self.current_code()
        own = self._actions.keys.action_in("codebook", event)
        if self._waiting is not None:
            self._take_key(event)
        elif own is not None:
            self._actions.perform(own)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if current is not None:
                self.chosen.emit(current)
        elif key == Qt.Key.Key_Escape:
            self.escaped.emit()
        elif text.strip() and text.isprintable() and not event.modifiers() & _COMMANDS:
            self.typed.emit(text)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """A letter typed here filters."""
        super().focusInEvent(event)
        self._codes.make_ready()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """A key that was waited for is waited for no longer."""
        self.stop_waiting()
        super().focusOutEvent(event)

    # -- mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The eye hides; a press on a code may become a click or a drag."""
        self._pressed = None
        self.stop_waiting()
        index = self.indexAt(event.position().toPoint())
        code_id = self._codes.code_id(index)
        left = event.button() == Qt.MouseButton.LeftButton
        if left and code_id is not None and self._is_on_eye(index, event.position()):
            self.eye_pressed.emit(code_id)
            return
        if left and self.visualRect(index).contains(event.position().toPoint()):
            self._pressed = code_id
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Where the code that was pressed is released, it is chosen."""
        pressed, self._pressed = self._pressed, None
        super().mouseReleaseEvent(event)
        released = self._codes.code_id(self.indexAt(event.position().toPoint()))
        several = event.modifiers() & _SEVERAL
        if pressed is not None and pressed == released and not several:
            self.chosen.emit(pressed)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """The second click of two asks for the code's rules."""
        event.accept()
        index = self.indexAt(event.position().toPoint())
        left = event.button() == Qt.MouseButton.LeftButton
        if left and index.isValid() and not self._is_on_eye(index, event.position()):
            self.edit_wanted.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show the eye of the code under the pointer."""
        self._hover(self._codes.code_id(self.indexAt(event.position().toPoint())))
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Show no eye any more."""
        self._hover(None)
        super().leaveEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """The eye says what it does."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            index = self.indexAt(event.pos())
            code_id = self._codes.code_id(index)
            if code_id is not None and self._is_on_eye(index, QPointF(event.pos())):
                hidden = code_id in self._session.hidden
                says = self.tr("Show in the text") if hidden else self.tr("Hide in the text")
                key = self._actions.keys.shown("codebook.hide")
                QToolTip.showText(event.globalPos(), f"{says} ({key})" if key else says, self)
                return True
        return super().viewportEvent(event)

    def _hover(self, code_id: int | None) -> None:
        if code_id != self._hovered:
            self._hovered = code_id
            self.viewport().update()

    def _is_on_eye(self, index: QModelIndex, place: QPointF) -> bool:
        return eye_box(self.visualRect(index)).contains(place)

    # -- dragging

    def startDrag(self, actions: Qt.DropAction) -> None:
        """One code is dragged; several are moved by their menu."""
        self.setCurrentIndex(self.currentIndex())
        super().startDrag(actions)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Codes are welcome, and so are the words selected in the article."""
        if is_selection(event.mimeData()):
            event.acceptProposedAction()
            return
        self.mark.begin(event)
        super().dragEnterEvent(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Show where the code would go, or which code the words would get."""
        if is_selection(event.mimeData()):
            self._offer(event)
            return
        super().dragMoveEvent(event)
        self.mark.follow(event, self.dropIndicatorPosition())

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Show it no longer."""
        self.mark.clear()
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Put the code there; words that are dropped on a code choose it, as a click does."""
        self.mark.clear()
        if not is_selection(event.mimeData()):
            # Not Qt's own way, which has no place between a code and the first one under it.
            dragged = self.mark.dragged(event)
            if dragged is not None and self._codes.put(*dragged):
                event.acceptProposedAction()
            return
        code_id = self._codes.code_id(self.indexAt(event.position().toPoint()))
        if code_id is not None:
            event.acceptProposedAction()
            self.chosen.emit(code_id)

    def _offer(self, event: QDragMoveEvent) -> None:
        """Show which code the words selected would get."""
        over = self.indexAt(event.position().toPoint())
        is_code = self._codes.code_id(over) is not None
        self.mark.mark(over if is_code else QModelIndex())
        if is_code:
            event.acceptProposedAction()
        else:
            event.ignore()

    # -- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows, and where a dragged code would go."""
        self.setDropIndicatorShown(False)  # Qt's own is a hard black box
        super().paintEvent(event)
        self.setDropIndicatorShown(True)
        self.mark.paint()

    def drawRow(
        self,
        painter: QPainter,
        options: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint the ground of a whole row, then the chevron and the code."""
        theme = self._session.look.theme
        box = QRect(options.rect).adjusted(INSET, 0, -INSET, 0)
        chosen = self.selectionModel().isSelected(index)
        hovered = self._hovered is not None and self._codes.code_id(index) == self._hovered
        focused = self.hasFocus() and (chosen or index == self.currentIndex())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(
            theme.selected if chosen else theme.chip if hovered else Qt.BrushStyle.NoBrush
        )
        painter.setPen(QPen(theme.accent, 1) if focused else Qt.PenStyle.NoPen)
        if chosen or hovered or focused:
            painter.drawRoundedRect(box.toRectF().adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        painter.restore()
        self.delegate.hovered = hovered or focused
        self.delegate.waiting = (
            self._waiting is not None and self._codes.code_id(index) == self._waiting
        )
        # Not Qt's own way of painting a row: it fills what is left of the code with a square.
        option = QStyleOptionViewItem(options)
        option.rect = self.visualRect(index)
        self.drawBranches(painter, QRect(0, box.top(), option.rect.left(), box.height()), index)
        self.delegate.paint(painter, option, index)

    def drawBranches(
        self,
        painter: QPainter,
        rect: QRect,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """A chevron where there are sub-codes, no lines."""
        if not self._codes.hasChildren(index):
            return
        centre = QPointF(rect.right() - INDENT / 2 + 3.5, rect.center().y() + 0.5)
        if self.isExpanded(index):
            points = (QPointF(-3.5, -1.75), QPointF(0, 1.75), QPointF(3.5, -1.75))
        else:
            points = (QPointF(-1.75, -3.5), QPointF(1.75, 0), QPointF(-1.75, 3.5))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._session.look.theme.mute, 1.3))
        painter.drawPolyline(QPolygonF([centre + point for point in points]))
        painter.restore()


_STEPS = frozenset({"codebook.up", "codebook.down", "codebook.in", "codebook.out"})
_COMMANDS = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)
_SEVERAL = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
"""With these a click selects more codes, and applies none."""
MODIFIERS = frozenset(
    {Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr}
)
