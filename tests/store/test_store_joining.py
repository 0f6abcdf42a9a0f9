"""What the tables hold after a merge is what the pure model says, and a merge can be taken back."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from record_work import Worker, begin
from store_making import ANNA, add_article, add_code, everything, in_file, posix, tag

from annotator.domain.changes import Changes, Kind, Remove, Update
from annotator.domain.codebook import Codebook
from annotator.domain.errors import CancelledError, UserError
from annotator.domain.merge import conflicts, merge
from annotator.domain.view import view
from annotator.store import Project
from annotator.store.joining import Tally


def join(
    mine: Project,
    theirs: Project,
    coder_id: int | None = ANNA,
    go_on: Callable[[int, int], bool] | None = None,
) -> tuple[Changes, Tally]:
    return mine.join(theirs, "Merge", coder_id=coder_id, about={}, go_on=go_on)


def join_file(mine: Project, path: Path, coder_id: int | None = ANNA) -> tuple[Changes, Tally]:
    with Project.open(path, read_only=True) as theirs:
        return join(mine, theirs, coder_id)


def copies(folder: Path, names: str) -> list[Path]:
    paths = [folder / f"{name}.annotator" for name in names]
    begin(paths[0])
    for copy in paths[1:]:
        shutil.copy(paths[0], copy)
    return paths


def worked(path: Path, seed: int, *, undoes: bool = True) -> None:
    worker = Worker(path, seed)
    # What was done before is not known to the pure model.
    worker.actions = Worker.actions if undoes else ("do",)
    worker.work(8)
    worker.project.close()


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_joining_two_files_gives_what_merging_their_records_gives(seed: int) -> None:
    with TemporaryDirectory() as folder:
        paths = copies(Path(folder), "abc")
        for n, path in enumerate(paths):
            worked(path, seed + n)
        for mine, theirs in ((0, 1), (1, 2), (2, 0), (0, 1)):
            with Project.open(paths[mine]) as here, Project.open(paths[theirs]) as there:
                a, b = here.records.state(), there.records.state()
                before = everything(here)
                changes, tally = join(here, there)
                joined, expected = here.records.state(), merge(a, b)
                assert joined.records == expected.records
                assert joined.texts == expected.texts
                (own,) = joined.know.items() - expected.know.items() or [("", 0)]
                assert joined.know == {**expected.know, **dict([own] if own[1] else [])}
                assert tally.conflict_count == len(conflicts(a, b))
                assert _found(tally.conflicts) == _found(conflicts(a, b))
                again, _ = join(here, there)
                assert not again.txn
                assert here.records.state() == joined
                assert here.queries.annotation_counts() == _counted(here)
                if changes.txn and seed % 2:
                    here.undo(ANNA)
                    back = here.records.state()
                    assert (back.records, back.texts) == (a.records, a.texts)
                    assert own[0] in back.know
                    assert {**back.know, own[0]: 0} == {**a.know, own[0]: 0}
                    assert everything(here) == before
                    assert here.queries.annotation_counts() == _counted(here)
                    assert here.redo(ANNA) is None
                    join(here, there)
                    assert here.records.state().records == expected.records
                assert here.check() == []
            worked(paths[mine], seed + mine, undoes=False)


def _found(some: list) -> list:
    return sorted((one.uid, one.field, one.why, repr(one.kept)) for one in some)


def _counted(project: Project) -> dict[tuple[int, int], int]:
    counts: dict[tuple[int, int], int] = {}
    for one in project.queries.annotations():
        key = (one.code_id, one.coder_id)
        counts[key] = counts.get(key, 0) + 1
    return counts


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    """Two copies of a project with two coders, an article, two codes and an annotation."""
    mine, theirs = copies(tmp_path, "ab")
    return mine, theirs


def work_of_ben(path: Path, annotations: int = 3) -> None:
    with Project.open(path) as project:
        ben = project.queries.coders()[1].id
        code = add_code(project, "theirs", coder_id=ben, key="t")
        under = add_code(project, "under", coder_id=ben, parent_id=code)
        article = add_article(project, "Another text. " * 12, headline="Another")
        for start in range(annotations):
            tag(project, article, under, (start, start + 2), coder_id=ben)
        project.apply("Rename", [Update(Kind.CODE, 1, {"name": "renamed"})], coder_id=ben)


def test_merge_says_what_came(two: tuple[Path, Path]) -> None:
    mine, theirs = two
    work_of_ben(theirs)
    with Project.open(mine) as here:
        here.apply("Rename", [Update(Kind.CODE, 1, {"name": "mine"})], coder_id=ANNA)
        changes, tally = join_file(here, theirs)
        assert changes.txn
        assert tally.new == {Kind.CODE: 2, Kind.ARTICLE: 1, Kind.ANNOTATION: 3}
        assert tally.changed == {Kind.CODE: 1}
        assert [(one.field, one.mine.value, one.theirs.value) for one in tally.conflicts] == [
            ("name", "mine", "renamed")
        ]
        assert len(changes.created[Kind.ANNOTATION]) == 3
        assert {one.name for one in here.queries.codebook()} == {
            "renamed",
            "two",
            "theirs",
            "under",
        }
        assert here.undo_label(ANNA) == "Merge"


def test_duplicate_names_and_keys_of_others_are_no_reason_to_refuse(two: tuple[Path, Path]) -> None:
    mine, theirs = two
    work_of_ben(theirs)
    with Project.open(mine) as here:
        add_code(here, "theirs", key="t")
        join_file(here, theirs)
        assert [one.name for one in here.queries.codebook()].count("theirs") == 2
        assert here.check() == []


@pytest.mark.parametrize("action", ["tag", "memo", "child", "remove"])
def test_merge_cannot_be_undone_once_something_was_built_on_it(
    two: tuple[Path, Path], action: str
) -> None:
    mine, theirs = two
    work_of_ben(theirs)
    with Project.open(mine) as here:
        changes, _ = join_file(here, theirs)
        (code, _) = sorted(changes.created[Kind.CODE])
        ben, one = here.queries.coders()[1].id, min(changes.created[Kind.ANNOTATION])
        if action == "tag":
            tag(here, 1, code, (0, 3), coder_id=ben)
        elif action == "child":
            add_code(here, "child", coder_id=ben, parent_id=code)
        elif action == "memo":
            here.apply("Memo", [Update(Kind.ANNOTATION, one, {"memo": "m"})], coder_id=ben)
        else:
            here.apply("Remove", [Remove(Kind.ANNOTATION, one)], coder_id=ben)
        before = here.records.state()
        with pytest.raises(UserError, match="Merge: this can't be undone, other steps have built"):
            here.undo(ANNA)
        assert here.records.state() == before


def test_work_beside_what_was_merged_stays_when_the_merge_is_undone(two: tuple[Path, Path]) -> None:
    mine, theirs = two
    work_of_ben(theirs)
    with Project.open(mine) as here:
        join_file(here, theirs)
        ben = here.queries.coders()[1].id
        here.apply("Colour", [Update(Kind.CODE, 1, {"colour": "rose"})], coder_id=ben)
        kept = tag(here, 1, 1, (0, 3), coder_id=ben).one_created(Kind.ANNOTATION)
        here.undo(ANNA)
        assert [one.id for one in here.queries.annotations()] == [1, kept]
        code = here.queries.codebook()[1]
        assert (code.name, code.colour) == ("one", "rose")
        assert here.check() == []


def test_undone_merge_is_in_the_history_and_cannot_be_done_again_from_it(
    two: tuple[Path, Path],
) -> None:
    mine, theirs = two
    work_of_ben(theirs)
    with Project.open(mine) as here:
        begun = join_file(here, theirs)[0].txn
        brought = here.histories.entry(begun).records
        assert brought
        with pytest.raises(UserError, match="a merge lies in between"):
            here.go_back(begun, ANNA)
        here.undo(ANNA)
        assert here.redo(ANNA) is None
        with pytest.raises(UserError, match="nothing of this merge is left"):
            here.redo(ANNA, begun)
        with pytest.raises(UserError, match="undone already"):
            here.undo(ANNA, begun)
    with Project.open(mine) as here:
        entry = here.histories.entry(begun)
        assert (entry.records, entry.can_redo) == (brought, False)
        assert len(here.histories.changes(begun)) == sum(brought.values())
    rows = in_file(mine, "SELECT action, label, done, applied FROM txn ORDER BY id DESC LIMIT 2")
    assert rows == [("undo", "Merge", 1, 1), ("do", "Merge", 1, 1)]


def test_codes_under_each_other_come_over(two: tuple[Path, Path], tmp_path: Path) -> None:
    mine, theirs = two
    third = tmp_path / "c.annotator"
    shutil.copy(mine, third)
    with Project.open(mine) as here:
        first = add_code(here, "first")
        second = add_code(here, "second", parent_id=first)
    shutil.copy(mine, theirs)
    with Project.open(mine) as here:
        here.apply("Up", [Update(Kind.CODE, second, {"parent_id": None})], coder_id=ANNA)
        here.apply("Under", [Update(Kind.CODE, first, {"parent_id": second})], coder_id=ANNA)
    with Project.open(theirs) as there:
        there.apply("Again", [Update(Kind.CODE, second, {"parent_id": None})], coder_id=ANNA)
        there.apply("Again", [Update(Kind.CODE, second, {"parent_id": first})], coder_id=ANNA)
        for _ in range(3):
            there.apply("Later", [Update(Kind.CODE, second, {"parent_id": None})], coder_id=ANNA)
            there.apply("Later", [Update(Kind.CODE, second, {"parent_id": first})], coder_id=ANNA)
        join_file(there, mine)
        ring = there.records.state()
    with Project.open(third) as fresh:
        begun = fresh.records.state()
        join_file(fresh, theirs)
        assert fresh.records.state().records == ring.records
        join_file(fresh, theirs)
        fresh.undo(ANNA)
        assert fresh.records.state().records == begun.records


def test_a_deleted_code_in_a_ring_comes_over_deleted_and_is_no_conflict(
    two: tuple[Path, Path], tmp_path: Path
) -> None:
    mine, theirs = two
    third = tmp_path / "c.annotator"
    shutil.copy(mine, third)
    with Project.open(mine) as here:
        codes = [add_code(here, "first"), add_code(here, "second")]
    shutil.copy(mine, theirs)
    for path, (under, above) in ((mine, codes), (theirs, reversed(codes))):
        with Project.open(path) as project:
            change = Update(Kind.CODE, under, {"parent_id": above})
            project.apply("Under", [change], coder_id=ANNA)
    with Project.open(theirs) as there:
        join_file(there, mine)
        there.apply("Delete", [Remove(Kind.CODE, code) for code in codes], coder_id=ANNA)
        ring = there.records.state()
    with Project.open(third) as fresh:
        begun = fresh.records.state()
        _, tally = join_file(fresh, theirs)
        assert tally.conflicts == []
        assert tally.new.total() == tally.deleted.total() == 0
        assert fresh.records.state().records == ring.records
        fresh.undo(ANNA)
        assert fresh.records.state().records == begun.records


def test_a_code_that_is_here_comes_to_stand_in_a_ring_with_a_new_one(
    two: tuple[Path, Path], tmp_path: Path
) -> None:
    mine, theirs = two
    third = tmp_path / "c.annotator"
    with Project.open(mine) as here:
        add_code(here, "old")
        begun = here.records.state()
    with Project.open(theirs) as there:
        new = add_code(there, "new")
        join_file(there, mine)
        (old,) = (code.id for code in there.queries.codebook() if code.name == "old")
    shutil.copy(theirs, third)
    for path, under, above in ((theirs, new, old), (third, old, new)):
        with Project.open(path) as project:
            change = Update(Kind.CODE, under, {"parent_id": above})
            project.apply("Under", [change], coder_id=ANNA)
    with Project.open(theirs) as there:
        join_file(there, third)
        ring = there.records.state()
    with Project.open(mine) as here:
        join_file(here, theirs)
        assert here.records.state().records == ring.records
        here.undo(ANNA)
        assert here.records.state().records == begun.records


def test_a_large_merge_that_put_a_code_under_a_new_one_is_undone(two: tuple[Path, Path]) -> None:
    mine, theirs = two
    with Project.open(theirs) as there:
        above = add_code(there, "above")
        there.apply("Under", [Update(Kind.CODE, 1, {"parent_id": above})], coder_id=ANNA)
        # With the code 50 new records: taken out by 25, the portions part before the first.
        for start in range(49):
            tag(there, 1, above, (start % 20, start % 20 + 1))
    with Project.open(mine) as here:
        begun = here.records.state()
        changes, _ = join_file(here, theirs)
        assert len(changes.created[Kind.ANNOTATION]) == 49
        here.undo(ANNA)
        assert here.records.state().records == begun.records


def test_code_deleted_here_and_used_there(two: tuple[Path, Path]) -> None:
    mine, theirs = two
    with Project.open(theirs) as there:
        ben = there.queries.coders()[1].id
        tag(there, 1, 2, (0, 3), coder_id=ben)
    with Project.open(mine) as here:
        here.apply("Delete", [Remove(Kind.CODE, 2)], coder_id=ANNA)
        join_file(here, theirs)
        assert len(here.queries.annotations()) == 2


def test_what_is_saved_while_a_merge_is_under_way_is_later_than_what_comes(
    two: tuple[Path, Path],
) -> None:
    mine, theirs = two
    work_of_ben(theirs)
    with Project.open(mine) as here, Project.open(theirs, read_only=True) as there:
        ben = here.queries.coders()[1].id
        names: list[str] = []

        def rename(done: int, total: int) -> bool:
            names.append(f"while {done}")
            here.apply("Rename", [Update(Kind.CODE, 1, {"name": names[-1]})], coder_id=ben)
            return True

        join(here, there, go_on=rename)
        assert here.queries.codebook()[1].name == names[-1]
        assert merge(here.records.state(), there.records.state()).records == (
            here.records.state().records
        )


def test_merge_can_be_cancelled_at_every_step(two: tuple[Path, Path]) -> None:
    mine, theirs = two
    work_of_ben(theirs)
    with Project.open(mine) as here, Project.open(theirs, read_only=True) as there:
        before, at, steps = here.records.state(), 0, []
        while True:
            seen: list[int] = []

            def go_on(done: int, total: int, seen: list[int] = seen, at: int = at) -> bool:
                seen.append(done)
                return len(seen) <= at

            try:
                join(here, there, go_on=go_on)
            except CancelledError:
                assert here.records.state() == before
                assert here.records.are_settled
                at += 1
                steps.append(seen[-1])
            else:
                break
        assert len(steps) > 5
        assert here.records.state().records == merge(before, there.records.state()).records
    assert in_file(mine, "SELECT count(*) FROM txn WHERE label = 'Merge'") == [(1,)]


def test_a_project_with_work_that_was_broken_off_is_not_merged(two: tuple[Path, Path]) -> None:
    mine, theirs = two
    in_file(theirs, "UPDATE txn SET done = 0 WHERE id = 2")
    with Project.open(mine) as here:
        before = here.records.state()
        with pytest.raises(UserError, match="lies work that was broken off"):
            join_file(here, theirs)
        assert here.records.state() == before


def test_a_damaged_record_is_named_and_nothing_changes(two: tuple[Path, Path]) -> None:
    mine, theirs = two
    work_of_ben(theirs)
    in_file(theirs, "UPDATE annotation SET ranges = '[[9, 3]]' WHERE id = 3")
    with Project.open(mine) as here:
        before = here.records.state()
        with pytest.raises(UserError, match="The other file is damaged: its annotation"):
            join_file(here, theirs)
        assert here.records.state() == before


_MERGING = """
import os, signal, sys
from pathlib import Path
from annotator.store import Project, turns

