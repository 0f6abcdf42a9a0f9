from __future__ import annotations

from pathlib import Path

import pytest

from annotator.domain.codebook import Example
from annotator.domain.errors import UserError
from annotator.domain.records import new_uid
from annotator.ops import codebook, people, projects
from annotator.ops.people import Person

ANA = Person(new_uid(), "Ana")
SCHEME = """
title: Small
version: "1"
codes:
  - name: tone
    key: t
    colour: violet
    definition: How it sounds.
    use_when: It sounds.
    do_not_use_when: It is silent.
    examples: ["Hark!"]
    children:
      - name: warm
      - name: cold
        children: [{name: icy}]
  - name: topic
"""


@pytest.fixture
def scheme(tmp_path: Path) -> Path:
    file = tmp_path / "scheme.yaml"
    file.write_text(SCHEME, encoding="utf-8")
    return file


def codes(project) -> list[tuple[str, str]]:
    book = project.queries.codebook()
    return [(book.path(code.id), code.key) for code in book]


def test_a_new_project_has_its_coder_and_begins_with_the_starter_codes(tmp_path):
    with projects.create_project(tmp_path / "study", "Study", ANA) as project:
        (coder,) = project.queries.coders()
        assert project.path == tmp_path / "study.annotator"
        assert (project.name, coder.uid, coder.name) == ("Study", ANA.uid, "Ana")
        assert codes(project) == [("framing", "f"), ("claim", "c"), ("attribution", "a")]
        assert all(code.definition for code in project.queries.codebook())
        assert project.undo_label(coder.id) is None


def test_a_scheme_brings_its_codes_with_their_rules(tmp_path, scheme):
    with projects.create_project(tmp_path / "p.annotator", "P", ANA, scheme) as project:
        assert [path for path, _ in codes(project)] == [
            "tone",
            "tone/warm",
            "tone/cold",
            "tone/cold/icy",
            "topic",
        ]
        tone = project.queries.codebook().find("tone")
        assert (tone.key, tone.colour, tone.examples) == ("t", "violet", (Example("Hark!"),))
        assert (tone.definition, tone.use_when) == ("How it sounds.", "It sounds.")
        assert tone.do_not_use_when == "It is silent."


def test_projects_with_the_same_scheme_share_its_codes(tmp_path, scheme):
    def uids(name: str) -> set[str]:
        with projects.create_project(tmp_path / name, "P", ANA, scheme) as project:
            return {str(code.uid) for code in project.queries.codebook()}

    first = uids("a.annotator")
    assert first == uids("b.annotator")
    assert len(first) == 5


def test_a_file_that_is_there_is_not_touched(tmp_path):
    file = tmp_path / "study.annotator"
    file.write_text("mine")

    with pytest.raises(UserError, match=r"study\.annotator"):
        projects.create_project(tmp_path / "study", "Study", ANA)

    assert file.read_text() == "mine"


@pytest.mark.parametrize("text", [None, "", "codes: 7", "title: [", "\0"])
def test_a_bad_scheme_is_named_and_leaves_no_project(tmp_path, text):
    scheme = tmp_path / "bad.yaml"
    if text is not None:
        scheme.write_text(text)

    with pytest.raises(UserError, match=r"bad\.yaml"):
        projects.create_project(tmp_path / "p.annotator", "P", ANA, scheme)

    assert not (tmp_path / "p.annotator").exists()


def test_what_holds_nothing_is_refused_with_a_way_out_that_fits(tmp_path):
    folder, empty = tmp_path / "folder.annotator", tmp_path / "empty.annotator"
    folder.mkdir()
    empty.touch()

    for path, what, way_out in (
        (folder, "is a folder", "in this folder"),
        (empty, "is empty", "a backup"),
    ):
        with pytest.raises(UserError, match=path.name) as caught:
            projects.open_project(path)
        assert what in caught.value.what
        assert way_out in caught.value.way_out
        assert "import" not in caught.value.way_out
    assert (list(folder.iterdir()), empty.read_bytes()) == ([], b"")


def test_a_project_is_read_without_being_changed(tmp_path):
    path = tmp_path / "p.annotator"
    projects.create_project(path, "P", ANA).close()
    before = path.read_bytes()

    with projects.open_project(path, read_only=True) as project, pytest.raises(UserError):
        codebook.add_code(project, "extra", coder_id=None)

    assert path.read_bytes() == before


def test_the_coder_is_the_person_here_or_the_only_human_one(project, ana, tmp_path):
    with pytest.raises(UserError) as unclear:
        people.coder_of(project)
    with pytest.raises(UserError) as unknown:
        people.coder_of(project, "Eve")
    assert "--coder" in unclear.value.way_out
    assert "Ana, Jonas" in unknown.value.way_out
    assert people.coder_of(project, " ana ").id == ana

    person = people.save_person("Ana")
    with projects.create_project(tmp_path / "own", "Own", person) as own:
        projects_coder = people.coder_of(own)
        assert projects_coder.uid == person.uid
        assert people.human_coders(own) == [projects_coder.id]
