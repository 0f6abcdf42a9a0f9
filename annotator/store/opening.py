"""Opening a project in two steps, for whoever must not stand still: take the file, get it ready."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.domain.readying import Telling, go_on
from annotator.store import readying
from annotator.store.project import Project, open_file

if TYPE_CHECKING:
    from pathlib import Path


class Opening:
    """A project file that nobody else can open, and that is not ready for use yet.

    Attributes:
        takes_long: whether getting it ready takes longer than a window may stand still.
    """

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        """Takes the file, for reading only where it or its folder cannot be written.

        Raises:
            UserError: it is missing, not a project, damaged, newer, or open elsewhere.
        """
        self._database = open_file(path, read_only=read_only)
        try:
            self.takes_long = readying.takes_long(self._database)
        except BaseException:
            self._database.close()
            raise

    def finish(self, tell: Telling = go_on) -> Project:
        """Gets it ready; on any thread.

        Args:
            tell: told how far it is. What it stops goes on when the file is opened again.

        Raises:
            UserError: it is damaged, or older and cannot be written or backed up; it is closed.
            CancelledError: ``tell`` said stop; it is closed, and nothing is lost.
        """
        return Project.on(self._database, tell=tell)
