"""What is found is the same with a whole index, half of one, an old one, a damaged one, or none."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_work import RandomWork, take_in
from sites import Site, file_site, server_site
from store_making import ANNA, add_article, in_file, new_project

from annotator import paths
from annotator.domain.changes import Kind, Remove
from annotator.domain.errors import UserError
from annotator.domain.finding import Finder, Hit, Wanted, WordFinder, hit
from annotator.domain.text import canonical
from annotator.store import Project, search
from annotator.store.engines.sqlite import words as word_file

ASKED = [
    Wanted(words, whole_words, match_case)
    for words in ("ferry", "rry", "ros", "STRIKE said", "ater ref", "зерн", "inaki", "été", "“rose")
    for whole_words in (False, True)
    for match_case in (False, True)
]


def truth(project: Project, finder: Finder) -> list[Hit]:
    """What is found by reading everything."""
    queries = project.queries
    return [
        hit(one, text, start, end)
        for one in sorted(queries.article_ids())
        for text in [queries.text(one)]
        for start, end in finder.spans(text)
    ]


def check(project: Project) -> None:
    for wanted in ASKED:
        finder = WordFinder(wanted)
        assert list(project.queries.find(finder)) == truth(project, finder), wanted


def ready(project: Project) -> None:
    project.queries.prepare_search()
    assert project.queries.search_is_ready


def only_candidates(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on articles can't be walked: the index must say where to look."""

    def fail(*_: object) -> Iterator[int]:
        raise AssertionError("all was read")

    monkeypatch.setattr(search.Search, "_all", fail)


def _check_any_history(site: Site, seed: int) -> None:
    chance = random.Random(seed)
    with site.new() as project:
        take_in(project, ["Grain prices rose. " * 9, "“rose” 🌾 " * 30])
        worker = RandomWork(project, seed)
        for _ in range(25):
            worker.step()
            articles = project.queries.article_ids()
            if articles and chance.random() < 0.2:
                with suppress(UserError):
                    project.apply("Remove", [Remove(Kind.ARTICLE, articles[0])], coder_id=ANNA)
            if chance.random() < 0.4:
                # Not to the end, now and then not even as far as to know what is missing.
                left = iter(range(chance.randrange(5)))
                project.queries.prepare_search(lambda left=left: next(left, None) is not None)
            finder = WordFinder(chance.choice(ASKED))
            assert list(project.queries.find(finder)) == truth(project, finder)
        check(project)
        ready(project)
        check(project)


@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_after_any_history_all_is_found(seed: int) -> None:
    with file_site() as site, pytest.MonkeyPatch.context() as patch:
        patch.setattr(search, "_SOME", 3)
        _check_any_history(site, seed)


@settings(max_examples=3, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_after_any_history_all_is_found_on_a_server(server: str, seed: int) -> None:
    with server_site(server) as site, pytest.MonkeyPatch.context() as patch:
        patch.setattr(search, "_SOME", 3)
        _check_any_history(site, seed)


_LETTERS = st.text("aAàßsStTﬁfi…. \n’'-\u00ad\u0301çЁе新聞ω_1²㎏", max_size=12)


@settings(max_examples=60, deadline=None)
@given(
    texts=st.lists(_LETTERS, min_size=1, max_size=6),
    asked=st.lists(st.builds(Wanted, _LETTERS, st.booleans(), st.booleans()), max_size=8),
)
def test_whatever_the_letters_all_is_found(texts: list[str], asked: list[Wanted]) -> None:
    with file_site() as site, site.new() as project:
        for text in texts:
            add_article(project, canonical(text))
        ready(project)
        for wanted in asked:
            try:
                finder = WordFinder(wanted)
            except ValueError:
                continue
            assert list(project.queries.find(finder)) == truth(project, finder)


@pytest.fixture
def filled(project: Project) -> Project:
    """Forty articles; one word is in two of them, all of it in the index."""
    for n in range(40):
        rare = "outside agitators" if n in (7, 31) else "nobody"
        add_article(project, f"Number {n}: the mayor blamed {rare} for the strike.")
    ready(project)
    return project


def test_the_index_says_where_to_look(filled: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    only_candidates(monkeypatch)
    looked_at: list[int] = []
    for words in ("agitator", "Outside  Agitators", "ide agi"):
        found = list(filled.queries.find(WordFinder(Wanted(words)), None, looked_at.append))
        assert [one.article_id for one in found] == [8, 32]
    assert sum(looked_at) == 6
    first = next(filled.queries.find(WordFinder(Wanted("agitators"))))
    assert (first.before[-8:], first.words, first.after[:4]) == ("outside ", "agitators", " for")
    assert not list(filled.queries.find(WordFinder(Wanted("side", whole_words=True))))


def test_articles_that_are_asked_for_are_looked_at_in_their_order(filled: Project) -> None:
    finder = WordFinder(Wanted("the mayor"))
    found = filled.queries.find(finder, [30, 8, 99, 2])
    assert [one.article_id for one in found] == [30, 8, 2]


def test_many_that_are_asked_for_are_looked_up(
    filled: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "_WORTH", 10)
    only_candidates(monkeypatch)
    found = filled.queries.find(WordFinder(Wanted("agitators")), range(40, 20, -1))
    assert [one.article_id for one in found] == [32]


def test_removed_articles_are_not_found_and_new_ones_are(filled: Project) -> None:
    filled.apply("Remove", [Remove(Kind.ARTICLE, 8)], coder_id=ANNA)
    add_article(filled, "More AGITATORS.")
    finder = WordFinder(Wanted("agitators"))
    assert [one.article_id for one in filled.queries.find(finder)] == [32, 41]
    filled.undo(ANNA)
    assert [one.article_id for one in filled.queries.find(finder)] == [8, 32, 41]
    ready(filled)
    assert [one.article_id for one in filled.queries.find(finder)] == [8, 32, 41]


def index() -> Path:
    (file,) = (paths.cache_dir() / "words").glob("*.words")
    return file


def _cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:5000])


