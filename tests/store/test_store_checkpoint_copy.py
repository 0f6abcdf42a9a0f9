"""A copy of an open project holds what its last checkpoint held, whatever is saved meanwhile."""

from __future__ import annotations

import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from store_making import ANNA, add_article, add_code, everything, new_project, tag

from annotator.domain.errors import UserError
from annotator.store import Project, copy_checkpoint

_WRITING = """
    import sys
    from pathlib import Path
    from annotator.domain.changes import Create, Kind
    from annotator.store import Project
    with Project.open(Path(sys.argv[1])) as project:
        print("open", flush=True)
        for n in range(60):
            text = f"{n} " + "word " * 200_000
            project.apply("Import", [Create(Kind.ARTICLE, {"text": text})], coder_id=1)
        print("done", flush=True)
        sys.stdin.readline()
"""


def test_copy_is_as_the_project_was_at_its_last_checkpoint(path: Path, tmp_path: Path) -> None:
    with new_project(path) as project:
        article = add_article(project)
        code = add_code(project, "claim")
    with Project.open(path) as project:
        before = everything(project)
        tag(project, article, code, (0, 5))
        copied = tmp_path / "copy.annotator"
        at = copy_checkpoint(path, copied)
        assert at == path.stat().st_mtime_ns // 1_000_000
        with Project.open(copied, read_only=True) as copy:
            assert everything(copy) == before
            assert copy.uid == project.uid
            assert copy.check() == []
            with pytest.raises(UserError, match="reading only"):
                add_code(copy, "frame")
        tag(project, article, code, (6, 12))
    with Project.open(path) as project:
        assert project.queries.annotation_counts() == {(code, ANNA): 2}


def test_copies_taken_while_another_program_writes_are_whole(path: Path, tmp_path: Path) -> None:
    new_project(path).close()
    command = [sys.executable, "-c", textwrap.dedent(_WRITING), str(path)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, **pipes) as work:  # type: ignore[call-overload]
        assert work.stdout.readline() == "open\n"
        sizes = []
        for n in range(12):
            copied = tmp_path / f"{n}.annotator"
            copy_checkpoint(path, copied)
            with Project.open(copied, read_only=True) as copy:
                assert copy.check() == []
                sizes.append(len(copy.queries.article_ids()))
        assert work.stdout.readline() == "done\n"
        work.communicate("\n")
    assert sizes == sorted(sizes)


def test_what_is_no_project_is_not_copied(path: Path, tmp_path: Path) -> None:
    copied = tmp_path / "copy.annotator"
    with pytest.raises(UserError, match="no project file"):
        copy_checkpoint(path, copied)
    path.write_text("a letter")
    with pytest.raises(UserError, match="not an Annotator project"):
        copy_checkpoint(path, copied)
    path.unlink()
    new_project(path).close()
    shutil.copy(path, tmp_path / "kept.annotator")
    with pytest.raises(UserError, match="cannot be copied"):
        copy_checkpoint(path, tmp_path / "missing" / "copy.annotator")
    assert not copied.exists()
    assert path.read_bytes() == (tmp_path / "kept.annotator").read_bytes()
