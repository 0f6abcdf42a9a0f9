"""Damage inside a file: nothing but messages, what is whole stays readable, and the check finds it.

Single flipped bits and emptied pages, at places decided by seeds, in copies of one project.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import random_work
from random_work import Picture, RandomWork, picture
from store_making import ANNA, TEXT, add_article, add_code, in_file, new_project, tag, tagged

from annotator.domain.anchor import Anchor
from annotator.domain.changes import Create, Kind, Update
from annotator.domain.errors import UserError
from annotator.store import Project
from annotator.store.engines.sqlite import connection

_PAGE = 4096

Coded = tuple[dict[int, Anchor], dict[int, str]]
"""The place of each annotation, and the text of each article."""


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed project with some hundred annotations and a history."""
    path = tmp_path_factory.mktemp("sound") / "study.annotator"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ANNOTATOR_HOME", str(tmp_path_factory.mktemp("home")))
        random_work.start(path)
        with Project.open(path) as project:
            at_work = RandomWork(project, seed=5)
            for _ in range(90):
                at_work.step()
            assert len(project.queries.annotations()) > 100
    return path


def _coded(project: Project) -> Coded:
    queries = project.queries
    return (
        {one.id: one.anchor for one in queries.annotations()},
        {one: queries.text(one) for one in queries.article_ids()},
    )


def _look(before: Coded, damaged: Path) -> str:
    """Does all that a person could do with a damaged file; what came of it.

    Whatever happens, it is a message: any other error ends the test.
    """
    try:
        with Project.open(damaged) as project:
            found = bool(project.check())
            try:
                harmed = _coded(project) != before
                picture(project)
            except UserError:
                harmed = True
            try:
                at_work = RandomWork(project, seed=1)
                for _ in range(5):
                    at_work.step()
            except UserError:
                pass
    except UserError:
        return "refused"
    if found:
        return "found"
    return "overlooked" if harmed else "harmless"


def _with_flipped_bit(whole: bytes, chance: random.Random) -> bytes:
    damaged = bytearray(whole)
    damaged[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
    return bytes(damaged)


def _with_empty_page(whole: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(whole) // _PAGE) * _PAGE
    return whole[:at] + bytes(_PAGE) + whole[at + _PAGE :]


def _check_damaged(sound: Path, path: Path, seed: int) -> None:
    whole, chance = sound.read_bytes(), random.Random(seed)
    with Project.open(sound, read_only=True) as project:
        before = _coded(project)
    outcomes = []
    for damage in (_with_flipped_bit, _with_empty_page):
        for _ in range(30):
            path.write_bytes(damage(whole, chance))
            outcomes.append(_look(before, path))
            for file in path.parent.iterdir():
                file.unlink()
    assert "overlooked" not in outcomes
    assert outcomes[30:].count("harmless") < 15
    assert outcomes.count("found") > 15


def test_no_damage_to_texts_and_quotes_is_overlooked(sound: Path, path: Path) -> None:
    _check_damaged(sound, path, 0)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(1, 11))
def test_no_damage_to_texts_and_quotes_is_overlooked_however_often(
    sound: Path, path: Path, seed: int
) -> None:
    _check_damaged(sound, path, seed)


# -- what is whole stays readable


@pytest.fixture
def coded(path: Path) -> Path:
    """One article with two annotations, one with a memo; at rest."""
    with new_project(path) as project:
        code = add_code(project, "claim")
        article = add_article(project, headline="Grain")
        tag(project, article, code, (0, 5), memo="A memo of Iñaki")
        tag(project, article, code, (6, 12))
    return path


def _overwrite(path: Path, old: bytes, new: bytes) -> None:
    whole = path.read_bytes()
    assert whole.count(old) >= 1
    path.write_bytes(whole.replace(old, new))


def test_one_damaged_letter_does_not_hide_the_others(coded: Path) -> None:
    _overwrite(coded, "Iñaki".encode(), b"I\xffxaki")
    with Project.open(coded) as project:
        first, second = project.queries.annotations()
        assert first.memo == "A memo of I\ufffdxaki"
        assert second.anchor.quote == "prices"
        (find,) = project.check()
        assert find.words == "Entry 1 of the table “annotation” has damaged letters in “memo”."
        tagged(project, 1, 1, (0, 3), memo="work goes on")


def test_damaged_text_is_not_annotated_any_further(coded: Path) -> None:
    _overwrite(coded, b"Silence followed", b"Silence followee")
    with Project.open(coded) as project:
        assert project.queries.text(1).endswith("Silence followee.")
        with pytest.raises(UserError, match="text of “Grain” is not the text") as error:
            tag(project, 1, 1, (0, 3))
        assert str(coded) in error.value.what
        assert "newest backup" in error.value.way_out
        assert len(project.queries.annotations()) == 2


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE article SET text_sha256 = x'00'",
        "DELETE FROM article_text",
        "UPDATE article_text SET text = CAST(x'ff' || substr(text, 2) AS TEXT)",
    ],
)
def test_text_that_is_not_there_is_a_message(coded: Path, sql: str) -> None:
    in_file(coded, sql)
    with Project.open(coded) as project:
        with pytest.raises(UserError, match="text of “Grain” is not the text"):
            project.queries.text(1)
        assert len(project.queries.annotations()) == 2
        assert project.check() != []


