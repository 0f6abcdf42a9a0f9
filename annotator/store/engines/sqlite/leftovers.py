"""Whether the log or journal that a crash left beside a file belongs to that file.

SQLite would write it into whatever file stands there: the work of another project, or of an older
copy that was put back, would destroy it. The header of a file counts its changes. A log or journal
that holds a copy of that header says after which of them it was begun.
"""

from __future__ import annotations

import mmap
import struct
from collections.abc import Iterator
from pathlib import Path

from annotator.domain.errors import UserError

MAGIC = b"SQLite format 3\0"
"""How the first page of a file begins, in the file itself and wherever a copy of it lies."""

_JOURNAL_MAGIC = bytes.fromhex("d9d505f920a163d7")
_LOG_HEADER = 32
_FRAME_HEADER = 24
_IN_WAL_MODE = b"\x02\x02"


def check(path: Path, head: bytes) -> None:
    """Looks at what lies beside a file that is about to be opened.

    Args:
        path: the file.
        head: its first 100 bytes.

    Raises:
        UserError: something belongs to another file.
        OSError: it cannot be read.
    """
    log, journal = (path.with_name(path.name + ending) for ending in ("-wal", "-journal"))
    if is_filled(log):
        # The header says "wal" before the first byte of a log is written, so a log beside any
        # other file belongs to an older one.
        if not is_in_wal_mode(head) or not _continues(head, list(_in_log(log))):
            raise _foreign(path, log)
    elif is_filled(journal) and not _precedes(head, list(_in_journal(journal))):
        raise _foreign(path, journal)


def is_filled(file: Path) -> bool:
    """Whether there is such a file with anything in it."""
    try:
        return file.stat().st_size > 0
    except FileNotFoundError:
        return False


def is_in_wal_mode(head: bytes) -> bool:
    """Whether a file was last written through a log and not closed since."""
    return head[18:20] == _IN_WAL_MODE


def _continues(head: bytes, logged: list[int]) -> bool:
    # The first one may be in the log alone; later ones are in the file after a checkpoint.
    return not logged or _changes(head) in {logged[0] - 1, *logged}


def _precedes(head: bytes, kept: list[int]) -> bool:
    return not kept or _changes(head) in {kept[0], kept[0] + 1}


def _in_log(log: Path) -> Iterator[int]:
    """What each first page in a log says of the number of changes."""
    with log.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        if len(content) < _LOG_HEADER:
            return
        page_size = struct.unpack(">I", content[8:12])[0]
        salts = content[16:24]
        step = _FRAME_HEADER + page_size
        for at in range(_LOG_HEADER, len(content) - step + 1, step):
            if content[at + 8 : at + 16] != salts:
                return  # what follows is from before the log was begun anew
            if content[at : at + 4] == b"\0\0\0\1":
                yield from _first_page(content[at + _FRAME_HEADER : at + _FRAME_HEADER + 100])


def _in_journal(journal: Path) -> Iterator[int]:
    """What the first page in a journal says of the number of changes."""
    with journal.open("rb") as file:
        header = file.read(28)
        if len(header) < 28 or not header.startswith(_JOURNAL_MAGIC):
            return  # it has been used up
        sector, page_size = struct.unpack(">II", header[20:28])
        at, size = sector, journal.stat().st_size
        while page_size and at + page_size + 8 <= size:
            file.seek(at)
            record = file.read(104)
            if record[:4] == b"\0\0\0\1":
                yield from _first_page(record[4:])
                return
            at += page_size + 8


def _first_page(page: bytes) -> Iterator[int]:
    # After a power cut a page may be there in part: only a header that is whole says anything.
    changes = _changes(page)
    if page.startswith(MAGIC) and changes and page[24:28] == page[92:96]:
        yield changes


def _changes(page: bytes) -> int:
    return int.from_bytes(page[24:28], "big")


def _foreign(path: Path, leftover: Path) -> UserError:
    return UserError(
        "Beside “{path}” lies “{log}”, which holds unfinished work of another copy of the "
        "project and would damage this one.",
        "Nothing was changed. Move “{log}” to another folder (keep it), then open the "
        "project again.",
        path=path,
        log=leftover.name,
    )
