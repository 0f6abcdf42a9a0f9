"""The list of a large project is made beside the window, and is the same as that of a small one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from store_making import ANNA, new_project

from annotator.domain.changes import Create, Kind, Remove, Update
from annotator.store import Project, listing
from annotator.store.listing import Sort

MANY = 2 * listing.SLICE + 100
SORTS: tuple[Sort, ...] = ("imported", "headline", "outlet", "published", "words")


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("listing") / "large.annotator"
    with new_project(path) as project:
        edits = [Create(Kind.ARTICLE, values(n)) for n in range(MANY)]
        project.apply("Import", edits, coder_id=ANNA)
    return path


def values(number: int) -> dict[str, Any]:
    return {
        "headline": f"{'aBcD'[number % 4]} {number % 7}",
        "outlet": f"{'xYz'[number % 3]}",
        "published": f"20{number % 25:02d}",
        "text": "Rain.",
        "words": number % 11,
    }


@pytest.fixture
def large(file: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Project]:
    monkeypatch.setattr(listing, "_RUN", 500)
    with Project.open(file) as project:
        yield project


def check(project: Project, sort: Sort, wanted: str = "") -> None:
    queries = project.queries
    queries.prepare_article_list(sort)
    assert queries.can_list_articles(sort)
    live = queries.articles(range(1, MANY + 50))
    keys = {
        "imported": lambda one: one.id,
        "headline": lambda one: one.headline.casefold(),
        "outlet": lambda one: one.outlet.casefold(),
        "published": lambda one: one.published,
        "words": lambda one: one.words,
    }
    expected = [one.id for one in sorted(live, key=keys[sort]) if wanted in one.headline.lower()]
    assert queries.article_ids(wanted, sort) == expected
    assert queries.article_ids(wanted, sort, descending=True) == expected[::-1]
    assert queries.article_count() == len(live)


@pytest.mark.parametrize("sort", SORTS)
def test_it_is_made_in_slices_in_every_order(large: Project, sort: Sort) -> None:
    assert not large.queries.can_list_articles(sort)
    check(large, sort)
    check(large, sort, "b")


def test_the_first_and_last_are_there_at_once(large: Project) -> None:
    assert large.queries.first_articles(3) == [1, 2, 3]
    assert large.queries.first_articles(2, descending=True) == [MANY, MANY - 1]
    large.apply("Remove", [Remove(Kind.ARTICLE, 1), Remove(Kind.ARTICLE, MANY)], coder_id=ANNA)
    assert large.queries.first_articles(2) == [2, 3]
    assert large.queries.first_articles(1, descending=True) == [MANY - 1]
    large.undo(ANNA)


def test_changes_make_it_old_until_they_are_read(large: Project) -> None:
    check(large, "outlet")
    large.apply(
        "Change",
        [Update(Kind.ARTICLE, 9, {"outlet": "AAA"}), Remove(Kind.ARTICLE, 12)],
        coder_id=ANNA,
    )
    assert not large.queries.can_list_articles("outlet")
    check(large, "outlet")
    check(large, "headline")
    large.undo(ANNA)
    check(large, "outlet")


def test_what_changes_while_it_is_made_is_in_it(large: Project) -> None:
    queries = large.queries
    work: list[Any] = [
        lambda: large.undo(ANNA),
        lambda: large.undo(ANNA),
        lambda: large.apply("Remove", [Remove(Kind.ARTICLE, MANY)], coder_id=ANNA),
        lambda: large.apply("Change", [Update(Kind.ARTICLE, 1, {"outlet": "0"})], coder_id=ANNA),
    ]

    def meanwhile() -> bool:
        if work:
            work.pop()()
        return True

    queries.prepare_article_list("outlet", meanwhile)
    assert not work
    check(large, "outlet")


def test_it_can_be_given_up_and_begun_again(large: Project) -> None:
    asked = iter([True, False])
    large.queries.prepare_article_list("words", lambda: next(asked, False))
    assert not large.queries.can_list_articles("words")
    check(large, "words")
