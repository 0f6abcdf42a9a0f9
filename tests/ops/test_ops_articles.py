from __future__ import annotations

from pathlib import Path

import pytest

from annotator.domain.changes import Kind
from annotator.domain.errors import UserError
from annotator.ops import articles

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


def test_what_a_file_holds_is_told_before_anything_is_written(tmp_path):
    file = tmp_path / "strike.txt"
    file.write_bytes(LINES.replace("\n", "\r\n").encode())

    draft = articles.recognise(file)

    assert draft.text == LINES
    assert draft.headline == "Strike ends at noon"
    assert draft.source_file == "strike.txt"


def test_folders_give_their_text_files_and_those_below_in_order(folder):
    drafts = articles.recognise_all([folder])

    assert [draft.source_file for draft in drafts] == ["a.TXT", "b.txt", "c.txt"]


def test_a_folder_without_texts_is_named(tmp_path):
    (tmp_path / "hollow").mkdir()
    with pytest.raises(UserError, match="hollow"):
        articles.recognise_all([tmp_path / "hollow"])


def test_all_bad_files_are_named_and_a_single_one_speaks_for_itself(folder, tmp_path):
    (folder / "hollow.txt").write_bytes(b"")
    missing = tmp_path / "missing.txt"

    with pytest.raises(UserError) as both:
        articles.recognise_all([folder, missing])
    with pytest.raises(UserError) as one:
        articles.recognise_all([missing])

    assert "2 of 5 files" in both.value.what
    assert "hollow.txt" in both.value.what
    assert "missing.txt" in both.value.what
    assert "Nothing was imported" in both.value.way_out
    assert "missing.txt" in one.value.what
    assert "of 1 files" not in one.value.what


def test_an_import_is_one_step_with_words_counted_and_zones(project, ana, tmp_path):
    file = tmp_path / "strike.txt"
    file.write_text(LINES, encoding="utf-8")

    report = articles.import_drafts(project, [articles.recognise(file)], coder_id=ana)

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

    first = articles.import_drafts(project, articles.recognise_all([folder]), coder_id=ana)
    second = articles.import_drafts(project, articles.recognise_all([folder]), coder_id=ana)

    assert (first.added, first.skipped) == (3, ("copy.txt",))
    assert (second.added, second.changes.txn) == (0, 0)
    assert second.skipped == ("a.TXT", "b.txt", "copy.txt", "c.txt")
    assert project.undo_label(ana) == "Import 3 articles"


def test_progress_rises_to_the_end(project, ana, folder):
    seen: list[tuple[int, int]] = []

    def progress(done: int, total: int) -> bool:
        seen.append((done, total))
        return True

    drafts = articles.recognise_all([folder], progress)
    articles.import_drafts(project, drafts, coder_id=ana, progress=progress)

    assert seen == [(0, 3), (1, 3), (2, 3), (3, 3)] * 2


@pytest.mark.parametrize("stop_at", [0, 2, 3])
def test_a_cancelled_import_leaves_nothing(project, ana, folder, stop_at):
    before = project.queries.article_ids()
    drafts = articles.recognise_all([folder])

    with pytest.raises(articles.ImportCancelledError):
        articles.recognise_all([folder], lambda done, total: done < stop_at)
    with pytest.raises(articles.ImportCancelledError):
        articles.import_drafts(
            project, drafts, coder_id=ana, progress=lambda done, total: done < stop_at
        )

    assert project.queries.article_ids() == before
    assert project.undo_label(ana) is None
