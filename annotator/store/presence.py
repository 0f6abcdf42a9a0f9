"""A note in the cache folder about who has a project open since when.

It only serves a message: the lock itself is SQLite's and ends with the program that holds it.
"""

from __future__ import annotations

import getpass
import json
import time
from contextlib import suppress
from hashlib import sha256
from typing import TYPE_CHECKING

from annotator import paths

if TYPE_CHECKING:
    from pathlib import Path


def announce(path: Path) -> None:
    """Notes that this program has the project open from now on."""
    # Where the cache folder cannot be written, the message lacks the time: no reason to stop.
    with suppress(OSError):
        note = {"since": time.strftime("%H:%M"), "day": time.strftime("%Y-%m-%d"), "by": _person()}
        _note(path).write_text(json.dumps(note), encoding="utf-8")


def withdraw(path: Path) -> None:
    """Takes the note away."""
    with suppress(OSError):
        _note(path).unlink(missing_ok=True)


def since(path: Path) -> str:
    """“since 14:02 by anna”, or nothing where there is no note."""
    try:
        note = json.loads(_note(path).read_text(encoding="utf-8"))
        today = note["day"] == time.strftime("%Y-%m-%d")
        when = note["since"] if today else f"{note['day']} {note['since']}"
        return f"since {when} by {note['by']}" if note["by"] else f"since {when}"
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def _note(path: Path) -> Path:
    folder = paths.cache_dir() / "open"
    folder.mkdir(exist_ok=True)
    return folder / f"{sha256(bytes(path)).hexdigest()[:16]}.json"


def _person() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # KeyError: before Python 3.13, where the user has no name
        return ""
