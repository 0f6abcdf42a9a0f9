from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from typer.testing import CliRunner

from annotator.cli import app
from annotator.domain.changes import Create, Kind, Remove
from annotator.ops import people, sample
from annotator.store.project import Project

STRIKE = "Dockers walk out\n\nThe minister said “No.” 🚢 Nobody answered.\n"
WATER = "Water is safe\n\nOfficials said so. A laboratory disagrees.\n"


@dataclass
class Command:
    """The command line on a project in a folder of its own."""

    folder: Path

    @property
    def project(self) -> str:
        return str(self.folder / "study.annotator")

    def run(self, verb: str, *args: object, code: int = 0) -> tuple[str, str]:
        result = CliRunner().invoke(app, [verb, self.project, *map(str, args)])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert result.exit_code == code, result.output
        return result.stdout, result.stderr

    def json(self, verb: str, *args: object) -> Any:
        out, err = self.run(verb, *args, "--json")
        assert err == ""
        return json.loads(out)

    def articles(self) -> list[str]:
        return [row["id"] for row in self.json("articles")]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a project of Ana's, made from the two texts beside it."""
    folder = tmp_path_factory.mktemp("prepared")
    (folder / "strike.txt").write_text(STRIKE, encoding="utf-8")
    (folder / "water.txt").write_text(WATER, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        # Made before the folders of a single test are there.
        patch.setenv("ANNOTATOR_HOME", str(tmp_path_factory.mktemp("home")))
        command = Command(folder)
        command.run("new", "--coder", "Ana")
        command.run("import", folder / "strike.txt", folder / "water.txt")
    return folder


@pytest.fixture
def command(prepared: Path, tmp_path: Path) -> Command:
    return Command(Path(shutil.copytree(prepared, tmp_path, dirs_exist_ok=True)))


def process(*args: str, cwd: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    keep = {k: v for k, v in os.environ.items() if k not in ("QT_QPA_PLATFORM", "DISPLAY")}
    return subprocess.run(
        [sys.executable, "-m", "annotator", *args],
        cwd=cwd,
        env=keep | environ,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )


needs_rights_to_give_up = pytest.mark.skipif(
    not hasattr(os, "setresuid"), reason="the system has no such rights"
)


@pytest.fixture
def public(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder that everybody may write, the person's own folders in it."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        home = folder / "home"
        monkeypatch.setenv("ANNOTATOR_HOME", str(home))
        for each in (folder, home, home / "config", home / "data", home / "cache"):
            each.mkdir(exist_ok=True)
            each.chmod(0o777)
        yield folder


@contextmanager
def of_little_rights() -> Iterator[None]:
    """No more rights than anybody has, also where the tests run as root."""
    me = os.getuid()
    if me == 0:
        os.setresuid(65534, 65534, 0)
    try:
        yield
    finally:
        os.setresuid(me, me, me)


# -- what is loaded


def test_the_command_line_loads_nothing_heavy():
    heavy = ("PySide6", "pyqtgraph", "numpy", "sqlmodel", "sqlalchemy", "pydantic", "yaml")
    told = f"import sys, annotator.cli; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", told], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "[]"


def test_the_module_runs_and_says_its_version(tmp_path):
    done = process("--version", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(r"annotator \d+\.\d+\.\d+\n", done.stdout)


def test_pipes_get_utf8_and_errors_go_to_the_other_one(tmp_path):
    made = process("new", "p", "--coder", "Iñaki Sørdal", cwd=tmp_path, PYTHONIOENCODING="ascii")
    assert (made.returncode, made.stderr) == (0, "")
    assert "Iñaki Sørdal" in made.stdout

    missing = process("articles", "nowhere.annotator", "--json", cwd=tmp_path)
    assert (missing.returncode, missing.stdout) == (1, "")
    assert missing.stderr.startswith("annotator: ")
    assert "nowhere.annotator" in missing.stderr
    assert "Traceback" not in missing.stderr


# -- the window


@pytest.mark.parametrize("args", [[], ["open", "p.annotator"], ["p.annotator"], ["P.ANNOTATOR"]])
def test_without_a_screen_the_window_does_not_open_and_says_why(tmp_path, args):
    done = process(*args, cwd=tmp_path)

    assert (done.returncode, done.stdout) == (1, "")
    assert "no screen" in done.stderr


def test_only_a_project_file_stands_for_a_verb(tmp_path):
    done = process("p.txt", cwd=tmp_path)

    assert done.returncode == 2
    assert "p.txt" in done.stderr


def test_demo_without_a_screen_writes_pictures_and_numbers(tmp_path):
    done = process("demo", cwd=tmp_path)

    assert done.returncode == 0, done.stderr
    assert "no screen" in done.stderr
    written = sorted(file.name for file in (tmp_path / "demo-out").iterdir())
    assert written == ["charts.png", "frequencies.csv", "window.png"]
    for name in written:
        assert (tmp_path / "demo-out" / name).stat().st_size > 0
        assert str(Path("demo-out") / name) in done.stdout
    header = (tmp_path / "demo-out" / "frequencies.csv").read_text("utf-8-sig").splitlines()[0]
    assert "per_1000_words" in header


def test_a_screenshot_is_a_picture_of_that_size(command):
    out = command.folder / "shot.png"
    done = process(
        "screenshot", command.project, str(out), "--size", "1000x700", "--scale", "2",
        "--theme", "dark",
        "--article", command.articles()[0], "--json", cwd=command.folder,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {"written": [str(out)]}
    head = out.read_bytes()[:24]
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    assert (int.from_bytes(head[16:20]), int.from_bytes(head[20:24])) == (2000, 1400)


@pytest.mark.parametrize(
    "args",
    [["out.png", "--size", "big"], ["out.png", "--size", "0x4"], ["out.jpg"],
     ["out.png", "--place", "moon"], ["out.png", "--scale", "99"]],
)  # fmt: skip
def test_a_screenshot_that_cannot_be_meant_is_refused(command, args):
    command.run("screenshot", *args, code=2)


@pytest.mark.parametrize(
    ("out", "said"), [("nowhere/out.png", "nowhere"), ("folder.png", "folder.png")]
)
def test_a_picture_that_cannot_be_written_is_told_before_anything_is_drawn(command, out, said):
    (command.folder / "folder.png").mkdir()

    told, error = command.run("screenshot", command.folder / out, code=1)

    assert told == ""
    assert said in error
    assert "Nothing was written." in error
    assert not (command.folder / "nowhere").exists()


@needs_rights_to_give_up
def test_a_folder_without_the_right_to_write_is_named_with_a_way_out(public):
    public.chmod(0o555)
    with of_little_rights():
        _, error = Command(public).run("screenshot", public / "out.png", code=1)
    public.chmod(0o777)

    assert "out.png" in error
    assert "Choose a folder of your own" in error


def test_a_screenshot_changes_nothing(command):
    def files() -> dict[str, bytes]:
        return {one.name: one.read_bytes() for one in command.folder.iterdir()}

    before = files()
    out = command.folder / "shot.png"
    done = process("screenshot", command.project, str(out), cwd=command.folder)

    assert done.returncode == 0, done.stderr
    out.unlink()
    assert files() == before


# -- projects


def test_new_makes_a_project_with_the_starter_codes(tmp_path):
    command = Command(tmp_path)
    made = command.json("new", "--coder", "Ana")

    about = {"project": command.project, "name": "study", "coder": "Ana", "codes": 3}
    assert made == {**about, "notes": []}
    assert [row["path"] for row in command.json("codes")] == ["framing", "claim", "attribution"]


def test_new_takes_a_scheme_and_adds_the_ending(tmp_path):
    scheme = tmp_path / "own.yaml"
    scheme.write_text('title: Own\nversion: "1"\ncodes: [{name: tone}]\n', encoding="utf-8")
    result = CliRunner().invoke(
        app, ["new", str(tmp_path / "study"), "--coder", "Ana", "--scheme", str(scheme)]
    )

    assert result.exit_code == 0
    assert [row["path"] for row in Command(tmp_path).json("codes")] == ["tone"]


def test_new_is_for_the_person_here_who_must_be_known(tmp_path):
    command = Command(tmp_path)
    _, error = command.run("new", code=2)
    assert "--coder" in error
    assert not Path(command.project).exists()

    person = people.save_person("Ana Ruiz")
    command.run("new")
    with Project.open(Path(command.project)) as project:
        assert [(one.uid, one.name) for one in project.queries.coders()] == [
            (person.uid, "Ana Ruiz")
        ]


def test_new_never_replaces_a_file(command):
    before = Path(command.project).read_bytes()
    _, error = command.run("new", "--coder", "Ana", code=1)

    assert "study.annotator" in error
    assert Path(command.project).read_bytes() == before


def test_check_finds_nothing_in_a_sound_file_and_damage_in_another(command):
    answer = command.json("check")
    assert (answer["sound"], answer["findings"], answer["loose_ends"]) == (True, [], [])
    assert answer["checked"]["article"] > 0
    out, _ = command.run("check")
    assert "nothing is wrong" in out
    assert "article" in out

    path = Path(command.project)
    path.write_bytes(path.read_bytes().replace(b"Nobody answered", b"Nobody shrugged"))
    out, _ = command.run("check", code=1)
    assert "Dockers walk out" in out
    assert "Texts of articles (1)" in out
    assert "--repair" in out


def test_check_of_a_file_that_cannot_be_opened_says_how_to_recover_it(command):
    path = Path(command.project)
    damaged = bytes(4096) + path.read_bytes()[4096:]
    path.write_bytes(damaged)
    out, _ = command.run("check", code=1)
    assert "is damaged" in out
    assert f"annotator check {path} --repair" in out
    (find,) = json.loads(command.run("check", "--json", code=1)[0])["findings"]
    assert find["about"] == "structure"

    out = path.with_name("new.annotator")
    told, _ = command.run("check", "--repair", str(out))
    assert "There is no backup of it" in told
    assert "Nothing is known to be lost." in told
    assert f"Made {out}" in told
    assert path.read_bytes() == damaged
    command.run("check", "--repair", str(out), code=1)
    out.unlink()
    assert command.json("check", "--repair", str(out))["lost"] == []


def test_backups_are_made_listed_and_restored_after_saying_what_differs(command):
    assert "no backups" in command.run("backups")[0]
    assert command.json("backups") == []
    made = command.json("backup")
    assert Path(made["backup"]).stat().st_size == made["size"]
    (row,) = command.json("backups")
    assert (row["number"], row["why"], row["path"]) == (1, "on request", made["backup"])
    assert "on request" in command.run("backups")[0]
    first = command.articles()[0]
    command.run("annotate", "--article", first, "--code", "claim", "--start", 0, "--end", 7)
    before = Path(command.project).read_bytes()
    out, _ = command.run("restore", 1)
    assert out.startswith("1 annotation fewer\n  − annotation “Dockers” (claim)\n")
    assert "--yes" in out
    assert Path(command.project).read_bytes() == before
    done = command.json("restore", made["backup"], "--yes")
    assert done["differences"]["counts"] == {"annotation only here": 1}
    assert done["restored"] is True
    assert command.json("annotations") == []
    assert command.json("backups")[0]["path"] == done["before"]
    out, _ = command.run("restore", 1, "--yes")
    assert "1 annotation more" in out
    assert f"As it was before, it is kept as {command.json('backups')[0]['path']}" in out
    assert len(command.json("annotations")) == 1


def test_a_backup_of_a_wrong_project_says_what_is_wrong(command):
    assert command.json("backup")["sound"] is True
    path = Path(command.project)
    path.write_bytes(path.read_bytes().replace(b"Officials said", b"Officials sayd"))
    out, _ = command.run("backup", code=1)
    assert out.startswith("Made ")
    assert "damage" in out
    assert "Water is safe" in out
    assert len(command.json("backups")) == 2


def test_a_new_setting_is_said_to_be_new(command):
    told, _ = command.run("setting", "unit", "sentence")
    assert "This setting is new." in told
    told, _ = command.run("setting", "unit", "clause")
    assert "new" not in told
    told, _ = command.run("setting", "unti", "clause")
    assert "This setting is new. There is also “unit”." in told
    done = command.json("setting", "colour", "3")
    assert done["new"] == ["colour"]
    assert done["settings"]["colour"] == 3
    assert command.json("setting", "colour", "4")["new"] == []


def test_a_backup_goes_where_it_is_told_and_never_over_a_file(command, tmp_path):
    out = tmp_path / "elsewhere"
    assert command.json("backup", out)["backup"] == f"{out}.annotator"
    _, err = command.run("backup", out, code=1)
    assert "There is a file" in err
    assert command.json("backups") == []
    _, err = command.run("restore", 1, code=1)
    assert "no backup “1”" in err
    assert "Nothing differs." in command.run("restore", f"{out}.annotator")[0]


def test_a_damaged_project_is_restored_and_put_aside(command):
    command.run("backup")
    articles = command.articles()
    with Path(command.project).open("r+b") as file:
        file.write(bytes(200))
    command.run("articles", code=1)
    assert len(command.json("backups")) == 1
    out, _ = command.run("restore", 1, "--yes")
    assert "cannot be opened" in out
    assert "(put aside " in out
    assert command.articles() == articles


def test_a_partly_damaged_project_is_restored_and_put_aside(command):
    command.run("backup")
    articles = command.articles()
    path = Path(command.project)
    with closing(sqlite3.connect(path)) as raw:
        (size,) = raw.execute("PRAGMA page_size").fetchone()
        (root,) = raw.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'code'").fetchone()
    with path.open("r+b") as file:
        file.seek((root - 1) * size)
        file.write(b"\xff" * 64)
    out, _ = command.run("restore", 1)
    assert "cannot be compared" in out
    assert "--yes" in out
    out, _ = command.run("restore", 1, "--yes")
    assert "(put aside " in out
    assert command.articles() == articles


def test_backups_of_what_is_no_project_or_gone(command):
    path = Path(command.project)
    path.with_name("notes.txt").write_text("mine")
    command.run("backup")
    path.unlink()
    assert "on request" in command.run("backups")[0]
    assert "is not there any more" in command.run("restore", 1)[0]
    command.run("restore", 1, "--yes")
    assert command.articles()
    for name in ("none.annotator", "notes.txt"):
        stranger = CliRunner().invoke(app, ["backups", str(path.with_name(name))])
        assert stranger.exit_code == 1
        assert "There are no backups" not in stranger.output
        assert str(path.with_name(name)) in stranger.output


def test_undo_takes_back_the_latest_steps_and_redo_does_them_again(command):
    for end in (7, 12):
        command.run("annotate", "--article", command.articles()[0], "--code", "claim",
                    "--start", 0, "--end", end)  # fmt: skip

    undone = command.json("undo", "--steps", 2)["undone"]
    assert undone == ["Tag “claim” on “Dockers walk”", "Tag “claim” on “Dockers”"]
    assert command.json("annotations") == []
    assert command.json("redo") == {"redone": ["Tag “claim” on “Dockers”"]}
    out, _ = command.run("redo", "--steps", 9)
    assert out == "Done again: Tag “claim” on “Dockers walk”\n"
    assert len(command.json("annotations")) == 2
    _, error = command.run("redo", code=1)
    assert "nothing to do again" in error
    command.run("undo", "--steps", 2)
    out, _ = command.run("undo", "--steps", 9, "--coder", "Ana")
    assert out == "Undone: Import 2 articles\n"
    assert command.articles() == []
    _, error = command.run("undo", code=1)
    assert "nothing to undo" in error
    command.run("undo", "--steps", 0, code=2)


def test_a_project_that_is_open_is_refused_with_a_sentence(command):
    with Project.open(Path(command.project)):
        for verb in ("articles", "check", "undo"):
            out, error = command.run(verb, code=1)
            assert out == ""
            assert "study.annotator" in error


@pytest.mark.parametrize(
    "verb", ["articles", "codes", "annotations", "frequencies", "check", "undo"]
)
@pytest.mark.parametrize("content", [None, b"", b"not a project" * 99])
def test_what_is_no_project_is_refused_and_left_alone(tmp_path, verb, content):
    command = Command(tmp_path)
    if content is not None:
        Path(command.project).write_bytes(content)

    out, error = command.run(verb, code=1)

    assert out == ""
    assert "study.annotator" in error
    assert (None if content is None else Path(command.project).read_bytes()) == content


# -- articles


def test_import_tells_what_came_and_what_was_left_out(command):
    (command.folder / "copy.txt").write_bytes(("\ufeff" + STRIKE).encode("utf-8"))
    (command.folder / "more").mkdir()
    (command.folder / "more" / "new.txt").write_text("Third\n\nText.\n", encoding="utf-8")
    files = (command.folder / "copy.txt", command.folder / "more")

    told = command.json("import", *files)

    assert [row["headline"] for row in told["added"]] == ["Third"]
    assert told["skipped"] == ["copy.txt"]
    out, _ = command.run("import", *files)
    assert "Imported 0 of 2 articles." in out
    assert "Left out copy.txt" in out


def test_a_guess_is_told(command):
    (command.folder / "old.txt").write_bytes(
        "Überschrift\n\nDer Müller sagt „nein“.\n".encode("cp1252")
    )

    told = command.json("import", command.folder / "old.txt")

    assert told["added"][0]["headline"] == "Überschrift"
    assert told["notes"]["old.txt"]


@pytest.mark.parametrize("bad", [b"", b"\x89PNG\r\n\x1a\n\0\0\0\0" * 20])
def test_one_bad_file_stops_the_whole_import(command, bad):
    before = command.articles()
    (command.folder / "good.txt").write_text("Good\n\nText.\n", encoding="utf-8")
    (command.folder / "bad.txt").write_bytes(bad)

    _, error = command.run(
        "import", command.folder / "good.txt", command.folder / "bad.txt",
        command.folder / "missing.txt", code=1,
    )  # fmt: skip

    assert "bad.txt" in error
    assert "missing.txt" in error
    assert command.articles() == before


def test_a_file_of_50_mb_is_refused_unread(command):
    huge = command.folder / "huge.txt"
    with huge.open("wb") as stream:
        stream.truncate(50 * 1024 * 1024)

    _, error = command.run("import", huge, code=1)

    assert "huge.txt" in error
    assert "too large" in error
    assert len(command.articles()) == 2


@needs_rights_to_give_up
def test_a_file_without_the_right_to_read_it_is_told_like_any_other(public, prepared):
    command, secret = Command(public), public / "secret.txt"
    project = Path(shutil.copy(prepared / "study.annotator", public))
    project.chmod(0o666)
    secret.write_text(WATER, encoding="utf-8")
    # Whatever the verb needs is loaded before the rights to read it are given up.
    command.run("import", secret)
    secret.chmod(0)
    with of_little_rights():
        _, of_import = command.run("import", secret, code=1)
    project.chmod(0)
    with of_little_rights():
        _, of_project = command.run("articles", code=1)

    assert "no right to read" in of_import
    assert "secret.txt" in of_import
    assert "study.annotator" in of_project
    assert "Check that you may read" in of_project


@pytest.mark.parametrize(
    ("args", "listed"),
    [
        (["frequencies", "p.annotator", "--by", "zz"], "'code', 'outlet', 'month', 'coder'"),
        (["screenshot", "p.annotator", "o.png", "--place", "zz"], "'code', 'charts'"),
        (
            ["screenshot", "p.annotator", "o.png", "--theme", "zz"],
            "'light', 'dark', 'sepia', 'contrast'",
        ),
    ],
)
def test_a_choice_that_there_is_not_is_answered_with_the_choices(args, listed):
    result = CliRunner().invoke(app, args)

    assert result.exit_code == 2
    assert f"Invalid value for '{args[-2]}': 'zz' is not one of {listed}." in result.stderr


def test_import_without_files_is_a_mistake_of_usage(command):
    command.run("import", code=2)


def test_articles_are_listed(command):
    rows = command.json("articles")
    assert [(row["headline"], row["length"], row["source_file"]) for row in rows] == [
        ("Dockers walk out", len(STRIKE), "strike.txt"),
        ("Water is safe", len(WATER), "water.txt"),
    ]
    out, _ = command.run("articles")
    head, first, *_ = out.splitlines()
    assert head.split() == ["id", "headline", "outlet", "published", "words", "counted_words"]
    assert first.startswith(rows[0]["id"])


# -- codes and annotations


def test_annotating_counts_code_points_and_finds_ids_and_codes_in_short(command):
    article = command.articles()[0]
    start = STRIKE.index("🚢") + 2
    made = command.json(
        "annotate", "--article", article.upper(), "--code", "CLAIM",
        "--start", start, "--end", start + 6, "--memo", "why",
    )  # fmt: skip

    assert made["quote"] == "Nobody"
    assert (made["code"], made["coder"], made["memo"]) == ("claim", "Ana", "why")
    (listed,) = command.json("annotations")
    assert listed == made
    assert listed["article"] == article
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", listed["created"])


def test_the_same_again_changes_nothing_and_says_so(command):
    again = ("--article", command.articles()[0], "--code", "claim", "--start", 0, "--end", 7)
    first = command.json("annotate", *again)

    out, _ = command.run("annotate", *again)

    assert "there already" in out
    assert first["id"] in out
    assert len(command.json("annotations")) == 1


def test_fragments_are_given_as_spans(command):
    made = command.json("annotate", "--article", command.articles()[0], "--code", "claim",
                        "--span", "13:16", "--span", "0:7")  # fmt: skip

    assert made["ranges"] == [[0, 7], [13, 16]]
    assert made["quote"] == "Dockers […] out"


@pytest.mark.parametrize(
    "where",
    [[], ["--start", "3"], ["--start", "5", "--end", "5"], ["--start", "-1", "--end", "5"],
     ["--span", "5"], ["--span", "a:b"], ["--span", "9:2"], ["--span", "1:2:3"],
     ["--span", "1:2", "--start", "0", "--end", "4"]],
)  # fmt: skip
def test_a_span_that_cannot_be_meant_is_a_mistake_of_usage(command, where):
    command.run("annotate", "--article", command.articles()[0], "--code", "claim", *where, code=2)
    assert command.json("annotations") == []


def test_annotations_are_removed_by_the_beginnings_of_their_ids_in_one_step(command):
    article = command.articles()[0]
    made = [
        command.json("annotate", "--article", article, "--code", "claim", "--span", f"0:{end}")
        for end in (7, 12, 16)
    ]
    first, second, last = (row["id"] for row in made)

    told = command.json("remove", first.replace("-", "")[:-1].upper(), second, second)

    assert told == {"removed": made[:2]}
    assert command.json("annotations") == made[2:]
    assert command.json("undo") == {"undone": ["Remove 2 annotations"]}
    assert len(command.json("annotations")) == 3
    out, _ = command.run("remove", last)
    assert out == f"Removed {last}  claim  “Dockers walk out”\n"


def test_coders_are_listed_added_and_renamed(command):
    before = command.json("coders")
    added = CliRunner().invoke(app, ["coder", "add", command.project, "Jonas"])
    assert added.exit_code == 0
    renamed = CliRunner().invoke(
        app, ["coder", "rename", command.project, "jonas", "Jonas Weil", "--json"]
    )
    assert renamed.exit_code == 0

    after = command.json("coders")
    assert after[:-1] == before
    assert after[-1] == json.loads(renamed.stdout)
    assert (after[-1]["name"], after[-1]["kind"]) == ("Jonas Weil", "human")
    assert after[-1]["annotations"] == 0
    table, _ = command.run("coders")
    assert table.splitlines()[0].split() == ["name", "kind", "annotations", "id"]
    assert "Jonas Weil" in table


def test_a_coder_whose_name_is_taken_is_not_added(command):
    before = command.json("coders")
    result = CliRunner().invoke(app, ["coder", "add", command.project, before[0]["name"]])

    assert result.exit_code == 1
    assert "already" in result.stderr
    assert command.json("coders") == before


def test_others_annotations_are_removed_only_as_their_coder(command):
    who = command.json("coders")[0]["name"]
    place = ("--article", command.articles()[0], "--code", "claim", "--start", 0, "--end", 7)
    made = command.json("annotate", *place, "--coder", who)["id"]
    assert CliRunner().invoke(app, ["coder", "add", command.project, "Jonas"]).exit_code == 0

    _, error = command.run("remove", made, "--coder", "Jonas", code=1)

    assert "Not yours to change" in error
    assert who in error
    assert len(command.json("annotations")) == 1
    command.run("remove", made, "--coder", who)
    assert command.json("annotations") == []


def test_when_one_id_is_unknown_or_unclear_no_annotation_is_removed(command):
    article = command.articles()[0]
    made = [
        command.json("annotate", "--article", article, "--code", "claim", "--span", f"0:{end}")
        for end in (12, 7)
    ]

    for wrong, said in (("ffff", "No annotation"), ("0", "fits several")):
        _, error = command.run("remove", made[0]["id"], wrong, code=1)
        assert said in error
    command.run("remove", code=2)
    assert sorted(row["end"] for row in command.json("annotations")) == [7, 12]


def test_what_does_not_exist_is_named(command):
    article = command.articles()[0]
    for wrong, said in (
        (("--article", "ffff", "--code", "claim"), "ffff"),
        (("--article", article, "--code", "nonsense"), "nonsense"),
        (("--article", article, "--code", "claim", "--coder", "Eve"), "Ana"),
        (("--article", article[:1], "--code", "claim"), "fits"),
    ):
        _, error = command.run("annotate", *wrong, "--start", 0, "--end", 4, code=1)
        assert said in error
    _, error = command.run(
        "annotate", "--article", article, "--code", "claim", "--span", "4:9999", code=1
    )
    assert str(len(STRIKE)) in error
    assert command.json("annotations") == []


def test_annotations_are_chosen_by_article_code_and_coder(tmp_path):
    command = Command(tmp_path)
    with sample.create_sample(Path(command.project)) as project:
        queries, book = project.queries, project.queries.codebook()
        article = queries.articles(queries.article_ids())[0]
        coder = queries.coders()[0]
        framing = sorted(book.subtree(book.find("framing").id))
        expected = len(queries.annotations(article.id, framing, [coder.id]))
        everything = len(queries.annotations())

    found = command.json("annotations", "--article", str(article.uid)[:13], "--code", "framing",
                         "--coder", coder.name)  # fmt: skip

    assert len(found) == expected > 1
    assert {row["coder"] for row in found} == {coder.name}
    assert {row["code"].split("/")[0] for row in found} == {"framing"}
    assert len(command.json("annotations")) == everything
    out, _ = command.run("annotations")
    assert len(out.splitlines()) == everything + 1


def test_codes_show_how_often_they_are_used(command):
    command.run("annotate", "--article", command.articles()[0], "--code", "claim", "--span", "0:7")

    assert {row["path"]: row["annotations"] for row in command.json("codes")} == {
        "framing": 0,
        "claim": 1,
        "attribution": 0,
    }


def test_frequencies_are_unrounded_in_json_and_short_in_the_table(command):
    article = command.articles()[0]
    command.run("annotate", "--article", article, "--code", "claim", "--span", "0:7")
    words = sum(row["counted_words"] for row in command.json("articles"))

    rows = {row["code"]: row for row in command.json("frequencies")}

    assert rows["claim"] == {
        "code": "claim",
        "group": "",
        "annotations": 1,
        "articles": 1,
        "share_of_articles": 0.5,
        "per_1000_words": 1 / words * 1000,
    }
    assert rows["framing"]["annotations"] == 0
    out, _ = command.run("frequencies")
    assert f"{1 / words * 1000:.3f}" in out


@pytest.mark.parametrize("by", ["outlet", "month", "coder"])
def test_frequencies_by_group(tmp_path, by):
    command = Command(tmp_path)
    sample.create_sample(Path(command.project)).close()
    total = len(command.json("annotations"))

    rows = command.json("frequencies", "--by", by)

    assert sum(row["annotations"] for row in rows) == total
    assert all(row["group"] for row in rows)
    one = command.json("frequencies", "--by", by, "--coder", "Jonas Weil")
    assert 0 < sum(row["annotations"] for row in one) < total
    command.run("frequencies", "--by", "mood", code=2)


@pytest.mark.parametrize(
    "verb",
    ["open", "demo", "screenshot", "new", "check", "undo", "redo", "import", "articles",
     "codes", "annotations", "annotate", "remove", "frequencies", "coders", "history", "go-back",
     "memos", "memo", "setting"],
)  # fmt: skip
def test_every_verb_explains_itself(verb):
    result = CliRunner().invoke(app, [verb, "--help"])
    assert result.exit_code == 0
    assert "Usage" in result.stdout


def test_an_unknown_verb_is_a_mistake_of_usage():
    assert CliRunner().invoke(app, ["frobnicate"]).exit_code == 2


def test_merge_brings_in_what_others_did_and_undo_takes_it_away(command):
    other = command.folder / "jonas.annotator"
    shutil.copy(command.project, other)
    place = ("--article", command.articles()[0], "--code", "claim", "--start", 0)
    CliRunner().invoke(app, ["annotate", str(other), *map(str, place), "--end", "7"])

    (merged,) = command.json("merge", other)

    assert (merged["new"], merged["already_merged"]) == ({"annotation": 1}, False)
    assert merged["conflicts"] == []
    assert len(command.json("annotations")) == 1
    out, _ = command.run("merge", other)
    assert out == f"{other} is merged already: it holds nothing new.\n"
    command.run("undo")
    assert command.json("annotations") == []
    undone, merged = command.json("history")[:2]
    assert (undone["records"], merged["records"], merged["undone"]) == (1, 1, undone["entry"])
    _, error = command.run("redo", code=1)
    assert "Merge the other file again." in error
    out, _ = command.run("merge", other)
    assert out == f"Merged {other}: 1 annotation new.\n"
    _, error = command.run("merge", command.folder / "nobody.annotator", code=1)
    assert "There is no project file" in error


def test_a_code_deleted_here_and_used_there_is_said_to_be_so(command):
    other = command.folder / "jonas.annotator"
    with Project.open(Path(command.project)) as project:
        code = Create(Kind.CODE, {"name": "irony", "key": "y"})
        made = project.apply("Add", [code], coder_id=1).one_created(Kind.CODE)
    shutil.copy(command.project, other)
    with Project.open(Path(command.project)) as project:
        project.apply("Delete", [Remove(Kind.CODE, made)], coder_id=1)
    place = ("--article", command.articles()[0], "--code", "irony", "--start", "0", "--end", "7")
    CliRunner().invoke(app, ["annotate", str(other), *place])

    command.run("merge", other)

    table, _ = command.run("codes")
    assert "irony (deleted, still used)" in table
    assert [row["path"] for row in command.json("codes") if row["deleted"]] == ["irony"]
    _, error = command.run("annotate", *place[:-1], "12", code=1)
    assert "“irony” has been deleted" in error


def test_the_shipped_schemes_are_listed_and_a_project_begins_with_one(tmp_path):
    listed = CliRunner().invoke(app, ["schemes", "--json"])
    rows = {row["name"]: row for row in json.loads(listed.stdout)}
    assert (rows["policy-frames"]["codes"], rows["policy-frames"]["variables"]) == (15, 4)
    assert "Boydstun" in rows["policy-frames"]["citation"]

    made = CliRunner().invoke(
        app,
        ["new", str(tmp_path / "s"), "--coder", "Ana", "--scheme", "policy-frames", "--json"],
    )
    assert json.loads(made.stdout)["codes"] == 15


def test_a_scheme_that_is_nowhere_is_told_with_those_that_are_there(tmp_path):
    refused = CliRunner().invoke(
        app, ["new", str(tmp_path / "s"), "--coder", "Ana", "--scheme", "policy-frame"]
    )
    assert refused.exit_code == 1
    assert "policy-frame" in refused.stderr
    assert "policy-frames" in refused.stderr
    assert not list(tmp_path.iterdir())


def test_what_an_older_file_needs_first_is_said_on_the_error_output(tmp_path):
    old = tmp_path / "old.annotator"
    kept = Path(__file__).parent / "golden" / "project-v1.sql"
    with closing(sqlite3.connect(old)) as raw:
        raw.executescript(kept.read_text(encoding="utf-8"))
        raw.execute(f"PRAGMA application_id = {0x416E6E31}")
        raw.execute("PRAGMA user_version = 1")
    for said in ("old.annotator: keeping a copy of the file as it was\n", ""):
        done = CliRunner().invoke(app, ["annotations", str(old), "--json"])
        assert (done.exit_code, done.stderr) == (0, said)
        assert len(json.loads(done.stdout)) == 1
