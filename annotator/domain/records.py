"""Identities and stamps that every record carries from one project file to another."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from uuid import NAMESPACE_URL, UUID, uuid5

_NAMESPACE = uuid5(NAMESPACE_URL, "annotator:record")


@dataclass(frozen=True, slots=True, order=True)
class Stamp:
    """When a field was last written: a Lamport counter, ties broken by the replica's name."""

    rev: int
    replica: str


BORN = Stamp(0, "")
"""The stamp of what came from a shipped scheme or a foreign file: any edit is later."""


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
