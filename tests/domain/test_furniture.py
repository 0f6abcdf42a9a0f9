"""Runs of page furniture: neighbours are one run, any other line parts two."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.furniture import Furniture
from annotator.domain.roles import FURNITURE_ROLES, Role
from annotator.domain.zones import Zone


def zones(roles: list[Role]) -> list[Zone]:
    """Lines of nine characters, each after a line break."""
    return [Zone(10 * n, 10 * n + 9, role) for n, role in enumerate(roles)]


def test_neighbours_are_one_run_and_captions_part_them() -> None:
    found = Furniture(
        zones([Role.FURNITURE, Role.PLAYER, Role.CAPTION, Role.NOTICE, Role.BODY])
    ).all()
    assert [(run.start, run.end, run.lines) for run in found] == [(0, 19, 2), (30, 39, 1)]


@given(st.lists(st.sampled_from(list(Role)), max_size=20))
def test_runs_hold_all_furniture_and_nothing_else(roles: list[Role]) -> None:
    lines = zones(roles)
    found = Furniture(lines).all()
    inside = [
        zone for zone in lines if any(r.start <= zone.start and zone.end <= r.end for r in found)
    ]
    assert inside == [zone for zone in lines if zone.role in FURNITURE_ROLES]
    assert sum(run.lines for run in found) == len(inside)
    assert all(one.end < other.start for one, other in itertools.pairwise(found))


@given(
    st.lists(st.sampled_from([Role.BODY, Role.PLAYER, Role.NOTICE]), max_size=20),
    st.lists(st.integers(0, 200), max_size=5),
)
def test_however_far_somebody_looks_they_are_the_same_runs(
    roles: list[Role], places: list[int]
) -> None:
    lines, read = zones(roles), list[Zone]()

    def noted() -> Iterator[Zone]:
        for zone in lines:
            read.append(zone)
            yield zone

    furniture, whole = Furniture(noted()), Furniture(lines).all()
    for place in places:
        found = furniture.to(place)
        assert list(found) == list(whole[: len(found)])
        assert all(run.start > place for run in whole[len(found) :])
        beyond = [zone for zone in read[:-1] if zone.start > max(places)]
        assert all(zone.role in FURNITURE_ROLES for zone in beyond)
    assert furniture.all() == whole
