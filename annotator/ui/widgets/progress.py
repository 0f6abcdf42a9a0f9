"""A line that says how far long work is, with a way to stop it."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

_PATIENCE_MS = 500


class ProgressLine(QWidget):
    """Appears when work takes longer than half a second."""

    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = QLabel()
        self._bar = QProgressBar()
        self._bar.setFixedWidth(220)
        self._bar.setAccessibleName(self.tr("Progress"))
        self._stop = QPushButton(self.tr("Cancel"))
        self._stop.clicked.connect(self.cancelled)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 6, 16, 6)
        layout.addWidget(self._label)
        layout.addWidget(self._bar)
        layout.addWidget(self._stop)
        layout.addStretch(1)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE_MS)
        self._patience.timeout.connect(self.show)
        self.hide()

    def begin(self, what: str) -> None:
        """Work has begun; ``what`` names it."""
        self.name(what)
        self._patience.start()

    def name(self, what: str) -> None:
        """It does something else now; how far that is, is not known yet."""
        self._label.setText(what)
        self._bar.setRange(0, 0)

    def advance(self, done: int, total: int) -> None:
        """So much of it is done."""
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        self._bar.setFormat(f"{done:,} / {total:,}")

    def end(self) -> None:
        """The work is over."""
        self._patience.stop()
        self.hide()
