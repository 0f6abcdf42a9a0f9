"""The full check finds what SQLite itself cannot see, and the locks hold between threads."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sites import Site
from store_making import (
    ANNA,
    TEXT,
    add_article,
    add_code,
    add_coder,
    everything,
    in_file,
    new_project,
    tag,
    tagged,
)

from annotator.domain.changes import Changes, Create, Kind, Remove
from annotator.domain.errors import CancelledError, UserError
from annotator.domain.finds import Group
from annotator.store import Project
from annotator.store.engines.sqlite import connection
from annotator.store.failures import OpenElsewhereError


@pytest.fixture
def closed(path: Path) -> Path:
    """Three coded articles, at rest."""
    with new_project(path) as project:
        code = add_code(project, "claim")
        for n in range(3):
            article = add_article(project, f"{TEXT} {n}", headline=f"Grain {n}")
            tag(project, article, code, (0, 5))
            tag(project, article, code, (0, 5), (13, 17))
            tag(project, article, code)
    return path


def _finds(path: Path) -> list[str]:
    with Project.open(path) as project:
        return [find.words for find in project.check()]


def test_sound_file_has_no_finds_and_tells_its_progress(closed: Path) -> None:
    told: list[tuple[int, int]] = []

    def go_on(done: int, total: int) -> bool:
        told.append((done, total))
        return True

    with Project.open(closed) as project:
        assert project.check(go_on) == []
        assert project.loose_ends() == []
    assert told == sorted(told)
    assert told[-1][0] == told[-1][1] > 15


def test_flipped_byte_in_a_text_is_found(closed: Path) -> None:
    whole = closed.read_bytes()
    assert whole.count(b"Silence followed. 1") == 1
    closed.write_bytes(whole.replace(b"Silence followed. 1", b"Silence followee. 1"))
    (find,) = _finds(closed)
    assert "text of “Grain 1” is not the text that was imported" in find


def test_letters_that_are_none_are_found_and_the_quotes_still_looked_at(closed: Path) -> None:
    whole = closed.read_bytes()
    closed.write_bytes(whole.replace(b"Grain prices rose sharply", b"\xffrain prices rose sharply"))
    finds = _finds(closed)
    assert sum("is not the text" in find for find in finds) == 3
    assert sum("quotes “Grain”, but" in find for find in finds) == 3
    with Project.open(closed) as project, pytest.raises(UserError, match="is damaged"):
        project.queries.text(1)


def test_wrong_quote_is_found_with_its_place(closed: Path) -> None:
    in_file(closed, "UPDATE annotation SET quotes = ? WHERE id = 2", json.dumps(["Grain", "fell"]))
    (find,) = _finds(closed)
    assert "in “Grain 0” quotes “Grain […] fell”" in find
    assert "from 0 to 17 the text says “Grain […] rose”" in find


def test_shifted_place_is_found(closed: Path) -> None:
    in_file(closed, 'UPDATE annotation SET start = 1, "end" = 6 WHERE id = 1')
    (find,) = _finds(closed)
    assert "the text says “rain ”" in find


def test_removed_annotations_are_not_checked(closed: Path) -> None:
    in_file(closed, "UPDATE annotation SET quotes = '[]', deleted = 1 WHERE id = 1")
    assert _finds(closed) == []


@pytest.mark.parametrize(
    ("sql", "find"),
    [
        ("UPDATE annotation SET ranges = '[[0]]' WHERE id = 2", "has a place that cannot be read"),
        ("UPDATE annotation SET code_id = 77 WHERE id = 1", "“annotation” refers to one of “code”"),
        ("DELETE FROM article_text WHERE article_id = 2", "The text of “Grain 1” is missing"),
    ],
)
def test_other_damage_is_a_sentence(closed: Path, sql: str, find: str) -> None:
    in_file(closed, sql)
    assert [find in one for one in _finds(closed)] == [True]


@pytest.mark.parametrize(
    ("sql", "group", "words"),
    [
        (
            """UPDATE annotation SET stamps = '{"memo": [1, "x"]}', rev = 3 WHERE id = 1""",
            Group.STAMPS,
            "“memo” was written before the record itself",
        ),
        (
            """UPDATE code SET stamps = '{"nothing": [9, "x"]}'""",
            Group.STAMPS,
            "there is no field “nothing”",
        ),
        ("UPDATE code SET stamps = '[7]'", Group.STAMPS, "written cannot be read"),
        ("UPDATE coder SET rev = 99", Group.STAMPS, "of whom nothing was seen"),
        ("UPDATE round SET replica = 'nobody'", Group.STAMPS, "by “nobody”"),
        ("UPDATE round SET uid = x'00'", Group.VALUES, "it has no identity"),
        ("UPDATE article SET zones = '[[0]]' WHERE id = 1", Group.VALUES, "its zones cannot"),
        ("UPDATE code SET examples = '{}'", Group.VALUES, "its examples cannot"),
        ("UPDATE annotation SET attributes = '{' WHERE id = 1", Group.VALUES, "its attributes"),
        ("UPDATE change SET before = '{' WHERE txn_id = 4", Group.HISTORY, "step 4 of the history"),
        ("UPDATE txn SET origin = '{' WHERE id = 4", Group.HISTORY, "Where step 4"),
    ],
)
def test_what_makes_no_sense_is_a_sentence_under_its_heading(
    closed: Path, sql: str, group: Group, words: str
) -> None:
    in_file(closed, sql)
    with Project.open(closed) as project:
        finds = project.check()
    assert {find.group for find in finds} == {group}
    assert any(words in find.words for find in finds)


def test_memo_about_nothing_waits_to_be_settled(closed: Path) -> None:
    with Project.open(closed) as project:
        code = project.queries.codebook().find("claim")
        edit = Create(
            Kind.MEMO,
            {"about_kind": "code", "about_uid": code.uid, "coder_id": ANNA, "text": "Hm."},
        )
        project.apply("Write a memo", [edit], coder_id=ANNA)
        assert project.check() == project.loose_ends() == []
    in_file(closed, "UPDATE memo SET about_uid = zeroblob(16)")
    with Project.open(closed) as project:
        (find,) = project.loose_ends()
    assert (find.group, find.words) == (Group.LEFT_OUT, "1 memo is about a missing code.")


def test_what_waits_to_be_settled_is_no_damage(closed: Path) -> None:
    with Project.open(closed) as project:
        other = add_code(project, "source")
        parent = project.queries.codebook().find("claim").id
    in_file(closed, "UPDATE code SET parent_id = ? WHERE id = ?", other, parent)
    in_file(closed, "UPDATE code SET parent_id = ? WHERE id = ?", parent, other)
    in_file(closed, "UPDATE article SET deleted = 1 WHERE id = 2")
    with Project.open(closed, read_only=True) as project:
        assert project.check() == []
        ends = {find.group: find.words for find in project.loose_ends()}
    assert ends[Group.RINGS].count("“claim”") in {1, 2}
    assert ends[Group.LEFT_OUT] == "3 annotations use a deleted article."


def test_check_stops_when_it_is_not_wanted_any_more(closed: Path) -> None:
    with Project.open(closed) as project:
        with pytest.raises(CancelledError):
            project.check(lambda done, _total: done == 0)
        assert project.check() == []
        add_code(project, "work goes on")


# -- beside the work that goes on


def test_saving_goes_on_while_the_structure_is_looked_at(
    closed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is written back meanwhile, and the file stays this program's afterwards."""
    monkeypatch.setattr(connection, "_OPERATIONS", 1)
    monkeypatch.setattr(connection, "_LOG_LIMIT", 0)
    before = closed.stat().st_size
    with Project.open(closed) as project:
        project.checkpoint()
        saved: list[int] = []

        def go_on(done: int, _total: int) -> bool:
            if done == 0 and len(saved) < 30:
                saved.append(add_article(project, TEXT * 40))
                assert closed.stat().st_size <= before + 4096
            return True

        assert project.check(go_on) == []
        assert len(saved) == 30
        project.checkpoint()
        assert closed.stat().st_size > before + 30 * len(TEXT) * 40
        with pytest.raises(OpenElsewhereError):
            Project.open(closed)
        command = [sys.executable, "-c", _OPEN_IT, str(closed)]
        assert subprocess.run(command, check=False).returncode == 7
    assert _finds(closed) == []


