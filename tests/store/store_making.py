"""Projects and records for the tests of the store."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from annotator.domain.anchor import Anchor, anchor
from annotator.domain.changes import Changes, Create, Edit, Kind, Update
from annotator.domain.progress import State, progress_uid
from annotator.domain.records import new_uid
from annotator.domain.span import Range, Span
from annotator.domain.text import text_sha256
from annotator.store import Project

ANNA = 1
"""The id of the coder that every new project starts with."""

posix = pytest.mark.skipif(os.name != "posix", reason="asks for POSIX permissions or signals")

TEXT = (
    "Grain prices rose sharply.\n\n“We warned them,” the farmers’ union said. 🌾 Silence followed."
)


def new_project(path: Path, name: str = "Test") -> Project:
    return Project.create(path, name, coder=(new_uid(), "Anna"))


def add_coder(project: Project, name: str) -> int:
    edit = Create(Kind.CODER, {"name": name})
    return project.apply("Add a coder", [edit], coder_id=None).one_created(Kind.CODER)


def add_article(
    project: Project, text: str = TEXT, *, coder_id: int | None = None, **values: Any
) -> int:
    edit = Create(Kind.ARTICLE, {"headline": "Grain", "text": text, **values})
    changes = project.apply("Import an article", [edit], coder_id=coder_id)
    return changes.one_created(Kind.ARTICLE)


def add_code(project: Project, name: str, *, coder_id: int = ANNA, **values: Any) -> int:
    edit = Create(Kind.CODE, {"name": name, **values})
    return project.apply(f"Add {name}", [edit], coder_id=coder_id).one_created(Kind.CODE)


def place(project: Project, article_id: int, *ranges: Range) -> Anchor:
    text = project.queries.text(article_id)
    return anchor(text, text_sha256(text), Span.of(*ranges))


def tag(
    project: Project,
    article_id: int,
    code_id: int,
    *ranges: Range,
    coder_id: int = ANNA,
    **values: Any,
) -> Changes:
    edit = Create(
        Kind.ANNOTATION,
        {
            "article_id": article_id,
            "coder_id": coder_id,
            "round_id": project.main_round,
            "code_id": code_id,
            "anchor": place(project, article_id, *ranges),
            **values,
        },
    )
    return project.apply("Tag", [edit], coder_id=coder_id)


def tagged(project: Project, *args: Any, **more: Any) -> int:
    return tag(project, *args, **more).one_created(Kind.ANNOTATION)


def set_state(project: Project, article_id: int, coder_id: int, state: State) -> Edit:
    """The edit that says how far a coder is with an article."""
    known = project.queries.progress_ids([article_id], coder_id).get(article_id)
    if known is not None:
        return Update(Kind.PROGRESS, known, {"state": state.value})
    (article,) = project.queries.articles([article_id])
    (coder,) = (one for one in project.queries.coders() if one.id == coder_id)
    round_uid = project.queries.uids(Kind.ROUND, [project.main_round])[project.main_round]
    keys = {"article_id": article_id, "coder_id": coder_id, "round_id": project.main_round}
    return Create(
        Kind.PROGRESS,
        {**keys, "state": state.value},
        progress_uid(article.uid, coder.uid, round_uid),
    )


def everything(project: Project) -> tuple[Any, ...]:
    """All live records, to compare before and after."""
    queries = project.queries
    ids = queries.article_ids()
    return (
        project.name,
        queries.coders(),
        tuple(queries.codebook()),
        queries.articles(ids),
        [(queries.text(one), queries.zones(one)) for one in ids],
        queries.annotations(),
        queries.annotation_counts(),
        [queries.links(one) for one in ids],
        [dict(queries.set_states(coder.id)) for coder in queries.coders()],
    )


def in_file(path: Path, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    """Runs a statement on a closed project file, past the program."""
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        return raw.execute(sql, values).fetchall()


@contextmanager
def public_folder() -> Iterator[Path]:
    """A folder that others may enter too."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder
        folder.chmod(0o755)


@contextmanager
def without_privileges() -> Iterator[None]:
    """Runs as a person to whom read-only means read-only, also where the tests run as root."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)
