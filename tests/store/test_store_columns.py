"""Counts come from columns that follow every change: they are what SQL counts in the tables."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st
from random_work import RandomWork, start
from statement_trace import Ran, traced
from store_making import (
    ANNA,
    add_article,
    add_code,
    add_coder,
    in_file,
    new_project,
    place,
    tag,
    tagged,
)

from annotator import paths
from annotator.domain.changes import Changes, Create, Edit, Kind, Remove, Update
from annotator.domain.errors import GoneError, UserError
from annotator.domain.tally import Base, Grouping, Tally
from annotator.store import Project, counting, filling, snapshots

GROUPINGS: tuple[Grouping, ...] = ("code", "outlet", "month", "coder")


SQL: dict[Grouping, tuple[str, str]] = {
    "code": ("''", "''"),
    "outlet": ("outlet", "outlet"),
    "month": ("substr(published, 1, 7)", "substr(published, 1, 7)"),
    "coder": ("coder.name", "''"),
}
"""What annotations are grouped by, and what articles are."""


def asked(project: Project, statement: str) -> list[Any]:
    """What the project's engine finds, past all that counts."""
    return project._database.read(sa.text(statement))


def truth(project: Project, by: Grouping, coders: list[int]) -> tuple[set[Tally], dict[str, Base]]:
    """Tallies and bases, counted by SQL."""
    of_annotations, of_articles = SQL[by]
    ids = ", ".join(map(str, coders)) or "NULL"
    tallies = asked(
        project,
        f"SELECT code_id, {of_annotations}, count(*), count(DISTINCT article_id) FROM annotation "
        "JOIN article ON article.id = article_id JOIN coder ON coder.id = coder_id "
        f"WHERE annotation.deleted = 0 AND coder_id IN ({ids}) GROUP BY 1, 2",
    )
    bases = {
        name: Base(articles, words)
        for name, articles, words in asked(
            project,
            f"SELECT {of_articles}, count(*), sum(counted_words) FROM article WHERE deleted = 0 "
            "OR EXISTS (SELECT * FROM annotation AS one "
            "WHERE one.article_id = article.id AND one.deleted = 0) GROUP BY 1",
        )
    }
    if by == "code":
        bases = bases or {"": Base(0, 0)}
    if by == "coder":
        named = asked(project, f"SELECT name FROM coder WHERE id IN ({ids})")
        bases = dict.fromkeys((name for (name,) in named), bases.get("", Base(0, 0)))
    return {Tally(*row) for row in tallies}, bases


def check(project: Project) -> None:
    """All that is counted is what SQL counts, also for some of the coders only."""
    queries = project.queries
    everybody = [one.id for one in queries.coders()]
    queries.prepare_counts()
    assert queries.counts_are_ready
    counts = asked(
        project,
        "SELECT code_id, coder_id, count(*) FROM annotation WHERE deleted = 0 GROUP BY 1, 2",
    )
    assert queries.annotation_counts() == {(code, coder): n for code, coder, n in counts}
    for coders in (everybody, everybody[:1], []):
        for by in GROUPINGS:
            tallies = queries.tallies(by, coders)
            assert (set(tallies), queries.bases(by, coders)) == truth(project, by, coders)
            assert len(tallies) == len(set(tallies))
    for code, coder in {(code, coder) for code, coder, _ in counts}:
        in_order = asked(
            project,
            f"SELECT id FROM annotation WHERE deleted = 0 AND code_id = {code} "
            f"AND coder_id = {coder} ORDER BY article_id, start, id",
        )
        assert queries.passages(code, [coder]) == [one for (one,) in in_order]
    used = sorted({code for code, _, _ in counts})
    for codes in ([], used[:1], used[1:], [*used, 10**6]):
        listed = ", ".join(map(str, codes)) or "NULL"
        ((number,),) = asked(
            project,
            "SELECT count(DISTINCT article_id) FROM annotation WHERE deleted = 0 "
            f"AND code_id IN ({listed})",
        )
        assert queries.articles_with(codes) == number
    for coder in everybody:
        found = asked(
            project,
            "SELECT article_id, count(*) FROM annotation WHERE deleted = 0 "
            f"AND coder_id = {coder} GROUP BY 1",
        )
        ids = queries.article_ids()
        assert queries.annotations_per_article(ids, coder) == dict.fromkeys(ids, 0) | dict(found)


