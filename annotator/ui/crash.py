"""What happens when the program itself is wrong: a report to copy, and work goes on."""

from __future__ import annotations

import logging
import platform
import sys
import time
import traceback
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import QCoreApplication, QTimer, qVersion
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from annotator import __version__, paths
from annotator.domain.errors import UserError

QUIET = 30.0
"""Seconds that the same words have to be away before they are said again."""


def install(parent: QWidget, tell: Callable[[UserError], object]) -> None:
    """Show unexpected errors in words over ``parent``; they go to the log as well.

    What people can understand and act on, such as a damaged file that a list came upon while it
    was painted, is no fault of the program: ``tell`` is called with it, once for all its rows.
    """
    log = paths.cache_dir() / "annotator.log"
    logging.basicConfig(filename=log, encoding="utf-8", format="%(asctime)s %(message)s")

    said: dict[str, float] = {}

    def told(error: UserError) -> None:
        # A list that is painted asks for each of its rows, and again when a message moves it.
        words, now = str(error), time.monotonic()
        is_new = now - said.get(words, -QUIET) >= QUIET
        said[words] = now
        if is_new:
            QTimer.singleShot(0, parent, lambda: tell(error))

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        if isinstance(error, UserError):
            told(error)
            return
        report = report_of(kind, error, trace)
        logging.getLogger("annotator").error(report)
        sys.stderr.write(report)
        show(report, parent)

    sys.excepthook = hook


def report_of(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> str:
    """The error with what is needed to understand it; no word of any article."""
    where = "".join(traceback.format_exception(kind, error, trace))
    return (
        f"Annotator {__version__}, Qt {qVersion()}, Python {platform.python_version()}, "
        f"{platform.platform()}\n{where}"
    )


def show(report: str, parent: QWidget) -> None:
    """Say that something went wrong and what is safe, with the report folded in."""
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle("Annotator")
    box.setText(_tr("Something in the program went wrong."))
    box.setInformativeText(
        _tr("Everything that was saved is safe, and you can go on. Please send us the details.")
    )
    box.setDetailedText(report)
    copy = box.addButton(_tr("Copy the details"), QMessageBox.ButtonRole.ActionRole)
    box.addButton(_tr("Go on"), QMessageBox.ButtonRole.AcceptRole)
    copy.clicked.connect(lambda: QApplication.clipboard().setText(report))
    box.open()


def _tr(text: str) -> str:
    return QCoreApplication.translate("crash", text)
