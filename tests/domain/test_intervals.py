from __future__ import annotations

import random
from dataclasses import dataclass
from itertools import combinations
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.intervals import IntervalIndex, lowest_free_lane, pack_lanes
from annotator.domain.span import Range, Span

# Long enough to reach over several buckets of 512, short enough to meet often.
ranges = st.tuples(st.integers(0, 3_000), st.integers(1, 1_200)).map(
    lambda at: (at[0], at[0] + at[1])
)
places = st.lists(st.lists(ranges, min_size=1, max_size=3), max_size=12)


@dataclass(frozen=True)
class Thing:
    id: int
    ranges: tuple[Range, ...]


def things(found: list[list[Range]]) -> list[Thing]:
    return [Thing(n, Span.of(*each).ranges) for n, each in enumerate(found, 1)]


def filled(found: list[Thing]) -> IntervalIndex[Thing]:
    index = IntervalIndex[Thing]()
    for thing in found:
        index.add(thing)
    return index


def ids(found: list[Thing]) -> list[int]:
    return [thing.id for thing in found]


def length(thing: Thing) -> int:
    return sum(end - start for start, end in thing.ranges)


@given(places, st.integers(0, 4_500))
def test_at_finds_what_looking_at_all_finds(where: list[list[Range]], position: int) -> None:
    found = things(where)
    there = [one for one in found if any(a <= position < b for a, b in one.ranges)]
    wanted = sorted(there, key=lambda one: (length(one), -one.id))
    assert filled(found).at(position) == wanted


@given(places, ranges)
def test_within_finds_what_looking_at_all_finds(where: list[list[Range]], asked: Range) -> None:
    found = things(where)
    there = sorted(
        (start, -end, one.id)
        for one in found
        for start, end in one.ranges
        if start < asked[1] and end > asked[0]
    )
    wanted = list(dict.fromkeys(one for _, _, one in there))
    assert ids(filled(found).within(*asked)) == wanted


@given(places, st.sets(st.integers(1, 12)), ranges)
def test_removing_leaves_what_would_be_there_without(
    where: list[list[Range]], removed: set[int], asked: Range
) -> None:
    found = things(where)
    index, rest = filled(found), filled([one for one in found if one.id not in removed])
    for one in found:
        if one.id in removed:
            index.remove(one)
    assert index.within(*asked) == rest.within(*asked)
    assert index.within(0, 10_000) == rest.within(0, 10_000)
    assert index.at(asked[0]) == rest.at(asked[0])


def test_ranges_are_half_open() -> None:
    index = filled(things([[(512, 1_024)]]))
    found = [ids(index.at(position)) for position in (511, 512, 1_023, 1_024)]
    assert found == [[], [1], [1], []]
    assert index.within(0, 512) == []
    assert index.within(1_024, 2_000) == []
    assert index.within(600, 600) == []
    assert index.within(700, 600) == []


def test_the_smallest_comes_first_at_a_place_and_last_in_a_range() -> None:
    index = filled(things([[(0, 50)], [(10, 20)], [(10, 40)]]))
    assert ids(index.at(15)) == [2, 3, 1]
    assert ids(index.within(0, 100)) == [1, 3, 2]


def test_fragments_of_one_thing_count_together() -> None:
    one, other = found = things([[(0, 5), (600, 700)], [(0, 60)]])
    index = filled(found)
    assert index.at(2) == [other, one]
    assert index.within(0, 1_000) == [other, one]
    index.remove(one)
    assert index.at(650) == []
    assert index.at(2) == [other]


def test_removing_what_is_not_there_fails() -> None:
    one, other = things([[(0, 5)], [(3, 9)]])
    with pytest.raises(KeyError):
        IntervalIndex[Thing]().remove(one)
    with pytest.raises(ValueError, match="not in list"):
        filled([other]).remove(one)


def test_ten_thousand_intervals_answer_at_once() -> None:
    chance = random.Random(3)
    starts = [chance.randrange(1_000_000) for _ in range(10_000)]
    index = filled(things([[(start, start + chance.randrange(5, 400))] for start in starts]))
    places = [chance.randrange(1_000_000) for _ in range(1_000)]
    started = process_time()
    for place in places:
        index.at(place)
        index.within(place, place + 3_000)
    # About 30 µs for both; looking at all 10,000 would take a hundred times as long.
    assert (process_time() - started) / len(places) < 0.000_5


extents = st.lists(ranges, max_size=25).map(
    lambda found: [(key, start, end) for key, (start, end) in enumerate(found)]
)


@given(extents, st.integers(0, 100))
def test_lanes_keep_their_distance_and_are_as_few_as_can_be(
    found: list[tuple[int, int, int]], gap: int
) -> None:
    lanes = pack_lanes(found, gap)
    assert lanes.keys() == {key for key, _, _ in found}
    for (one, start, end), (other, other_start, other_end) in combinations(found, 2):
        if lanes[one] == lanes[other]:
            assert end + gap <= other_start or other_end + gap <= start
    deepest = max(
        (sum(s <= start < e + gap for _, s, e in found) for _, start, _ in found), default=0
    )
    assert len(set(lanes.values())) == deepest


@given(extents, st.integers(0, 100))
def test_each_takes_the_lowest_lane_that_is_free_when_it_starts(
    found: list[tuple[int, int, int]], gap: int
) -> None:
    lanes = pack_lanes(found, gap)
    placed: list[tuple[int, int, int]] = []
    for key, start, end in sorted(found, key=lambda each: (each[1], -each[2], each[0])):
        taken = [lanes[other] for other, _, other_end in placed if other_end + gap > start]
        assert lanes[key] == lowest_free_lane(taken)
        placed.append((key, start, end))


def test_the_longest_is_nearest_to_the_text() -> None:
    assert pack_lanes([(1, 0, 10), (2, 0, 50), (3, 20, 30)], gap=5) == {2: 0, 1: 1, 3: 1}


@pytest.mark.parametrize(("taken", "wanted"), [([], 0), ([1, 2], 0), ([0, 1, 3], 2), ([0, 0], 1)])
def test_lowest_free_lane(taken: list[int], wanted: int) -> None:
    assert lowest_free_lane(iter(taken)) == wanted
