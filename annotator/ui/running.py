"""The application that is running, for those who watch the keyboard go from widget to widget."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication


def application() -> QApplication:
    """The one there is.

    Raises:
        RuntimeError: none runs; no widget can be made then.
    """
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        raise RuntimeError("no application is running")
    return app
