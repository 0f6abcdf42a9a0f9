"""What is read of a project: lists, texts, passages, counts."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pytest
from store_making import (
    ANNA,
    TEXT,
    add_article,
    add_code,
    add_coder,
    in_file,
    new_project,
    tag,
    tagged,
)

from annotator.domain.changes import Create, Kind, Remove, Update
from annotator.domain.codebook import Example
from annotator.domain.errors import DamagedError, UserError
from annotator.domain.tally import Base, Tally
from annotator.domain.text import text_sha256
from annotator.store import Project

_ARTICLES = (
    {"headline": "Zölle steigen", "outlet": "Tagblatt", "published": "2025-03-01", "words": 30},
    {"headline": "ΣΊΣΥΦΟΣ rolls on", "outlet": "wire", "published": "2025-02", "words": 10},
    {"headline": "Цены на хлеб", "outlet": "Wire", "author": "Anna Ю", "words": 20},
    {"headline": "apples 100%", "outlet": "Blog", "published": "2024", "words": 20},
)


@pytest.fixture
def articles(project: Project) -> list[int]:
    return [add_article(project, f"{TEXT} {n}", **values) for n, values in enumerate(_ARTICLES)]


# -- the list of articles


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("", [0, 1, 2, 3]),
        ("  ", [0, 1, 2, 3]),
        ("ZÖLLE", [0]),
        ("zo\u0308lle", [0]),
        ("σίσυφος", [1]),
        ("σίσυφοσ", [1]),
        ("ХЛЕБ цены", [2]),
        ("anna хлеб", [2]),
        ("wire", [1, 2]),
        ("wire rolls", [1]),
        ("2025", [0, 1]),
        ("2025-03", [0]),
        ("100%", [3]),
        ("%", [3]),
        ("_", []),
        ("wire blog", []),
        ("'", []),
    ],
)
def test_filter_finds_every_word_in_any_script(
    project: Project, articles: list[int], wanted: str, found: list[int]
) -> None:
    assert project.queries.article_ids(wanted) == [articles[n] for n in found]


def test_filter_does_not_join_the_end_of_one_field_and_the_start_of_the_next(
    project: Project, articles: list[int]
) -> None:
    assert project.queries.article_ids("steigentagblatt") == []


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("imported", [0, 1, 2, 3]),
        ("headline", [3, 0, 1, 2]),
        ("outlet", [3, 0, 1, 2]),
        ("published", [2, 3, 1, 0]),
        ("words", [1, 2, 3, 0]),
    ],
)
def test_sorts_without_case_and_stays_in_order_of_import_among_equals(
    project: Project, articles: list[int], sort: str, order: list[int]
) -> None:
    expected = [articles[n] for n in order]
    queries = project.queries
    assert queries.article_ids(sort=sort) == expected
    assert queries.article_ids(sort=sort, descending=True) == expected[::-1]
    assert queries.article_ids("wire", sort=sort) == [
        one for one in expected if one in (articles[1], articles[2])
    ]


def test_unknown_order_is_a_mistake(project: Project) -> None:
    with pytest.raises(ValueError, match="sorted by colour"):
        project.queries.article_ids(sort="colour")


def test_list_follows_every_change(project: Project, articles: list[int]) -> None:
    queries, (first, *others) = project.queries, articles
    assert queries.article_ids("wire", "headline") == articles[1:3]
    project.apply("x", [Update(Kind.ARTICLE, first, {"outlet": "WIRE"})], coder_id=ANNA)
    assert queries.article_ids("wire", "headline") == articles[:3]
    project.apply("x", [Remove(Kind.ARTICLE, articles[1])], coder_id=ANNA)
    assert queries.article_ids("wire", "headline") == [first, articles[2]]
    assert queries.article_ids() == [first, *others[1:]]
    project.undo(ANNA)
    project.undo(ANNA)
    new = add_article(project, "new", headline="New", outlet="wire service")
    assert queries.article_ids("wire") == [*articles[1:3], new]
    assert queries.article_ids("wire", "words") == [new, *articles[1:3]]
    assert queries.article_ids(sort="published")[-1] == first


def test_articles_come_in_the_order_asked_for(project: Project, articles: list[int]) -> None:
    asked = [articles[2], articles[0], 999, articles[2]]
    found = project.queries.articles(asked)
    assert [one.headline for one in found] == ["Цены на хлеб", "Zölle steigen", "Цены на хлеб"]
    assert found[0].length == len(f"{TEXT} 2")
    assert found[0].text_sha256 == text_sha256(f"{TEXT} 2")
    assert project.queries.articles([]) == []


def test_lists_may_be_longer_than_a_statement_has_parameters(project: Project) -> None:
    article = add_article(project)
    ids = [*range(2, 40_000), article]
    assert [one.id for one in project.queries.articles(ids)] == [article]
    assert sum(project.queries.annotations_per_article(ids, ANNA).values()) == 0


def test_texts_that_are_there_already_are_found(project: Project, articles: list[int]) -> None:
    again = add_article(project, f"{TEXT} 1")
    shas = [text_sha256(f"{TEXT} {n}") for n in (1, 3, 7)]
    found = project.queries.articles_with_text(shas)
    assert found == {shas[0]: articles[1], shas[1]: articles[3]}
    project.apply("x", [Remove(Kind.ARTICLE, articles[1])], coder_id=ANNA)
    assert project.queries.articles_with_text(shas[:1]) == {shas[0]: again}


def test_missing_article_is_a_mistake(project: Project) -> None:
    for ask in (project.queries.text, project.queries.zones, project.queries.annotation):
        with pytest.raises(ValueError, match="there is no"):
            ask(99)


# -- identities as people type them


def test_article_is_found_by_the_start_of_its_uid(project: Project, articles: list[int]) -> None:
    (article,) = project.queries.articles(articles[:1])
    uid = str(article.uid)
    for prefix in (uid, uid.upper(), uid.replace("-", ""), uid[:-1], f" {uid[:30]}"):
        assert project.queries.article_by_uid_prefix(prefix) == article


@pytest.mark.parametrize("prefix", ["", "-", "ffff", "xyz", "0" * 33, "01'--"])
def test_prefix_of_nothing_says_so(project: Project, articles: list[int], prefix: str) -> None:
    with pytest.raises(UserError, match="No article has the ID"):
        project.queries.article_by_uid_prefix(prefix)


def test_prefix_of_several_says_so(project: Project) -> None:
    article = add_article(project)
    code = add_code(project, "c")
    for n in range(2):
        values = {
            "article_id": article,
            "coder_id": ANNA,
            "round_id": project.main_round,
            "code_id": code,
            "anchor": project.queries.annotation(tagged(project, article, code, (n, 5))).anchor,
        }
        uid = UUID(f"0190000{n}-0000-7000-8000-000000000000")
        project.apply("x", [Create(Kind.ANNOTATION, values, uid)], coder_id=ANNA)
    with pytest.raises(UserError, match="fits several annotations"):
        project.queries.annotation_by_uid_prefix("019")
    assert project.queries.annotation_by_uid_prefix("01900001").span.start == 1


# -- annotations and counts


@pytest.fixture
def coded(project: Project, articles: list[int]) -> dict[str, int]:
    """Anna and Ben on the first two articles with two codes."""
    ben = add_coder(project, "Ben")
    claim, frame = add_code(project, "claim"), add_code(project, "frame")
    first, second, *_ = articles
    ids = {
        "long": tagged(project, first, claim, (6, 26)),
        "early": tagged(project, first, frame, (0, 5)),
        "short": tagged(project, first, claim, (6, 12)),
        "bens": tagged(project, first, claim, (6, 12), coder_id=ben),
        "second": tagged(project, second, claim, (0, 5)),
    }
    gone = tagged(project, second, frame, (0, 5))
    project.apply("Remove", [Remove(Kind.ANNOTATION, gone)], coder_id=ANNA)
    return {**ids, "claim": claim, "frame": frame, "ben": ben}


def test_annotations_come_by_article_start_and_longest_first(
    project: Project, articles: list[int], coded: dict[str, int]
) -> None:
    expected = [coded[name] for name in ("early", "long", "short", "bens", "second")]
    queries = project.queries
    assert [one.id for one in queries.annotations()] == expected
    assert [one.id for one in queries.annotations(articles[0])] == expected[:-1]
    assert queries.annotations(articles[3]) == []


def test_annotations_by_code_and_coder(
    project: Project, articles: list[int], coded: dict[str, int]
) -> None:
    def found(*args: object, **asked: list[int]) -> list[int]:
        return [one.id for one in project.queries.annotations(*args, **asked)]

    ben, claim = [coded["ben"]], [coded["claim"]]
    assert found(coder_ids=ben) == [coded["bens"]]
    assert found(articles[0], code_ids=claim, coder_ids=[ANNA]) == [coded["long"], coded["short"]]
    assert found(code_ids=[coded["frame"]]) == [coded["early"]]
    assert found(articles[1], coder_ids=ben) == []
    assert found(coder_ids=[]) == []
    assert found(articles[0], code_ids=[]) == []


def test_annotations_by_id_keep_the_order_and_leave_out_the_removed(
    project: Project, coded: dict[str, int]
) -> None:
    asked = [coded["second"], 999, coded["early"]]
    assert [one.id for one in project.queries.annotations_by_id(asked)] == [asked[0], asked[2]]


def test_passages_are_in_reading_order(project: Project, coded: dict[str, int]) -> None:
    everybody = [ANNA, coded["ben"]]
    passages = project.queries.passages(coded["claim"], everybody)
    assert passages == [coded[name] for name in ("long", "short", "bens", "second")]
    assert project.queries.passages(coded["claim"], [coded["ben"]]) == [coded["bens"]]
    assert project.queries.passages(coded["frame"], []) == []


def test_counts(project: Project, articles: list[int], coded: dict[str, int]) -> None:
    claim, frame, ben = coded["claim"], coded["frame"], coded["ben"]
    counts = {(claim, ANNA): 3, (claim, ben): 1, (frame, ANNA): 1}
    assert project.queries.annotation_counts() == counts
    per_article = project.queries.annotations_per_article(articles, ANNA)
    assert per_article == dict(zip(articles, (3, 1, 0, 0), strict=True))


def test_tallies_and_what_they_are_counted_against(
    project: Project, articles: list[int], coded: dict[str, int]
) -> None:
    claim, frame, everybody = coded["claim"], coded["frame"], [ANNA, coded["ben"]]
    for article, words in zip(articles, (100, 10, 1, 1000), strict=True):
        update = Update(Kind.ARTICLE, article, {"counted_words": words})
        project.apply("x", [update], coder_id=None)
    queries = project.queries

    def tallies(by: str, coders: list[int]) -> set[Tally]:
        found = queries.tallies(by, coders)
        assert len(set(found)) == len(found)
        return set(found)

    assert tallies("code", everybody) == {Tally(claim, "", 4, 2), Tally(frame, "", 1, 1)}
    assert tallies("code", [coded["ben"]]) == {Tally(claim, "", 1, 1)}
    assert tallies("code", []) == set()
    assert tallies("outlet", everybody) == {
        Tally(claim, "Tagblatt", 3, 1),
        Tally(claim, "wire", 1, 1),
        Tally(frame, "Tagblatt", 1, 1),
    }
    assert tallies("month", [ANNA]) == {
        Tally(claim, "2025-03", 2, 1),
        Tally(claim, "2025-02", 1, 1),
        Tally(frame, "2025-03", 1, 1),
    }
    assert tallies("coder", everybody) == {
        Tally(claim, "Anna", 3, 2),
        Tally(claim, "Ben", 1, 1),
        Tally(frame, "Anna", 1, 1),
    }
    assert queries.bases("code") == {"": Base(4, 1111)}
    assert queries.bases("coder") == {"Anna": Base(4, 1111), "Ben": Base(4, 1111)}
    assert queries.bases("month") == {
        "2025-03": Base(1, 100),
        "2025-02": Base(1, 10),
        "": Base(1, 1),
        "2024": Base(1, 1000),
    }
    assert queries.bases("outlet")["wire"] == Base(1, 10)


def test_coders_of_one_name_are_counted_apart(
    project: Project, articles: list[int], coded: dict[str, int]
) -> None:
    claim, queries = coded["claim"], project.queries
    names = ("Anna (2)", "Anna", "Anna")
    known, second, third = (add_coder(project, name) for name in names)
    for coder, times in ((known, 1), (second, 2), (third, 3)):
        for start in range(times):
            tagged(project, articles[1], claim, (start, 5), coder_id=coder)
    expected = {"Anna": 3, "Ben": 1, "Anna (2)": 1, "Anna (3)": 2, "Anna (4)": 3}
    everybody = [coder.id for coder in queries.coders()]
    tallies = queries.tallies("coder", everybody)
    assert {one.group: one.annotations for one in tallies if one.code_id == claim} == expected
    assert set(queries.bases("coder")) == set(expected)
    assert [one.group for one in queries.tallies("coder", [third])] == ["Anna (4)"]
    assert set(queries.bases("coder", [third, known])) == {"Anna (2)", "Anna (4)"}


def test_empty_project_counts_nothing(project: Project) -> None:
    queries = project.queries
    assert queries.annotation_counts() == {}
    assert queries.tallies("outlet", [ANNA]) == []
    assert queries.bases("code") == {"": Base(0, 0)}
    assert queries.bases("month") == {}
    assert queries.bases("coder") == {"Anna": Base(0, 0)}
    assert len(queries.codebook()) == 0


def test_a_long_text_is_read_when_more_is_wanted_than_its_beginning(path: Path) -> None:
    long, short = "Grain é🗞\n" * 40_000, "Grain é🗞\n"
    with new_project(path) as project:
        articles = [add_article(project, text) for text in (long, short)]
    with Project.open(path) as project:
        for article, text in zip(articles, (long, short), strict=True):
            lazy = project.queries.lazy_text(article)
            assert lazy.length == len(text)
            assert lazy.to(9) == text[: len(lazy.to(9))]
            assert (len(lazy.to(9)) < len(text)) == (text is long)
            assert lazy.whole == project.queries.text(article) == text
            assert project.queries.lazy_text(article).to(0) == text
        with pytest.raises(ValueError, match="no article 9"):
            project.queries.lazy_text(9)


def test_a_long_text_that_is_damaged_is_told_at_the_latest_when_it_is_read(path: Path) -> None:
    with new_project(path) as project:
        article = add_article(project, "Grain é🗞\n" * 40_000)
    in_file(path, "UPDATE article_text SET text = substr(text, 1, 300000)")
    with Project.open(path) as project:
        lazy = project.queries.lazy_text(article)
        with pytest.raises(DamagedError, match="is damaged"):
            lazy.to(310_000)
    in_file(path, "UPDATE article_text SET sha256 = x'00'")
    with Project.open(path) as project, pytest.raises(UserError, match="Grain"):
        project.queries.lazy_text(article)


def test_values_that_make_no_sense_any_more_are_damage_not_a_crash(path: Path) -> None:
    with new_project(path) as project:
        article = add_article(project)
        code = add_code(project, "claim", examples=(Example("x"),))
        tag(project, article, code, (0, 5))
    for sql in (
        "UPDATE annotation SET quotes = '[broken'",
        "UPDATE article SET zones = '[[0, 5, \"nonsense\"]]'",
        "UPDATE code SET uid = x'00'",
    ):
        in_file(path, sql)
    with Project.open(path) as project:
        for ask in (
            lambda: project.queries.annotations(article),
            lambda: project.queries.zones(article),
            project.queries.codebook,
        ):
            with pytest.raises(UserError, match="is damaged") as error:
                ask()
            assert str(path) in str(error.value)
