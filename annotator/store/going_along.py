"""What goes with a record that is removed: links, states, the attributes and revisions of a code.

They mean nothing without it, so nobody has to think of them: they are removed in the same step of
the history, and come back with it.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import sqlalchemy as sa

from annotator.domain.changes import Kind
from annotator.store.fields import DELETED
from annotator.store.rules import USES
from annotator.store.statements import among, listed
from annotator.store.tables import LIVE, TABLES

if TYPE_CHECKING:
    from annotator.store.engine import Database
    from annotator.store.staging import Staging

GO_ALONG = (Kind.LINK, Kind.PROGRESS, Kind.ATTRIBUTE, Kind.REVISION)
"""The kinds of record that go with others."""

_USERS = {
    (used, by, column): sa.select(TABLES[by].c.id).where(
        among(TABLES[by].c[column], "ids"), TABLES[by].c.deleted == LIVE
    )
    for used, by, column in USES
    if by in GO_ALONG
}


def take_along(database: Database, staging: Staging) -> None:
    """Removes what cannot be without the records that are gone."""
    gone: defaultdict[Kind, set[int]] = defaultdict(set)
    for record in staging:
        if record.was_live and not record.is_live:
            gone[record.kind].add(record.id)
    for (used, by, _), users in _USERS.items():
        found = database.column(users, ids=listed(gone[used])) if used in gone else []
        staging.load((by, one) for one in found if not staging.has(by, one))
        for one in found:
            staging.write(by, one, {DELETED.name: True})
