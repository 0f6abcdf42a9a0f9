"""How a project is: what a check found and what to do about it, and what is known without one."""

from __future__ import annotations

import shlex
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotator.domain.errors import INNER_QUOTES, DamagedError
from annotator.domain.finds import ADVICE, TITLES, Find, grouped
from annotator.ops import backups, whereabouts
from annotator.paths import PROJECT_SUFFIX

if TYPE_CHECKING:
    from annotator.ops.whereabouts import Place
    from annotator.store.backups import Backup
    from annotator.store.project import GoOn, Project

_CHECKED = (
    "pages and keys, letters, the checksum of each text, each quote in its place, stamps and "
    "values of records, the history"
)

SHOWN = 20
"""Finds of one group that a printed report lists."""

_COUNTED = {
    "article": ("article", "articles"),
    "article_text": ("text", "texts"),
    "annotation": ("annotation", "annotations"),
    "code": ("code", "codes"),
    "coder": ("coder", "coders"),
    "round": ("round", "rounds"),
    "link": ("link", "links"),
    "revision": ("revision of a code", "revisions of codes"),
    "attribute": ("attribute", "attributes"),
    "variable": ("variable", "variables"),
    "choice": ("choice", "choices"),
    "answer": ("answer", "answers"),
    "progress": ("state of an article", "states of articles"),
    "memo": ("memo", "memos"),
    "setting": ("setting", "settings"),
    "txn": ("step of the history", "steps of the history"),
    "change": ("change", "changes"),
}


@dataclass(frozen=True, slots=True)
class Report:
    """What a check of a project came to.

    Attributes:
        path: the project file.
        contents: how many rows were looked at, by table.
        finds: what is damaged.
        loose_ends: what is sound and waits for somebody to settle it.
        seconds: how long it took.
    """

    path: Path
    contents: Mapping[str, int]
    finds: tuple[Find, ...]
    loose_ends: tuple[Find, ...]
    seconds: float

    @property
    def is_sound(self) -> bool:
        """Whether nothing is damaged."""
        return not self.finds


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a project without checking it.

    Attributes:
        path: the project file.
        size: of the file, in bytes.
        log_size: of the log beside it, in bytes.
        read_only: whether nothing can be written here.
        engine: what keeps it, and in which version.
        version: of its tables.
        contents: how many rows there are, by table.
        loose_ends: what waits for somebody to settle it.
        backups: of this project on this machine, newest first.
        place: where it lies, if that needs care.
    """

    path: Path
    size: int
    log_size: int
    read_only: bool
    engine: str
    version: int
    contents: Mapping[str, int]
    loose_ends: tuple[Find, ...]
    backups: tuple[Backup, ...]
    place: Place | None


def facts(project: Project) -> Facts:
    """What is known at once; asking a network drive can take a moment.

    Raises:
        UserError: it cannot be read at all.
    """
    return Facts(
        project.path,
        _size(project.path),
        _size(project.path.with_name(f"{project.path.name}-wal")),
        project.read_only,
        project.engine,
        project.version,
        project.contents(),
        _loose_ends(project),
        tuple(backups.of_project(project)),
        whereabouts.place_of(project.path),
    )


def _loose_ends(project: Project) -> tuple[Find, ...]:
    try:
        return tuple(project.loose_ends())
    except DamagedError:
        # What cannot be read is a find of the check.
        return ()


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0


def check(project: Project, go_on: GoOn | None = None) -> Report:
    """Look at all of a project, while others use it.

    Raises:
        UserError: it cannot be read at all, or ``go_on`` said stop.
    """
    since = time.perf_counter()
    finds = project.check(go_on)
    return Report(
        project.path,
        project.contents(),
        tuple(finds),
        _loose_ends(project),
        time.perf_counter() - since,
    )


def in_words(report: Report) -> str:
    """A report for people: what was looked at, what was found, and what to do."""
    seen = contents_in_words(report.contents)
    lines = [f"Looked at {seen} in {seconds(report)} s.", f"Checked: {_CHECKED}."]
    lines += _groups(report.finds)
    lines += _groups(report.loose_ends)
    if report.is_sound:
        lines.append(f"{report.path}: nothing is wrong.")
    else:
        lines.append(
            f"{report.path}: {counted(len(report.finds), 'thing is', 'things are')} damaged. "
            f"The file was not changed. {repair_advice(report.path)}"
        )
    return "\n".join(lines)


def repair_advice(path: Path) -> str:
    """How to recover what can be read, on the command line."""
    return (
        "To recover what can be read into a new file:\n"
        f"  annotator check {shlex.quote(str(path))} --repair OUT{PROJECT_SUFFIX}"
    )


def as_json(report: Report) -> dict[str, Any]:
    """A report for programs."""
    return {
        "project": str(report.path),
        "sound": report.is_sound,
        "seconds": round(report.seconds, 3),
        "checked": dict(report.contents),
        "findings": [_row(find) for find in report.finds],
        "loose_ends": [_row(find) for find in report.loose_ends],
    }


def contents_in_words(contents: Mapping[str, int]) -> str:
    """Numbers of rows, as the middle of a sentence."""
    told = [
        counted(contents[name], *words) for name, words in _COUNTED.items() if contents.get(name)
    ]
    return ", ".join(told) or "nothing that can be counted"


def seconds(report: Report) -> str:
    """How long a check took, to a tenth of a second."""
    return f"{max(report.seconds, 0.1):.1f}"


def counted(number: int, one: str, many: str) -> str:
    """A number with its noun."""
    return f"{number:,} {one if number == 1 else many}"


def _groups(finds: tuple[Find, ...]) -> list[str]:
    lines = []
    for group, some in grouped(finds).items():
        lines.append(f"\n{TITLES[group]} ({len(some):,}):")
        lines += [f"  {find.words}" for find in some[:SHOWN]]
        if len(some) > SHOWN:
            lines.append(f"  … and {len(some) - SHOWN:,} more; --json lists all.")
        lines.append(f"  {ADVICE[group]}".translate(INNER_QUOTES))
    return [*lines, ""] if lines else []


def _row(find: Find) -> dict[str, str]:
    return {"about": find.group.value, "what": find.words, "advice": ADVICE[find.group]}
