"""Article variables from the command line."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from annotator.cli import app


def run(*args: object, code: int = 0) -> Any:
    result = CliRunner().invoke(app, [str(arg) for arg in args])
    assert result.exit_code == code, result.output
    return result


@pytest.fixture
def study(tmp_path: Path) -> Path:
    path, text = tmp_path / "study.annotator", tmp_path / "grain.txt"
    text.write_text("Grain\n\nThe price of wheat rose again on Tuesday.\n", "utf-8")
    run("new", path, "--coder", "Ana", "--scheme", "generic-news-frames")
    run("import", path, text)
    return path


def article(study: Path) -> str:
    (one,) = json.loads(run("articles", study, "--json").stdout)
    return str(one["id"])


def test_variables_say_all_that_they_have(study: Path) -> None:
    rows = json.loads(run("variables", study, "--json").stdout)
    assert len(rows) == 25
    scores = [row for row in rows if row["mean_of"]]
    assert len(scores) == 5
    assert scores[0]["needs"] >= 1
    assert {row["scale"] for row in rows if not row["mean_of"]} == {"yes/no"}
    assert all(row["question"] for row in rows if not row["mean_of"])
    table = run("variables", study).stdout
    assert rows[0]["key"] in table
    assert all((row["question"] or row["title"])[:20] in table for row in rows)


def test_an_answer_is_given_changed_and_taken_back(study: Path) -> None:
    keys = [row["key"] for row in json.loads(run("variables", study, "--json").stdout)]
    asked = ("answer", study, "--article", article(study), "--variable", keys[0], "--value")
    told = json.loads(run(*asked, "yes", "--json").stdout)
    assert (told["variable"], told["value"], told["applies"]) == (keys[0], "yes", True)
    assert keys[0] not in told["open"]
    (row,) = json.loads(run("answers", study, "--json").stdout)
    assert (row["variable"], row["value"], row["number"], row["coder"]) == (
        keys[0],
        "yes",
        1,
        "Ana",
    )
    run(*asked, "")
    assert json.loads(run("answers", study, "--json").stdout) == []
    run("undo", study)
    assert len(json.loads(run("answers", study, "--json").stdout)) == 1


def test_scores_follow_when_enough_is_answered(study: Path) -> None:
    rows = json.loads(run("variables", study, "--json").stdout)
    score = next(row for row in rows if row["mean_of"])
    for n, key in enumerate(score["mean_of"]):
        run("answer", study, "--article", article(study), "--variable", key,
            "--value", "no" if n else "yes")  # fmt: skip
    found = json.loads(run("answers", study, "--json").stdout)
    (computed,) = [row for row in found if row["computed"]]
    assert computed["variable"] == score["key"]
    assert computed["number"] == pytest.approx(1 / len(score["mean_of"]))


def test_answers_are_a_table_for_statistics(study: Path) -> None:
    begun = ("answer", study, "--article", article(study), "--value")
    run(*begun, "yes", "--variable", "econ_amounts")
    run(*begun, "no", "--variable", "econ_costs")
    rows = list(csv.DictReader(io.StringIO(run("answers", study, "--csv").stdout)))
    assert [(row["variable"], row["value"], row["number"]) for row in rows] == [
        ("econ_amounts", "yes", "1.0"),
        ("econ_costs", "no", "0.0"),
        ("score_economic", "0.5", "0.5"),
    ]
    assert rows[0]["headline"] == "Grain"
    assert "0.5" in run("answers", study).stdout


def test_what_does_not_apply_is_kept_and_not_counted(tmp_path: Path, study: Path) -> None:
    scheme = tmp_path / "s.yaml"
    scheme.write_text(
        "title: S\nvariables:\n  - {key: relevant, scale: yes/no}\n"
        "  - {key: tone, scale: ordinal, choices: [bad, good], when: relevant = yes}\n",
        "utf-8",
    )
    path = tmp_path / "t.annotator"
    run("new", path, "--coder", "Ana", "--scheme", scheme)
    run("import", path, tmp_path / "grain.txt")
    begun = ("answer", path, "--article", article(path), "--variable")
    assert "does not count" in run(*begun, "tone", "--value", "good").stdout
    assert json.loads(run("answers", path, "--json").stdout) == []
    run(*begun, "relevant", "--value", "yes")
    tone = json.loads(run("answers", path, "--json").stdout)[1]
    assert (tone["value"], tone["number"]) == ("good", 2.0)


def test_what_cannot_be_answered_is_said(study: Path) -> None:
    keys = [row["key"] for row in json.loads(run("variables", study, "--json").stdout)]
    begun = ("answer", study, "--article", article(study), "--variable")
    assert "yes or no" in run(*begun, keys[0], "--value", "perhaps", code=1).stderr
    assert keys[0] in run(*begun, "nothing", "--value", "yes", code=1).stderr
    assert json.loads(run("answers", study, "--json").stdout) == []


def test_codes_say_all_that_they_have(tmp_path: Path) -> None:
    path = tmp_path / "study.annotator"
    run("new", path, "--coder", "Ana", "--scheme", "attribution")
    rows = {row["path"]: row for row in json.loads(run("codes", path, "--json").stdout)}
    cue = rows["cue"]
    assert cue["instead"] == [{"when": "the words refuse to say anything", "use": "refusal"}]
    assert (cue["unit"], cue["status"], cue["revision"], cue["deleted"]) == (
        "span", "active", 1, False,
    )  # fmt: skip
    assert cue["boundary"]
    assert cue["keywords"]
    assert cue["examples"]
    kind, named, name, *_ = rows["source"]["attributes"]
    assert {"official", "expert"} <= {one["name"] for one in kind["choices"]}
    assert (kind["required"], named["kind"], name["when"]) == (True, "yes/no", "named = yes")
    (stance,) = cue["attributes"]
    assert stance["low"] == {"value": -2, "label": "distances itself"}
    assert stance["default"] == "0"


def test_annotations_are_given_values(tmp_path: Path) -> None:
    path, text = tmp_path / "said.annotator", tmp_path / "grain.txt"
    text.write_text("Grain\n\nThe price rose, said Mara.\n", "utf-8")
    run("new", path, "--coder", "Ana", "--scheme", "attribution")
    run("import", path, text)
    where = ("--article", article(path), "--code", "source", "--start", 7, "--end", 12)
    one = json.loads(run("annotate", path, *where, "--json").stdout)["id"]
    run("value", path, one, "--attribute", "source type", "--value", "expert")
    (row,) = json.loads(run("annotations", path, "--json").stdout)
    assert row["values"] == {"source type": "expert"}
    bad = run("value", path, one, "--attribute", "source type", "--value", "ghost", code=1)
    assert "one of official" in bad.output


def test_how_far_each_coder_is_with_each_article_is_told(study: Path) -> None:
    about = article(study)
    assert json.loads(run("answers", study, "--complete", "--json").stdout) == []
    (first, *_) = json.loads(run("variables", study, "--json").stdout)
    run("answer", study, "--article", about, "--variable", first["key"], "--value", "yes")
    (row,) = json.loads(run("answers", study, "--complete", "--json").stdout)
    assert (row["article"], row["answered"]) == (about, 1)
    assert row["asked"] > 1
    assert first["key"] not in row["lacking"]
    (told,) = csv.DictReader(io.StringIO(run("answers", study, "--complete", "--csv").stdout))
    assert told["lacking"] == "; ".join(row["lacking"])
    assert row["headline"][:10] in run("answers", study, "--complete").stdout


def test_rounds_are_answered_apart(study: Path) -> None:
    key = json.loads(run("variables", study, "--json").stdout)[0]["key"]
    asked = ("answer", study, "--article", article(study), "--variable", key, "--value")
    run(*asked, "yes")
    run("round", "add", study, "reliability")
    run(*asked, "no", "--round", "Reliability")
    rows = json.loads(run("answers", study, "--json").stdout)
    assert [(row["round"], row["value"]) for row in rows] == [
        ("main", "yes"),
        ("reliability", "no"),
    ]
    table = run("answers", study, "--csv", "--round", "reliability").stdout
    (only,) = csv.DictReader(io.StringIO(table))
    assert (only["round"], only["value"]) == ("reliability", "no")
    begun = json.loads(run("answers", study, "--complete", "--json", "--round", "main").stdout)
    assert [(row["round"], row["answered"]) for row in begun] == [("main", 1)]
    heads = run("answers", study).stdout.splitlines()[0].split()
    assert heads == ["headline", "coder", "round", "variable", "value", "number", "missing"]
    told = run(*asked, "no", "--round", "pilot", code=1)
    assert "no round “pilot”" in told.output
    assert "main, reliability" in told.output


def test_rounds_are_listed_renamed_and_removed(study: Path) -> None:
    run("round", "add", study, "pilot", "--coder", "Ana")
    run("round", "rename", study, "pilot", "first pilot")
    words = ("annotate-words", study, "wheat", "--code", "responsibility")
    run(*words, "--round", "first pilot")
    run(*words[:2], "--code", "responsibility", "--article", article(study), "price")
    assert "  Ana    first pilot  " in run("annotations", study).stdout
    rows = json.loads(run("rounds", study, "--json").stdout)
    assert [(row["name"], row["annotations"], row["answers"], row["done"]) for row in rows] == [
        ("main", 1, 0, 0),
        ("first pilot", 1, 0, 0),
    ]
    (one,) = json.loads(run("annotations", study, "--round", "first pilot", "--json").stdout)
    assert (one["quote"], one["round"]) == ("wheat", "first pilot")
    span = ("--article", article(study), "--code", "responsibility", "--start", 0, "--end", 5)
    run("annotate", study, *span, "--round", "first pilot")
    counted = json.loads(run("frequencies", study, "--round", "first pilot", "--json").stdout)
    assert sum(row["annotations"] for row in counted) == 2
    told = run("round", "remove", study, "first pilot", code=1)
    assert "holds annotations (2)" in told.output
    run("round", "add", study, "empty")
    run("round", "remove", study, "empty")
    assert len(json.loads(run("rounds", study, "--json").stdout)) == 2