# Every portion in a transaction of its own.
turns.LONGEST = 0
at, undo = int(sys.argv[3]), sys.argv[4] == "undo"
steps = 0
def killed(*_):
    global steps
    steps += 1
    if steps > at:
        os.kill(os.getpid(), signal.SIGKILL)

mine, theirs = map(Path, sys.argv[1:3])
with Project.open(mine) as here, Project.open(theirs, read_only=True) as there:
    writing = type(here._database).writing
    def counted(self, *args, **more):
        killed()
        return writing(self, *args, **more)
    if not undo:
        type(here._database).writing = counted
    here.join(there, "Merge", coder_id=1, about={})
    if undo:
        type(here._database).writing = counted
        here.undo(1)
"""


@posix
@pytest.mark.parametrize(("what", "apart"), [("merge", 3), ("undo", 2)])
def test_killed_at_any_transaction_the_project_is_as_before_or_as_after(
    two: tuple[Path, Path], tmp_path: Path, what: str, apart: int
) -> None:
    mine, theirs = two
    work_of_ben(theirs, annotations=70)
    with Project.open(mine) as here, Project.open(theirs, read_only=True) as there:
        before = here.records.state().records
        after = merge(here.records.state(), there.records.state()).records
    at, seen = 0, []
    while True:
        copy = tmp_path / f"copy{at}.annotator"
        shutil.copy(mine, copy)
        done = subprocess.run(
            [sys.executable, "-c", _MERGING, str(copy), str(theirs), str(at), what], check=False
        )
        with Project.open(copy) as here:
            assert here.records.are_settled
            seen.append(here.records.state().records)
            assert here.check() == []
        assert seen[-1] in (before, after)
        if done.returncode == 0:
            break
        at += apart
    assert at > 3
    first, last = (before, after) if what == "merge" else (after, before)
    assert (seen[0], seen[-1]) == (first, last)
    assert seen == sorted(seen, key=lambda one: one == last)


def test_code_deleted_here_and_used_there_is_listed_until_nobody_uses_it(
    two: tuple[Path, Path],
) -> None:
    mine, theirs = two
    with Project.open(theirs) as there:
        ben = there.queries.coders()[1].id
        under = add_code(there, "under", coder_id=ben, parent_id=2)
        tag(there, 1, 2, (0, 3), coder_id=ben)
        tag(there, 1, under, (0, 3), coder_id=ben)
    with Project.open(mine) as here:
        here.apply("Delete", [Remove(Kind.CODE, 2)], coder_id=ANNA)
        assert 2 not in here.queries.codebook()
        join_file(here, theirs)
        codebook = here.queries.codebook()
        assert codebook[2].is_deleted
        assert [code.name for code in codebook] == ["one", "under", "two"]
        assert codebook[3].parent_id is None
        with pytest.raises(UserError, match="“two” has been deleted"):
            tag(here, 1, 2, (0, 5), coder_id=ANNA)
        (theirs_of_two,) = (one for one in here.queries.annotations() if one.code_id == 2)
        here.apply(
            "Recode", [Update(Kind.ANNOTATION, theirs_of_two.id, {"code_id": 1})], coder_id=1
        )
        assert 2 not in here.queries.codebook()


def test_article_removed_here_and_annotated_there_is_listed_still(two: tuple[Path, Path]) -> None:
    mine, theirs = two
    with Project.open(mine) as here:
        article = add_article(here, "Another text.", headline="Another")
    shutil.copy(mine, theirs)
    with Project.open(theirs) as there:
        ben = there.queries.coders()[1].id
        tag(there, article, 1, (0, 3), coder_id=ben)
    with Project.open(mine) as here:
        here.apply("Remove", [Remove(Kind.ARTICLE, article)], coder_id=ANNA)
        assert here.queries.article_ids() == [1]
        join_file(here, theirs)
        assert here.queries.article_ids() == [1, article]
        assert here.queries.articles([article])[0].headline == "Another"
        (left,) = here.queries.annotations(article)
        here.apply("Untag", [Remove(Kind.ANNOTATION, left.id)], coder_id=ben)
        assert here.queries.article_ids() == [1]


def test_rings_of_codes_are_listed_as_a_tree(two: tuple[Path, Path]) -> None:
    mine, theirs = two
    with Project.open(mine) as here:
        here.apply("Under", [Update(Kind.CODE, 1, {"parent_id": 2})], coder_id=ANNA)
    with Project.open(theirs) as there:
        ben = there.queries.coders()[1].id
        there.apply("Under", [Update(Kind.CODE, 2, {"parent_id": 1})], coder_id=ben)
    trees = []
    for path, other in ((mine, theirs), (theirs, mine)):
        with Project.open(path) as project:
            join_file(project, other)
            codebook = project.queries.codebook()
            trees.append([codebook.path(code.id) for code in codebook])
            seen = view(project.records.state()).codes
            assert {one.uid: one.parent_id for one in codebook} == {
                uid: None if code.parent is None else _id_of(codebook, code.parent)
                for uid, code in seen.items()
            }
    assert trees[0] == trees[1]
    assert trees[0] in (["one", "one/two"], ["two", "two/one"])


def _id_of(codebook: Codebook, uid: UUID) -> int:
    return next(code.id for code in codebook if code.uid == uid)
