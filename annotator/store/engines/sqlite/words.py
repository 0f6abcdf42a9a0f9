"""Which words are in which article: an index in a file of its own in the cache folder.

It is made from the texts and can be made again from them, so nothing in it is precious: a file
that is damaged, of another project or of another way of cutting words is thrown away. The words
come cut and folded, with spaces between; so the simplest of FTS5's tokenizers cuts them again
where they were cut, whatever letters SQLite knows of.
"""

from __future__ import annotations

import logging
import os
import sqlite3
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from threading import RLock
from uuid import UUID

from annotator import paths
from annotator.domain.finding import Clue
from annotator.store.engine import IndexLostError, WordIndex
from annotator.store.engines.sqlite.files import connect
from annotator.store.statements import listed

_VERSION = "1"
"""Of the file, and of how words are cut and folded: another one whenever these change."""

_KEPT = 8
"""Indexes in the folder; the oldest go. One of 100,000 articles has some 400 MB."""

_PAGE = 200
"""Articles that are told at a time."""

_MOST_TERMS = 300
"""Words that one may stand for; what has more of them is soon found without an index."""

_SCHEMA = """
CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE indexed (article INTEGER PRIMARY KEY, sha256 BLOB NOT NULL);
CREATE TABLE term (term TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE VIRTUAL TABLE word USING fts5(words, content='', tokenize='ascii');
"""


def open_words(project: UUID, path: Path, *, make: bool) -> WordIndex | None:
    """The index of a project; ``None`` where there is none, or another program has it.

    Args:
        project: the project's identity.
        path: where it lies.
        make: whether one is made where there is none.
    """
    folder = paths.cache_dir() / "words"
    file = folder / f"{sha256(project.bytes + os.fsencode(path)).hexdigest()[:32]}.words"
    about = {"version": _VERSION, "project": str(project), "letters": unicodedata.unidata_version}
    if not make and not file.exists():
        return None
    for _ in range(2):
        try:
            folder.mkdir(exist_ok=True)
            made = WordFile(file, about)
            _tidy(folder, file)
            return made
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_CANTOPEN):
                return None
            _throw_away(file)
        except (sqlite3.DatabaseError, _OtherError):
            _throw_away(file)
        except OSError:
            return None
        if not make:
            return None
    return None


class _OtherError(Exception):
    """The file is of something else, or damaged."""


