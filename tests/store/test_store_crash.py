"""What ``apply`` returned from is on disk, whatever happens to the program next."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path

from store_making import ANNA, add_article, add_code, everything, new_project, posix

from annotator.domain.changes import Create, Kind
from annotator.store import Project

_WORK = """
    import sys
    from pathlib import Path
    from annotator.domain.anchor import anchor
    from annotator.domain.changes import Create, Kind
    from annotator.domain.span import Span
    from annotator.domain.text import text_sha256
    from annotator.store import Project
    project = Project.open(Path(sys.argv[1]))
    text = project.queries.text(1)
    while True:
        for start in range(20):
            values = {"article_id": 1, "coder_id": 1, "round_id": 1, "code_id": 1}
            values["anchor"] = anchor(text, text_sha256(text), Span.of((start, start + 5)))
            changes = project.apply("Tag", [Create(Kind.ANNOTATION, values)], coder_id=1)
            print(changes.one_created(Kind.ANNOTATION), flush=True)
"""


@posix
def test_annotation_is_there_after_the_program_was_killed_right_after_saving(path: Path) -> None:
    with new_project(path) as project:
        add_article(project)
        add_code(project, "claim")
    acknowledged: set[int] = set()
    for saves in (1, 23):
        work = subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(_WORK), str(path)],
            stdout=subprocess.PIPE,
            text=True,
        )
        with work:
            assert work.stdout is not None
            acknowledged |= {int(work.stdout.readline()) for _ in range(saves)}
            work.kill()
        with Project.open(path) as project:
            found = {one.id for one in project.queries.annotations()}
            assert found >= acknowledged
            assert project.queries.annotation_counts() == {(1, ANNA): len(found)}
            assert project.check() == []
            acknowledged = found
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_long_log_is_written_back_while_working(path: Path) -> None:
    log = path.with_name(f"{path.name}-wal")
    with new_project(path) as project:
        sizes = []
        for n in range(5):
            text = f"{n} " + "word " * 1_000_000
            project.apply("Import", [Create(Kind.ARTICLE, {"text": text})], coder_id=ANNA)
            sizes.append(log.stat().st_size)
        assert max(sizes) < 17 * 2**20
        assert min(sizes) == 0
        assert path.stat().st_size > 15_000_000
        before = everything(project)
    with Project.open(path) as project:
        assert everything(project) == before
