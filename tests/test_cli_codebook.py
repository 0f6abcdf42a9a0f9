"""Codebooks as files, from the command line."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from annotator.cli import app
from annotator.formats.schemes import parse_scheme


def run(*args: object, code: int = 0) -> Any:
    result = CliRunner().invoke(app, [str(arg) for arg in args])
    assert result.exit_code == code, result.output
    return result


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "study.annotator"
    run("new", path, "--coder", "Ana", "--scheme", "attribution")
    return path


@pytest.mark.parametrize(
    ("ending", "begins"),
    [
        ("yaml", b"name: attribution\ntitle: study"),
        ("csv", b"path,name,parent"),
        ("xlsx", b"PK"),
        ("qdc", b"<?xml"),
        ("docx", b"PK"),
        ("html", b"<!DOCTYPE html>"),
    ],
)
def test_a_codebook_is_written(project, tmp_path, ending, begins):
    out = tmp_path / f"codebook.{ending}"
    result = run("codebook", "export", project, out, "--json")
    assert json.loads(result.stdout)["codes"] == 4
    assert out.read_bytes().startswith(begins)
    assert out.stat().st_size > 500


def test_a_codebook_is_printed_where_there_is_no_window(project, tmp_path):
    out = tmp_path / "codebook.pdf"
    command = [sys.executable, "-m", "annotator", "codebook", "export", str(project), str(out)]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    assert out.read_bytes().startswith(b"%PDF")
    assert out.stat().st_size > 5000


def test_what_is_written_says_the_same_as_the_project(project, tmp_path):
    out = tmp_path / "codebook.yaml"
    run("codebook", "export", project, out)
    assert [code.name for code in parse_scheme(out.read_bytes(), "c.yaml").codes] == [
        "source", "cue", "content", "refusal",
    ]  # fmt: skip
    assert "the same" in run("codebook", "diff", project, out).stdout


@pytest.mark.parametrize("ending", ["csv", "xlsx", "qdc"])
def test_what_a_file_has_no_place_for_does_not_differ(project, tmp_path, ending):
    out = tmp_path / f"codebook.{ending}"
    run("codebook", "export", project, out)
    assert "the same" in run("codebook", "diff", project, out).stdout
    assert "the same" in run("codebook", "diff", out, project).stdout
    rows = json.loads(run("codebook", "diff", "starter", out, "--json", code=1).stdout)
    assert {"added", "removed"} <= {row["way"] for row in rows}
    assert {row["kind"] for row in rows} == {"code"}
    assert "nothing to take over" in run("codebook", "import", project, out, "--removed").stdout


def test_codes_of_a_table_without_colours_get_different_ones(project, tmp_path):
    table = tmp_path / "topics.csv"
    table.write_text("name,parent,definition\nwar,,Arms.\npeace,,None.\ntruce,war,For a while.\n")
    run("codebook", "import", project, table)
    found = {
        one["path"]: one["colour"] for one in json.loads(run("codes", project, "--json").stdout)
    }
    assert found["war"] != found["peace"]
    before = found["source"]
    table.write_text("name,definition\npeace,No arms.\nsource,Who speaks.\n")
    run("codebook", "import", project, table)
    after = {
        one["path"]: one["colour"] for one in json.loads(run("codes", project, "--json").stdout)
    }
    assert (after["source"], after["peace"]) == (before, found["peace"])


def test_what_differs_is_told(project, tmp_path):
    out = tmp_path / "codebook.yaml"
    run("codebook", "export", project, out)
    key_of_cue = r"(name: cue\n(?:.*\n)*?\s+key: )\w"
    changed = re.sub(key_of_cue, r"\g<1>z", out.read_text("utf-8"), count=1)
    out.write_text(changed, "utf-8")
    rows = json.loads(run("codebook", "diff", project, out, "--json", code=1).stdout)
    assert [(row["name"], row["field"], row["after"]) for row in rows] == [("cue", "key", "z")]


def test_shipped_schemes_are_compared_by_name():
    rows = json.loads(run("codebook", "diff", "starter", "attribution", "--json", code=1).stdout)
    assert ("code", "source", "added") in {(row["kind"], row["name"], row["way"]) for row in rows}


def test_an_ending_that_no_codebook_has_is_refused(project, tmp_path):
    out = tmp_path / "codebook.txt"
    result = run("codebook", "export", project, out, code=1)
    assert "codebook.txt" in result.stderr
    assert ".yaml" in result.stderr
    assert not out.exists()


def test_a_file_that_cannot_be_written_leaves_what_was_there(project, tmp_path):
    out = tmp_path / "taken.html"
    out.mkdir()
    result = run("codebook", "export", project, out, code=1)
    assert "taken.html" in result.stderr
    assert [path.name for path in tmp_path.glob("taken*")] == ["taken.html"]


def test_a_table_is_taken_over_without_touching_what_it_does_not_say(project, tmp_path):
    table = tmp_path / "ours.csv"
    table.write_text("Kode,Beschreibung\ncue,The verb that gives the words.\ntone,\n", "utf-8")
    run("codebook", "import", project, table, code=1)
    columns = ("--column", "name=Kode", "--column", "definition=Beschreibung")
    rows = json.loads(
        run("codebook", "import", project, table, *columns, "--dry-run", "--json").stdout
    )
    assert [(row["name"], row["field"], row["way"]) for row in rows["taken"]] == [
        ("cue", "definition", "changed"), ("tone", "", "added"),
    ]  # fmt: skip
    kept = tmp_path / "before.yaml"
    run("codebook", "export", project, kept)
    run("codebook", "import", project, table, *columns, "--only", "cue")
    changed = json.loads(run("codebook", "diff", kept, project, "--json", code=1).stdout)
    assert [(row["name"], row["field"]) for row in changed] == [("cue", "definition")]
    run("undo", project)
    assert "the same" in run("codebook", "diff", kept, project).stdout


def test_a_column_that_is_not_there_is_named(project, tmp_path):
    table = tmp_path / "ours.csv"
    table.write_text("Kode\ncue\n", "utf-8")
    told = run("codebook", "import", project, table, "--column", "name=Kodes", code=1).stderr
    assert "no column “Kodes”" in told
    assert "Kode" in told
    told = run("codebook", "import", project, table, "--column", "nme=Kode", code=1).stderr
    assert "“nme” is nothing" in told
    run("codebook", "import", project, table, "--column", "name", code=2)


@pytest.mark.parametrize("ending", ["yaml", "csv", "xlsx", "qdc"])
def test_what_was_exported_changes_nothing(project, tmp_path, ending):
    out = tmp_path / f"codebook.{ending}"
    run("codebook", "export", project, out)
    assert "nothing to take over" in run("codebook", "import", project, out).stdout


def test_what_the_file_lacks_goes_only_when_that_is_said(project, tmp_path):
    file = tmp_path / "small.yaml"
    file.write_text("title: Small\ncodes:\n  - name: tone\n", "utf-8")
    run("codebook", "import", project, file)
    assert "cue" in run("codes", project).stdout
    run("codebook", "import", project, file, "--removed")
    assert [row["path"] for row in json.loads(run("codes", project, "--json").stdout)] == ["tone"]


def test_codes_are_merged_after_saying_what_that_changes(project):
    before = json.loads(run("codes", project, "--json").stdout)
    asked = json.loads(
        run("codebook", "merge", project, "cue", "source", "--dry-run", "--json").stdout
    )
    assert (asked["from"], asked["into"], asked["annotations"]) == ("cue", "source", 0)
    assert asked["dry_run"]
    assert json.loads(run("codes", project, "--json").stdout) == before
    told = run("codebook", "merge", project, "cue", "source", "--coder", "Ana").stdout
    assert told.startswith("Merged “cue” into “source”.")
    paths = [row["path"] for row in json.loads(run("codes", project, "--json").stdout)]
    assert "cue" not in paths
    run("undo", project, "--coder", "Ana")
    assert json.loads(run("codes", project, "--json").stdout) == before


def test_a_code_is_not_merged_with_itself_or_with_none(project):
    before = run("codes", project, "--json").stdout
    assert "with itself" in run("codebook", "merge", project, "cue", "cue", code=1).stderr
    assert "no such" in run("codebook", "merge", project, "no such", "cue", code=1).stderr
    assert run("codes", project, "--json").stdout == before


NEVER = """
title: t
codes:
  - name: claim
variables:
  - {key: tone, scale: nominal, choices: [good, bad]}
  - {key: why, scale: text, when: tone = sad}
"""


def test_a_question_that_is_never_asked_is_told_and_goes_through_files(
    tmp_path: Path, project: Path
) -> None:
    file, out, made = (tmp_path / name for name in ("t.yaml", "out.yaml", "made.annotator"))
    file.write_text(NEVER, "utf-8")
    never = "it is asked if “tone = sad”, which never holds: “sad” is none of good, bad."
    assert f"“why”, line 7: {never}" in run("new", made, "--coder", "A", "--scheme", file).stdout
    assert f"“why”: {never}" in run("codebook", "export", made, out).stdout
    told = json.loads(run("codebook", "import", project, out, "--json").stdout)
    (note,) = told["notes"]
    assert note.startswith("“why”, line ")
    assert note.endswith(never)
    assert [one["name"] for one in told["taken"] if one["kind"] == "variable"] == ["tone", "why"]
    assert never in run("codebook", "import", project, out).stdout
