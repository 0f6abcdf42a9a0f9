"""Makes a sound project file of rows that were read out of a damaged one."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from annotator.domain.changes import Kind
from annotator.domain.errors import CancelledError
from annotator.domain.records import BORN, Stamp, new_uid, now_ms
from annotator.domain.text import text_sha256
from annotator.store.cleaning import Row, cleaned, kept_stamps
from annotator.store.engines.sqlite import schema
from annotator.store.engines.sqlite.files import connect
from annotator.store.engines.sqlite.salvage import LABEL
from annotator.store.fields import ANCHOR_COLUMNS, AnchorField
from annotator.store.going_along import GO_ALONG
from annotator.store.patching import painted, placed
from annotator.store.state import references, stamps_in
from annotator.store.tables import TABLES


class Spare:
    """What is known from elsewhere, a backup say. This one knows nothing."""

    project: UUID | None = None

    def row(self, _kind: Kind, _record_id: int) -> Row | None:
        """The columns of a record of that id in the damaged file."""
        return None

    def text(self, _sha256: bytes) -> str | None:
        """The text with that checksum."""
        return None


@dataclass
class Mended:
    """What could not be read, and what was done about it, in sentences.

    Attributes:
        contents: how many rows were read, by table.
        lost: what is not in the new file.
        changed: what is in it in another form.
    """

    contents: Counter[str] = field(default_factory=Counter)
    lost: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)


def rebuild(
    rows: Iterable[tuple[str, list[Row]]],
    target: Path,
    name: str,
    spare: Spare,
    go_on: Callable[[int, int], bool],
) -> Mended:
    """Writes rows into a new file, and mends what does not fit together.

    Args:
        rows: by table, as ``salvage`` reads them.
        target: a file that does not exist yet.
        name: what to call the project where its name is lost.
        spare: what is known from elsewhere.
        go_on: called with the number of articles mended and of all; false to stop.

    Raises:
        CancelledError: ``go_on`` said stop.
    """
    with closing(connect(target, "rwc")) as raw:
        raw.execute("PRAGMA synchronous = OFF")
        schema.create(raw)
        raw.row_factory = sqlite3.Row
        raw.execute("BEGIN")
        building = _Building(raw, name, spare, go_on)
        building.fill(rows)
        building.mend()
        raw.execute("COMMIT")
        return building.mended


class _Building:
    def __init__(
        self, raw: sqlite3.Connection, name: str, spare: Spare, go_on: Callable[[int, int], bool]
    ) -> None:
        self._go_on = go_on
        self.mended = Mended()
        self._raw = raw
        self._name = name
        self._spare = spare

    def fill(self, rows: Iterable[tuple[str, list[Row]]]) -> None:
        for table, some in rows:
            for row in some:
                made = cleaned(table, row)
                if made is not None:
                    self._insert(table, made)
                    self.mended.contents[table] += 1

    def mend(self) -> None:
        self._mend_project()
        self._mend_references()
        self._mend_texts()
        self._mend_stamps()
        self._mend_history()

    # -- records

    def _mend_project(self) -> None:
        rows = self._all("SELECT id, uid FROM project ORDER BY id")
        if not rows:
            self.mended.lost.append("The project’s name.")
            self._insert("project", self._new(Kind.PROJECT, 1, name=self._name))
        if self._spare.project is not None:
            self._raw.execute(
                "UPDATE project SET uid = ? WHERE id = (SELECT min(id) FROM project)",
                (self._spare.project.bytes,),
            )
        if not self._all("SELECT 1 FROM round"):
            self.mended.lost.append("The round of coding; the articles and annotations are there.")
            self._supply(Kind.ROUND, 1)
        if not self._all("SELECT 1 FROM coder"):
            self._supply(Kind.CODER, 1)

    def _mend_references(self) -> None:
        missing = "SELECT DISTINCT {0} FROM {1} t WHERE {0} IS NOT NULL AND NOT EXISTS "
        missing += "(SELECT 1 FROM {2} o WHERE o.id = t.{0})"
        wanted = [
            *(("article_text", "article_id", Kind.ARTICLE), ("txn", "coder_id", Kind.CODER)),
            *(
                (kind, name, other)
                for kind in Kind
                if kind not in GO_ALONG
                for name, other in references(kind)
            ),
        ]
        # Twice: what comes from elsewhere may lie under something that is missing here, too.
        for _ in range(2):
            for table, column, other in wanted:
                for (record_id,) in self._all(missing.format(column, table, other)):
                    self._supply(other, record_id)
        for kind in GO_ALONG:
            self._drop_alone(kind)

    def _drop_alone(self, kind: Kind) -> None:
        """What means nothing without a record that could not be read goes, unless that comes."""
        lost = 0
        for column, other in references(kind):
            without = f'FROM "{kind}" WHERE {column} NOT IN (SELECT id FROM "{other}")'
            for (record_id,) in self._all(f"SELECT DISTINCT {column} {without}"):
                row = self._spare.row(other, record_id)
                if row is not None:
                    self._insert(other, {**row, "id": record_id})
            lost += self._raw.execute(f"DELETE {without}").rowcount
        if lost:
            self.mended.lost.append(f"What is lost took along {kind} records: {lost}.")

    def _supply(self, kind: Kind, record_id: int) -> None:
        row = self._spare.row(kind, record_id)
        if row is not None and self._insert(kind, {**row, "id": record_id}):
            return
        named: dict[Kind, Row] = {
            Kind.CODE: {"name": f"Recovered code {record_id}"},
            Kind.CODER: {"name": f"Recovered coder {record_id}"},
            Kind.ROUND: {"name": "main" if record_id == 1 else f"Recovered round {record_id}"},
            Kind.ARTICLE: {
                "headline": f"Recovered article {record_id}",
                "text_sha256": bytes(32),
                "length": 0,
            },
        }
        words = f"The {kind} {record_id} could not be read, and is in use: it has a new name."
        self.mended.lost.append(words)
        self._insert(kind, self._new(kind, record_id, **named[kind]))

    # -- texts and places

    def _mend_texts(self) -> None:
        articles = self._all("SELECT id FROM article")
        for done, (record_id,) in enumerate(articles):
            if not self._go_on(done, len(articles)):
                raise CancelledError(LABEL)
            self._mend_article(record_id)

    def _mend_article(self, article_id: int) -> None:
        (article,) = self._all("SELECT * FROM article WHERE id = ?", article_id)
        annotations = self._all("SELECT * FROM annotation WHERE article_id = ?", article_id)
        current = article["text_sha256"]
        sound: dict[bytes, str] = {}
        broken: dict[bytes, str] = {}
        for row in self._all("SELECT * FROM article_text WHERE article_id = ?", article_id):
            is_sound = bytes.fromhex(text_sha256(row["text"])) == row["sha256"]
            (sound if is_sound else broken)[row["sha256"]] = row["text"]
        for sha256 in {current, *broken} - sound.keys():
            self._mend_text(article, sha256, broken.get(sha256), annotations, sound)
        now = current if current in sound else next(reversed(sound))
        if now != current or article["length"] != len(sound[now]):
            self._update("article", article_id, text_sha256=now, length=len(sound[now]))
        for row in annotations:
            sha256 = row["text_sha256"] if row["text_sha256"] in sound else now
            self._place(row, article["headline"], sound[sha256], sha256)

    def _mend_text(
        self,
        article: sqlite3.Row,
        sha256: bytes,
        left: str | None,
        annotations: list[sqlite3.Row],
        sound: dict[bytes, str],
    ) -> None:
        delete = "DELETE FROM article_text WHERE article_id = ? AND sha256 = ?"
        self._raw.execute(delete, (article["id"], sha256))
        text = self._spare.text(sha256)
        if text is None:
            places = [_columns(row) for row in annotations if row["text_sha256"] == sha256]
            ends = [place[1] for place in places]
            length = max(article["length"], 0) or max([len(left or ""), *ends])
            text = painted(left or "", min(length, _LONGEST), places)
            made = bytes.fromhex(text_sha256(text))
            if made != sha256:
                what = "is damaged, and kept as far as it is known" if left else "is lost"
                some = " Of it only what annotations quote is there." if not left else ""
                self.mended.lost.append(f"The text of “{article['headline']}” {what}.{some}")
        made = bytes.fromhex(text_sha256(text))
        if made not in sound:
            row = {"article_id": article["id"], "sha256": made, "text": text}
            self._insert("article_text", {"id": None, **row})
        sound[made] = text

    def _place(self, row: sqlite3.Row, headline: str, text: str, sha256: bytes) -> None:
        made, is_same = placed(text, sha256.hex(), _columns(row))
        columns = AnchorField("anchor").encode(made)
        if any(columns[name] != row[name] for name in ANCHOR_COLUMNS):
            self._update("annotation", row["id"], **columns)
        if not is_same:
            quoted = " […] ".join(map(str, json.loads(row["quotes"])))
            self.mended.changed.append(
                f"Annotation {UUID(bytes=row['uid'])} in “{headline}” quoted “{quoted}”; where it "
                f"lies the text says “{made.quote}”."
            )

    # -- stamps and the history

    def _mend_stamps(self) -> None:
        known = dict(self._all("SELECT replica, rev FROM know"))
        used: defaultdict[str, Counter[int]] = defaultdict(Counter)
        for table in (*Kind, "txn"):
            for replica, rev, count in self._all(
                f'SELECT replica, rev, count(*) FROM "{table}" GROUP BY 1, 2'
            ):
                used[replica][rev] += count
        for replica, revs in used.items():
            # One strange name is a damaged letter; a name that is used is one that was not read.
            if replica and replica not in known and (revs.total() > 1 or not known):
                known[replica] = max(revs)
        self._raw.execute("DELETE FROM know")
        for kind in Kind:
            for row in self._all(f'SELECT id, rev, replica, stamps FROM "{kind}"'):
                self._mend_stamp(kind, row, known)
        for replica, rev in known.items():
            self._raw.execute("INSERT INTO know (replica, rev) VALUES (?, ?)", (replica, rev))

    def _mend_stamp(self, kind: Kind, row: sqlite3.Row, known: dict[str, int]) -> None:
        stamps = stamps_in(dict(row))
        base = Stamp(row["rev"], row["replica"])
        kept = {name: at for name, at in stamps.items() if at.rev <= known.get(at.replica, -1)}
        is_known = base == BORN or base.rev <= known.get(base.replica, -1)
        if is_known and len(kept) == len(stamps):
            return
        if not is_known:
            base = BORN
        later = kept_stamps(kept)
        self._update(kind, row["id"], rev=base.rev, replica=base.replica, stamps=later)

    def _mend_history(self) -> None:
        raw = self._raw
        gone = "DELETE FROM change WHERE NOT EXISTS (SELECT 1 FROM txn WHERE id = txn_id)"
        raw.execute(gone)
        self._lost_steps()
        raw.execute(
            "UPDATE txn SET action = 'do', undoes = NULL WHERE undoes IS NOT NULL AND NOT EXISTS "
            "(SELECT 1 FROM txn other WHERE other.id = txn.undoes)"
        )
        for kind in Kind:
            self._lost_records(kind)

    def _lost_steps(self) -> None:
        ((found, last),) = self._all("SELECT count(*), coalesce(max(id), 0) FROM txn")
        if found < last:
            words = f"{last - found} of {last} steps of the history could not be read."
            self.mended.lost.append(words)

    def _lost_records(self, kind: Kind) -> None:
        missing = f"""
            FROM change JOIN txn ON txn.id = txn_id WHERE kind = '{kind}' AND NOT EXISTS
            (SELECT 1 FROM "{kind}" r WHERE r.id = record_id)"""
        made = f"SELECT record_id, label, at {missing} AND before IS NULL AND after IS NULL"
        for record_id, label, at in self._all(made):
            if self._spare.row(kind, record_id) is None:
                when = datetime.fromtimestamp(at / 1000).strftime("%Y-%m-%d %H:%M")
                self.mended.lost.append(f"One {kind}: “{label}”, {when}.")
        raw = self._raw
        raw.execute(
            f"DELETE FROM change WHERE (txn_id, position) IN (SELECT txn_id, position {missing})"
        )

    # -- rows

    def _new(self, kind: Kind, record_id: int, **values: Any) -> Row:
        stamp = {"rev": BORN.rev, "replica": BORN.replica}
        row = {"id": record_id, "uid": new_uid().bytes, **stamp, "created_at": now_ms()}
        others = {
            column.name: _default(column)
            for column in TABLES[kind].columns
            if column.name not in row
        }
        return {**others, **row, **values}

    def _insert(self, table: str, row: Row) -> bool:
        names = ", ".join(f'"{name}"' for name in row)
        places = ", ".join("?" * len(row))
        statement = f'INSERT OR IGNORE INTO "{table}" ({names}) VALUES ({places})'
        return self._raw.execute(statement, tuple(row.values())).rowcount > 0

    def _update(self, table: str, record_id: int, **values: Any) -> None:
        names = ", ".join(f'"{name}" = ?' for name in values)
        statement = f'UPDATE "{table}" SET {names} WHERE id = ?'
        self._raw.execute(statement, (*values.values(), record_id))

    def _all(self, statement: str, *values: Any) -> list[Any]:
        return self._raw.execute(statement, values).fetchall()


_LONGEST = 10**8


def _columns(row: sqlite3.Row) -> tuple[Any, ...]:
    return tuple(row[name] for name in ANCHOR_COLUMNS)


def _default(column: Any) -> Any:
    if column.default is not None and column.default.is_scalar:
        return column.default.arg
    return None
