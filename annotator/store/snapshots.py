"""Columns kept in the cache folder from one opening to the next.

A snapshot says which project it is of and which entry of the history was the last one in it. It
counts only where the file has that very entry: not in an older copy or one that went another way.
The archive has checksums, so that one with a flipped bit is not taken for whole.
"""

from __future__ import annotations

import json
import logging
import os
import zipfile
import zlib
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from annotator import paths

if TYPE_CHECKING:
    from pathlib import Path
    from uuid import UUID

    from annotator.store.columns import Columns

VERSION = 1
"""Of what is kept: one more whenever that changes."""

_KEPT = 30
"""Snapshots in the folder; the oldest go."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """The last entry of the history that is in a snapshot: its number and its uid."""

    txn: int
    uid: str


class Snapshots:
    """The snapshot of one project file."""

    def __init__(self, project: UUID, path: Path) -> None:
        self._project = str(project)
        key = sha256(project.bytes + os.fsencode(path)).hexdigest()[:32]
        self._name = f"{key}.npz"

    def read(self) -> tuple[Stamp, Columns] | None:
        """What was kept; ``None`` where there is nothing, or nothing that makes sense."""
        import numpy as np

        from annotator.store.columns import Columns

        path = self._folder() / self._name
        try:
            # Opened here: numpy leaves a file that is no archive open.
            with path.open("rb") as file, np.load(file, allow_pickle=False) as kept:
                about = json.loads(kept["about"].tobytes())
                if about["version"] != VERSION or about["project"] != self._project:
                    return None
                arrays = {name: kept[name] for name in about["arrays"]}
            return Stamp(*about["stamp"]), Columns.of(arrays, about["names"])
        except FileNotFoundError:
            return None
        except (OSError, EOFError, ValueError, KeyError, TypeError, zipfile.BadZipFile, zlib.error):
            logging.getLogger(__name__).warning("counts are made anew: %s is damaged", path)
            return None

    def write(self, stamp: Stamp, columns: Columns) -> None:
        """Keeps columns; where they cannot be kept they are made anew next time."""
        import numpy as np

        arrays: dict[str, Any] = dict(columns.arrays())
        about = {
            "version": VERSION,
            "project": self._project,
            "stamp": [stamp.txn, stamp.uid],
            "names": columns.names(),
            "arrays": list(arrays),
        }
        arrays["about"] = np.frombuffer(json.dumps(about).encode("utf-8"), np.uint8)
        try:
            part = self._folder() / f"{self._name}.{os.getpid()}.part"
            with part.open("wb") as file:
                np.savez(file, **arrays)
            part.replace(self._folder() / self._name)
            self._tidy()
        except OSError as error:
            logging.getLogger(__name__).warning("counts could not be kept: %s", error)

    def _tidy(self) -> None:
        files = sorted(self._folder().iterdir(), key=lambda one: one.stat().st_mtime)
        for file in files[:-_KEPT]:
            with suppress(OSError):
                file.unlink()

    @staticmethod
    def _folder() -> Path:
        folder = paths.cache_dir() / "columns"
        folder.mkdir(exist_ok=True)
        return folder