class WordFile(WordIndex):
    """The open file."""

    def __init__(self, path: Path, about: Mapping[str, str]) -> None:
        self._path = path
        self._lock = RLock()
        self._terms: str | None = None
        self._raw = connect(path, "rwc")
        try:
            self._set_up(about)
        except BaseException:
            self._raw.close()
            raise

    def _set_up(self, about: Mapping[str, str]) -> None:
        for setting in (
            "locking_mode = EXCLUSIVE",
            "journal_mode = WAL",
            "synchronous = NORMAL",
            "cell_size_check = 1",
            "cache_size = -16384",
            "temp_store = MEMORY",
        ):
            self._raw.execute(f"PRAGMA {setting}")
        self._raw.execute("BEGIN IMMEDIATE")
        if not self._raw.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:
            for statement in _SCHEMA.strip().split(";\n"):
                self._raw.execute(statement)
            self._raw.executemany("INSERT INTO about VALUES (?, ?)", about.items())
        self._raw.execute("COMMIT")
        if dict(self._raw.execute("SELECT key, value FROM about")) != about:
            raise _OtherError
        if self._raw.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise _OtherError

    def known(self, articles: Sequence[int]) -> dict[int, bytes]:
        """By article, the SHA-256 of the text with which it was put in."""
        with self._used():
            rows = self._raw.execute(
                "SELECT article, sha256 FROM indexed "
                "WHERE article IN (SELECT value FROM json_each(?))",
                (listed(articles),),
            )
            return dict(rows.fetchall())

    def add(self, articles: Sequence[tuple[int, bytes, Sequence[str]]]) -> None:
        """Puts in articles that are not in it: id, SHA-256 of the text, its words in order."""
        new = {word for _, _, words in articles for word in words}
        with self._used():
            self._raw.execute("BEGIN IMMEDIATE")
            try:
                self._raw.executemany(
                    "INSERT INTO indexed VALUES (?, ?)", [(one, sha) for one, sha, _ in articles]
                )
                self._raw.executemany(
                    "INSERT INTO word (rowid, words) VALUES (?, ?)",
                    [(one, " ".join(words)) for one, _, words in articles],
                )
                self._raw.executemany(
                    "INSERT OR IGNORE INTO term VALUES (?)", [(word,) for word in sorted(new)]
                )
                self._raw.execute("COMMIT")
            except BaseException:
                if self._raw.in_transaction:
                    self._raw.execute("ROLLBACK")
                raise
            self._terms = None

    def articles(self, clue: Clue) -> Iterator[list[int]] | None:
        """The articles that have those words side by side, in their order, some at a time."""
        phrases = self._phrases(clue)
        return None if phrases is None else self._found(" OR ".join(phrases))

    def close(self) -> None:
        """Gives the file up."""
        with self._lock, suppress(sqlite3.Error):
            self._raw.close()

    def throw_away(self) -> None:
        """Gives the file up and removes it."""
        self.close()
        _throw_away(self._path)

    def _found(self, query: str) -> Iterator[list[int]]:
        after = -1
        while query:
            with self._used():
                rows = self._raw.execute(
                    "SELECT rowid FROM word WHERE word MATCH ? AND rowid > ? "
                    "ORDER BY rowid LIMIT ?",
                    (query, after, _PAGE),
                ).fetchall()
            if not rows:
                return
            yield [row[0] for row in rows]
            after = rows[-1][0]

    def _phrases(self, clue: Clue) -> list[str] | None:
        """What FTS5 is asked; ``None`` where the words may stand for too many others."""
        if not clue.opens:
            return [_phrase(clue.words, clue.closes)]
        alone = clue.closes and len(clue.words) == 1
        first = self._ending_with(clue.words[0], anywhere=alone)
        if first is None:
            return None
        rest = clue.words[1:]
        return [_phrase((one, *rest), clue.closes and not alone) for one in first]

    def _ending_with(self, word: str, *, anywhere: bool) -> list[str] | None:
        terms, end = self._all_terms(), "" if anywhere else "\n"
        found: list[str] = []
        at = terms.find(word + end)
        while at >= 0:
            start, stop = terms.rfind("\n", 0, at + 1) + 1, terms.index("\n", at)
            if len(found) == _MOST_TERMS:
                return None
            found.append(terms[start:stop])
            at = terms.find(word + end, stop)
        return found

    def _all_terms(self) -> str:
        with self._used():
            if self._terms is None:
                rows = self._raw.execute("SELECT term FROM term")
                self._terms = "".join(f"\n{term}" for (term,) in rows) + "\n"
            return self._terms

    @contextmanager
    def _used(self) -> Iterator[None]:
        with self._lock:
            try:
                yield
            except sqlite3.Error as error:
                logging.getLogger(__name__).warning("the index of words is lost: %s", error)
                raise IndexLostError(str(error)) from error


def _phrase(words: Sequence[str], closes: bool) -> str:
    # Words are letters and digits alone: no quotation mark can be among them.
    return f'"{" ".join(words)}"{" *" if closes else ""}'


def _throw_away(path: Path) -> None:
    for file in (path, *(path.with_name(path.name + end) for end in ("-wal", "-shm", "-journal"))):
        with suppress(OSError):
            file.unlink(missing_ok=True)


def _tidy(folder: Path, but: Path) -> None:
    files = sorted(folder.glob("*.words"), key=lambda one: one.stat().st_mtime)
    for file in files[:-_KEPT]:
        if file != but:
            _throw_away(file)
