"""Long jobs for the tests of the store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from store_making import ANNA, TEXT, in_file

from annotator.domain.anchor import anchor
from annotator.domain.changes import Create, Edit, Kind
from annotator.domain.records import new_uid
from annotator.domain.span import Span
from annotator.domain.text import text_sha256
from annotator.store import Project

MANY = 40
"""More than one portion."""


def articles(many: int = MANY, text: str = TEXT) -> Iterator[Edit]:
    for number in range(many):
        yield Create(Kind.ARTICLE, {"headline": f"No. {number}", "text": f"{number} {text}"})


def coded_articles(project: Project, code_id: int, many: int = MANY) -> Iterator[Edit]:
    """Articles, each with an annotation that names it by its uid."""
    for number in range(many):
        uid, text = new_uid(), f"{number} {TEXT}"
        yield Create(Kind.ARTICLE, {"headline": f"No. {number}", "text": text}, uid)
        yield annotation(project, uid, code_id, text)


def annotation(project: Project, article: Any, code: Any, text: str) -> Create:
    return Create(
        Kind.ANNOTATION,
        {
            "article_id": article,
            "coder_id": ANNA,
            "round_id": project.main_round,
            "code_id": code,
            "anchor": anchor(text, text_sha256(text), Span.of((0, 3))),
        },
    )


def contents(path: Path) -> dict[str, list[Any]]:
    """All rows of all tables of a closed file."""
    tables = in_file(path, "SELECT name FROM sqlite_schema WHERE type = 'table'")
    return {name: in_file(path, f"SELECT * FROM {name} ORDER BY 1") for (name,) in tables}


def labels(path: Path) -> list[str]:
    return [label for (label,) in in_file(path, "SELECT label FROM txn ORDER BY id")]


def take_in(project: Project, edits: Any, label: str = "Import", coder: int | None = ANNA) -> Any:
    with project.begin(label, coder_id=coder) as job:
        job.take(edits)
        return job.finish()
