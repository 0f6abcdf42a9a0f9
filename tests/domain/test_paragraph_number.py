from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.zones import Role, Zone, paragraph_number

ZONES = (
    Zone(0, 10, Role.HEADLINE),
    Zone(12, 20, Role.BYLINE),
    Zone(22, 30, Role.BODY),
    Zone(31, 40, Role.CAPTION),
    Zone(42, 50, Role.HEADING),
    Zone(52, 60, Role.QUOTATION),
    Zone(60, 70, Role.LIST),
    Zone(72, 80, Role.NOTICE),
)


@pytest.mark.parametrize(
    ("position", "number"),
    [
        (0, None),
        (15, None),
        (22, 1),
        (29, 1),
        (30, None),
        (35, None),
        (42, 2),
        (55, 3),
        (59, 3),
        (60, 4),
        (75, None),
        (99, None),
    ],
)
def test_counts_paragraphs_of_the_articles_own_text(position: int, number: int | None):
    assert paragraph_number(ZONES, position) == number


def test_an_article_without_zones_has_no_paragraphs():
    assert paragraph_number((), 0) is None


@given(st.lists(st.integers(1, 30), max_size=20))
def test_numbers_of_body_lines_go_up_by_one(lengths: list[int]):
    zones, start = [], 0
    for length in lengths:
        zones.append(Zone(start, start + length, Role.BODY))
        start += length + 1
    numbers = [paragraph_number(zones, zone.end - 1) for zone in zones]
    assert numbers[:1] == [1][: len(zones)]
    assert all(later == before + 1 for before, later in pairwise(n or 0 for n in numbers))
