"""A disk in memory that knows what it would have lost in a power cut.

What was written stays in the disk's own memory until the file is synced. When the power goes, of
what was not synced some 512-byte sectors are on the disk and some are not: by chance, or all in
the order of writing up to one of them. New names and vanished names are kept by syncing their
folder, as SQLite does when it first syncs a new journal or log.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import apsw

Model = Literal["by chance", "in order"]
"""Which of the sectors that were not synced survive."""

_SECTOR = 512


@dataclass(eq=False)
class _File:
    name: str
    content: bytearray = field(default_factory=bytearray)
    on_disk: bytearray = field(default_factory=bytearray)
    is_new: bool = True


@dataclass(frozen=True)
class _Write:
    file: _File
    offset: int
    data: bytes


@dataclass(frozen=True)
class _Truncate:
    file: _File
    size: int


@dataclass(frozen=True)
class _Name:
    """A name that stands for a file from now on, or for none."""

    name: str
    file: _File | None


class Disk:
    """Files by name.

    Attributes:
        before_each: called before anything reaches the disk.
        sync_flags: with what SQLite asked for syncing, by the file's name.
    """

    def __init__(self, files: dict[str, bytes]) -> None:
        self.before_each: Callable[[], None] = lambda: None
        self.sync_flags: defaultdict[str, set[int]] = defaultdict(set)
        self._names = {
            name: _File(name, bytearray(data), bytearray(data), is_new=False)
            for name, data in files.items()
        }
        self._names_on_disk = dict(self._names)
        self._waiting: list[_Write | _Truncate | _Name] = []

    def after_power_cut(self, chance: random.Random, model: Model) -> dict[str, bytes]:
        """What the files hold when the power comes back."""
        names = dict(self._names_on_disk)
        contents = {file: bytearray(file.on_disk) for file in (*names.values(), *self._touched())}
        arrived = chance.randrange(len(self._waiting) + 1)
        for n, change in enumerate(self._waiting):
            if model == "in order":
                survives = n < arrived
            else:
                survives = isinstance(change, _Write) or chance.random() < 0.5
            if not survives:
                continue
            if isinstance(change, _Name):
                _rename(names, change)
            elif isinstance(change, _Truncate):
                del contents[change.file][change.size :]
            else:
                for at in range(0, len(change.data), _SECTOR):
                    if model == "in order" or chance.random() < 0.5:
                        part = change.data[at : at + _SECTOR]
                        _put(contents[change.file], change.offset + at, part)
        return {name: bytes(contents[file]) for name, file in names.items()}

    # -- what the file system does with it

    def exists(self, name: str) -> bool:
        """Whether there is such a file."""
        return name in self._names

    def opened(self, name: str) -> _File:
        """The file of that name, made where there is none."""
        if name not in self._names:
            self._wait(_Name(name, _File(name)))
        return self._names[name]

    def delete(self, name: str, *, sync: bool) -> None:
        """Takes a name away."""
        self._wait(_Name(name, None))
        if sync:
            self._sync_names()

    def write(self, file: _File, offset: int, data: bytes) -> None:
        """Writes into a file."""
        self._wait(_Write(file, offset, data))

    def truncate(self, file: _File, size: int) -> None:
        """Cuts a file's end off."""
        self._wait(_Truncate(file, size))

    def sync(self, file: _File, flags: int) -> None:
        """Everything written into the file so far is on the disk when this returns."""
        self.before_each()
        self.sync_flags[file.name].add(flags)
        self._waiting = [
            one for one in self._waiting if isinstance(one, _Name) or one.file is not file
        ]
        file.on_disk[:] = file.content
        if file.is_new:
            file.is_new = False
            self._sync_names()

    def _wait(self, change: _Write | _Truncate | _Name) -> None:
        self.before_each()
        self._waiting.append(change)
        if isinstance(change, _Name):
            _rename(self._names, change)
        elif isinstance(change, _Truncate):
            del change.file.content[change.size :]
        else:
            _put(change.file.content, change.offset, change.data)

    def _sync_names(self) -> None:
        self._names_on_disk = dict(self._names)
        self._waiting = [one for one in self._waiting if not isinstance(one, _Name)]

    def _touched(self) -> set[_File]:
        return {one.file for one in self._waiting if one.file is not None}


class FileSystem(apsw.VFS):
    """What SQLite sees of the disk, under the name ``lossy``."""

    name = "lossy"

    def __init__(self, disk: Disk) -> None:
        super().__init__(self.name, "")
        self._disk = disk

    def xFullPathname(self, name: str) -> str:
        return Path(name).name

    def xAccess(self, name: str, flags: int) -> bool:
        return self._disk.exists(name)

    def xDelete(self, name: str, sync: bool) -> None:
        self._disk.delete(name, sync=sync)

    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> _Handle:
        assert name is not None, "a temporary file where there should be none"
        plain = name.filename() if isinstance(name, apsw.URIFilename) else name
        return _Handle(self._disk, self._disk.opened(plain))


class _Handle:
    """An open file; only one connection ever opens it, so locks are always granted."""

    def __init__(self, disk: Disk, file: _File) -> None:
        self._disk = disk
        self._file = file

    def xRead(self, amount: int, offset: int) -> bytes:
        return bytes(self._file.content[offset : offset + amount])

    def xWrite(self, data: bytes, offset: int) -> None:
        self._disk.write(self._file, offset, bytes(data))

    def xTruncate(self, size: int) -> None:
        self._disk.truncate(self._file, size)

    def xSync(self, flags: int) -> None:
        self._disk.sync(self._file, flags)

    def xFileSize(self) -> int:
        return len(self._file.content)

    def xClose(self) -> None:
        pass

    def xLock(self, level: int) -> None:
        pass

    def xUnlock(self, level: int) -> None:
        pass

    def xCheckReservedLock(self) -> bool:
        return False

    def xFileControl(self, op: int, pointer: int) -> bool:
        return False

    def xSectorSize(self) -> int:
        return 4096

    def xDeviceCharacteristics(self) -> int:
        # As of SQLite's own file systems: writing a sector leaves its neighbours alone.
        return apsw.SQLITE_IOCAP_POWERSAFE_OVERWRITE


def _rename(names: dict[str, _File], change: _Name) -> None:
    if change.file is None:
        names.pop(change.name, None)
    else:
        names[change.name] = change.file


def _put(content: bytearray, offset: int, data: bytes) -> None:
    missing = offset + len(data) - len(content)
    content.extend(bytes(max(0, missing)))
    content[offset : offset + len(data)] = data
