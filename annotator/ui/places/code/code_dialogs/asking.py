"""A decision with a preview: what would change is said before it can be gone on with."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from annotator.domain.errors import UserError
from annotator.ui.background import Background
from annotator.ui.session import Session

_WIDTH = 480
_SOON_MS = 60
"""What would change is reckoned when nothing was chosen for so long."""
_LINES, _FEWEST_LINES = 4, 2
"""Of what would change: where there is room, and where there is little."""
_SHARE = 0.92
"""Of the screen, at most."""


class Asking(QDialog):
    """Asks; says in sentences what would change; then ``Enter`` goes on.

    Whoever builds on it adds widgets to ``form``, calls ``look`` when something was chosen, and
    says in ``reckoning`` what is to be reckoned and in ``told`` how the outcome is put.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._asked = 0
        self._heading, self._reason = QLabel(), QLabel()
        self._heading.setProperty("look", "title")
        self._reason.setProperty("look", "quiet")
        self.form = QVBoxLayout()
        self.form.setSpacing(8)
        self.preview = QLabel()
        self.preview.setWordWrap(True)
        self.preview.setTextFormat(Qt.TextFormat.PlainText)
        self.preview.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.preview.setAccessibleName(self.tr("What would change"))
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self.ok = self.buttons.button(QDialogButtonBox.StandardButton.Ok)
        for button in self.buttons.buttons():
            button.setProperty("autoDefault", True)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self._asks = QWidget()
        asks = QVBoxLayout(self._asks)
        asks.setContentsMargins(24, 20, 24, 0)
        asks.setSpacing(10)
        for part in (self._heading, self._reason):
            part.setWordWrap(True)
            asks.addWidget(part)
        asks.addLayout(self.form)
        self._foot = QVBoxLayout()
        self._foot.setContentsMargins(24, 10, 24, 18)
        self._foot.setSpacing(10)
        self.ok.setDefault(True)
        self.setFixedWidth(_WIDTH)
        # Of its own: what the window does beside may take minutes in a large project.
        self._beside = Background(self)
        self.finished.connect(self._beside.shut_down)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON_MS)
        self._soon.timeout.connect(self._reckon)
        self.finished.connect(self._soon.stop)

    def open(self) -> None:
        """Show it over the window, with the focus on what is asked first."""
        # Tab goes through widgets in the order in which they come in.
        scrolled = QScrollArea()
        scrolled.setFrameShape(QFrame.Shape.NoFrame)
        scrolled.setWidgetResizable(True)
        scrolled.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scrolled.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scrolled.setWidget(self._asks)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(scrolled, 1)
        layout.addLayout(self._foot)
        self._foot.addWidget(self.preview)
        self._foot.addWidget(self.buttons)
        self.fit()
        super().open()
        self.first.setFocus(Qt.FocusReason.OtherFocusReason)

    def fit(self) -> None:
        """Be as high as what is shown needs; where the screen is too low, what is asked scrolls."""
        asks = self._asks.layout()
        assert asks is not None
        asks.activate()
        room = int(self.screen().availableSize().height() * _SHARE)
        needed = 0
        for lines in (_LINES, _FEWEST_LINES):
            self.preview.setMinimumHeight(self.fontMetrics().lineSpacing() * lines)
            self._foot.invalidate()
            needed = asks.totalHeightForWidth(_WIDTH) + self._foot.totalHeightForWidth(_WIDTH)
            if needed <= room:
                break
        self.resize(_WIDTH, min(needed, room))

    @property
    def first(self) -> QWidget:
        """What is asked first."""
        raise NotImplementedError

    def head(self, title: str, why: str, go_on: str) -> None:
        """Ask this: the question, a sentence or two under it, and the words on the button."""
        self._heading.setText(title)
        self._reason.setText(why)
        self.ok.setText(go_on)

    def reckoning(self) -> Callable[[], Any] | None:
        """What says what would change, done beside the window; ``None`` while much is open."""
        raise NotImplementedError

    def told(self, outcome: Any) -> str:
        """What would change, in sentences."""
        raise NotImplementedError

    def open_question(self) -> str:
        """What is to be chosen first, in a sentence."""
        return self.tr("Choose a code.")

    def look(self) -> None:
        """Something else was chosen: reckon anew, soon."""
        self._asked += 1
        self.ok.setEnabled(False)
        if self.reckoning() is None:
            self._soon.stop()
            self.preview.setText(self.open_question())
        else:
            self.preview.setText(self.tr("Reckoning what would change…"))
            self._soon.start()

    def _reckon(self) -> None:
        reckon = self.reckoning()
        if reckon is None or not self.session.is_open:
            return
        found: list[Any] = []

        def work(_goes_on: object) -> None:
            try:
                found.append(reckon())
            except UserError as error:
                found.append(error)

        self._beside.do(work, partial(self._reckoned, self._asked, found))

    def _reckoned(self, asked: int, found: list[Any], done: bool) -> None:
        if not done or asked != self._asked or not self.isVisible():
            return
        (outcome,) = found
        if isinstance(outcome, UserError):
            self.preview.setText(str(outcome))
            return
        self.preview.setText(self.told(outcome))
        self.preview.setAccessibleDescription(self.preview.text())
        self.ok.setEnabled(True)
