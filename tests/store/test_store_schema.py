"""The ladder of versions: an older file becomes just what a new one is, or stays as it was."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from store_making import ANNA, add_code, in_file, new_project

from annotator.domain.errors import UserError
from annotator.domain.values import in_words
from annotator.store import Project
from annotator.store.engines.sqlite import schema
from annotator.store.engines.sqlite.migrations import FIRST_VERSION, LADDER

_GOLDEN = Path(__file__).parent.parent / "golden"
_LATEST = schema.latest()
_KEPT = sorted(_GOLDEN.glob("project-v*.sql"))


@pytest.fixture
def raw(path: Path) -> Iterator[sqlite3.Connection]:
    new_project(path).close()
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        yield raw


def _add_column(raw: sqlite3.Connection) -> None:
    raw.execute("ALTER TABLE code ADD COLUMN note TEXT NOT NULL DEFAULT ''")


def _fill_column(raw: sqlite3.Connection) -> None:
    raw.execute("UPDATE code SET note = name")


def _break(raw: sqlite3.Connection) -> None:
    raw.execute("UPDATE code SET note = 'half'")
    raise RuntimeError


def _described(raw: sqlite3.Connection) -> dict[str, Any]:
    """What a schema means, however its statements were written."""
    found: dict[str, Any] = {}
    tables = raw.execute("SELECT name, wr, strict FROM pragma_table_list WHERE schema = 'main'")
    for table, *kind in tables.fetchall():
        columns = raw.execute(f"PRAGMA table_xinfo({table})").fetchall()
        keys = raw.execute(f"PRAGMA foreign_key_list({table})").fetchall()
        indexes = raw.execute(f"PRAGMA index_list({table})").fetchall()
        found[table] = {
            "kind": kind,
            "columns": {column[1]: column[2:] for column in columns},
            "keys": sorted(key[2:] for key in keys),
            "indexes": {
                (index[2:], tuple(raw.execute(f'PRAGMA index_xinfo("{index[1]}")').fetchall()))
                for index in indexes
            },
        }
    return found


def _checks(raw: sqlite3.Connection) -> set[str]:
    lines = (
        line.strip().rstrip(",")
        for (sql,) in raw.execute("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL")
        for line in sql.splitlines()
    )
    return {line for line in lines if "CHECK" in line}


def test_file_climbs_the_ladder_step_by_step(raw: sqlite3.Connection, path: Path) -> None:
    raw.execute(
        "INSERT INTO code (uid, rev, replica, deleted, created_at, position, name, colour, key,"
        " definition, use_when, do_not_use_when, examples)"
        " VALUES (x'00', 1, 'a', 0, 0, 0, 'claim', '', '', '', '', '', '[]')"
    )
    schema.migrate(raw, path, (*LADDER, _add_column))
    assert raw.execute("PRAGMA user_version").fetchone() == (_LATEST + 1,)
    schema.migrate(raw, path, (*LADDER, _add_column, _fill_column))
    assert raw.execute("PRAGMA user_version").fetchone() == (_LATEST + 2,)
    assert raw.execute("SELECT note FROM code").fetchall() == [("claim",)]
    schema.migrate(raw, path, (*LADDER, _add_column, _fill_column))
    assert not raw.in_transaction


def test_step_that_fails_leaves_the_version_before_it(raw: sqlite3.Connection, path: Path) -> None:
    with pytest.raises(RuntimeError):
        schema.migrate(raw, path, (*LADDER, _add_column, _break))
    assert raw.execute("PRAGMA user_version").fetchone() == (_LATEST + 1,)
    assert raw.execute("SELECT count(*) FROM code WHERE note = 'half'").fetchone() == (0,)
    assert not raw.in_transaction


def test_ladder_that_ends_below_the_file_refuses_it(raw: sqlite3.Connection, path: Path) -> None:
    schema.migrate(raw, path, (*LADDER, _add_column))
    told = f"format {_LATEST + 1}, this program knows formats up to {_LATEST}"
    with pytest.raises(UserError, match=told):
        schema.migrate(raw, path, LADDER)
    with pytest.raises(UserError, match="newer version"):
        schema.read_header(path, LADDER)
    assert schema.read_header(path, (*LADDER, _add_column)).version == _LATEST + 1
    with pytest.raises(UserError, match="older version"):
        schema.refuse_older(raw, path, (*LADDER, _add_column, _fill_column))


def test_description_sees_what_differs(raw: sqlite3.Connection) -> None:
    before = _described(raw)
    for change in (
        "ALTER TABLE code ADD COLUMN note TEXT",
        "CREATE INDEX extra ON code (name)",
        "CREATE TABLE extra (id INTEGER PRIMARY KEY)",
    ):
        raw.execute("BEGIN")
        raw.execute(change)
        assert _described(raw) != before
        raw.execute("ROLLBACK")


def test_every_version_that_ever_landed_has_a_kept_file() -> None:
    versions = [int(kept.stem.removeprefix("project-v")) for kept in _KEPT]
    assert versions == list(range(FIRST_VERSION, schema.latest() + 1))


@pytest.mark.parametrize("kept", _KEPT, ids=lambda kept: kept.stem)
def test_kept_file_opens_and_equals_a_new_one(kept: Path, raw: sqlite3.Connection) -> None:
    path = Path(raw.execute("PRAGMA database_list").fetchone()[2]).with_name("old.annotator")
    version = int(kept.stem.removeprefix("project-v"))
    with closing(sqlite3.connect(path)) as old:
        old.executescript(kept.read_text(encoding="utf-8"))
        old.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
        old.execute(f"PRAGMA user_version = {version}")
    with Project.open(path) as project:
        assert project.name == "Kept"
        (one,) = project.queries.annotations()
        assert one.anchor.quotes == ("Grain", "rose")
        assert project.queries.codebook().path(one.code_id) == "framing/loss"
        assert project.undo_label(ANNA) == "Tag “loss”"
        assert project.undo(ANNA) is not None
        add_code(project, "new")
        assert project.check() == []
    with closing(sqlite3.connect(path)) as old:
        assert _described(old) == _described(raw)
        assert _checks(old) == _checks(raw)
    assert in_file(path, "PRAGMA user_version") == [(schema.latest(),)]


def test_what_was_asked_and_answered_is_found_in_a_kept_file(tmp_path: Path) -> None:
    path = tmp_path / "old.annotator"
    with closing(sqlite3.connect(path)) as old:
        old.executescript((_GOLDEN / "project-v4.sql").read_text(encoding="utf-8"))
        old.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
        old.execute("PRAGMA user_version = 4")
    with Project.open(path) as project:
        questions, (one,) = project.queries.questions, project.queries.annotations()
        extent, whose = questions.attributes_of(one.code_id)
        assert in_words(extent, one.values[str(extent.uid)]) == "4"
        assert in_words(whose, one.values[str(whose.uid)]) == "farmers"
        revision = questions.revision_of(one.code_id)
        assert revision
        assert (one.revision_id, revision.why) == (revision.id, "it was empty")
        (tone,) = questions.variables()
        assert in_words(tone, questions.answers(1, ANNA)[tone.id].value) == "unclear"
        code = project.queries.codebook()[one.code_id]
        assert code.examples[1].source == "The Courier"
        assert code.instead[0].use == project.queries.codebook().find("framing").uid
        assert project.check() == []
