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


_TO_4 = (
    """ALTER TABLE code ADD COLUMN unit TEXT NOT NULL DEFAULT 'span'""",
    """ALTER TABLE code ADD COLUMN boundary TEXT NOT NULL DEFAULT ''""",
    """ALTER TABLE code ADD COLUMN counter_examples TEXT NOT NULL DEFAULT '[]'""",
    """ALTER TABLE code ADD COLUMN instead TEXT NOT NULL DEFAULT '[]'""",
    """ALTER TABLE code ADD COLUMN status TEXT NOT NULL DEFAULT 'active'""",
    """ALTER TABLE code ADD COLUMN citation TEXT NOT NULL DEFAULT ''""",
    """ALTER TABLE code ADD COLUMN exclusive TEXT NOT NULL DEFAULT '[]'""",
    """CREATE TABLE revision (
    id INTEGER NOT NULL, uid BLOB NOT NULL, rev INTEGER NOT NULL, replica TEXT NOT NULL,
    stamps TEXT, deleted INTEGER NOT NULL, created_at INTEGER NOT NULL,
    code_id INTEGER NOT NULL, coder_id INTEGER, number INTEGER NOT NULL,
    earlier TEXT NOT NULL, meaning TEXT NOT NULL, why TEXT NOT NULL,
    CONSTRAINT pk_revision PRIMARY KEY (id),
    CONSTRAINT ck_revision_deleted CHECK (deleted IN (0, 1)),
    CONSTRAINT uq_revision_uid UNIQUE (uid),
    CONSTRAINT fk_revision_code_id FOREIGN KEY(code_id) REFERENCES code (id),
    CONSTRAINT fk_revision_coder_id FOREIGN KEY(coder_id) REFERENCES coder (id)
    ) STRICT""",
    """CREATE INDEX ix_revision_code_id ON revision (code_id)""",
    """CREATE TABLE attribute (
    id INTEGER NOT NULL, uid BLOB NOT NULL, rev INTEGER NOT NULL, replica TEXT NOT NULL,
    stamps TEXT, deleted INTEGER NOT NULL, created_at INTEGER NOT NULL,
    code_id INTEGER NOT NULL, position INTEGER NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL,
    question TEXT NOT NULL, low TEXT NOT NULL, high TEXT NOT NULL, required INTEGER NOT NULL,
    preset TEXT NOT NULL, condition TEXT NOT NULL,
    CONSTRAINT pk_attribute PRIMARY KEY (id),
    CONSTRAINT ck_attribute_deleted CHECK (deleted IN (0, 1)),
    CONSTRAINT ck_attribute_required CHECK (required IN (0, 1)),
    CONSTRAINT uq_attribute_uid UNIQUE (uid),
    CONSTRAINT fk_attribute_code_id FOREIGN KEY(code_id) REFERENCES code (id)
    ) STRICT""",
    """CREATE INDEX ix_attribute_code_id ON attribute (code_id)""",
    """CREATE TABLE variable (
    id INTEGER NOT NULL, uid BLOB NOT NULL, rev INTEGER NOT NULL, replica TEXT NOT NULL,
    stamps TEXT, deleted INTEGER NOT NULL, created_at INTEGER NOT NULL,
    position INTEGER NOT NULL, key TEXT NOT NULL, scale TEXT NOT NULL, title TEXT NOT NULL,
    section TEXT NOT NULL, question TEXT NOT NULL, rule TEXT NOT NULL, several INTEGER NOT NULL,
    low TEXT NOT NULL, high TEXT NOT NULL, missing TEXT NOT NULL, required INTEGER NOT NULL,
    condition TEXT NOT NULL, mean_of TEXT NOT NULL, needs INTEGER NOT NULL,
    CONSTRAINT pk_variable PRIMARY KEY (id),
    CONSTRAINT ck_variable_deleted CHECK (deleted IN (0, 1)),
    CONSTRAINT ck_variable_several CHECK (several IN (0, 1)),
    CONSTRAINT ck_variable_required CHECK (required IN (0, 1)),
    CONSTRAINT uq_variable_uid UNIQUE (uid)
    ) STRICT""",
    """CREATE TABLE choice (
    id INTEGER NOT NULL, uid BLOB NOT NULL, rev INTEGER NOT NULL, replica TEXT NOT NULL,
    stamps TEXT, deleted INTEGER NOT NULL, created_at INTEGER NOT NULL,
    of_uid BLOB NOT NULL, position INTEGER NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,
    definition TEXT NOT NULL,
    CONSTRAINT pk_choice PRIMARY KEY (id),
    CONSTRAINT ck_choice_deleted CHECK (deleted IN (0, 1)),
    CONSTRAINT uq_choice_uid UNIQUE (uid)
    ) STRICT""",
    """CREATE INDEX ix_choice_of_uid ON choice (of_uid)""",
    """CREATE TABLE answer (
    id INTEGER NOT NULL, uid BLOB NOT NULL, rev INTEGER NOT NULL, replica TEXT NOT NULL,
    stamps TEXT, deleted INTEGER NOT NULL, created_at INTEGER NOT NULL,
    article_id INTEGER NOT NULL, variable_id INTEGER NOT NULL, coder_id INTEGER NOT NULL,
    round_id INTEGER NOT NULL, value TEXT NOT NULL,
    CONSTRAINT pk_answer PRIMARY KEY (id),
    CONSTRAINT ck_answer_deleted CHECK (deleted IN (0, 1)),
    CONSTRAINT uq_answer_uid UNIQUE (uid),
    CONSTRAINT fk_answer_article_id FOREIGN KEY(article_id) REFERENCES article (id),
    CONSTRAINT fk_answer_variable_id FOREIGN KEY(variable_id) REFERENCES variable (id),
    CONSTRAINT fk_answer_coder_id FOREIGN KEY(coder_id) REFERENCES coder (id),
    CONSTRAINT fk_answer_round_id FOREIGN KEY(round_id) REFERENCES round (id)
    ) STRICT""",
    """CREATE INDEX ix_answer_article_id_coder_id ON answer (article_id, coder_id)""",
    """CREATE INDEX ix_answer_variable_id ON answer (variable_id)""",
    """CREATE INDEX ix_answer_coder_id_round_id_deleted_article_id_variable_id
    ON answer (coder_id, round_id, deleted, article_id, variable_id)""",
    """ALTER TABLE annotation ADD COLUMN revision_id INTEGER
    CONSTRAINT fk_annotation_revision_id REFERENCES revision (id)""",
)
"""All that a code says, its attributes and revisions, and questions about whole articles."""


def _running(statements: tuple[str, ...]) -> Step:
    def step(raw: sqlite3.Connection) -> None:
        for statement in statements:
            raw.execute(statement)

    return step


LADDER: tuple[Step, ...] = (_running(_TO_2), _running(_TO_3), _running(_TO_4))
"""What brings a file from version n to n + 1, for n from ``FIRST_VERSION`` on."""
