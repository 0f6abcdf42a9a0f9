"""The command line on the history, memos and settings of a study."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from annotator.cli import app
from annotator.domain.changes import Create, Kind, Update
from annotator.domain.span import Span
from annotator.ops import coding, people, projects
from annotator.store.project import Project

TEXT = "Dockers walk out. Nobody answered."


@pytest.fixture
def study(tmp_path: Path) -> str:
    """A project of Ana's and Ben's; Ana has tagged three words, Ben one."""
    path = tmp_path / "study.annotator"
    with projects.create_project(path, "study", people.save_person("Ana")) as project:
        (ana,) = project.queries.coders()
        ben = project.apply("Join", [Create(Kind.CODER, {"name": "Ben"})], coder_id=None)
        article = {"headline": "Strike", "text": TEXT}
        project.apply("Import “Strike”", [Create(Kind.ARTICLE, article)], coder_id=ana.id)
        for start, end, coder in (
            (0, 7, ana.id),
            (8, 12, ana.id),
            (18, 24, ana.id),
            (18, 24, ben.one_created(Kind.CODER)),
        ):
            code = project.queries.codebook().find("claim").id
            span = Span.of((start, end))
            coding.annotate(project, article_id=1, span=span, code_id=code, coder_id=coder)
    return str(path)


def _run(*args: object, code: int = 0) -> str:
    result = CliRunner().invoke(app, [str(arg) for arg in args])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == code, result.output
    return result.stdout if code == 0 else result.stderr


def _json(*args: object) -> Any:
    return json.loads(_run(*args, "--json"))


def test_history_lists_steps_newest_first_and_narrows_them_down(study: str) -> None:
    rows = _json("history", study)
    assert [row["step"] for row in rows][:2] == ["Tag “claim” on “Nobody”"] * 2
    assert (rows[0]["coder"], rows[1]["coder"]) == ("Ben", "Ana")
    assert rows[0]["kinds"] == {"annotation": 1}
    assert rows[-1]["action"] == "start"
    assert [row["coder"] for row in _json("history", study, "--coder", "Ben")] == ["Ben"]
    assert len(_json("history", study, "--limit", 2)) == 2
    assert len(_json("history", study, "--words", "NOBODY tag")) == 2
    article = _json("articles", study)[0]["id"]
    assert len(_json("history", study, "--article", article)) == 5
    table = _run("history", study)
    assert table.splitlines()[0].split() == ["entry", "at", "coder", "step", "records", "undone"]
    assert "Tag “claim” on “Nobody”" in table


def test_history_says_what_changed(study: str) -> None:
    with Project.open(Path(study)) as project:
        code = project.queries.codebook().find("claim").id
        project.apply("Key", [Update(Kind.CODE, code, {"key": "z"})], coder_id=1)
    (row,) = _json("history", study, "--changes", "--limit", 1)
    assert row["changes"] == [
        {
            "kind": "code",
            "deed": "changed",
            "title": "claim",
            "about": "",
            "round": "",
            "fields": [{"name": "key", "before": "c", "after": "z"}],
        }
    ]
    told = _run("history", study, "--changes")
    assert "code changed: claim\n        key: c → z\n" in told
    assert "annotation made: Nobody (claim)" in told


def test_one_step_is_undone_and_done_again_by_its_number(study: str) -> None:
    middle = _json("history", study, "--words", "walk")[0]["entry"]
    undone = _json("undo", study, "--entry", middle)
    assert undone == {"undone": ["Tag “claim” on “walk”"]}
    newest, *_, first = _json("history", study, "--words", "walk")
    assert (newest["step"], newest["action"]) == ("Undone: Tag “claim” on “walk”", "undo")
    assert (first["undone"], first["can_redo"]) == (newest["entry"], True)
    assert "undone already" in _run("undo", study, "--entry", middle, code=1)
    assert "another coder's step" in _run("undo", study, "--entry", middle + 2, code=1)
    assert _json("redo", study, "--entry", middle) == {"redone": ["Tag “claim” on “walk”"]}
    assert _json("history", study, "--words", "walk")[-1]["undone"] == ""
    assert len(_json("annotations", study)) == 4
    _run("undo", study, "--entry", middle, "--steps", 2, code=2)
    assert "no step 999" in _run("undo", study, "--entry", 999, code=1)


def test_going_back_takes_back_ones_own_steps_and_is_undone_as_one(study: str) -> None:
    point = _json("history", study, "--words", "walk")[0]["entry"]
    back = _json("go-back", study, point)
    assert back["label"] == "Go back to before “Tag ‘claim’ on ‘walk’”"
    assert back["steps"] == 2
    assert [row["coder"] for row in _json("annotations", study)] == ["Ana", "Ben"]
    assert "nothing of this coder's stands" in _run("go-back", study, point, code=1)
    assert _json("undo", study)["undone"] == [back["label"]]
    assert len(_json("annotations", study)) == 4
    assert "took back 2 steps" in _run("go-back", study, point)


def test_memos_are_written_listed_changed_and_removed(study: str) -> None:
    made = _json("memo", "write", study, "All in all", "--coder", "Ben")
    assert (made["about"], made["coder"], made["kind"]) == ("the project", "Ben", "project")
    article = _json("articles", study)[0]["id"]
    _run("memo", "write", study, "On it", "--article", article)
    own = _json("memo", "write", study, "Too wide", "--code", "claim")
    _run("memo", "write", study, "New here", "--about", "Ben")
    assert [row["text"] for row in _json("memos", study)] == [
        "All in all",
        "On it",
        "Too wide",
        "New here",
    ]
    assert [row["text"] for row in _json("memos", study, "--code", "claim")] == ["Too wide"]
    assert _json("memo", "change", study, own["id"], "Fine")["text"] == "Fine"
    assert "Not yours" in _run("memo", "change", study, made["id"], "x", code=1)
    assert _json("memo", "remove", study, own["id"])["removed"]["text"] == "Fine"
    assert "No memo has the ID" in _run("memo", "remove", study, "ffff", code=1)
    _run("memo", "write", study, "x", "--code", "claim", "--about", "Ben", code=2)
    assert _json("undo", study) == {"undone": ["Remove the memo about the code “claim”"]}
    assert "Too wide" not in _run("memos", study)
    assert "Fine" in _run("memos", study)


def test_settings_of_the_study_are_set_shown_and_cleared(study: str) -> None:
    # What the scheme says besides its codes is there already.
    began = _json("setting", study)
    assert {row["key"] for row in began} == {"guide", "scheme"}
    _run("setting", study, "unit", "sentence")
    _run("setting", study, "share", "0.2")
    assert [row for row in _json("setting", study) if row not in began] == [
        {"key": "share", "value": 0.2},
        {"key": "unit", "value": "sentence"},
    ]
    assert _run("setting", study, "unit") == "sentence\n"
    assert _json("setting", study, "share") == {"key": "share", "value": 0.2}
    _run("setting", study, "share", "--clear")
    assert "“share” is not set" in _run("setting", study, "share", code=1)
    _run("setting", study, "--clear", code=2)
    assert _json("history", study, "--limit", 1)[0]["step"] == "Clear “share” of the study"
