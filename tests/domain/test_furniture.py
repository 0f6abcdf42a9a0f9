"""Runs of page furniture: neighbours are one run, any other line parts two."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.furniture import runs_of_furniture
from annotator.domain.roles import FURNITURE_ROLES, Role
from annotator.domain.zones import Zone


def zones(roles: list[Role]) -> list[Zone]:
    """Lines of nine characters, each after a line break."""
    return [Zone(10 * n, 10 * n + 9, role) for n, role in enumerate(roles)]


def test_neighbours_are_one_run_and_captions_part_them() -> None:
    found = runs_of_furniture(
        zones([Role.FURNITURE, Role.PLAYER, Role.CAPTION, Role.NOTICE, Role.BODY])
    )
    assert [(run.start, run.end, run.lines) for run in found] == [(0, 19, 2), (30, 39, 1)]


@given(st.lists(st.sampled_from(list(Role)), max_size=20))
def test_runs_hold_all_furniture_and_nothing_else(roles: list[Role]) -> None:
    lines = zones(roles)
    found = runs_of_furniture(lines)
    inside = [
        zone for zone in lines if any(r.start <= zone.start and zone.end <= r.end for r in found)
    ]
    assert inside == [zone for zone in lines if zone.role in FURNITURE_ROLES]
    assert sum(run.lines for run in found) == len(inside)
    assert all(one.end < other.start for one, other in itertools.pairwise(found))