class _TwoCoders(RandomWork):
    """Random work, some of it by another coder, some of it on articles and coders themselves."""

    def __init__(self, project: Project, seed: int) -> None:
        super().__init__(project, seed)
        self._chance = random.Random(seed)
        ids = [one.id for one in project.queries.coders()]
        self._other = ids[1] if len(ids) > 1 else add_coder(project, "Ben")

    def work(self) -> None:
        if not self._job_is_open and self._chance.random() < 0.06:
            self._merge()
            return
        which = self._chance.random()
        if which < 0.6:
            self.step()
            return
        if which < 0.8:
            self._act_or_not()
            return
        with suppress(UserError):
            (self.project.undo if which < 0.92 else self.project.redo)(self._other)

    def _apply(self, label: str, edits: list[Edit]) -> Changes:
        try:
            return super()._apply(label, edits)
        except (ValueError, GoneError):
            # What was removed, and is there only because others use it, can't be changed.
            return Changes(0, label, {}, {}, {}, frozenset(), {})

    def _merge(self) -> None:
        """What was done in a copy comes in, while the project itself went on."""
        with TemporaryDirectory() as folder:
            copy = Path(folder) / "copy.annotator"
            self.project.copy(copy)
            with Project.open(copy) as theirs:
                other = _TwoCoders(theirs, self._chance.randrange(2**32))
                for _ in range(6):
                    other.step()
                while other._job_is_open:
                    other.step()
                for _ in range(3):
                    self._act_or_not()
                self.project.join(theirs, "Merge", coder_id=self._other, about={})

    def _act_or_not(self) -> None:
        with suppress(UserError, ValueError):
            self._act()

    def _act(self) -> None:
        queries, some = self.project.queries, self._chance.choice
        ids = queries.article_ids()
        if not ids:
            return
        article, code = some(ids), some([None, *(one.id for one in queries.codebook())])
        mine = [one.id for one in queries.annotations(coder_ids=[self._other])]
        values: dict[str, Any] = {
            "article_id": article,
            "coder_id": self._other,
            "round_id": self.project.main_round,
            "code_id": code,
            "anchor": place(self.project, article, *some([(), ((0, 3),), ((2, 5),)])),
        }
        edits: list[Edit] = [
            Update(Kind.ARTICLE, article, {"outlet": some("ab"), "published": some(["", "2024"])}),
            Remove(Kind.ARTICLE, article),
            Update(Kind.CODER, self._other, {"name": some(["Ben", "Ben 2"])}),
        ]
        if code is not None:
            edits += [Create(Kind.ANNOTATION, values)] * 4
        if mine and code is not None:
            edits += [
                Update(Kind.ANNOTATION, some(mine), {"code_id": code}),
                Remove(Kind.ANNOTATION, some(mine)),
            ]
        self.project.apply("Work", [some(edits)], coder_id=self._other)


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 2**32), often=st.booleans())
def test_counts_are_exact_after_every_step_of_any_history(seed: int, often: bool) -> None:
    """Undoing, redoing, merging and long jobs are among the steps."""
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(counting, "_MANY", 0 if often else 10)
        path = Path(folder) / "p.annotator"
        start(path)
        project = Project.open(path)
        worker = _TwoCoders(project, seed)
        for _ in range(25):
            worker.work()
            check(project)
            if worker.chance(0.15):
                project.close()
                project = Project.open(path)
                worker = _TwoCoders(project, seed := seed + 1)
        check(project)
        project.close()


@pytest.fixture
def coded(path: Path) -> Iterator[Project]:
    """A project with ten annotations, counted once, so that there is a snapshot."""
    with new_project(path) as project:
        articles = [add_article(project, outlet=name) for name in ("Wire", "Quay")]
        codes = [add_code(project, name) for name in ("claim", "frame")]
        for n in range(10):
            tag(project, articles[n % 2], codes[n % 3 % 2], (n, n + 4))
        check(project)
        yield project


