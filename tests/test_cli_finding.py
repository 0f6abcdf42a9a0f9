"""Words found from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from annotator.cli import app


def run(*args: object, code: int = 0) -> str:
    done = CliRunner().invoke(app, [str(one) for one in args])
    assert done.exit_code == code, done.output
    return done.output


@pytest.fixture
def study(tmp_path: Path) -> Path:
    study = tmp_path / "study.annotator"
    run("new", study, "--coder", "Ana")
    texts = {
        "strike": "Dockers walk out.\n\nThe MINISTER spoke.",
        "tea": "Tea, minister?\n\nTeapot.",
    }
    for name, text in texts.items():
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
        run("import", study, tmp_path / f"{name}.txt")
    return study


def test_words_are_found_and_shown_where_they_stand(study: Path):
    assert run("find", study, "minister").splitlines()[1::2] == [
        "    …Dockers walk out.  The [MINISTER] spoke.…",
        "    …Tea, [minister]?  Teapot.…",
    ]
    assert run("find", study, "minister", "--match-case").endswith("\n1 place.\n")
    assert run("find", study, "xylophone") == "0 places.\n"
    assert run("find", study, "t", "--limit", 2).endswith("\nAnd more places: see --limit.\n")


def test_hits_as_json(study: Path):
    found = json.loads(run("find", study, "tea", "--whole-word", "--json"))
    assert found["more"] is False
    ((hit,),) = [found["hits"]]
    assert (hit["start"], hit["end"], hit["words"], hit["after"]) == (
        0,
        3,
        "Tea",
        ", minister?\n\nTeapot.",
    )
    assert json.loads(run("find", study, "tea", "--json", "--article", hit["article"]))["hits"]
    (one, two) = json.loads(run("find", study, r"^[DT]\w+s?\b", "--regex", "--json"))["hits"][:2]
    assert (one["words"], two["words"]) == ("Dockers", "The")


def test_what_cannot_be_looked_for_is_told(study: Path):
    assert "missing )" in run("find", study, "(a", "--regex", code=1)
    assert "nothing to look for" in run("find", study, " ", code=1)


def test_words_are_tagged_wherever_they_stand_in_one_step(study: Path):
    out = run("annotate-words", study, "MINISTER", "--code", "claim", "--dry-run")
    assert out.endswith("2 places. Nothing was changed.\n")
    assert json.loads(run("annotations", study, "--json")) == []
    done = json.loads(run("annotate-words", study, "minister", "--code", "claim", "--json"))
    assert done["tagged"] == 2
    quotes = [row["quote"] for row in json.loads(run("annotations", study, "--json"))]
    assert quotes == ["MINISTER", "minister"]
    assert run("annotate-words", study, "minister", "--code", "claim") == "Tagged 0.\n"
    undone = json.loads(run("undo", study, "--json"))["undone"]
    assert undone == ["Tag “claim” on “minister” at 2 places"]
    assert json.loads(run("annotations", study, "--json")) == []
    assert "nothing to look for" in run("annotate-words", study, " ", "--code", "claim", code=1)
