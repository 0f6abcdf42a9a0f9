"""Revisions: a change of meaning is dated, and what was coded before is to be rechecked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from annotator.domain.changes import Create, Kind
from annotator.domain.codebook import Example
from annotator.domain.span import Span
from annotator.ops import projects
from annotator.ops.coding import annotate
from annotator.ops.moving_annotations import recode
from annotator.ops.people import Person
from annotator.ops.revising import change_code, confirm, meaning_of
from annotator.store import Project

ANNA = 1


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with projects.create_project(
        tmp_path / "a.annotator", "Study", Person(uuid4(), "Anna")
    ) as project:
        text = {"headline": "Grain", "text": "Grain prices rose. Farmers fear the winter."}
        project.apply("Import", [Create(Kind.ARTICLE, text)], coder_id=ANNA)
        yield project


def _tag(project: Project, code: int, start: int) -> int:
    changes = annotate(
        project, article_id=1, span=Span.of((start, start + 5)), code_id=code, coder_id=ANNA
    )
    return changes.one_created(Kind.ANNOTATION)


def test_change_of_meaning_is_dated_and_what_was_coded_is_to_be_rechecked(
    project: Project,
) -> None:
    questions = project.queries.questions
    claim, other = (project.queries.codebook().find(name).id for name in ("claim", "framing"))
    before, old = meaning_of(project, claim), _tag(project, claim, 0)
    assert questions.outdated(claim, ANNA) == []
    change_code(project, claim, {"definition": "Something that may be untrue."},
                why="too wide", coder_id=ANNA)  # fmt: skip
    revision = questions.revision_of(claim)
    assert revision is not None
    assert (revision.number, revision.coder_id, revision.why) == (2, ANNA, "too wide")
    assert revision.earlier == before
    assert revision.meaning == meaning_of(project, claim)
    new, moved = _tag(project, claim, 6), _tag(project, other, 19)
    recode(project, [moved], claim, coder_id=ANNA)
    assert questions.outdated(claim, ANNA) == [old]
    assert confirm(project, [old, new], coder_id=ANNA).label.startswith("Confirm 1 annotation")
    assert questions.outdated(claim, ANNA) == []
    project.undo(ANNA)
    assert questions.outdated(claim, ANNA) == [old]


def test_a_revision_that_was_taken_back_leaves_what_was_coded_under_it_to_be_rechecked(
    project: Project,
) -> None:
    questions, claim = project.queries.questions, project.queries.codebook().find("claim").id
    change_code(project, claim, {"boundary": "The whole clause."}, coder_id=ANNA)
    first = questions.revision_of(claim)
    change_code(project, claim, {"boundary": "The whole sentence."}, coder_id=None)
    under = _tag(project, claim, 0)
    assert project.undo(None) is not None
    assert questions.revision_of(claim) == first
    assert questions.outdated(claim, ANNA) == [under]
    assert project.check() == []


def test_what_does_not_change_the_meaning_raises_nothing(project: Project) -> None:
    claim = project.queries.codebook().find("claim")
    change_code(project, claim.id, {"keywords": ("said",), "citation": "A"}, coder_id=ANNA)
    changes = change_code(project, claim.id, {"definition": claim.definition}, coder_id=ANNA)
    assert changes.txn == 0
    assert project.queries.questions.revision_of(claim.id) is None
    change_code(project, claim.id, {"examples": (Example("x", "The Courier"),)}, coder_id=ANNA)
    assert project.queries.questions.revision_of(claim.id) is None


def test_a_revision_tells_of_the_examples_of_its_time(project: Project) -> None:
    claim = project.queries.codebook().find("claim")
    change_code(project, claim.id, {"examples": (Example("x", "The Courier"),)}, coder_id=ANNA)
    change_code(project, claim.id, {"definition": "Another."}, coder_id=ANNA)
    revision = project.queries.questions.revision_of(claim.id)
    assert revision is not None
    assert revision.meaning["examples"] == [{"text": "x", "from": "The Courier"}]
