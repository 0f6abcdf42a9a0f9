"""What every new project begins with: itself, one coder and one round."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.domain.changes import Create, Kind
from annotator.domain.history import Action
from annotator.domain.records import Stamp, new_uid, now_ms
from annotator.store import history, replica
from annotator.store.history import Entry
from annotator.store.staging import Staging

if TYPE_CHECKING:
    from pathlib import Path
    from uuid import UUID

    from annotator.store.engine import Database

MAIN_ROUND = "main"
"""The name of the round that every project starts with."""

_LABEL = "Create the project"
_FIRST_REV = 1
_FIRST_CODER = 1


def fill(database: Database, path: Path, name: str, coder: tuple[UUID, str]) -> None:
    """Makes the first records in empty tables.

    Args:
        database: the tables, perhaps under another name while they are made.
        path: where the project will lie.
        name: what people call the project.
        coder: identity and name.

    Raises:
        UserError: they could not be saved.
    """
    project, (coder_uid, coder_name) = new_uid(), coder
    stamp = Stamp(_FIRST_REV, replica.of(project, path, _FIRST_REV))
    with database.writing(_LABEL):
        staging = Staging(database, stamp, now_ms())
        staging.take(
            [
                Create(Kind.PROJECT, {"name": name}, project),
                Create(Kind.CODER, {"name": coder_name}, coder_uid),
                Create(Kind.ROUND, {"name": MAIN_ROUND}),
            ]
        )
        staging.flush()
        history.write(database, Entry(Action.START, _LABEL, _FIRST_CODER), staging)
