"""Zones read as they are asked for are the zones that are read at once; damage ends them, told."""

from __future__ import annotations

import json
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from store_making import add_article, in_file, new_project

from annotator.domain.errors import DamagedError
from annotator.domain.roles import Role
from annotator.domain.zones import Zone
from annotator.store import rows
from annotator.store.lazy_zones import LazyZones
from annotator.store.project import Project

zones = st.builds(Zone, st.integers(0, 10**7), st.integers(0, 10**7), st.sampled_from(list(Role)))
portions = st.integers(0, 200)


def column(found: list[Zone], *, spaced: bool = False) -> str:
    between = (", ", ": ") if spaced else (",", ":")
    values = [[zone.start, zone.end, zone.role] for zone in found]
    return json.dumps(values, separators=between)


def never() -> None:
    raise AssertionError("nothing is damaged")


@given(st.lists(zones, max_size=30), st.booleans(), portions, st.data())
def test_whatever_is_asked_first_they_are_those_read_at_once(
    found: list[Zone], spaced: bool, portion: int, data: st.DataObject
) -> None:
    kept = column(found, spaced=spaced)
    lazy, at_once = LazyZones(kept, never, portion), rows.zones(kept)
    assert len(lazy) == len(at_once)
    places = st.integers(-len(found), len(found) - 1) if found else st.nothing()
    for place in data.draw(st.lists(places, max_size=4)) if found else ():
        assert lazy[place] == at_once[place]
    assert tuple(lazy) == at_once
    assert lazy == LazyZones(kept, never, 10)
    assert (lazy == LazyZones(column([*found, Zone(0, 1, Role.BODY)]), never)) is False


@given(st.lists(zones, min_size=1, max_size=30), portions, st.data())
def test_they_end_where_they_are_damaged_and_say_so_once(
    found: list[Zone], portion: int, data: st.DataObject
) -> None:
    kept = column(found)
    place = data.draw(st.integers(0, len(kept) - 1))
    broken = kept[:place] + data.draw(st.characters(min_codepoint=32)) + kept[place + 1 :]
    told: list[int] = []
    lazy = LazyZones(broken, lambda: told.append(len(told)), portion)
    read = tuple(lazy)
    try:
        assert read == rows.zones(broken)
        assert told == []
    except (ValueError, TypeError, KeyError):
        assert told == [0]
        sound = [zone for zone, end in zip(found, ends(kept), strict=True) if end <= place]
        assert list(read) == sound[: len(read)]
    assert len(lazy) == len(read)
    assert tuple(lazy) == read


def ends(kept: str) -> list[int]:
    """Where each zone ends in its column."""
    return [at for at, character in enumerate(kept[:-1]) if character == "]"]


def test_of_a_damaged_column_the_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "x.annotator"
    with new_project(path) as project:
        article = add_article(project)
    in_file(path, "UPDATE article SET zones = '[[0, 5, \"nonsense\"]]'")
    told: list[DamagedError] = []
    with Project.open(path) as project:
        assert list(project.queries.lazy_zones(article, told.append)) == []
    (error,) = told
    assert str(path) in str(error)
