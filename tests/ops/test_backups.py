"""When backups are made, and that restoring from one loses nothing."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from annotator.domain.changes import Create, Kind
from annotator.domain.errors import UserError
from annotator.domain.span import Span
from annotator.ops import backups, codebook, coding, differences, people, projects, returning
from annotator.ops.moving_annotations import recode
from annotator.store import Project
from annotator.store.backups import Backup, Reason
from annotator.store.differences import Way

_GOLDEN = Path(__file__).parent.parent / "golden"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "study.annotator"
    projects.create_project(file, "study", people.save_person("Ana")).close()
    return file


def _add(path: Path, name: str) -> None:
    with Project.open(path) as project:
        codebook.add_code(project, name, coder_id=1)


def _codes(path: Path) -> set[str]:
    with Project.open(path, read_only=True) as project:
        assert project.check() == []
        return {code.name for code in project.queries.codebook()}


def _backed_up(path: Path, reason: Reason = Reason.ASKED) -> Backup:
    with Project.open(path) as project:
        return backups.back_up(project, reason)


def _in_file(path: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as raw:
        return raw.execute(sql).fetchall()


def _age(backup: Backup, seconds: float) -> None:
    note = backup.path.with_name(f"{backup.path.name}.json")
    aged = note.read_text(encoding="utf-8").replace(
        f'"at": {backup.at}', f'"at": {backup.at - round(seconds * 1000)}'
    )
    note.write_text(aged, encoding="utf-8")


def test_backup_is_due_when_the_newest_is_old_and_something_was_changed(path: Path) -> None:
    with Project.open(path) as project:
        assert backups.is_due(project, backups.DAY)
        made = backups.back_up(project, Reason.OPENING)
        assert not backups.is_due(project, backups.WORK)
        _age(made, backups.WORK + 60)
        assert not backups.is_due(project, backups.WORK)
        codebook.add_code(project, "new", coder_id=1)
        assert backups.is_due(project, backups.WORK)
        assert not backups.is_due(project, backups.DAY)
        _age(made, 0)


def test_clock_that_was_put_back_does_not_end_backups(path: Path) -> None:
    with Project.open(path) as project:
        _age(backups.back_up(project, Reason.OPENING), -400 * backups.DAY)
        codebook.add_code(project, "new", coder_id=1)
        assert backups.is_due(project, backups.DAY)


def test_what_needs_no_backup(path: Path, own_folders: Path) -> None:
    sample = own_folders / "data" / "sample.annotator"
    sample.parent.mkdir(exist_ok=True)
    shutil.copy(path, sample)
    with Project.open(sample) as project:
        assert not backups.is_due(project, 0)
    with Project.open(path, read_only=True) as project:
        assert not backups.is_due(project, 0)


def test_one_backup_before_bulk_work_is_enough_for_some_minutes(path: Path) -> None:
    with Project.open(path) as project:
        first = backups.before(project, Reason.IMPORT)
        assert first is not None
        codebook.add_code(project, "new", coder_id=1)
        assert backups.before(project, Reason.IMPORT) is None
        _age(first, 20 * 60)
        assert backups.before(project, Reason.IMPORT) is not None


def test_bulk_work_after_bulk_work_is_backed_up_however_young_the_last_one_is(path: Path) -> None:
    with Project.open(path) as project:
        first = backups.before(project, Reason.IMPORT)
        assert first is not None
        text = {"headline": "Grain", "text": "word"}
        many = [Create(Kind.ARTICLE, text) for _ in range(backups.MANY)]
        project.apply("Import", many, coder_id=1)
        assert backups.before(project, Reason.IMPORT) is None
        codebook.add_code(project, "one more", coder_id=1)
        assert backups.before(project, Reason.IMPORT) is not None
        assert backups.before(project, Reason.IMPORT) is None
    # One whose state this history does not know says nothing about what changed.
    backups.restore(first.path, path)
    with Project.open(path) as project:
        assert backups.before(project, Reason.IMPORT) is not None


def test_file_is_offered_its_own_backups_first_then_those_of_its_copies(path: Path) -> None:
    copy = path.with_name("copy.annotator")
    shutil.copy(path, copy)
    ours, theirs = _backed_up(path), _backed_up(copy)
    assert backups.to_restore(path) == [ours, theirs]
    assert backups.to_restore(copy) == [theirs, ours]
    assert backups.chosen(path, "1") == ours.path


@pytest.mark.parametrize("moved", ["moved.annotator", "moved"])
def test_damaged_file_that_was_moved_finds_its_backups(path: Path, moved: str) -> None:
    other = path.with_name("other.annotator")
    projects.create_project(other, "other", people.person_named("Bo")).close()
    backup, foreign = _backed_up(path), _backed_up(other)
    _damaged_page(path)
    place = path.with_name(moved)
    path.rename(place)
    assert backups.to_restore(place) == [backup]
    _damaged_header(place)
    # Now nothing tells whose it is.
    is_project = moved.endswith(".annotator")
    assert backups.to_restore(place) == ([foreign, backup] if is_project else [])
    if is_project:
        backups.restore(backup.path, place)
        assert "claim" in _codes(place)


def test_each_copy_of_a_project_has_backups_of_its_own(path: Path) -> None:
    copy = path.with_name("copy.annotator")
    shutil.copy(path, copy)
    ours, theirs = _backed_up(path), _backed_up(copy)
    assert backups.of_file(path) == [ours]
    assert backups.of_file(copy) == [theirs]
    with Project.open(path) as project:
        assert set(backups.of_project(project)) == {ours, theirs}
    backups.thin(ours.project, path, ours.at + 400 * backups.DAY * 1000)
    assert backups.of_file(copy) == [theirs]


def test_old_backups_are_given_up_when_a_new_one_is_made(path: Path) -> None:
    made = []
    for n in range(3):
        _add(path, f"code {n}")
        made.append(_backed_up(path))
    for one, days in zip(made, (90, 80, 1), strict=True):
        _age(one, days * backups.DAY)
    newest = _backed_up(path)
    assert [one.path for one in backups.of_file(path)] == [newest.path, made[2].path]
    assert not made[0].path.with_name(f"{made[0].path.name}.json").exists()


def test_restoring_brings_back_what_was_and_keeps_what_is(path: Path) -> None:
    _add(path, "before")
    backup = _backed_up(path)
    _add(path, "after")
    ((name,),) = _in_file(path, "SELECT replica FROM txn ORDER BY id DESC LIMIT 1")
    done = backups.restore(backup.path, path)
    assert "after" not in _codes(path)
    assert done.before is not None
    assert done.before.reason is Reason.RESTORE
    assert _codes(done.before.path) == _codes(path) | {"after"}
    assert [file.name for file in path.parent.iterdir()] == [path.name]
    (last,) = _in_file(path, "SELECT action, label, replica FROM txn ORDER BY id DESC LIMIT 1")
    assert last[:2] == ("start", last[1])
    assert last[1].startswith("Restore the backup of 20")
    assert last[2] != name
    _add(path, "later")
    ((now,),) = _in_file(path, "SELECT replica FROM txn ORDER BY id DESC LIMIT 1")
    assert now == last[2]
    stamps = _in_file(path, "SELECT rev, replica FROM txn")
    assert len(stamps) == len(set(stamps))
    with Project.open(path) as project:
        assert project.undo_label(1) == "Add the code “later”"
    # And back again.
    again = backups.restore(done.before.path, path)
    assert "after" in _codes(path)
    assert again.before is not None
    assert "later" in _codes(again.before.path)


def test_undo_passes_over_restoring(path: Path) -> None:
    _add(path, "before")
    backup = _backed_up(path)
    backups.restore(backup.path, path)
    with Project.open(path) as project:
        assert project.undo(1) is not None
        assert "before" not in {code.name for code in project.queries.codebook()}


def _damaged_header(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(b"\0" * 100)


def _damaged_page(path: Path, table: str = "annotation") -> None:
    with closing(sqlite3.connect(path)) as raw:
        ((size,),) = raw.execute("PRAGMA page_size").fetchall()
        ((root,),) = raw.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", [table])
    with path.open("r+b") as file:
        file.seek((root - 1) * size)
        file.write(b"\xff" * 64)


@pytest.mark.parametrize("damage", [_damaged_header, _damaged_page])
def test_damaged_file_is_put_aside_as_it_is(path: Path, damage: Any) -> None:
    backup = _backed_up(path)
    before = _codes(path)
    damage(path)
    damaged = path.read_bytes()
    done = backups.restore(backup.path, path)
    assert _codes(path) == before
    assert done.before is None
    assert done.aside is not None
    # Opening it to see whether it is sound may have counted up in the first bytes.
    assert done.aside.read_bytes()[100:] == damaged[100:]
    assert "put aside" in done.aside.name


def test_file_that_is_gone_is_restored(path: Path) -> None:
    backup = _backed_up(path)
    before = _codes(path)
    path.unlink()
    assert backups.of_file(path) == [backup]
    done = backups.restore(backup.path, path)
    assert (done.before, done.aside) == (None, None)
    assert _codes(path) == before


def _state(path: Path) -> tuple[bytes, list[str]]:
    return path.read_bytes(), sorted(file.name for file in path.parent.iterdir())


def test_open_project_is_not_replaced(path: Path) -> None:
    backup = _backed_up(path)
    with Project.open(path) as project:
        with pytest.raises(UserError, match="open in another window"):
            backups.restore(backup.path, path)
        codebook.add_code(project, "still saved", coder_id=1)
    assert "still saved" in _codes(path)
    assert [file.name for file in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize("last", [0, 1, 3])
def test_cancelled_restoring_leaves_the_project_as_it_was(path: Path, last: int) -> None:
    backup = _backed_up(path)
    _add(path, "after")
    asked = 0

    def go_on(_done: int, _total: int) -> bool:
        nonlocal asked
        asked += 1
        return asked <= last

    with pytest.raises(UserError, match="cancelled"):
        backups.restore(backup.path, path, go_on)
    assert "after" in _codes(path)
    assert [file.name for file in path.parent.iterdir()] == [path.name]
    assert backups.of_file(path) == [backup]


def test_backup_that_is_damaged_is_not_restored(path: Path) -> None:
    backup = _backed_up(path)
    _add(path, "after")
    before = _state(path)
    _damaged_page(backup.path)
    with pytest.raises(UserError, match="not sound"):
        backups.restore(backup.path, path)
    with pytest.raises(UserError, match="not sound"):
        backups.restore_copy(backup.path, path.with_name("copy"))
    assert _state(path) == before


def test_nothing_is_restored_from_itself_or_over_another_file(path: Path) -> None:
    backup = _backed_up(path)
    with pytest.raises(UserError, match="from itself"):
        backups.restore(path, path)
    other = path.with_name("other.annotator")
    other.write_text("mine")
    with pytest.raises(UserError, match="There is a file"):
        backups.restore_copy(backup.path, other)
    assert other.read_text() == "mine"


def test_restoring_where_nothing_can_be_written_says_so(path: Path) -> None:
    backup = _backed_up(path)
    before = path.read_bytes()
    in_the_way = path.with_name("study (being restored).annotator")
    in_the_way.mkdir()
    with pytest.raises(UserError, match="cannot be restored here") as told:
        backups.restore(backup.path, path)
    assert "as a copy" in told.value.way_out
    assert path.read_bytes() == before


def test_copy_is_a_project_of_its_own(path: Path) -> None:
    backup = _backed_up(path)
    made = backups.restore_copy(backup.path, path.with_name("copy"))
    assert made.name == "copy.annotator"
    assert _codes(made) == _codes(path)


def test_backup_of_an_older_version_is_compared_and_restored(path: Path) -> None:
    old = path.with_name("old.annotator")
    with closing(sqlite3.connect(old)) as raw:
        raw.executescript((_GOLDEN / "project-v1.sql").read_text(encoding="utf-8"))
        raw.execute("PRAGMA application_id = 0x416E6E31")
        raw.execute("PRAGMA user_version = 1")
    kept = old.with_name("kept.annotator")
    shutil.copy(old, kept)
    as_it_was = kept.read_bytes()
    with Project.open(old) as project:
        codebook.add_code(project, "after", coder_id=1)
        found = differences.between(project, kept)
        assert found.counts == {(Kind.CODE, Way.ONLY_HERE): 1}
    backups.restore(kept, old)
    assert "after" not in _codes(old)
    assert kept.read_bytes() == as_it_was


def test_differences_are_told_in_words(path: Path) -> None:
    backup = _backed_up(path)
    with Project.open(path) as project:
        assert differences.in_words(differences.between(project, backup.path)) == [
            "Nothing differs."
        ]
        codebook.rename_code(project, 1, "frame", coder_id=1)
        for name in ("one", "two"):
            codebook.add_code(project, name, coder_id=1)
        found = differences.between(project, backup.path)
    assert differences.in_words(found)[:2] == ["2 codes fewer", "1 code renamed"]
    assert "  ~ code frame → framing" in differences.in_words(found)
    assert "  − code one" in differences.in_words(found)


def test_damaged_project_is_not_compared_but_restored(path: Path) -> None:
    backup = _backed_up(path)
    _damaged_page(path, "code")
    with pytest.raises(differences.NotComparableError, match="is damaged"):
        differences.between_files(path, backup.path)
    with Project.open(path) as project, pytest.raises(differences.NotComparableError):
        differences.between(project, backup.path)
    assert backups.restore(backup.path, path).aside is not None


def test_backup_of_another_project_is_not_compared(path: Path) -> None:
    other = path.with_name("other.annotator")
    projects.create_project(other, "other", people.person_named("Bo")).close()
    with Project.open(path) as project, pytest.raises(UserError, match="another project"):
        differences.between(project, other)
    assert differences.between_files(path.with_name("none"), other) is None


def test_backup_is_chosen_by_number_or_file(path: Path) -> None:
    with pytest.raises(UserError, match="no backup"):
        backups.chosen(path, "1")
    made = _backed_up(path)
    assert backups.chosen(path, "1") == made.path
    copy = path.with_name("mine.annotator")
    shutil.copy(made.path, copy)
    assert backups.chosen(path, str(copy)) == copy


def test_before_a_change_of_many_there_is_a_backup(path: Path) -> None:
    with Project.open(path) as project:
        text = {"headline": "Grain", "text": "word " * 200}
        made = project.apply("Import", [Create(Kind.ARTICLE, text)], coder_id=1)
        article = made.one_created(Kind.ARTICLE)
        code, other, *_ = (one.id for one in project.queries.codebook())
        for start in range(backups.MANY + 1):
            span = Span.of((start, start + 1))
            coding.annotate(project, article_id=article, span=span, code_id=code, coder_id=1)
        ids = [one.id for one in project.queries.annotations(article)]
        assert backups.of_project(project) == []
        recode(project, ids, other, coder_id=1)
        assert [one.reason for one in backups.of_project(project)] == [Reason.BULK]
        for one in backups.of_project(project):
            _age(one, 3600)
        assert project.would_go_back(made.txn, 1).records > backups.MANY
        returning.go_back(project, made.txn, 1)
        assert [one.reason for one in backups.of_project(project)] == [Reason.BULK] * 2
        assert project.queries.annotations() == []
