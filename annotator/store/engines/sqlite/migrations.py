"""The ladder: what brings a project file from one version of the schema to the next.

A step is never changed once it has landed: files that took it are out there. Each has a kept file
of the version before it among the tests.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

FIRST_VERSION = 1
"""The version that files had before the first step."""

Step = Callable[["sqlite3.Connection"], None]

_TO_2 = (
    """ALTER TABLE annotation ADD COLUMN attributes TEXT NOT NULL DEFAULT '{}'""",
    """ALTER TABLE txn ADD COLUMN origin TEXT""",
    """ALTER TABLE txn ADD COLUMN back_to INTEGER""",
    """ALTER TABLE txn ADD COLUMN applied INTEGER NOT NULL DEFAULT '1'
    CONSTRAINT ck_txn_applied CHECK (applied IN (0, 1))""",
    """CREATE INDEX ix_txn_unfinished ON txn (done, applied) WHERE done = 0 OR applied = 0""",
    """CREATE INDEX ix_txn_back_to ON txn (back_to) WHERE back_to IS NOT NULL""",
    """ALTER TABLE change ADD COLUMN stamps TEXT""",
    """DROP TABLE setting""",
    """CREATE TABLE setting (
    id INTEGER NOT NULL, uid BLOB NOT NULL, rev INTEGER NOT NULL, replica TEXT NOT NULL,
    stamps TEXT, deleted INTEGER NOT NULL, created_at INTEGER NOT NULL,
    key TEXT NOT NULL, value TEXT NOT NULL,
    CONSTRAINT pk_setting PRIMARY KEY (id),
    CONSTRAINT ck_setting_deleted CHECK (deleted IN (0, 1)),
    CONSTRAINT uq_setting_uid UNIQUE (uid)
    ) STRICT""",
    """CREATE TABLE memo (
    id INTEGER NOT NULL, uid BLOB NOT NULL, rev INTEGER NOT NULL, replica TEXT NOT NULL,
    stamps TEXT, deleted INTEGER NOT NULL, created_at INTEGER NOT NULL,
    about_kind TEXT NOT NULL, about_uid BLOB NOT NULL, coder_id INTEGER, text TEXT NOT NULL,
    CONSTRAINT pk_memo PRIMARY KEY (id),
    CONSTRAINT ck_memo_deleted CHECK (deleted IN (0, 1)),
    CONSTRAINT uq_memo_uid UNIQUE (uid),
    CONSTRAINT fk_memo_coder_id FOREIGN KEY(coder_id) REFERENCES coder (id)
    ) STRICT""",
    """CREATE INDEX ix_memo_about_uid ON memo (about_uid)""",
    """CREATE TABLE know (
    id INTEGER NOT NULL, replica TEXT NOT NULL, rev INTEGER NOT NULL,
    CONSTRAINT pk_know PRIMARY KEY (id),
    CONSTRAINT uq_know_replica UNIQUE (replica)
    ) STRICT""",
    """INSERT INTO know (replica, rev) SELECT replica, max(rev) FROM txn GROUP BY replica""",
)
"""Memos, settings of the study, attributes' values, long jobs, and what is known of replicas."""

_TO_3 = (
    """ALTER TABLE annotation ADD COLUMN unsure_reason TEXT NOT NULL DEFAULT ''""",
    """ALTER TABLE code ADD COLUMN keywords TEXT NOT NULL DEFAULT '[]'""",
    """CREATE TABLE link (
    id INTEGER NOT NULL, uid BLOB NOT NULL, rev INTEGER NOT NULL, replica TEXT NOT NULL,
    stamps TEXT, deleted INTEGER NOT NULL, created_at INTEGER NOT NULL,
    from_id INTEGER NOT NULL, to_id INTEGER NOT NULL, relation TEXT NOT NULL,
    CONSTRAINT pk_link PRIMARY KEY (id),
    CONSTRAINT ck_link_deleted CHECK (deleted IN (0, 1)),
    CONSTRAINT uq_link_uid UNIQUE (uid),
    CONSTRAINT fk_link_from_id FOREIGN KEY(from_id) REFERENCES annotation (id),
    CONSTRAINT fk_link_to_id FOREIGN KEY(to_id) REFERENCES annotation (id)
    ) STRICT""",
    """CREATE INDEX ix_link_from_id_deleted ON link (from_id, deleted)""",
    """CREATE INDEX ix_link_to_id_deleted ON link (to_id, deleted)""",
    """CREATE TABLE progress (
    id INTEGER NOT NULL, uid BLOB NOT NULL, rev INTEGER NOT NULL, replica TEXT NOT NULL,
    stamps TEXT, deleted INTEGER NOT NULL, created_at INTEGER NOT NULL,
    article_id INTEGER NOT NULL, coder_id INTEGER NOT NULL, round_id INTEGER NOT NULL,
    state TEXT NOT NULL,
    CONSTRAINT pk_progress PRIMARY KEY (id),
    CONSTRAINT ck_progress_deleted CHECK (deleted IN (0, 1)),
    CONSTRAINT uq_progress_uid UNIQUE (uid),
    CONSTRAINT fk_progress_article_id FOREIGN KEY(article_id) REFERENCES article (id),
    CONSTRAINT fk_progress_coder_id FOREIGN KEY(coder_id) REFERENCES coder (id),
    CONSTRAINT fk_progress_round_id FOREIGN KEY(round_id) REFERENCES round (id)
    ) STRICT""",
    """CREATE INDEX ix_progress_article_id ON progress (article_id)""",
    """CREATE INDEX ix_progress_coder_id_round_id_deleted_state_article_id
    ON progress (coder_id, round_id, deleted, state, article_id)""",
)
"""Why somebody is unsure, links, and how far coders are with articles."""


def _running(statements: tuple[str, ...]) -> Step:
    def step(raw: sqlite3.Connection) -> None:
        for statement in statements:
            raw.execute(statement)

    return step


LADDER: tuple[Step, ...] = (_running(_TO_2), _running(_TO_3))
"""What brings a file from version n to n + 1, for n from ``FIRST_VERSION`` on."""
