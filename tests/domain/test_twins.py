"""Which articles are one: their sources, and what people decided."""

from __future__ import annotations

import pytest
from replicas import uid

from annotator.domain.twins import Copy, source_key, unify


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://www.example.org/a/b/", "http://example.org/a/b"),
        ("https://Example.org/a?b=1&a=2", "https://example.org/a?a=2&b=1&utm_source=mail"),
        ("https://example.org/a#comments", "example.org/a"),
        ("https://example.org:443/a", "https://example.org/a"),
    ],
)
def test_addresses_that_lead_to_one_article(one: str, other: str) -> None:
    assert source_key(one, "A", "", "") == source_key(other, "B", "", "")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.org/a", "https://example.org/A"),
        ("https://example.org/a?id=1", "https://example.org/a?id=2"),
        ("https://news.example.org/a", "https://example.org/a"),
        ("[", "]"),
    ],
)
def test_addresses_that_lead_to_two(one: str, other: str) -> None:
    assert source_key(one, "A", "", "") != source_key(other, "A", "", "")


def test_without_an_address_outlet_date_and_headline_say_what_it_is() -> None:
    assert source_key("", "The Post", "2025", "Strike ") == source_key(
        "", "the  post", "2025", "Strike"
    )
    assert source_key("", "The Post", "2025", "Strike") != source_key(
        "", "The Post", "2024", "Strike"
    )
    assert source_key("", "", "2025", "Strike") == ""


def test_the_smallest_identity_stands_for_all() -> None:
    copies = {uid(name): Copy("t", source) for name, source in zip("abcd", "1213", strict=True)}
    found = unify(copies, same=[(uid("b"), uid("d")), (uid("c"), uid("d"))])
    assert set(found.standing_for.values()) == {uid("a")}


def test_articles_said_to_be_different_are_never_joined_by_way_of_others() -> None:
    copies = {uid(name): Copy("t", "") for name in "abc"}
    found = unify(copies, different=[(uid("a"), uid("c"))])
    assert found.standing_for == {uid("a"): uid("a"), uid("b"): uid("a"), uid("c"): uid("c")}
    found = unify(copies, [(uid("a"), uid("c"))], [(uid("c"), uid("a"))])
    assert found.standing_for[uid("c")] == uid("c")


def test_a_decision_about_an_article_that_is_not_here_changes_nothing() -> None:
    copies = {uid("a"): Copy("t", "1")}
    assert unify(copies, [(uid("a"), uid("z"))]).standing_for == {uid("a"): uid("a")}
