"""Records as they travel between project files: identities, stamps, registers, and all together.

Nothing here knows tables. A reference to another record is its uid as a string, so that every
fixed part and every value is plain JSON and reads the same in every file.
"""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import NAMESPACE_URL, UUID, uuid5

_NAMESPACE = uuid5(NAMESPACE_URL, "annotator:record")

DELETED = "deleted"
"""The register that is a record's tombstone: true where it is deleted."""


@dataclass(frozen=True, slots=True, order=True)
class Stamp:
    """When a field was last written: a Lamport counter, ties broken by the replica's name."""

    rev: int
    replica: str


BORN = Stamp(0, "")
"""The stamp of what came from a shipped scheme or a foreign file: any edit is later."""


class Register(NamedTuple):
    """A field's value (plain JSON) and when it was written; the later one wins."""

    stamp: Stamp
    value: Any


@dataclass(frozen=True, slots=True)
class Record:
    """Something that people made, as it is in every file.

    Attributes:
        uid: its identity.
        kind: what it is: a ``changes.Kind``, or a kind that only a newer program knows.
        fixed: what it was made with and never changes, by name.
        registers: the fields that can change, by name, ``DELETED`` among them.
        created_at: milliseconds since 1970, UTC; shown to people, never compared.
    """

    uid: UUID
    kind: str
    fixed: Mapping[str, Any]
    registers: Mapping[str, Register]
    created_at: int = field(default=0, compare=False)

    def value(self, name: str, default: Any = None) -> Any:
        """The value of a field, or ``default`` where the record has no such field."""
        register = self.registers.get(name)
        return default if register is None else register.value

    @property
    def is_deleted(self) -> bool:
        """Whether it is a tombstone."""
        return bool(self.value(DELETED, False))


@dataclass(frozen=True, slots=True)
class State:
    """All records of a project, or a part of them that was handed on.

    Attributes:
        records: by uid.
        texts: the texts of articles, old versions too, by the SHA-256 of their UTF-8.
        know: for each replica the highest ``rev`` of its writes that was seen here.
        complete: whether everything that ``know`` speaks of is here; not so for a partial export.
    """

    records: Mapping[UUID, Record] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    know: Mapping[str, int] = field(default_factory=dict)
    complete: bool = True

    @property
    def rev(self) -> int:
        """The highest ``rev`` that occurs: whoever writes next takes a higher one."""
        stamps = (
            register.stamp.rev
            for record in self.records.values()
            for register in record.registers.values()
        )
        return max(max(self.know.values(), default=0), max(stamps, default=0))


def new_uid() -> UUID:
    """A new UUIDv7 (RFC 9562): milliseconds since 1970, then random bits."""
    octets = bytearray(now_ms().to_bytes(6, "big") + os.urandom(10))
    octets[6] = octets[6] & 0x0F | 0x70
    octets[8] = octets[8] & 0x3F | 0x80
    return UUID(bytes=bytes(octets))


def derived_uid(kind: str, *keys: str) -> UUID:
    """The UUIDv5 of a record that two machines must make alike, from its kind and keys."""
    return uuid5(_NAMESPACE, "\x1f".join((kind, *keys)))


def now_ms() -> int:
    """The wall clock in milliseconds since 1970, UTC. Shown to people, never compared."""
    return time.time_ns() // 1_000_000