def _flip(file: Path) -> None:
    kept = bytearray(file.read_bytes())
    for at in range(4096, len(kept), 701):
        kept[at] ^= 0x55
    file.write_bytes(kept)


def _empty(file: Path) -> None:
    file.write_bytes(b"")


def _junk(file: Path) -> None:
    file.write_bytes(b"no index at all" * 999)


@pytest.mark.parametrize("damage", [_cut, _flip, _empty, _junk, Path.unlink])
def test_a_damaged_index_is_made_anew(path: Path, damage: Callable[[Path], None]) -> None:
    with new_project(path) as project:
        take_in(project, ["Ferry strike said ferry. " * 40] * 30)
        ready(project)
    damage(index())
    with Project.open(path) as project:
        check(project)
        ready(project)
        check(project)
    assert index().stat().st_size > 20_000


def test_an_index_that_fails_while_it_is_asked_is_no_matter(filled: Project) -> None:
    filled.queries._search._index._raw.close()
    finder = WordFinder(Wanted("agitators"))
    assert [one.article_id for one in filled.queries.find(finder)] == [8, 32]
    ready(filled)
    assert [one.article_id for one in filled.queries.find(finder)] == [8, 32]


def test_an_index_of_another_way_to_cut_words_is_not_taken(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with new_project(path) as project:
        add_article(project)
        ready(project)
    monkeypatch.setattr(word_file, "_VERSION", "another")
    with Project.open(path) as project:
        ready(project)
        check(project)
    with closing(sqlite3.connect(index())) as raw:
        about = dict(raw.execute("SELECT key, value FROM about"))
    assert about["version"] == "another"


def test_an_index_that_has_seen_another_future_says_nothing_wrong(
    path: Path, tmp_path: Path
) -> None:
    with new_project(path) as project:
        add_article(project, "Grain.")
    older = shutil.copy(path, tmp_path / "older")
    with Project.open(path) as project:
        add_article(project, "The ferry.")
        ready(project)
    shutil.copy(older, path)
    with Project.open(path) as project:
        # The same number, another text.
        add_article(project, "A strike.")
        ready(project)
        for words, expected in (("ferry", []), ("strike", [2]), ("grain", [1])):
            found = project.queries.find(WordFinder(Wanted(words)))
            assert [one.article_id for one in found] == expected


def test_too_many_other_texts_are_worth_a_new_index(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    test_an_index_that_has_seen_another_future_says_nothing_wrong(path, tmp_path)
    monkeypatch.setattr(search, "_WORTH", 0)
    with Project.open(path) as project:
        ready(project)
        ready(project)
        only_candidates(monkeypatch)
        found = project.queries.find(WordFinder(Wanted("strike")))
        assert [one.article_id for one in found] == [2]
        assert not project.queries._search._other


def test_who_only_looks_makes_no_index(path: Path) -> None:
    with new_project(path) as project:
        add_article(project)
        project.queries.prepare_search(make=False)
        check(project)
    assert not (paths.cache_dir() / "words").exists()


def test_an_index_that_another_program_has_is_done_without(path: Path) -> None:
    with new_project(path) as project:
        add_article(project)
        ready(project)
    with closing(sqlite3.connect(index(), isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with Project.open(path) as project:
            project.queries.prepare_search()
            assert project.queries.search_is_settled
            assert not project.queries.search_is_ready
            check(project)


def test_a_text_that_is_damaged_is_told(path: Path) -> None:
    with new_project(path) as project:
        add_article(project)
        add_article(project, "Whole.")
    in_file(path, "DELETE FROM article_text WHERE article_id = 1")
    with Project.open(path) as project:
        for _ in range(2):
            with pytest.raises(UserError, match="Grain"):
                list(project.queries.find(WordFinder(Wanted("xylophone"))))
            ready(project)
        assert list(project.queries.find(WordFinder(Wanted("whole")), [2]))
