"""What differs between a project and another file of it, and what restoring would do, in words."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotator.domain.changes import Kind
from annotator.domain.errors import DamagedError, UserError
from annotator.store import restoring
from annotator.store.differences import Difference, Differences, Newer, Way
from annotator.store.failures import OpenElsewhereError

if TYPE_CHECKING:
    from annotator.store.project import GoOn, Project

_KINDS = {
    Kind.PROJECT: ("project", "projects"),
    Kind.CODER: ("coder", "coders"),
    Kind.ROUND: ("round", "rounds"),
    Kind.ARTICLE: ("article", "articles"),
    Kind.CODE: ("code", "codes"),
    Kind.REVISION: ("revision of a code", "revisions of codes"),
    Kind.ATTRIBUTE: ("attribute", "attributes"),
    Kind.VARIABLE: ("variable", "variables"),
    Kind.CHOICE: ("choice", "choices"),
    Kind.ANSWER: ("answer", "answers"),
    Kind.ANNOTATION: ("annotation", "annotations"),
    Kind.LINK: ("link", "links"),
    Kind.PROGRESS: ("state of an article", "states of articles"),
    Kind.MEMO: ("memo", "memos"),
    Kind.SETTING: ("setting", "settings"),
}
_WAYS = {Way.ONLY_HERE: "fewer", Way.ONLY_THERE: "more"}
_SIGNS = {Way.ONLY_HERE: "−", Way.ONLY_THERE: "+", Way.CHANGED: "~"}
_RENAMES = {Kind.PROJECT, Kind.CODER, Kind.ROUND, Kind.CODE, Kind.ATTRIBUTE, Kind.CHOICE}
_LONGEST = 100
_ORDER = (
    Kind.ANNOTATION,
    Kind.ANSWER,
    Kind.CODE,
    Kind.REVISION,
    Kind.ATTRIBUTE,
    Kind.VARIABLE,
    Kind.CHOICE,
    Kind.ARTICLE,
    Kind.LINK,
    Kind.PROGRESS,
    Kind.MEMO,
    Kind.CODER,
    Kind.ROUND,
    Kind.SETTING,
    Kind.PROJECT,
)


class NotComparableError(UserError):
    """The project itself is damaged, so nothing can be compared with it; a backup may be sound."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            "This project cannot be compared with its backups: “{path}” is damaged.",
            "Restoring keeps the file as it is, under another name, and puts a copy of the backup "
            "in its place. What was done since will not be in it; recovering into a copy may "
            "bring more.",
            path=path,
        )


def between(project: Project, backup: Path, go_on: GoOn | None = None) -> Differences:
    """What differs between an open project and a backup of any version.

    Raises:
        NotComparableError: the project is damaged.
        UserError: the backup cannot be read, belongs to another project, or ``go_on`` said stop.
    """
    try:
        return _between(project, backup, go_on)
    except DamagedError as error:
        if error.details.get("path") != project.path:
            raise
        raise NotComparableError(project.path) from error


def _between(project: Project, backup: Path, go_on: GoOn | None) -> Differences:
    with restoring.reading(backup, go_on) as other:
        if other.uid != project.uid:
            raise UserError(
                "“{backup}” is of another project, “{name}”.",
                "Nothing was changed. Choose a backup of this project, or open the other one.",
                backup=backup,
                name=other.name,
            )
        return project.differences(other, go_on)


def between_files(path: Path, backup: Path, go_on: GoOn | None = None) -> Differences | None:
    """The same for a project that is not open; ``None`` if it cannot be opened.

    Raises:
        UserError: it is open elsewhere, or the backup cannot be compared with it.
    """
    try:
        opened = restoring.reading(path.absolute(), go_on)
        project = opened.__enter__()
    except OpenElsewhereError:
        raise
    except UserError:
        return None
    try:
        return between(project, backup, go_on)
    finally:
        opened.__exit__(None, None, None)


def only_adds(found: Differences) -> bool:
    """Whether restoring would take nothing away and change nothing."""
    return all(way is Way.ONLY_THERE for _, way in found.counts)


def summary(found: Differences) -> list[tuple[str, int]]:
    """What restoring would do, as templates with ``{n}`` and their numbers: “{n} codes fewer”."""
    told: list[tuple[str, int]] = []
    for kind in _ORDER:
        for way, word in _WAYS.items():
            if n := found.counts.get((kind, way), 0):
                told.append((f"{{n}} {_KINDS[kind][n != 1]} {word}", n))
        told += _changed(found, kind)
    return told


def in_words(found: Differences) -> list[str]:
    """What restoring would do, line by line, with the names of what differs."""
    if not found:
        return ["Nothing differs."]
    lines = [template.format(n=f"{n:,}") for template, n in summary(found)]
    lines += [f"  {_SIGNS[one.way]} {_KINDS[one.kind][0]} {name_of(one)}" for one in found.named]
    more = sum(found.counts.values()) - len(found.named)
    return [*lines, f"  … and {more:,} more"] if more else lines


def name_of(one: Difference) -> str:
    """What to call a record that differs: its name, both names where they differ."""
    here, there = _short(one.here), _short(one.there)
    if one.way is Way.CHANGED and here != there:
        return f"{here} → {there}"
    named = here or there
    fields = ", ".join(_field(name) for name in one.fields)
    return f"{named}: {fields}" if fields else named


def as_json(found: Differences) -> dict[str, Any]:
    """The same for programs."""
    return {
        "counts": {f"{kind} {way}": n for (kind, way), n in found.counts.items()},
        "newer": {str(where): found.newer.get(where, 0) for where in Newer},
        "named": [
            {
                "kind": one.kind.value,
                "id": str(one.uid),
                "way": one.way.value,
                "fields": list(one.fields),
                "newer": one.newer.value if one.newer else None,
                "here": one.here,
                "there": one.there,
            }
            for one in found.named
        ],
    }


def _changed(found: Differences, kind: Kind) -> list[tuple[str, int]]:
    changed: Mapping[tuple[Kind, Way], int] = found.counts
    n = changed.get((kind, Way.CHANGED), 0)
    renamed = found.fields.get((kind, "name"), 0) if kind in _RENAMES else 0
    told = []
    if renamed:
        told.append((f"{{n}} {_KINDS[kind][renamed != 1]} renamed", renamed))
    if n - renamed:
        told.append((f"{{n}} {_KINDS[kind][n - renamed != 1]} changed", n - renamed))
    return told


def _field(name: str) -> str:
    return "value" if name.startswith("value:") else name.removesuffix("_id").replace("_", " ")


def _short(name: str) -> str:
    line = " ".join(name.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
