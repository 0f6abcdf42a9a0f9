"""The name under which this copy of a project stamps its changes.

It is kept outside the project file: a copied or mailed file takes a new name, so that two
machines never use the same stamp. The highest ``rev`` used is kept beside it: a file that has
fewer was restored from an older state and takes a new name as well.
"""

from __future__ import annotations

import json
import os
import platform
import secrets
from contextlib import suppress
from hashlib import sha256
from typing import TYPE_CHECKING

from annotator import paths

if TYPE_CHECKING:
    from pathlib import Path
    from uuid import UUID


def of(project: UUID, path: Path, rev: int) -> str:
    """Eight hexadecimal digits for this project at this place on this machine.

    Args:
        project: the project's uid.
        path: the project file, absolute.
        rev: the highest rev found in the file.
    """
    known = _known(project, path)
    name = known[0] if known and known[1] <= rev else secrets.token_hex(4)
    remember(project, path, name, rev)
    return name


def remember(project: UUID, path: Path, replica: str, rev: int) -> None:
    """Keeps the name and the highest ``rev`` used under it for the next opening."""
    # Where the folder cannot be written every opening takes a new name: more names, no harm.
    with suppress(OSError):
        note = json.dumps({"replica": replica, "rev": rev})
        _note(project, path).write_text(note, encoding="utf-8")


def move(project: UUID, before: Path, path: Path) -> None:
    """A file was put where another one of its project may have been: its name goes with it."""
    with suppress(OSError):
        os.replace(_note(project, before), _note(project, path))


def _note(project: UUID, path: Path) -> Path:
    folder = paths.data_dir() / "replicas"
    folder.mkdir(exist_ok=True)
    key = b"\0".join((project.bytes, bytes(path), platform.node().encode("utf-8", "replace")))
    return folder / f"{sha256(key).hexdigest()[:32]}.json"


def _known(project: UUID, path: Path) -> tuple[str, int] | None:
    try:
        known = json.loads(_note(project, path).read_text(encoding="utf-8"))
        return str(known["replica"]), int(known["rev"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
