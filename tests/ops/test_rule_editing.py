"""The rules of a code are edited in visits, each of which is at most one revision."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.domain.errors import UserError
from annotator.ops import people, projects, study
from annotator.ops.rule_editing import begin_visit, raised_in, write_rules
from annotator.store.project import Project


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "a.annotator"
    projects.create_project(made, "a", people.save_person("Ana")).close()
    return made


def numbers(project: Project, code_id: int) -> list[int]:
    found = project.queries.questions.revisions().get(code_id, ())
    return [one.number for one in found]


def test_a_visit_is_one_revision_and_none_where_the_meaning_is_back(path: Path) -> None:
    with Project.open(path) as project:
        claim = project.queries.codebook().find("claim")
        visit = begin_visit(project, claim.id)
        for words in ("A", "A state", "A statement."):
            write_rules(project, visit, {"definition": words}, coder_id=1)
        write_rules(project, visit, {"boundary": "All of it."}, why=" clearer ", coder_id=1)
        raised = raised_in(project, visit)
        assert raised is not None
        assert (raised.number, raised.why, raised.coder_id) == (2, "clearer", 1)
        assert raised.earlier["definition"] == claim.definition
        assert raised.meaning["definition"] == "A statement."
        second = begin_visit(project, claim.id)
        write_rules(project, second, {"definition": "Another."}, coder_id=1)
        assert numbers(project, claim.id) == [2, 3]
        write_rules(project, second, {"definition": "A statement."}, coder_id=1)
        assert numbers(project, claim.id) == [2]
    with Project.open(path) as project:
        assert project.queries.codebook().find("claim").boundary == "All of it."
        assert numbers(project, claim.id) == [2]


def test_the_same_meaning_in_other_words_is_no_revision(path: Path) -> None:
    with Project.open(path) as project:
        claim = project.queries.codebook().find("claim").id
        visit = begin_visit(project, claim)
        write_rules(project, visit, {"definition": "A."}, same_meaning=True, coder_id=1)
        assert numbers(project, claim) == []
        write_rules(project, visit, {}, coder_id=1)
        assert numbers(project, claim) == [2]


def test_what_is_written_in_a_series_is_undone_as_one(path: Path) -> None:
    with Project.open(path) as project:
        claim = project.queries.codebook().find("claim")
        visit = begin_visit(project, claim.id)
        first = write_rules(project, visit, {"definition": "A"}, coder_id=1).txn
        write_rules(project, visit, {"definition": "A thing"}, coder_id=1, after=first)
        project.undo(1)
        assert project.queries.codebook().find("claim").definition == claim.definition
        assert numbers(project, claim.id) == []


def test_a_locked_scheme_is_not_changed(path: Path) -> None:
    with Project.open(path) as project:
        study.set_setting(project, study.SCHEME_LOCKED, True, coder_id=1)
        claim = project.queries.codebook().find("claim")
        with pytest.raises(UserError, match="locked"):
            write_rules(project, begin_visit(project, claim.id), {"definition": "A"}, coder_id=1)
        assert project.queries.codebook().find("claim") == claim
