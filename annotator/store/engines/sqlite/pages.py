"""Reads rows out of a file's pages where SQLite cannot: one page at a time, without the tree.

A page of rows says by itself what is in it (SQLite's file format, sections 1.6 and 2). What lies
on further pages that are lost is filled with zeros.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from annotator.store.cleaning import Letters

_ROWS, _KEYS = 0x0D, 0x0A
"""The first bytes of pages that hold rows: those of tables, and of tables without row numbers."""

_HEADER = 100
_LARGEST = 2**30


@dataclass(frozen=True, slots=True)
class Row:
    """A row found on a page.

    Attributes:
        key: its row number; ``None`` in a table without them.
        values: its columns as SQLite keeps them, texts as bytes marked as ``Letters``.
        is_whole: whether none of it lay on a page that is lost.
    """

    key: int | None
    values: tuple[object, ...]
    is_whole: bool


class Pages:
    """The pages of a file that nobody writes."""

    def __init__(self, content: bytes | memoryview, page_size: int) -> None:
        self._content = content
        self._size = page_size
        self.count = len(content) // page_size

    def rows(self, number: int) -> Iterator[Row]:
        """The rows that begin on a page, counted from 1; those that make no sense are left out."""
        page = self._page(number)
        at = _HEADER if number == 1 else 0
        kind = page[at]
        if kind not in {_ROWS, _KEYS}:
            return
        (count,) = struct.unpack(">H", page[at + 3 : at + 5])
        if at + 8 + 2 * count > self._size:
            return
        for (start,) in struct.iter_unpack(">H", page[at + 8 : at + 8 + 2 * count]):
            try:
                yield self._row(page, start, kind)
            except (ValueError, IndexError, struct.error):
                continue

    def _page(self, number: int) -> bytes:
        return bytes(self._content[(number - 1) * self._size : number * self._size])

    def _row(self, page: bytes, at: int, kind: int) -> Row:
        size, at = _number(page, at)
        key = None
        if kind == _ROWS:
            key, at = _number(page, at)
        if not 0 < size < _LARGEST:
            raise ValueError("no row is so large")
        payload, is_whole = self._payload(page, at, size, kind)
        return Row(key, _values(payload), is_whole)

    def _payload(self, page: bytes, at: int, size: int, kind: int) -> tuple[bytes, bool]:
        most = self._size - 35 if kind == _ROWS else (self._size - 12) * 64 // 255 - 23
        if size <= most:
            return page[at : at + size], True
        least = (self._size - 12) * 32 // 255 - 23
        local = least + (size - least) % (self._size - 4)
        if local > most:
            local = least
        parts = [page[at : at + local]]
        (following,) = struct.unpack(">I", page[at + local : at + local + 4])
        missing = size - local
        while missing > 0 and 0 < following <= self.count:
            more = self._page(following)
            (following,) = struct.unpack(">I", more[:4])
            parts.append(more[4 : 4 + missing])
            missing -= self._size - 4
        return b"".join(parts).ljust(size, b"\0"), missing <= 0


def _number(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for _ in range(8):
        byte = data[at]
        at += 1
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at
    value = value << 8 | data[at]
    return value - (value >> 63 << 64), at + 1


def _values(payload: bytes) -> tuple[object, ...]:
    end, at = _number(payload, 0)
    if not 0 < end <= len(payload):
        raise ValueError("the row says no columns")
    kinds = []
    while at < end:
        kind, at = _number(payload, at)
        kinds.append(kind)
    values: list[object] = []
    at = end
    for kind in kinds:
        value, at = _value(payload, at, kind)
        values.append(value)
    return tuple(values)


_BYTES = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}


def _value(payload: bytes, at: int, kind: int) -> tuple[object, int]:
    if kind == 0:
        return None, at
    if kind in {8, 9}:
        return kind - 8, at
    if kind == 7:
        return struct.unpack(">d", payload[at : at + 8])[0], at + 8
    if kind in {10, 11}:
        raise ValueError("no column is of this kind")
    size = _BYTES[kind] if kind < 7 else (kind - 12) // 2
    kept = payload[at : at + size]
    if len(kept) < size:
        raise ValueError("the row is shorter than its columns")
    if kind < 7:
        return int.from_bytes(kept, "big", signed=True), at + size
    return (Letters(kept) if kind % 2 else kept), at + size
