"""A small project to work on: two coders, five codes, two articles."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.domain.changes import Create, Kind
from annotator.domain.records import new_uid
from annotator.store.project import Project

TEXTS = (
    "Dockers walk out.\n\nThe minister said: “No.” 🚢 Nobody answered.",
    "Water is safe, officials say.\n\nA laboratory disagrees.",
)


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "p.annotator", "P", coder=(new_uid(), "Ana")) as project:
        framing = Create(Kind.CODE, {"name": "framing", "colour": "blue", "key": "f"})
        conflict = Create(Kind.CODE, {"name": "conflict", "parent_id": framing.uid, "key": "1"})
        morality = {"name": "morality", "parent_id": framing.uid, "position": 1}
        claim = Create(Kind.CODE, {"name": "claim", "colour": "green", "key": "c", "position": 1})
        source = Create(Kind.CODE, {"name": "source", "position": 2})
        articles = [
            Create(
                Kind.ARTICLE,
                {
                    "headline": text.partition("\n")[0],
                    "text": text,
                    "words": 8,
                    "counted_words": 8,
                    "outlet": outlet,
                    "published": published,
                },
            )
            for text, outlet, published in zip(
                TEXTS, ("Wire", "Bench"), ("2025-03-03", "2025-04"), strict=True
            )
        ]
        codes = [framing, conflict, Create(Kind.CODE, morality), claim, source]
        jonas = Create(Kind.CODER, {"name": "Jonas"})
        project.apply("Begin", [jonas, *codes, *articles], coder_id=None)
        yield project


@pytest.fixture
def ana(project: Project) -> int:
    return next(coder.id for coder in project.queries.coders() if coder.name == "Ana")


@pytest.fixture
def jonas(project: Project) -> int:
    return next(coder.id for coder in project.queries.coders() if coder.name == "Jonas")


@pytest.fixture
def article(project: Project) -> int:
    return project.queries.article_ids()[0]