@pytest.mark.parametrize(
    ("sql", "find"),
    [
        ("UPDATE annotation SET text_sha256 = x'00' WHERE id = 2", "a text that the article does"),
        ("UPDATE annotation SET suffix = 'elsewhere' WHERE id = 2", "has other words around it"),
        ("UPDATE annotation SET uid = x'00', prefix = 'x' WHERE id = 2", "Annotation ? in “Grain”"),
        ("UPDATE article SET text_sha256 = x'00'", "The text of “Grain” is missing"),
    ],
)
def test_each_part_of_a_place_is_checked(coded: Path, sql: str, find: str) -> None:
    in_file(coded, sql)
    with Project.open(coded) as project:
        assert find in project.check()[0].words


def test_file_cut_short_while_it_is_open_is_a_message(coded: Path) -> None:
    with pytest.raises(UserError), Project.open(coded) as project:  # noqa: PT012
        with coded.open("r+b") as file:
            file.truncate(_PAGE)
        for _ in range(3):
            project.queries.annotations()
            add_article(project, TEXT * 9)
            project.checkpoint()


# -- copies that other programs take meanwhile


def _copied(path: Path, copy: Path, project: Project, at_work: RandomWork) -> None:
    """Copies bit by bit, with work going on in between."""
    with path.open("rb") as source, copy.open("wb") as target:
        while part := source.read(_PAGE * 16):
            target.write(part)
            at_work.step()


def _copies(path: Path) -> Iterator[tuple[Picture, list[str], Picture]]:
    """Twenty copies: what the file itself held, what is wrong with the copy, what it holds."""
    random_work.start(path)
    copy = path.with_name("copy.annotator")
    with Project.open(path) as project:
        # Long jobs write back all the time: a copy taken meanwhile has to be taken once more.
        at_work = RandomWork(project, seed=3, long_jobs=False)
        for _ in range(30):
            at_work.step()
        for _ in range(20):
            project.checkpoint()
            before = picture(project)
            _copied(path, copy, project, at_work)
            try:
                with Project.open(copy) as copied:
                    yield before, [one.words for one in copied.check()], picture(copied)
            except UserError as error:
                yield before, [str(error)], {}


def test_copies_taken_while_working_are_whole(path: Path) -> None:
    for before, finds, copied in _copies(path):
        assert finds == []
        assert copied == before


def test_copies_would_be_damaged_if_the_file_changed_all_the_time(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "_LOG_LIMIT", 0)
    assert any(finds or copied != before for before, finds, copied in _copies(path))


def test_copies_of_file_and_log_together_hold_the_newest_work(path: Path) -> None:
    random_work.start(path)
    copy = path.with_name("copy.annotator")
    with Project.open(path) as project:
        at_work = RandomWork(project, seed=4, long_jobs=False)
        for _ in range(5):
            project.checkpoint()
            _copied(path, copy, project, at_work)
            shutil.copy(f"{path}-wal", f"{copy}-wal")
            with Project.open(copy) as copied:
                assert copied.check() == []
                assert picture(copied) == picture(project)
        assert project.apply("Go on", [Create(Kind.CODE, {"name": "x"})], coder_id=ANNA)


def test_unfinished_job_that_makes_no_sense_is_a_message(coded: Path) -> None:
    with Project.open(coded) as project:
        project.apply("Think again", [Update(Kind.ANNOTATION, 2, {"memo": "x"})], coder_id=ANNA)
    in_file(coded, "DELETE FROM annotation WHERE id = 2")
    in_file(coded, "UPDATE txn SET applied = 0 WHERE label = 'Think again'")
    with pytest.raises(UserError, match="is damaged") as error:
        Project.open(coded)
    assert str(coded) in error.value.what
    with Project.open(coded, read_only=True) as project:
        assert len(project.queries.annotations()) == 1
