"""A small step that asks for somebody's name."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QLineEdit, QVBoxLayout, QWidget

_WIDTH = 420


class NameDialog(QDialog):
    """Asks for a name that is not empty; ``Enter`` goes on with it."""

    def __init__(
        self, title: str, why: str, go_on: str, name: str = "", parent: QWidget | None = None
    ) -> None:
        """Says why it asks.

        Args:
            title: the question.
            why: one sentence or two under it.
            go_on: the words on the button.
            name: what stands there at first.
            parent: the window.
        """
        super().__init__(parent)
        self.setWindowTitle(title)
        heading = QLabel(title)
        heading.setProperty("look", "title")
        reason = QLabel(why)
        reason.setProperty("look", "quiet")
        reason.setWordWrap(True)
        self.field = QLineEdit(name)
        self.field.selectAll()
        self.field.setMaxLength(120)
        self.field.setAccessibleName(title)
        self.field.setAccessibleDescription(why)
        self._buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self._ok = self._buttons.button(QDialogButtonBox.StandardButton.Ok)
        self._ok.setText(go_on)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        self.field.textChanged.connect(self._check)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 18)
        layout.setSpacing(10)
        layout.addWidget(heading)
        layout.addWidget(reason)
        layout.addSpacing(4)
        layout.addWidget(self.field)
        layout.addSpacing(8)
        layout.addWidget(self._buttons)
        self.setFixedWidth(_WIDTH)
        self._check()

    @property
    def name(self) -> str:
        """The name, with single spaces between its words."""
        return " ".join(self.field.text().split())

    def ask(self) -> str | None:
        """Show it and wait for the person; the name, or ``None`` if they leave it."""
        return self.name if self.exec() else None

    def _check(self) -> None:
        self._ok.setEnabled(bool(self.name))
