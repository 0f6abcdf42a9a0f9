"""A scheme in a project says all that it said in its file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest

from annotator.formats.schemes import Scheme, parse_scheme, write_scheme
from annotator.ops import projects, schemes
from annotator.ops.codebook import rename_code
from annotator.ops.people import Person
from annotator.ops.project_scheme import decision_text, of_project, relations_between
from annotator.ops.study import DECISION

_ANNA, _BEN = Person(uuid4(), "Anna"), Person(uuid4(), "Ben")


def _without_uids(scheme: Scheme) -> Scheme:
    """The scheme as it is written by hand."""
    lines = write_scheme(scheme).decode().splitlines()
    return parse_scheme(
        "\n".join(line for line in lines if not line.strip().startswith("uid:")).encode(), "x.yaml"
    )


@pytest.mark.parametrize("name", schemes.shipped_names())
def test_shipped_scheme_is_whole_in_a_project(name: str, tmp_path: Path) -> None:
    scheme = schemes.load(name)
    with projects.create_project(
        tmp_path / "study.annotator", name="Study", coder=_ANNA, scheme=name
    ) as project:
        found = of_project(project)
        assert project.check() == []
    assert found.title == "Study"
    assert _without_uids(found) == _without_uids(replace(scheme, title="Study"))


def test_codebook_that_was_exported_begins_an_equal_project(tmp_path: Path) -> None:
    with projects.create_project(
        tmp_path / "a.annotator", name="Study", coder=_ANNA, scheme="attribution"
    ) as project:
        first = of_project(project)
    (tmp_path / "kept.yaml").write_bytes(write_scheme(first))
    with projects.create_project(
        tmp_path / "b.annotator", name="Other", coder=_BEN, scheme=str(tmp_path / "kept.yaml")
    ) as project:
        assert of_project(project) == replace(first, title="Other")


def test_decision_tree_follows_codes_that_are_renamed(tmp_path: Path) -> None:
    with projects.create_project(
        tmp_path / "a.annotator", name="Study", coder=_ANNA, scheme="attribution"
    ) as project:
        tree, codebook = decision_text(project), project.queries.codebook()
        assert "-> content\n" in tree
        rename_code(project, codebook.find("content").id, "words", coder_id=1)
        assert decision_text(project) == tree.replace("-> content", "-> words")
        assert "-> content" not in project.queries.settings()[DECISION]


def test_names_of_links_are_those_that_fit_the_codes(tmp_path: Path) -> None:
    with projects.create_project(
        tmp_path / "a.annotator", name="Study", coder=_ANNA, scheme="attribution"
    ) as project:
        cue, source, content = (
            project.queries.codebook().find(name).id for name in ("cue", "source", "content")
        )
        assert relations_between(project, cue, content)[0] == "cue of"
        assert relations_between(project, source, content)[0] == "source of"
        assert "cue of" not in relations_between(project, content, cue)
