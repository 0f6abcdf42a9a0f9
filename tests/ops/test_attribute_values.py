"""Values of attributes are set, listed while open, and undone with the names they brought."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from annotator.domain.changes import Create, Kind
from annotator.domain.errors import UserError
from annotator.domain.span import Span
from annotator.domain.values import in_words
from annotator.ops import people, projects
from annotator.ops.attribute_values import (
    applying,
    attribute_of,
    names_by_use,
    open_annotations,
    open_attributes,
    open_points,
    set_in_words,
)
from annotator.ops.coding import annotate
from annotator.ops.people import Person
from annotator.store import Project

ANNA = 1


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with projects.create_project(
        tmp_path / "a.annotator", "Study", Person(uuid4(), "Anna"), "attribution"
    ) as project:
        text = {"headline": "Grain", "text": "Grain rose, said Mara. Ben said so too."}
        project.apply("Import", [Create(Kind.ARTICLE, text)], coder_id=ANNA)
        yield project


def tag(project: Project, code: str, start: int, end: int, coder: int = ANNA) -> int:
    code_id = project.queries.codebook().find(code).id
    span = Span.of((start, end))
    changes = annotate(project, article_id=1, span=span, code_id=code_id, coder_id=coder)
    return changes.one_created(Kind.ANNOTATION)


def say(project: Project, ids: list[int], coder: int = ANNA, **values: str) -> None:
    for name, text in values.items():
        one = project.queries.annotation(ids[0])
        asked = attribute_of(project, one, name.replace("_", " "))
        set_in_words(project, ids, asked, text, coder_id=coder)


def told(project: Project, one: int, name: str) -> str:
    annotation = project.queries.annotation(one)
    asked = attribute_of(project, annotation, name)
    return in_words(asked, annotation.values.get(str(asked.uid)))


def test_what_is_open_follows_from_the_values(project: Project) -> None:
    source = tag(project, "source", 17, 21)
    one = project.queries.annotation(source)
    assert [asked.name for asked in open_attributes(project, one)] == ["source type", "named"]
    assert "name" not in [asked.name for asked in applying(project, one)]
    say(project, [source], source_type="expert", named="yes")
    one = project.queries.annotation(source)
    assert "name" in [asked.name for asked in applying(project, one)]
    assert open_points(project, project.queries.annotations(1)) == []


def test_new_names_are_added_with_the_value_and_go_with_it(project: Project) -> None:
    source = tag(project, "source", 17, 21)
    say(project, [source], named="yes", name="Mara Lind; The Union")
    assert told(project, source, "name") == "Mara Lind; The Union"
    assert "to Mara Lind; The Union" in str(project.undo_label(ANNA))
    other = tag(project, "source", 23, 26)
    say(project, [other], name="mara lind")
    assert told(project, other, "name") == "Mara Lind"
    project.undo(ANNA)
    project.undo(ANNA)
    project.undo(ANNA)
    assert told(project, source, "name") == ""
    assert project.check() == []


def test_names_given_most_often_come_first(project: Project) -> None:
    places = ((0, 5), (6, 10), (12, 16), (17, 21))
    names = ("Ada", "Bo; Cem", "Cem", "Cem; Bo")
    for (start, end), name in zip(places, names, strict=True):
        say(project, [tag(project, "source", start, end)], named="yes", name=name)
    one = project.queries.annotations(1)[0]
    assert names_by_use(project, attribute_of(project, one, "name")) == ["Cem", "Bo", "Ada"]


def test_open_points_are_a_coders_own_by_article_and_place(project: Project) -> None:
    later, first = tag(project, "source", 23, 26), tag(project, "source", 17, 21)
    tag(project, "cue", 12, 16)
    assert [one.id for one in open_annotations(project, ANNA)] == [first, later]
    say(project, [first], source_type="other", named="no")
    assert [one.id for one in open_annotations(project, ANNA)] == [later]
    say(project, [first], named="")
    assert [one.id for one in open_annotations(project, ANNA)] == [first, later]


def test_several_get_a_value_in_one_step(project: Project) -> None:
    ids = [tag(project, "source", 17, 21), tag(project, "source", 23, 26)]
    say(project, ids, source_type="citizen")
    assert [told(project, one, "source type") for one in ids] == ["citizen", "citizen"]
    project.undo(ANNA)
    assert [told(project, one, "source type") for one in ids] == ["", ""]


def test_new_annotations_begin_with_presets(project: Project) -> None:
    cue = tag(project, "cue", 12, 16)
    assert told(project, cue, "stance") == "0"
    say(project, [cue], stance="-2")
    assert told(project, cue, "stance") == "-2"
    say(project, [cue], stance="")
    assert told(project, cue, "stance") == ""


def test_what_is_wrong_changes_nothing(project: Project) -> None:
    ben = people.add_coder(project, "Ben", coder_id=ANNA).one_created(Kind.CODER)
    theirs = tag(project, "source", 23, 26, ben)
    with pytest.raises(UserError, match="Not yours"):
        say(project, [theirs], named="yes")
    mine = tag(project, "source", 17, 21)
    with pytest.raises(UserError, match="no value"):
        say(project, [mine], source_type="ghost")
    with pytest.raises(UserError, match="does not ask"):
        say(project, [mine], stance="1")
    assert project.queries.annotation(mine).values == {}
