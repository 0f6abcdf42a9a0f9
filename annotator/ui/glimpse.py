"""The article that was on screen when a project was closed, shown again before the file is open.

What reads project files takes several times longer to load than the window. If the file has not
changed since, the same article with its annotations is there at once from the cache folder.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

from annotator import paths
from annotator.domain.anchor import Anchor
from annotator.domain.annotation import Annotation
from annotator.domain.codebook import Code, Codebook
from annotator.domain.span import Span
from annotator.domain.zones import Role, Zone

_VERSION = 3
_NOBODY = UUID(int=0)
LONGEST = 300_000
"""Of an article with more characters there is no glimpse: to read it again would not be quick."""


@dataclass(frozen=True, slots=True)
class Glimpse:
    """What the reader needs to show an article that nobody can change yet.

    Of annotations and codes it holds what is drawn: places, names and colours; of other coders
    their initials, by their ids. ``caret`` and ``scrolled`` say where in it somebody was, as
    ``ArticleColumn.scrolled`` does.
    """

    text: str
    zones: Sequence[Zone]
    meta_line: str
    annotations: tuple[Annotation, ...]
    codebook: Codebook
    hidden: frozenset[int]
    coder_id: int | None
    others: Mapping[int, str]
    article_id: int
    caret: int
    scrolled: tuple[int, int]


def keep(project: Path, glimpse: Glimpse) -> None:
    """Remember what was seen of a project file that has just been closed."""
    try:
        _file(project).write_text(
            json.dumps({"stamp": _stamp(project), **_plain(glimpse)}), encoding="utf-8"
        )
    except OSError as error:
        # Nothing but the next start's first half second depends on it.
        logging.getLogger(__name__).warning("no glimpse of %s kept: %s", project, error)


def find(project: Path) -> Glimpse | None:
    """What was seen of the project last, None if that is unknown or the file has changed."""
    try:
        kept = json.loads(_file(project).read_text(encoding="utf-8"))
        return _glimpse(kept) if kept["stamp"] == _stamp(project) else None
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        logging.getLogger(__name__).warning("the glimpse of %s can't be read: %s", project, error)
        return None


def _file(project: Path) -> Path:
    folder = paths.cache_dir() / "glimpses"
    folder.mkdir(exist_ok=True)
    name = sha256(str(project.absolute()).encode("utf-8", "surrogateescape")).hexdigest()[:32]
    return folder / f"{name}.json"


def _stamp(project: Path) -> list[int]:
    status = project.stat()
    return [_VERSION, status.st_size, status.st_mtime_ns]


def _plain(glimpse: Glimpse) -> dict[str, Any]:
    return {
        "text": glimpse.text,
        "meta_line": glimpse.meta_line,
        "zones": [[zone.start, zone.end, zone.role] for zone in glimpse.zones],
        "annotations": [
            [one.id, one.code_id, one.coder_id, one.span.ranges] for one in glimpse.annotations
        ],
        "codes": [
            [code.id, code.parent_id, code.position, code.name, code.colour]
            for code in glimpse.codebook
        ],
        "hidden": sorted(glimpse.hidden),
        "coder": glimpse.coder_id,
        "others": list(glimpse.others.items()),
        "place": [glimpse.article_id, glimpse.caret, *glimpse.scrolled],
    }


def _glimpse(kept: dict[str, Any]) -> Glimpse:
    article_id, caret, top, offset = kept["place"]
    return Glimpse(
        kept["text"],
        tuple(Zone(start, end, Role(role)) for start, end, role in kept["zones"]),
        kept["meta_line"],
        tuple(_annotation(*one) for one in kept["annotations"]),
        Codebook(
            Code(code_id, UUID(int=code_id), parent_id, position, name, colour)
            for code_id, parent_id, position, name, colour in kept["codes"]
        ),
        frozenset(kept["hidden"]),
        kept["coder"],
        dict(kept["others"]),
        article_id,
        caret,
        (top, offset),
    )


def _annotation(
    annotation_id: int, code_id: int, coder_id: int, ranges: list[list[int]]
) -> Annotation:
    span = Span(tuple((start, end) for start, end in ranges))
    return Annotation(
        annotation_id, _NOBODY, 0, coder_id, 0, code_id, Anchor("", span, (), "", ""), "", False, 0
    )
