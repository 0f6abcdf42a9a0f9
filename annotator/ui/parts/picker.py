"""The card at the selection in which a code is found by typing."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QGridLayout,
    QLabel,
    QLineEdit,
    QListView,
    QVBoxLayout,
    QWidget,
)

from annotator.domain.changes import Changes
from annotator.ui.parts.guide import Guide
from annotator.ui.parts.picker_list import PickerDelegate, PickerModel, Row, rows_for
from annotator.ui.session import Session
from annotator.ui.widgets.overlay import SHADOW, Overlay, seen_of

WIDTH, HEIGHT = 640, 304
_LIST_WIDTH = 276
_FIELD_HEIGHT = 44
_GAP = 8
_RECENT_LIMIT = 8


class CodePicker(Overlay):
    """Lets a person choose a code by some letters of its name, and read its rules meanwhile.

    Signals:
        chosen: a code was chosen (its id); True when the picker stays open for another one.
        creation_wanted: a code of that name is to be made and applied: under the code of that id
            (None: at the top level); True as above.
    """

    chosen = Signal(int, bool)
    creation_wanted = Signal(str, object, bool)

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(session.look, parent)
        self._session = session
        self._is_locked = False
        self._recent: list[int] = []
        self.setAccessibleName(self.tr("Code picker"))
        self._build()
        self._listen()

    # -- for the place

    def open_at(self, anchor: QRect, *, once: str = "") -> None:
        """Open beside ``anchor`` (global coordinates: the selected words) without covering it.

        Args:
            anchor: the words.
            once: what is done with the code that is chosen, where it does not tag the words.
        """
        tags = self.tr("Enter tag · Ctrl+Enter and another · Alt+↓ rules · Esc back")
        does = self.tr("Enter {does} · Alt+↓ rules · Esc back").format(does=once)
        self.hint.setText(does if once else tags)
        self.field.clear()
        self._is_locked = self._session.is_scheme_locked
        self._fill()
        room = seen_of(self._home.window(), QRect(0, 0, WIDTH, HEIGHT))
        self._open(_beside(anchor, room), self.field)

    # -- what it is made of

    def _build(self) -> None:
        self.field = QLineEdit(self)
        self.field.setProperty("look", "picker")
        self.field.setPlaceholderText(self.tr("Code…"))
        self.field.setAccessibleName(self.tr("Code: some letters of its name"))
        self.field.setFixedSize(_LIST_WIDTH, _FIELD_HEIGHT)
        self.model = PickerModel(self)
        self.list = QListView(self)
        self.list.setProperty("look", "paper-list")
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setModel(self.model)
        self.list.setItemDelegate(PickerDelegate(self._session, self.list))
        self.list.setUniformItemSizes(True)
        # Many rows are laid out in portions: the first at once, the others when there is time.
        self.list.setLayoutMode(QListView.LayoutMode.Batched)
        self.list.setMouseTracking(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(self.tr("Codes that fit"))
        self.guide = Guide(self._session, self, captioned=False)
        self.guide.text.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hint = QLabel(self)
        self.hint.setProperty("look", "quiet")
        self._lay_out()

    def _lay_out(self) -> None:
        rules = QVBoxLayout()
        rules.setContentsMargins(16, 14, 6, 10)
        rules.setSpacing(8)
        rules.addWidget(self.guide, 1)
        rules.addWidget(self.hint)
        rows = QVBoxLayout()
        rows.setContentsMargins(6, 5, 6, 6)
        rows.addWidget(self.list)
        grid = QGridLayout(self)
        grid.setContentsMargins(SHADOW, SHADOW, SHADOW, SHADOW)
        grid.setSpacing(0)
        grid.addWidget(self.field, 0, 0)
        grid.addLayout(rows, 1, 0)
        grid.addLayout(rules, 0, 1, 2, 1)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(1, 1)

    def _listen(self) -> None:
        self.field.textChanged.connect(self._fill)
        self.field.installEventFilter(self)
        self.list.clicked.connect(self._clicked)
        self.list.entered.connect(self.list.setCurrentIndex)
        self.list.selectionModel().currentChanged.connect(self._show_rules)
        self.guide.code_wanted.connect(self.guide.show_code)
        self._session.changed.connect(self._changed)
        self._session.project_changed.connect(self._project_changed)
        self._project_changed()

    # -- rows

    def _fill(self) -> None:
        codebook, typed = self._session.codebook, self.field.text()
        self.model.show_rows(rows_for(typed, codebook, self._recent, locked=self._is_locked))
        self._go_to(0)

    def _go_to(self, row: int) -> None:
        last = self.model.rowCount() - 1
        index = self.model.index(max(0, min(row, last)), 0) if last >= 0 else QModelIndex()
        self.list.setCurrentIndex(index)
        if not index.isValid():
            self._show_rules(index)

    def _row(self) -> Row | None:
        index = self.list.currentIndex()
        return self.model.rows[index.row()] if index.isValid() else None

    def _show_rules(self, index: QModelIndex) -> None:
        self.field.setAccessibleDescription(str(index.data() or ""))
        row = self._row()
        if row is None:
            self.guide.say(self._nothing())
        elif row.code_id is None:
            self.guide.say(
                self.tr("Makes the code “{name}” and tags with it.").format(
                    name=row.parents + row.name
                )
            )
        else:
            self.guide.show_code(row.code_id)

    def _nothing(self) -> str:
        if self._is_locked:
            return self.tr(
                "No code fits, and the coding scheme of this study is locked. Use the code that "
                "fits best and say in its memo what you miss."
            )
        return self.tr("No codes yet. Type a name to make the first one.")

    # -- choosing

    def _choose(self, *, stay: bool) -> None:
        row = self._row()
        if row is None:
            return
        if not stay:
            self._close()
        if row.code_id is None:
            self.creation_wanted.emit(row.name, row.under, stay)
        else:
            self.chosen.emit(row.code_id, stay)
        if stay:
            self.field.clear()
        else:
            self.closed.emit()

    def _clicked(self, _index: QModelIndex) -> None:
        held = QApplication.keyboardModifiers() & Qt.KeyboardModifier.ControlModifier
        self._choose(stay=bool(held))

    # -- keys and mouse

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the field that move in the list."""
        kind = event.type()
        if watched is self.field and isinstance(event, QKeyEvent):
            if kind == QEvent.Type.ShortcutOverride and self._is_ours(event):
                event.accept()
                return True
            if kind == QEvent.Type.KeyPress and self._is_ours(event):
                self._act(event)
                return True
        return super().eventFilter(watched, event)

    def _is_ours(self, event: QKeyEvent) -> bool:
        return event.key() in _MOVES or event.key() in _OTHER_KEYS

    def _act(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.dismiss()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(stay=bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
        elif event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.guide.scroll_by(_MOVES[key])
        else:
            self._go_to(self.list.currentIndex().row() + _MOVES[key])

    # -- the project

    def _project_changed(self) -> None:
        self.dismiss()
        kept = self._session.settings.ids(self._recent_key()) if self._session.is_open else []
        self._recent = [code_id for code_id in kept if code_id in self._session.codebook]

    def _changed(self, changes: Changes, _initiator: object) -> None:
        used = [
            code_id
            for (code_id, coder_id), count in changes.counts.items()
            if count > 0 and coder_id == self._session.coder_id
        ]
        if used:
            others = [code_id for code_id in self._recent if code_id not in used]
            self._recent = (used + others)[:_RECENT_LIMIT]
            self._session.settings.set_ids(self._recent_key(), self._recent)
        if self._is_open:
            self._fill()

    def _recent_key(self) -> str:
        return f"{self._session.project.uid}/recent_codes"

    # -- looks

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the lines between the card's parts."""
        super().paintEvent(event)
        line, painter = self._session.look.theme.hairline, QPainter(self)
        card = self._card()
        under, edge = card.top() + _FIELD_HEIGHT, card.left() + _LIST_WIDTH
        painter.fillRect(QRectF(edge, card.top() + 1, 1, card.height() - 2), line)
        painter.fillRect(QRectF(card.left() + 1, under, edge - card.left() - 1, 1), line)


_PAGE = 7
_MOVES: dict[int, int] = {
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_PageUp: -_PAGE,
    Qt.Key.Key_PageDown: _PAGE,
    Qt.Key.Key_Backtab: -1,
    Qt.Key.Key_Tab: 1,
}
_OTHER_KEYS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape})


def _beside(anchor: QRect, room: QRect) -> QRect:
    """Where the picker lies: below the anchor, above, at a side, or over it."""
    width, height = min(WIDTH, room.width()), min(HEIGHT, room.height())
    left = max(room.left(), min(anchor.left(), room.right() + 1 - width))
    top = max(room.top(), min(anchor.top(), room.bottom() + 1 - height))
    places = (
        QPoint(left, anchor.bottom() + 1 + _GAP),
        QPoint(left, anchor.top() - _GAP - height),
        QPoint(anchor.right() + 1 + _GAP, top),
        QPoint(anchor.left() - _GAP - width, top),
    )
    cards = [QRect(place.x(), place.y(), width, height) for place in places]
    lowest = QRect(left, room.bottom() + 1 - height, width, height)
    return next((one for one in cards if room.contains(one)), lowest)
