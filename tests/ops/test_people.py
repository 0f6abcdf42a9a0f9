from __future__ import annotations

import json
from pathlib import Path

import pytest

from annotator import paths
from annotator.domain.errors import UserError
from annotator.ops import people


@pytest.fixture
def file() -> Path:
    return paths.config_dir() / "person.json"


def test_nobody_is_known_at_first():
    assert people.load_person() is None


def test_a_person_is_remembered_and_stays_the_same_coder_under_a_new_name():
    first = people.save_person("  Ana   Ruiz ")

    assert first.name == "Ana Ruiz"
    assert people.load_person() == first
    assert people.save_person("Ana Ruiz-Weil").uid == first.uid
    assert people.load_person() == people.Person(first.uid, "Ana Ruiz-Weil")


def test_the_file_is_one_json_object_and_nothing_is_left_beside_it(file: Path):
    person = people.save_person("Iñaki Sørdal")

    assert json.loads(file.read_text(encoding="utf-8")) == {
        "uid": str(person.uid),
        "name": "Iñaki Sørdal",
    }
    assert list(file.parent.iterdir()) == [file]


@pytest.mark.parametrize("damage", ["", "[]", "{}", '{"uid": "7", "name": "Ana"}', "\udcff"])
def test_a_damaged_file_is_named_and_left_alone(file: Path, damage: str):
    stored = damage.encode("utf-8", "surrogateescape")
    file.write_bytes(stored)

    with pytest.raises(UserError) as caught:
        people.load_person()
    with pytest.raises(UserError):
        people.save_person("Ana")

    assert str(file) in caught.value.what
    assert "delete it" in caught.value.way_out
    assert file.read_bytes() == stored


def test_a_name_is_needed():
    with pytest.raises(UserError):
        people.save_person(" \n")

    assert people.load_person() is None


def test_the_persons_name_means_the_person_and_another_name_somebody_new():
    person = people.save_person("Ana")

    assert people.person_named("Ana") == person
    assert people.person_named("Jonas").uid != person.uid
    assert people.person_named("Jonas").uid != people.person_named("Jonas").uid
