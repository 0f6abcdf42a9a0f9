"""A note in the cache folder about who has a project open since when.

It only serves a message: the lock itself is SQLite's and ends with the program that holds it.
"""

from __future__ import annotations

import getpass
import json
import platform
import time
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from annotator import paths

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Presence:
    """Who has a project open, and since what time of day (with the date if it isn't today)."""

    since: str
    person: str


def announce(path: Path) -> None:
    """Notes that this program has the project open from now on."""
    # Where the cache folder cannot be written, the message lacks the time: no reason to stop.
    with suppress(OSError):
        note = {"day": _today(), "time": time.strftime("%H:%M"), "person": _person()}
        _note(path).write_text(json.dumps(note), encoding="utf-8")


def name(path: Path, person: str) -> None:
    """Says in the note, if there is one, who is at work in it: a coder, not an account."""
    with suppress(OSError, ValueError):
        note = json.loads(_note(path).read_text(encoding="utf-8"))
        _note(path).write_text(json.dumps({**note, "person": person}), encoding="utf-8")


def withdraw(path: Path) -> None:
    """Takes the note away."""
    with suppress(OSError):
        _note(path).unlink(missing_ok=True)


def of(path: Path) -> Presence | None:
    """The note on a project that is known to be open, if there is one on this machine."""
    try:
        note = json.loads(_note(path).read_text(encoding="utf-8"))
        since = note["time"] if note["day"] == _today() else f"{note['day']} {note['time']}"
        return Presence(since, note["person"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _note(path: Path) -> Path:
    folder = paths.cache_dir() / "open"
    folder.mkdir(exist_ok=True)
    return folder / f"{sha256(bytes(path)).hexdigest()[:16]}.json"


def _today() -> str:
    return time.strftime("%Y-%m-%d")


def _person() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # KeyError before Python 3.13, where the account has no name
        return platform.node()
