"""What differs between two files of a project is what a plain comparison of all rows finds."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_work import RandomWork, start
from store_making import ANNA, add_article, add_code, new_project, tag

from annotator.domain.changes import Kind, Remove, Update
from annotator.domain.errors import UserError
from annotator.store import Project, differences
from annotator.store.differences import Newer, Way
from annotator.store.fields import FIELDS


@pytest.fixture
def pair(path: Path) -> Iterator[tuple[Project, Project]]:
    with new_project(path) as made:
        add_article(made)
        add_code(made, "claim")
        add_code(made, "number")
        tag(made, 1, 1, (0, 5))
        tag(made, 1, 2, (6, 12))
    other = path.with_name("other.annotator")
    shutil.copy(path, other)
    with Project.open(path) as here, Project.open(other) as there:
        yield here, there


def _rows(path: Path, kind: Kind) -> dict[bytes, dict[str, Any]]:
    with closing(sqlite3.connect(path)) as raw:
        raw.row_factory = sqlite3.Row
        found = raw.execute(f"SELECT * FROM {kind}").fetchall()
        return {row["uid"]: dict(row) for row in found}


def _stamps(kind: Kind, row: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    later, others = (json.loads(one["stamps"] or "{}") for one in (row, other))
    least = [row["rev"], row["replica"]]
    names = {*FIELDS[kind], *later, *others} - {"deleted"}
    return {name: later.get(name, least) for name in names}


def _plainly(here: Path, there: Path) -> Counter[tuple[Kind, Way]]:
    found: Counter[tuple[Kind, Way]] = Counter()
    for kind in Kind:
        mine, theirs = _rows(here, kind), _rows(there, kind)
        for uid in {*mine, *theirs}:
            a, b = mine.get(uid), theirs.get(uid)
            live = [row is not None and not row["deleted"] for row in (a, b)]
            if live == [True, False]:
                found[kind, Way.ONLY_HERE] += 1
            elif live == [False, True]:
                found[kind, Way.ONLY_THERE] += 1
            elif a and b and all(live):
                found[kind, Way.CHANGED] += _stamps(kind, a, b) != _stamps(kind, b, a)
    return +found


@settings(max_examples=15, deadline=None)
@given(
    seeds=st.tuples(*[st.integers(0, 10**6)] * 3),
    steps=st.tuples(*[st.integers(0, 12)] * 3),
    portion=st.sampled_from([1, 2, 7, 2000]),
)
def test_differences_are_those_of_a_plain_comparison(
    seeds: tuple[int, ...], steps: tuple[int, ...], portion: int
) -> None:
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(differences, "_PORTION", portion)
        here, there = (Path(folder) / f"{name}.annotator" for name in ("here", "there"))
        start(here)

        def work(path: Path, n: int) -> None:
            with Project.open(path) as project:
                random_work = RandomWork(project, seeds[n])
                for _ in range(steps[n]):
                    random_work.step()

        work(here, 0)
        shutil.copy(here, there)
        work(here, 1)
        work(there, 2)
        with Project.open(here) as one, Project.open(there) as other:
            found = one.differences(other)
            back = other.differences(one)
        plain = _plainly(here, there)
        assert found.counts == plain
        assert sum(found.newer.values()) == sum(
            n for (_, way), n in plain.items() if way is Way.CHANGED
        )
        turned = {Way.ONLY_HERE: Way.ONLY_THERE, Way.ONLY_THERE: Way.ONLY_HERE}
        assert back.counts == {(kind, turned.get(way, way)): n for (kind, way), n in plain.items()}
        assert found.fields == back.fields


def test_equal_files_do_not_differ(pair: tuple[Project, Project]) -> None:
    here, there = pair
    found = here.differences(there)
    assert not found
    assert found.named == ()


def test_what_differs_is_named_with_the_fields_and_where_it_is_newer(
    pair: tuple[Project, Project],
) -> None:
    here, there = pair
    here.apply("Rename", [Update(Kind.CODE, 1, {"name": "assertion"})], coder_id=ANNA)
    here.apply("Remove", [Remove(Kind.ANNOTATION, 1)], coder_id=ANNA)
    tag(here, 1, 2, (13, 17))
    there.apply("Memo", [Update(Kind.ANNOTATION, 2, {"memo": "see p. 3"})], coder_id=ANNA)
    here.apply("Key", [Update(Kind.CODE, 2, {"key": "n"})], coder_id=ANNA)
    there.apply("Define", [Update(Kind.CODE, 2, {"definition": "a figure"})], coder_id=ANNA)
    found = here.differences(there)
    named = {(one.kind, one.way, one.here, one.there, one.fields, one.newer) for one in found.named}
    assert named == {
        (Kind.CODE, Way.CHANGED, "assertion", "claim", ("name",), Newer.HERE),
        (Kind.CODE, Way.CHANGED, "number", "number", ("key", "definition"), Newer.BOTH),
        (Kind.ANNOTATION, Way.ONLY_THERE, "", "“Grain” (claim)", (), None),
        (Kind.ANNOTATION, Way.ONLY_HERE, "“rose” (number)", "", (), None),
        (
            Kind.ANNOTATION,
            Way.CHANGED,
            "“prices” (number)",
            "“prices” (number)",
            ("memo",),
            Newer.THERE,
        ),
    }


def test_many_are_counted_and_some_named(
    pair: tuple[Project, Project], monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = pair
    for n in range(5):
        tag(here, 1, 1, (n, n + 3))
    monkeypatch.setattr(differences, "NAMED", 3)
    found = here.differences(there)
    assert found.counts == {(Kind.ANNOTATION, Way.ONLY_HERE): 5}
    assert len(found.named) == 3


def test_comparison_can_be_cancelled(pair: tuple[Project, Project]) -> None:
    here, there = pair
    with pytest.raises(UserError, match="cancelled"):
        here.differences(there, lambda _done, _total: False)
