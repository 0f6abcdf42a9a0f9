"""Merging whole project files: what is told, what is refused, and that nothing is lost."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from annotator.domain.anchor import anchor
from annotator.domain.changes import Create, Kind, Update
from annotator.domain.errors import UserError
from annotator.domain.records import new_uid
from annotator.domain.span import Span
from annotator.domain.text import text_sha256
from annotator.ops import backups
from annotator.ops.merging import Merged, conflict_rows, in_words, merge_project_file
from annotator.store.backups import Reason
from annotator.store.project import Project


@pytest.fixture
def theirs(project: Project, tmp_path: Path) -> Path:
    """A copy of the project for somebody else."""
    path = tmp_path / "theirs.annotator"
    project.copy(path)
    return path


def merge(project: Project, path: Path, **more: bool) -> Merged:
    return merge_project_file(project, path, coder_id=1, **more)


def rename(path: Path, name: str) -> None:
    with Project.open(path) as other:
        code = other.queries.codebook().find("claim").id
        other.apply("Rename", [Update(Kind.CODE, code, {"name": name})], coder_id=2)


def annotate(path: Path, how_many: int) -> None:
    with Project.open(path) as other:
        article = other.queries.article_ids()[0]
        text = other.queries.text(article)
        where = {"article_id": article, "coder_id": 2, "round_id": other.main_round, "code_id": 1}
        made = [
            Create(
                Kind.ANNOTATION,
                {**where, "anchor": anchor(text, text_sha256(text), Span.of((n % 40, n % 40 + 3)))},
            )
            for n in range(how_many)
        ]
        other.apply("Tag", made, coder_id=2)


def test_what_came_is_told_and_a_backup_was_made_before(project: Project, theirs: Path) -> None:
    annotate(theirs, 3)
    rename(theirs, "assertion")
    code = project.queries.codebook().find("claim").id
    project.apply("Rename", [Update(Kind.CODE, code, {"name": "allegation"})], coder_id=1)
    merged = merge(project, theirs)
    assert (merged.new, merged.changed) == ({Kind.ANNOTATION: 3}, {Kind.CODE: 1})
    words = in_words(project, merged)
    assert words.startswith(f"Merged {theirs}: 3 annotations new; 1 code changed.\n")
    assert "name (written apart): here “allegation”, there “assertion”; kept “assertion”" in words
    assert [one.reason for one in backups.of_project(project)] == [Reason.MERGE]
    (row,) = conflict_rows(project, merged)
    assert (row["kind"], row["name"], row["kept"]) == ("code", "assertion", "assertion")


def test_file_that_is_merged_already_says_so(project: Project, theirs: Path) -> None:
    annotate(theirs, 1)
    merge(project, theirs)
    again = merge(project, theirs)
    assert not again.is_news
    assert in_words(project, again) == f"{theirs} is merged already: it holds nothing new."
    assert project.undo_label(1) == "Merge “theirs.annotator”"


def test_a_thousand_annotations_come_and_go_again(project: Project, theirs: Path) -> None:
    annotate(theirs, 1000)
    before = project.records.state().records
    assert merge(project, theirs).new == {Kind.ANNOTATION: 1000}
    assert len(project.queries.annotations()) == 1000
    assert project.undo(1) is not None
    assert project.records.state().records == before
    assert not project.queries.annotations()


def test_another_project_is_refused_unless_that_is_wanted(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "other.annotator"
    Project.create(path, "Other study", coder=(new_uid(), "Ida")).close()
    with pytest.raises(UserError, match="a copy of another project, “Other study”"):
        merge(project, path)
    merged = merge(project, path, allow_other=True)
    assert merged.new == {Kind.CODER: 1, Kind.ROUND: 1}
    assert project.name == "P"
    assert project.check() == []


def test_the_project_itself_is_refused(project: Project) -> None:
    with pytest.raises(UserError, match="is the project itself"):
        merge(project, project.path)


def test_33_a_file_that_broke_off_is_refused(project: Project, theirs: Path) -> None:
    annotate(theirs, 100)
    theirs.write_bytes(theirs.read_bytes()[: theirs.stat().st_size // 2])
    before = project.records.state()
    with pytest.raises(UserError, match="its end is missing"):
        merge(project, theirs)
    assert project.records.state() == before


def test_32_a_file_of_a_newer_program_is_refused(project: Project, theirs: Path) -> None:
    head = bytearray(theirs.read_bytes())
    head[60:64] = (99).to_bytes(4, "big")
    theirs.write_bytes(head)
    with pytest.raises(UserError, match="saved by a newer version"):
        merge(project, theirs)


def test_the_other_file_is_not_written(project: Project, theirs: Path) -> None:
    annotate(theirs, 5)
    kept = theirs.with_name("kept")
    shutil.copy(theirs, kept)
    merge(project, theirs)
    assert theirs.read_bytes() == kept.read_bytes()


def test_four_files_in_two_orders_hold_the_same(project: Project, tmp_path: Path) -> None:
    paths = [tmp_path / f"{name}.annotator" for name in "abcd"]
    for n, path in enumerate(paths):
        project.copy(path)
        annotate(path, n + 1)
        rename(path, f"name {n}")
    states = []
    for order in (paths, paths[::-1]):
        copy = tmp_path / f"copy{len(states)}.annotator"
        project.copy(copy)
        with Project.open(copy) as mine:
            for path in order:
                merge(mine, path)
            states.append(mine.records.state().records)
    assert states[0] == states[1]


def test_merge_and_its_undo_can_be_read_in_the_history(project: Project, theirs: Path) -> None:
    annotate(theirs, 3)
    rename(theirs, "assertion")
    merge(project, theirs)
    (entry,) = project.histories.page(most=1).entries
    assert (entry.label, entry.stands) == ("Merge “theirs.annotator”", True)
    assert len(project.histories.changes(entry.id)) == 4
    project.undo(1)
    undo, merged, *_ = project.histories.page(most=5).entries
    assert (undo.label, merged.stands) == ("Merge “theirs.annotator”", False)
    assert not merged.can_redo
    for one in (undo, merged):
        project.histories.changes(one.id)
    # A later record may have the number of one that vanished.
    annotate_here = Create(Kind.CODE, {"name": "later"})
    project.apply("Add", [annotate_here], coder_id=1)
    for one in project.histories.page(most=5).entries:
        project.histories.changes(one.id)
