from __future__ import annotations

from pathlib import Path

import pytest

from annotator.domain.changes import Kind
from annotator.domain.errors import UserError
from annotator.ops import articles, backups, importing

LINES = "Strike ends at noon\n\nThe dockers went back to work on Monday, the union said.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    (folder / "more").mkdir(parents=True)
    (folder / "b.txt").write_text("B headline\n\nBody of b.\n", encoding="utf-8")
    (folder / "a.TXT").write_text("A headline\n\nBody of a.\n", encoding="utf-8")
    (folder / "more" / "c.txt").write_text("C headline\n\nBody of c.\n", encoding="utf-8")
    (folder / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0")
    return folder


def sources(project):
    """The files that articles came from; the project has two that came from none."""
    found = project.queries.articles(project.queries.article_ids())
    return [one.source_file for one in found if one.source_file]


def test_folders_give_their_text_files_and_those_below_in_order(project, ana, folder):
    importing.import_files(project, [folder], coder_id=ana)

    assert sources(project) == ["a.TXT", "b.txt", "c.txt"]


def test_a_folder_without_texts_is_named(project, ana, tmp_path):
    (tmp_path / "hollow").mkdir()
    with pytest.raises(UserError, match="hollow"):
        importing.import_files(project, [tmp_path / "hollow"], coder_id=ana)


def test_all_bad_files_are_named_and_a_single_one_speaks_for_itself(project, ana, folder, tmp_path):
    (folder / "hollow.txt").write_bytes(b"")
    missing = tmp_path / "missing.txt"

    with pytest.raises(UserError) as both:
        importing.import_files(project, [folder, missing], coder_id=ana)
    with pytest.raises(UserError) as one:
        importing.import_files(project, [missing], coder_id=ana)

    assert "2 of 5 files" in both.value.what
    assert "hollow.txt" in both.value.what
    assert "missing.txt" in both.value.what
    assert "Nothing was imported" in both.value.way_out
    assert "missing.txt" in one.value.what
    assert "of 1 files" not in one.value.what
    assert sources(project) == []
    assert project.undo_label(ana) is None


def test_of_very_many_bad_files_some_are_named_and_all_are_counted(project, ana, folder):
    for number in range(50):
        (folder / f"x{number:02}.txt").write_bytes(b"")

    with pytest.raises(UserError) as error:
        importing.import_files(project, [folder], coder_id=ana)

    assert "50 of 53 files" in error.value.what
    assert "x00.txt" in error.value.what
    assert "x40.txt" not in error.value.what
    assert "… and 30 more." in error.value.what


def test_an_import_is_one_step_with_words_counted_and_zones(project, ana, tmp_path):
    file = tmp_path / "strike.txt"
    file.write_text(LINES, encoding="utf-8")

    report = importing.import_files(project, [file], coder_id=ana)

    article_id = report.changes.one_created(Kind.ARTICLE)
    (article,) = project.queries.articles([article_id])
    assert (report.added, report.skipped) == (1, ())
    assert (article.headline, article.words, article.length) == (
        "Strike ends at noon",
        15,
        len(LINES),
    )
    assert article.counted_words == 15
    assert project.queries.text(article_id) == LINES
    assert [zone.start for zone in project.queries.zones(article_id)] == [0, 21]
    assert project.undo_label(ana) == "Import “Strike ends at noon”"

    project.undo(ana)
    assert article_id not in project.queries.article_ids()


def test_texts_that_are_there_or_come_twice_are_left_out_and_named(project, ana, folder):
    (folder / "copy.txt").write_bytes((folder / "b.txt").read_bytes().replace(b"\n", b"\r\n"))

    first = importing.import_files(project, [folder], coder_id=ana)
    second = importing.import_files(project, [folder], coder_id=ana)

    assert (first.added, first.skipped) == (3, ("copy.txt",))
    assert (second.added, second.changes.txn) == (0, 0)
    assert second.skipped == ("a.TXT", "b.txt", "copy.txt", "c.txt")
    assert project.undo_label(ana) == "Import 3 articles"


def test_progress_rises_to_the_end(project, ana, folder):
    seen: list[tuple[int, int]] = []

    def progress(done: int, total: int) -> bool:
        seen.append((done, total))
        return True

    importing.import_files(project, [folder], coder_id=ana, progress=progress)

    assert seen == [(0, 3), (1, 3), (2, 3), (3, 3)]


@pytest.mark.parametrize("stop_at", [0, 1, 2, 3])
def test_a_cancelled_import_leaves_nothing(project, ana, folder, stop_at):
    with pytest.raises(importing.ImportCancelledError):
        importing.import_files(
            project, [folder], coder_id=ana, progress=lambda done, total: done < stop_at
        )

    assert sources(project) == []
    assert project.undo_label(ana) is None


def test_nothing_of_an_import_is_seen_before_it_is_done(project, ana, folder):
    seen = []

    def look(done: int, total: int) -> bool:
        seen.append(len(project.queries.article_ids()))
        return True

    importing.import_files(project, [folder], coder_id=ana, progress=look)

    assert len(set(seen)) == 1
    assert len(sources(project)) == 3


def test_a_large_import_is_one_step_with_a_backup_before_it(project, ana, tmp_path):
    for number in range(1234):
        (tmp_path / f"{number:04}.txt").write_text(f"Report {number}\n\nOf day {number}.\n")

    report = importing.import_files(project, [tmp_path], coder_id=ana)

    assert (report.files, report.added) == (1234, 1234)
    assert sources(project)[:2] == ["0000.txt", "0001.txt"]
    assert [one.reason for one in backups.of_project(project)] == ["import"]
    assert project.undo_label(ana) == "Import 1,234 articles"
    project.undo(ana)
    assert sources(project) == []


def test_articles_that_were_recognised_elsewhere_are_taken_in_alike(project, ana, tmp_path):
    file = tmp_path / "strike.txt"
    file.write_text(LINES, encoding="utf-8")

    report = importing.import_drafts(project, [articles.recognise(file)], coder_id=ana)

    assert report.added == 1
    assert sources(project) == ["strike.txt"]