def test_after_a_change_an_article_is_counted_without_reading_what_else_is_in_it(
    coded: Project, path: Path
) -> None:
    coded.close()
    with traced() as trace, Project.open(path) as project:
        article, claim = (
            project.queries.article_ids()[0],
            next(iter(project.queries.codebook())).id,
        )
        check(project)
        before = project.queries.annotations_per_article([article], ANNA)[article]
        tag(project, article, claim, (0, 9))
        trace.events.clear()
        assert project.queries.annotations_per_article([article], ANNA) == {article: before + 1}
        asked = [event.sql for event in trace.events if isinstance(event, Ran)]
    with closing(sqlite3.connect(path)) as raw:
        plans = [raw.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall() for sql in asked]
    assert [plan[0][-1] for plan in plans] == [
        "SEARCH annotation USING INTEGER PRIMARY KEY (rowid=?)"
    ]


def snapshot() -> Path:
    (file,) = (paths.cache_dir() / "columns").iterdir()
    return file


def no_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on columns can't be filled from nothing."""

    def fail(*_: object) -> Iterator[None]:
        raise AssertionError("all was read anew")

    monkeypatch.setattr(filling, "put_all", fail)


def test_a_snapshot_is_taken_up_and_newer_changes_are_put_on_top(
    coded: Project, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (first, *_), claim = coded.queries.article_ids(), next(iter(coded.queries.codebook())).id
    one = tagged(coded, first, claim, (0, 9))
    coded.apply("Move", [Update(Kind.ARTICLE, first, {"outlet": "Mail"})], coder_id=ANNA)
    coded.apply("Remove", [Remove(Kind.ANNOTATION, one - 1)], coder_id=ANNA)
    before = snapshot().stat().st_mtime_ns
    coded.close()
    assert snapshot().stat().st_mtime_ns == before  # a few changes are not worth it
    no_reading(monkeypatch)
    with Project.open(path) as project:
        check(project)


def test_much_work_is_kept_on_closing(
    coded: Project, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counting, "_MANY", 5)
    article, claim = coded.queries.article_ids()[0], next(iter(coded.queries.codebook())).id
    for n in range(6):
        tag(coded, article, claim, (n, n + 3))
    check(coded)
    before = snapshot().stat().st_mtime_ns
    coded.close()
    assert snapshot().stat().st_mtime_ns > before
    no_reading(monkeypatch)
    monkeypatch.setattr(filling, "changed_since", lambda _, txn: iter(()))
    with Project.open(path) as project:
        check(project)


def _cut(file: Path) -> None:
    kept = file.read_bytes()
    file.write_bytes(kept[: len(kept) // 2])


def _flip(file: Path) -> None:
    kept = bytearray(file.read_bytes())
    kept[300] ^= 1
    file.write_bytes(kept)


def _empty(file: Path) -> None:
    file.write_bytes(b"")


@pytest.mark.parametrize("damage", [_cut, _flip, _empty])
def test_a_damaged_snapshot_is_made_anew(
    coded: Project, path: Path, damage: Any, caplog: pytest.LogCaptureFixture
) -> None:
    coded.close()
    whole = snapshot().read_bytes()
    damage(snapshot())
    with Project.open(path) as project:
        check(project)
    assert "damaged" in caplog.text
    assert len(snapshot().read_bytes()) == len(whole)


def test_a_snapshot_of_another_version_is_made_anew(
    coded: Project, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    coded.close()
    before = snapshot().read_bytes()
    monkeypatch.setattr(snapshots, "VERSION", snapshots.VERSION + 1)
    with Project.open(path) as project:
        check(project)
    assert snapshot().read_bytes() != before


def test_a_snapshot_of_another_project_is_not_taken(
    coded: Project, path: Path, tmp_path: Path
) -> None:
    coded.close()
    kept = snapshot().read_bytes()
    snapshot().unlink()
    path.unlink()
    with new_project(path) as other:
        other.queries.prepare_counts()
    snapshot().write_bytes(kept)
    with Project.open(path) as other:
        check(other)
        assert other.queries.annotation_counts() == {}


def test_a_snapshot_is_not_taken_by_an_older_copy_that_went_another_way(
    coded: Project, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counting, "_MANY", 0)
    coded.close()
    older = Path(shutil.copy(path, tmp_path / "older"))
    with Project.open(path) as project:
        article, claim = project.queries.article_ids()[0], next(iter(project.queries.codebook())).id
        for n in range(5):
            tag(project, article, claim, (n, n + 3))
        check(project)
    shutil.copy(older, path)
    with Project.open(path) as project:
        # As many entries of the history as the snapshot has seen, but other ones.
        for _ in range(5):
            project.apply("Rename", [Update(Kind.PROJECT, 1, {"name": f"{_}"})], coder_id=ANNA)
        check(project)
        assert sum(project.queries.annotation_counts().values()) == 10


def test_a_long_job_is_counted_when_it_is_finished_and_nothing_is_kept_meanwhile(
    coded: Project, path: Path
) -> None:
    coded.close()
    snapshot().unlink()
    with Project.open(path) as project:
        article, claim = project.queries.article_ids()[0], next(iter(project.queries.codebook())).id
        values = {
            "article_id": article,
            "coder_id": ANNA,
            "round_id": project.main_round,
            "code_id": claim,
            "anchor": place(project, article, (0, 5)),
        }
        with project.begin("Merge", coder_id=ANNA) as job:
            job.take([Create(Kind.ANNOTATION, values) for _ in range(40)])
            check(project)
            tag(project, article, claim, (1, 9))
            check(project)
            assert sum(project.queries.annotation_counts().values()) == 11
            assert not list((paths.cache_dir() / "columns").iterdir())
            job.finish()
        check(project)
        assert sum(project.queries.annotation_counts().values()) == 51


def test_what_is_changed_while_columns_are_filled_is_counted(
    coded: Project, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    coded.close()
    snapshot().unlink()
    with Project.open(path) as project:
        queries = project.queries
        articles, claim = queries.article_ids(), next(iter(queries.codebook())).id
        ids = [one.id for one in queries.annotations()]
        work: list[Any] = [
            lambda: tag(project, articles[0], claim, (1, 9)),
            lambda: project.apply("Remove", [Remove(Kind.ANNOTATION, ids[-1])], coder_id=ANNA),
            lambda: project.apply("Remove", [Remove(Kind.ANNOTATION, ids[0])], coder_id=ANNA),
            lambda: project.undo(ANNA),
        ]

        def meanwhile() -> bool:
            if work:
                work.pop()()
            return True

        queries.prepare_counts(meanwhile)
        assert len(work) < 4
        check(project)


def test_filling_can_be_given_up_and_begun_again(coded: Project, path: Path) -> None:
    coded.close()
    snapshot().unlink()
    with Project.open(path) as project:
        project.queries.prepare_counts(lambda: False)
        assert not project.queries.counts_are_ready
        check(project)


def test_a_big_change_is_counted_when_it_has_been_read(coded: Project) -> None:
    article, claim = coded.queries.article_ids()[0], next(iter(coded.queries.codebook())).id
    values = {
        "article_id": article,
        "coder_id": ANNA,
        "round_id": coded.main_round,
        "code_id": claim,
        "anchor": place(coded, article, (0, 5)),
    }
    many = [Create(Kind.ANNOTATION, values) for _ in range(2500)]
    coded.apply("Tag a lot", many, coder_id=ANNA)
    assert not coded.queries.counts_are_ready
    check(coded)
    coded.undo(ANNA)
    check(coded)


def test_an_impossible_number_is_told_as_damage(coded: Project, path: Path) -> None:
    coded.close()
    snapshot().unlink()
    in_file(path, 'UPDATE annotation SET start = ?, "end" = ? WHERE id = 3', 2**40, 2**40)
    with Project.open(path) as project, pytest.raises(UserError, match="damaged"):
        project.queries.prepare_counts()
    with Project.open(path) as project:
        assert not project.queries.counts_are_ready
