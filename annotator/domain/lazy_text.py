"""A long text of which the beginning is there before all the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable


class LazyText:
    """A text that is read when somebody needs more of it than its beginning.

    Attributes:
        length: of all of it, in code points.
    """

    __slots__ = ("_known", "_read", "length")

    def __init__(
        self, beginning: str, length: int | None = None, read: Callable[[], str] | None = None
    ) -> None:
        """Know the beginning of a text; without ``read`` this is all of it."""
        self._known = beginning
        self._read = read
        self.length = len(beginning) if length is None else length

    @property
    def whole(self) -> str:
        """All of it; whatever ``read`` raises is raised here."""
        if self._read is not None:
            self._known, self._read = self._read(), None
        return self._known

    def to(self, end: int) -> str:
        """What is known, if that is all before ``end``; else all of it."""
        return self._known if end <= len(self._known) else self.whole

    def find_break(self, start: int) -> int:
        """Where the first line that ends at ``start`` or after it ends."""
        found = self.to(start).find("\n", start)
        if found < 0:
            found = self.whole.find("\n", start)
        return self.length if found < 0 else found


Text: TypeAlias = str | LazyText


def lazily(text: Text) -> LazyText:
    """A text as one that may be read late; it may be there already."""
    return LazyText(text) if isinstance(text, str) else text
