"""Whoever listens hears of what was saved, and of nothing that was not."""

from __future__ import annotations

from contextlib import closing
from queue import Queue

import pytest
from sites import Site
from store_making import ANNA, add_code

from annotator.domain.changes import Create, Kind, Remove
from annotator.store import Project
from annotator.store.engine import Database


def _fail_after_telling(database: Database) -> None:
    with database.writing("Work"):
        database.tell(99)
        raise KeyError


def test_what_was_saved_is_heard_and_what_was_not_is_not(site: Site) -> None:
    heard: Queue[int] = Queue()
    site.new().close()
    with closing(site.database()) as database:
        project = Project(database)
        with database.listen(heard.put), database.listen(heard.put):
            first = project.apply("Add", [Create(Kind.CODE, {"name": "a"})], coder_id=ANNA)
            with pytest.raises(ValueError, match="no code"):
                project.apply("Remove", [Remove(Kind.CODE, 99)], coder_id=ANNA)
            with pytest.raises(KeyError):
                _fail_after_telling(database)
            second = project.undo(ANNA)
            assert second is not None
            told = sorted(heard.get(timeout=5) for _ in range(4))
            assert told == [first.txn, first.txn, second.txn, second.txn]
        add_code(project, "unheard")
        assert heard.empty()
