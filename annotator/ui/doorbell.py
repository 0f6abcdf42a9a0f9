"""A bell at each open project, by which a second program asks its window to come to the front."""

from __future__ import annotations

import getpass
import os
from hashlib import sha256
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtNetwork import QLocalServer, QLocalSocket

_PATIENCE = 300
"""Milliseconds after which nobody is taken to be there; who is there answers at once."""

_SHOW = b"show"


class Doorbell(QObject):
    """Listens for others of the same person on this machine; nothing of it leaves the machine.

    Signals:
        rung: somebody wants to see the project's window.
    """

    rung = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server: QLocalServer | None = None

    def hang(self, path: Path) -> None:
        """Listen for who wants to see that project; this program alone has it open."""
        from PySide6.QtNetwork import QLocalServer

        self.take_down()
        # What a program that was killed left behind: it cannot be there any more.
        QLocalServer.removeServer(_name(path))
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._answer)
        self._server.listen(_name(path))

    def take_down(self) -> None:
        """Listen no longer."""
        if self._server is not None:
            self._server.close()
            self._server.deleteLater()
            self._server = None

    def _answer(self) -> None:
        while self._server is not None and (visitor := self._server.nextPendingConnection()):
            visitor.readyRead.connect(lambda visitor=visitor: self._hear(visitor))
            visitor.disconnected.connect(visitor.deleteLater)
            self._hear(visitor)

    def _hear(self, visitor: QLocalSocket) -> None:
        if visitor.readAll().data() == _SHOW:
            self.rung.emit()


def answers(path: Path) -> bool:
    """Whether a window of this person on this machine has that project open."""
    visitor = _visit(path)
    if visitor is None:
        return False
    visitor.disconnectFromServer()
    return True


def ring(path: Path) -> bool:
    """Ask the window that has the project open to come to the front; False if nobody is there."""
    visitor = _visit(path)
    if visitor is None:
        return False
    visitor.write(_SHOW)
    heard = visitor.waitForBytesWritten(_PATIENCE) or not visitor.bytesToWrite()
    visitor.disconnectFromServer()
    return heard


def _visit(path: Path) -> QLocalSocket | None:
    from PySide6.QtNetwork import QLocalSocket

    visitor = QLocalSocket()
    visitor.connectToServer(_name(path))
    return visitor if visitor.waitForConnected(_PATIENCE) else None


def _name(path: Path) -> str:
    try:
        person = getpass.getuser()
    except (OSError, KeyError):  # KeyError before Python 3.13, where the account has no name
        person = ""
    whole = os.fsencode(os.path.realpath(path)) + b"\0" + person.encode()
    return f"annotator-{sha256(whole).hexdigest()[:24]}"
