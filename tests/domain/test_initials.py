from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.initials import initials


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Ana Ruiz", "AR"),
        ("Ana", "An"),
        ("ana maria ruiz-weil", "AR"),
        ("Iñaki Sørdal", "IS"),
        ("Şule Öztürk", "ŞÖ"),
        ("S\u0327ule O\u0308zt", "S\u0327O\u0308"),
        ("王小明", "王小"),
        ("X", "X"),
        ("Ben (night shift)", "BS"),
        ("…", "…"),
        ("", "?"),
    ],
)
def test_initials_of_one_name(name: str, short: str) -> None:
    assert initials({7: name}) == {7: short}


def test_of_equal_ones_all_but_the_first_get_a_number() -> None:
    names = {3: "Ana Ruiz", 1: "Alan Reed", 2: "Ana Ruiz", 9: "Ben"}
    assert initials(names) == {3: "AR", 1: "AR2", 2: "AR3", 9: "Be"}


@given(st.lists(st.text("Aab 2é(", max_size=6)))
def test_no_two_are_alike(names: list[str]) -> None:
    found = initials(dict(enumerate(names)))
    assert list(found) == list(range(len(names)))
    assert len(set(found.values())) == len(names)
    assert all(found.values())
