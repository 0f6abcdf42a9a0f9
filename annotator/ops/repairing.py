"""Repairing: a new project file of what can be read of a damaged one, and of its newest backup."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from annotator.domain.errors import CancelledError, UserError
from annotator.domain.finds import Find
from annotator.ops import backups, health
from annotator.ops.projects import with_suffix
from annotator.store import recovering, restoring

if TYPE_CHECKING:
    from collections.abc import Mapping

    from annotator.store.backups import Backup
    from annotator.store.project import GoOn

SHOWN = 40
"""Sentences of one kind that a printed report lists."""

_LABEL = "Recover what could be read of “{name}”"


@dataclass(frozen=True, slots=True)
class Recovered:
    """What came of repairing.

    Attributes:
        path: the new project file.
        source: the damaged one, as it was.
        backup: the backup that the new file is based on; ``None`` if there was none.
        read: how many rows could be read of the damaged file, by table.
        contents: how many are in the new file.
        lost: what could not be read and is in no backup, in sentences.
        changed: what is in the new file in another form, in sentences.
        finds: what a check of the new file found: nothing, as a rule.
    """

    path: Path
    source: Path
    backup: Backup | None
    read: Mapping[str, int]
    contents: Mapping[str, int]
    lost: tuple[str, ...]
    changed: tuple[str, ...]
    finds: tuple[Find, ...]


def repair(path: Path, out: Path, go_on: GoOn | None = None) -> Recovered:
    """Make a new project of what can be read of a damaged one, merged into its newest backup.

    Args:
        path: the damaged file; it is only read.
        out: a file that does not exist yet; it gets the ending of projects if it lacks it.
        go_on: called with what is done and what there is; false to stop.

    Raises:
        UserError: the file cannot be reached or is open, ``out`` is there or cannot be written,
            or ``go_on`` said stop; no file is left then.
    """
    path, target = path.absolute(), with_suffix(out.absolute())
    asked = go_on or (lambda _done, _total: True)
    _refuse(path, target)
    try:
        with TemporaryDirectory(dir=target.parent, prefix=f".{target.stem[:40]} ") as folder:
            return _repaired(path, target, Path(folder), asked)
    except OSError as error:
        raise UserError(
            "“{path}” could not be recovered into “{target}” ({reason}).",
            "Nothing was changed. Check that both can be reached and that the disk has room.",
            path=path,
            target=target,
            reason=error.strerror or error,
        ) from error


def in_words(done: Recovered) -> str:
    """What came of repairing, for people."""
    lines = [f"Read {health.contents_in_words(done.read)} of {done.source}."]
    if done.backup is None:
        lines.append("There is no backup of it that is sound: the new file holds this alone.")
    else:
        lines.append(f"Merged it into the newest sound backup, {done.backup.path.name}.")
    lines += _listed("Lost", done.lost) + _listed("Changed", done.changed)
    lines += _listed("Still damaged", [find.words for find in done.finds])
    if not done.lost and not done.changed:
        lines.append("Nothing is known to be lost.")
    lines.append(
        f"Made {done.path}, with {health.contents_in_words(done.contents)}. "
        f"The damaged file is as it was; keep it."
    )
    return "\n".join(lines)


def as_json(done: Recovered) -> dict[str, Any]:
    """What came of repairing, for programs."""
    return {
        "recovered": str(done.path),
        "damaged": str(done.source),
        "backup": str(done.backup.path) if done.backup else None,
        "read": dict(done.read),
        "contents": dict(done.contents),
        "lost": list(done.lost),
        "changed": list(done.changed),
        "findings": [find.words for find in done.finds],
    }


def _refuse(path: Path, target: Path) -> None:
    if not path.is_file():
        raise UserError(
            "There is no project file “{path}”.",
            "Check the name and the folder; was it moved or renamed?",
            path=path,
        )
    if target.exists():
        raise UserError(
            "There is a file “{target}” already.",
            "Nothing was changed: neither the damaged file nor any other is ever written over. "
            "Choose another name.",
            target=target,
        )


def _repaired(path: Path, target: Path, folder: Path, go_on: GoOn) -> Recovered:
    salvaged, made = folder / "salvaged", folder / target.name
    copies = folder / "copies"
    copies.mkdir()
    backup = _newest_sound(path, go_on)
    label = _LABEL.format(name=path.name)
    if backup is not None:
        recovering.begin_with(backup.path, made, go_on)
    mended = recovering.salvage(path, salvaged, copies, made if backup else None, go_on)
    if backup is None:
        recovering.finish(salvaged, made, label)
    else:
        recovering.join(salvaged, made, label, go_on)
    contents, finds = recovering.checked(made, go_on)
    recovering.put_in_place(made, target)
    return Recovered(
        target,
        path,
        backup,
        mended.contents,
        contents,
        tuple(dict.fromkeys(mended.lost)),
        tuple(dict.fromkeys(mended.changed)),
        tuple(finds),
    )


def _newest_sound(path: Path, go_on: GoOn) -> Backup | None:
    known = backups.of_file(path) or _of_the_same_project(path)
    for backup in known:
        with suppress(UserError), restoring.reading(backup.path) as project:
            if not project.check(go_on):
                return backup
        if not go_on(0, 1):
            raise CancelledError(_LABEL.format(name=path.name))
    return None


def _of_the_same_project(path: Path) -> list[Backup]:
    """Those of a file that was moved or renamed, or of another copy, where it says whose it is."""
    project = restoring.project_uid(path)
    return [one for one in backups.to_restore(path) if one.project == project]


def _listed(title: str, sentences: Any) -> list[str]:
    if not sentences:
        return []
    lines = [f"{title} ({len(sentences):,}):", *(f"  {one}" for one in sentences[:SHOWN])]
    if len(sentences) > SHOWN:
        lines.append(f"  … and {len(sentences) - SHOWN:,} more; --json lists all.")
    return lines
