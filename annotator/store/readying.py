"""From a file that is open to a project that can be used: up to date, with no job half done."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from annotator.domain.errors import CancelledError
from annotator.domain.readying import Stage, Telling, go_on
from annotator.store import backups, unfinished
from annotator.store.failures import OpeningCancelledError

if TYPE_CHECKING:
    from annotator.store.engine import Database

_MANY = 1000
"""Changes of an unfinished job from which on somebody waits for it."""


def takes_long(database: Database) -> bool:
    """Whether getting it ready takes longer than a window may stand still.

    Raises:
        UserError: it cannot be read.
    """
    if database.read_only:
        return False
    return database.is_older or unfinished.size(database) >= _MANY


def get_ready(database: Database, *, keeps_older: bool = True, tell: Telling = go_on) -> None:
    """Brings an opened file up to date, and leaves no job in it unfinished.

    Args:
        database: the project.
        keeps_older: whether a file of an older version is backed up first.
        tell: told how far it is; what it stops goes on when this is called the next time.

    Raises:
        UserError: it is damaged, newer, or older and cannot be written.
        CancelledError: ``tell`` said stop.
    """
    keep = partial(
        backups.make, database, backups.Reason.MIGRATION, partial(tell, Stage.KEEPING, "")
    )
    try:
        database.bring_up_to_date(
            keep if keeps_older else None, lambda: tell(Stage.UPDATING, "", 0, 0)
        )
        if not database.read_only:
            unfinished.settle_on_opening(database, tell)
    except CancelledError as error:
        raise OpeningCancelledError(database.path) from error
