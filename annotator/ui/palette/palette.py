"""The palette: a field in which every action, code and article is found by name, and done."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QListView, QVBoxLayout, QWidget

from annotator.ui.commands import Actions
from annotator.ui.palette.list import PaletteDelegate, PaletteModel
from annotator.ui.palette.rows import Offers, Row
from annotator.ui.session import Session
from annotator.ui.widgets.overlay import SHADOW, Overlay

WIDTH, HEIGHT = 620, 440
_FIELD_HEIGHT = 46
_RECENT_LIMIT = 6
_REMEMBERED = "palette/recent"
_ARTICLES_AFTER_MS = 90
"""Articles are looked for when nothing was typed for so long: there may be 100,000."""


class Palette(Overlay):
    """Lies at the top of the window until something is chosen.

    Signals:
        code_wanted: a code was chosen (its uid as text).
        article_wanted: an article was chosen (its uid as text).
    """

    code_wanted = Signal(str)
    article_wanted = Signal(str)

    def __init__(self, session: Session, actions: Actions, parent: QWidget) -> None:
        super().__init__(session.look, parent)
        self._session = session
        self._actions = actions
        self._offers = Offers(session, actions)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_ARTICLES_AFTER_MS)
        self.setAccessibleName(self.tr("Do by name"))
        self._build()
        self._listen()

    def open(self, *, tags: bool) -> None:
        """Open with nothing typed; a code that is chosen ``tags`` what is selected, or is shown."""
        tag, show = self.tr("Tag what is selected with"), self.tr("Codes, to be read")
        self._offers.caption_of_codes = tag if tags else show
        self._actions.refresh()
        self._have_articles_read()
        window = self._home.window()
        width = min(WIDTH, window.width() - 2 * SHADOW)
        height = min(HEIGHT, window.height() - 3 * SHADOW)
        left, top = (window.width() - width) // 2, min(72, (window.height() - height) // 3)
        card = QRect(window.mapToGlobal(QPoint(left, top)), QRect(0, 0, width, height).size())
        self.field.clear()
        self._fill()
        self._open(card, self.field)

    # -- what it is made of

    def _build(self) -> None:
        self.field = QLineEdit(self)
        self.field.setProperty("look", "picker")
        self.field.setPlaceholderText(self.tr("What do you want to do, or which article or code?"))
        self.field.setAccessibleName(self.tr("Some letters of an action, a code or an article"))
        self.field.setFixedHeight(_FIELD_HEIGHT)
        self.model = PaletteModel(self)
        self.list = QListView(self)
        self.list.setProperty("look", "paper-list")
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setModel(self.model)
        self.list.setItemDelegate(PaletteDelegate(self._session, self.list))
        self.list.setMouseTracking(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(self.tr("What fits"))
        self.line = QFrame(self)
        self.line.setProperty("look", "line")
        self.line.setFixedHeight(1)
        self.hint = QLabel(self)
        self.hint.setProperty("look", "quiet")
        self.hint.setContentsMargins(12, 0, 12, 0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SHADOW + 6, SHADOW + 1, SHADOW + 6, SHADOW + 9)
        layout.setSpacing(5)
        for widget, stretch in ((self.field, 0), (self.line, 0), (self.list, 1), (self.hint, 0)):
            layout.addWidget(widget, stretch)

    def _listen(self) -> None:
        self.field.textChanged.connect(self._fill)
        self.field.installEventFilter(self)
        self.list.clicked.connect(self._choose)
        self.list.selectionModel().currentChanged.connect(self._tell)
        self._later.timeout.connect(self._add_articles)
        self._session.project_changed.connect(self.dismiss)

    # -- rows

    @property
    def rows(self) -> list[Row]:
        """What is offered, from top to bottom."""
        return self.model.rows

    def _fill(self) -> None:
        typed = self.field.text().strip()
        recent = self._recent()
        rows = self._offers.fitting(typed, recent) if typed else self._offers.at_first(recent)
        self.model.show_rows(rows)
        self.list.scrollToTop()
        self._go_to(0)
        if typed and self._session.is_open:
            self._later.start()
        else:
            self._later.stop()

    def _add_articles(self) -> None:
        if not self._is_open:
            return
        none = not self.model.rows
        self.model.add_rows(self._offers.articles(self.field.text().strip()))
        if none:
            self._go_to(0)

    def _have_articles_read(self) -> None:
        """Of a large project the list of articles is read beside the window."""
        session = self._session
        if session.is_open and not session.project.queries.can_list_articles("imported"):
            queries = session.project.queries

            def then(done: bool) -> None:
                if done and self._is_open and self.field.text().strip():
                    self._add_articles()

            session.background.do(
                lambda goes_on: queries.prepare_article_list("imported", goes_on), then
            )

    def _go_to(self, row: int) -> None:
        last = self.model.rowCount() - 1
        if last >= 0:
            self.list.setCurrentIndex(self.model.index(max(0, min(row, last)), 0))
        else:
            self._tell()

    def _tell(self) -> None:
        index = self.list.currentIndex()
        words = index.data(Qt.ItemDataRole.AccessibleTextRole) if index.isValid() else None
        self.field.setAccessibleDescription(str(words or ""))
        nothing = self.tr("Nothing is called “{words}”.").format(words=self.field.text().strip())
        keys = self.tr("Enter: do it · ↑ ↓: choose · Esc: back")
        self.hint.setText(keys if index.isValid() else nothing)

    # -- choosing

    def _choose(self, index: QModelIndex) -> None:
        if not index.isValid():
            return
        row = self.model.rows[index.row()]
        if not row.possible:
            self.hint.setText(row.after)
            return
        self._remember(row)
        self.dismiss()
        if row.kind == "action":
            self._actions.perform(row.id)
        elif row.kind == "code":
            self.code_wanted.emit(row.id)
        else:
            self.article_wanted.emit(row.id)

    def _recent(self) -> list[str]:
        return self._session.settings.place(_REMEMBERED).split()

    def _remember(self, row: Row) -> None:
        others = [token for token in self._recent() if token != row.token]
        kept = [row.token, *others][:_RECENT_LIMIT]
        self._session.settings.set_place(_REMEMBERED, " ".join(kept))

    # -- keys

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the field that move in the list."""
        if watched is self.field and isinstance(event, QKeyEvent) and _is_ours(event):
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                self._act(Qt.Key(event.key()))
                return True
        return super().eventFilter(watched, event)

    def _act(self, key: Qt.Key) -> None:
        if key == Qt.Key.Key_Escape:
            self.dismiss()
        elif key in _MOVES:
            self._go_to(self.list.currentIndex().row() + _MOVES[key])
        else:
            self._choose(self.list.currentIndex())


_MOVES = {
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_PageUp: -10,
    Qt.Key.Key_PageDown: 10,
    Qt.Key.Key_Backtab: -1,
    Qt.Key.Key_Tab: 1,
}
_CHOOSE = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape})


def _is_ours(event: QKeyEvent) -> bool:
    return event.key() in _MOVES or event.key() in _CHOOSE
