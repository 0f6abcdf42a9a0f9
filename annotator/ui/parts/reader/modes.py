"""Something begun in the article that the next keys belong to: replacing, linking, a question."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtGui import QKeyEvent


class Mode(Protocol):
    """What a reader is in the middle of; it goes on until it says so, or another one begins."""

    @property
    def hint(self) -> str:
        """The keys that help meanwhile."""
        ...

    def takes(self, event: QKeyEvent) -> bool:
        """Whether a key belongs to it; if so it has been dealt with."""
        ...

    def pointed(self) -> None:
        """Something was clicked: it is chosen now, or nothing is."""
        ...

    def left(self) -> None:
        """It is over."""
        ...
