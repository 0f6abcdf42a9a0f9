from __future__ import annotations

import random
from itertools import combinations
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.intervals import IntervalIndex, lowest_free_lane, pack_lanes

# Long enough to reach over several buckets of 512, short enough to meet often.
ranges = st.tuples(st.integers(0, 3_000), st.integers(1, 1_200)).map(
    lambda at: (at[0], at[0] + at[1])
)
entries = st.lists(st.tuples(st.integers(1, 12), ranges), max_size=25)


def filled(found: list[tuple[int, tuple[int, int]]]) -> IntervalIndex:
    index = IntervalIndex()
    for key, (start, end) in found:
        index.add(key, start, end)
    return index


def length(found: list[tuple[int, tuple[int, int]]], key: int) -> int:
    return sum(end - start for other, (start, end) in set(found) if other == key)


@given(entries, st.integers(0, 4_500))
def test_at_finds_what_looking_at_all_finds(
    found: list[tuple[int, tuple[int, int]]], position: int
) -> None:
    there = {key for key, (start, end) in found if start <= position < end}
    wanted = sorted(there, key=lambda key: (length(found, key), -key))
    assert filled(found).at(position) == wanted


@given(entries, ranges)
def test_within_finds_what_looking_at_all_finds(
    found: list[tuple[int, tuple[int, int]]], asked: tuple[int, int]
) -> None:
    there = sorted(
        (start, -end, key) for key, (start, end) in found if start < asked[1] and end > asked[0]
    )
    wanted = list(dict.fromkeys(key for _, _, key in there))
    assert filled(found).within(*asked) == wanted


@given(entries, st.sets(st.integers(1, 12)), ranges)
def test_removing_leaves_what_would_be_there_without(
    found: list[tuple[int, tuple[int, int]]], removed: set[int], asked: tuple[int, int]
) -> None:
    index = filled(found)
    for key in removed & {key for key, _ in found}:
        index.remove(key)
    rest = filled([each for each in found if each[0] not in removed])
    assert len(index) == len(rest) == len({key for key, _ in found} - removed)
    assert index.within(*asked) == rest.within(*asked)
    assert index.at(asked[0]) == rest.at(asked[0])
    assert not any(key in index for key in removed)


def test_ranges_are_half_open() -> None:
    index = filled([(1, (512, 1_024))])
    assert (index.at(511), index.at(512), index.at(1_023), index.at(1_024)) == ([], [1], [1], [])
    assert index.within(0, 512) == []
    assert index.within(1_024, 2_000) == []
    assert index.within(600, 600) == []
    assert index.within(700, 600) == []


def test_the_smallest_comes_first_at_a_place_and_last_in_a_range() -> None:
    index = filled([(1, (0, 50)), (2, (10, 20)), (3, (10, 40))])
    assert index.at(15) == [2, 3, 1]
    assert index.within(0, 100) == [1, 3, 2]


def test_fragments_of_one_key_count_together() -> None:
    index = filled([(1, (0, 5)), (1, (600, 700)), (2, (0, 60))])
    assert index.at(2) == [2, 1]
    assert index.within(0, 1_000) == [2, 1]
    assert len(index) == 2
    index.remove(1)
    assert index.at(650) == []
    assert index.at(2) == [2]


@pytest.mark.parametrize(("start", "end"), [(3, 3), (4, 3), (-1, 3)])
def test_a_range_of_nothing_is_refused(start: int, end: int) -> None:
    index = IntervalIndex()
    with pytest.raises(ValueError, match="not a range"):
        index.add(1, start, end)
    assert len(index) == 0


def test_removing_an_unknown_key_fails() -> None:
    with pytest.raises(KeyError):
        IntervalIndex().remove(1)


def test_ten_thousand_intervals_answer_at_once() -> None:
    chance = random.Random(3)
    index = IntervalIndex()
    for key in range(10_000):
        start = chance.randrange(1_000_000)
        index.add(key, start, start + chance.randrange(5, 400))
    places = [chance.randrange(1_000_000) for _ in range(1_000)]
    started = process_time()
    for place in places:
        index.at(place)
        index.within(place, place + 3_000)
    # About 20 µs for both; looking at all 10,000 would take a hundred times as long.
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