def test_what_is_saved_while_it_is_checked_is_no_find(closed: Path) -> None:
    with Project.open(closed) as project:
        code = project.queries.codebook().find("claim").id
        saved: list[Changes] = []

        def go_on(_done: int, _total: int) -> bool:
            at = len(saved) % 80
            saved.append(tag(project, 1 + at % 3, code, (at, at + 3)))
            if len(saved) % 4 == 0:
                project.undo(ANNA)
            return True

        assert project.check(go_on) == []
        assert len(saved) >= 8


_OPEN_IT = """
import sqlite3, sys
try:
    sqlite3.connect(sys.argv[1], timeout=0).execute("SELECT count(*) FROM code").fetchone()
except sqlite3.OperationalError as error:
    sys.exit(7 if "locked" in str(error) else 1)
"""


# -- threads


def test_threads_share_the_project_without_losing_anything(project: Project, site: Site) -> None:
    article, code = add_article(project), add_code(project, "claim")
    coders = [ANNA, add_coder(project, "Ben"), add_coder(project, "Cy")]
    start = threading.Barrier(len(coders) + 1)

    def work(coder: int) -> int:
        start.wait()
        for n in range(30):
            one = tagged(project, article, code, (n, n + 5), coder_id=coder)
            if n % 3 == 0:
                project.apply("Remove", [Remove(Kind.ANNOTATION, one)], coder_id=coder)
            elif n % 3 == 1:
                project.undo(coder)
                project.redo(coder)
        return coder

    def watch() -> None:
        start.wait()
        for _ in range(60):
            total = sum(project.queries.annotation_counts().values())
            assert 0 <= total <= len(coders) * 30
            assert all(one.anchor.quotes for one in project.queries.annotations(article))

    with ThreadPoolExecutor(len(coders) + 1) as pool:
        watching = pool.submit(watch)
        done = list(pool.map(work, coders))
        watching.result()
    assert project.queries.annotation_counts() == {(code, coder): 20 for coder in done}
    assert project.check() == []
    project.close()
    revs = [rev for (rev,) in site.rows("SELECT rev FROM txn ORDER BY id")]
    assert revs == list(range(1, len(revs) + 1))


def test_failure_in_one_thread_leaves_the_others_work(project: Project) -> None:
    article, code = add_article(project), add_code(project, "claim")

    def fail() -> None:
        for _ in range(20):
            with pytest.raises(ValueError, match="no annotation"):
                project.apply("x", [Remove(Kind.ANNOTATION, 999)], coder_id=ANNA)

    with ThreadPoolExecutor(1) as pool:
        failing = pool.submit(fail)
        for n in range(20):
            tag(project, article, code, (n, n + 3))
        failing.result()
    assert project.queries.annotation_counts() == {(code, ANNA): 20}


def test_reading_goes_on_while_another_project_is_written(tmp_path: Path) -> None:
    with new_project(tmp_path / "a.annotator") as a, new_project(tmp_path / "b.annotator") as b:
        add_article(a)
        before = everything(b)
        add_code(a, "x")
        assert everything(b) == before
