"""What differs between two schemes: what is new, gone or says something else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from annotator.domain.codebook import SEPARATOR
from annotator.formats.schemes.model import Scheme, SchemeCode, SchemeVariable


class Way(StrEnum):
    """How one scheme differs from another."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs.

    Attributes:
        kind: "scheme", "code" or "variable".
        name: the path of the code or the key of the variable, in the first scheme where it is
            there, else in the second; "" for the scheme.
        way: how it differs.
        field: which field says something else; "" for what was added, removed or moved.
        before: what it said in words; of a code that was moved, its path.
        after: what it says now.
    """

    kind: str
    name: str
    way: Way
    field: str = ""
    before: str = ""
    after: str = ""


_OF_SCHEME = (
    "title", "version", "language", "licence", "citation", "description", "guide", "decide",
)  # fmt: skip
_NOT_COMPARED = frozenset({"children", "uid", "name"})


def compare(before: Scheme, after: Scheme) -> tuple[Difference, ...]:
    """What is different in ``after``; nothing where the two say the same.

    Codes are the same where they have one identity; where one of the two has none, where they
    have one path. A code under one that was renamed has not moved.
    """
    return (
        *_fields("scheme", "", before, after, _OF_SCHEME),
        *_codes(before, after),
        *_variables(before.variables, after.variables),
        *_lists(before, after),
    )


def _codes(before: Scheme, after: Scheme) -> Iterator[Difference]:
    old, new = dict(before.walk()), dict(after.walk())
    pairs = paired(old, new)
    names = tuple(one.name for one in fields(SchemeCode) if one.name not in _NOT_COMPARED)
    for path, code in old.items():
        if path not in pairs:
            yield Difference("code", path, Way.REMOVED, before=code.name)
            continue
        other = new[pairs[path]]
        if code.name != other.name:
            yield Difference("code", path, Way.CHANGED, "name", code.name, other.name)
        above, above_now = _above(path), _above(pairs[path])
        if pairs.get(above, above) != above_now:
            yield Difference("code", path, Way.MOVED, before=path, after=pairs[path])
        yield from _fields("code", path, code, other, names)
    taken = set(pairs.values())
    for path, code in new.items():
        if path not in taken:
            yield Difference("code", path, Way.ADDED, after=code.name)


def paired(old: Mapping[str, SchemeCode], new: Mapping[str, SchemeCode]) -> dict[str, str]:
    """The paths of codes that are the same: those of ``new`` by those of ``old``."""
    by_uid = {code.uid: path for path, code in new.items() if code.uid}
    pairs = {path: by_uid[code.uid] for path, code in old.items() if code.uid in by_uid}
    taken = set(pairs.values())
    by_path = {path.casefold(): path for path in new if path not in taken}
    for path, code in old.items():
        other = by_path.get(path.casefold())
        if path not in pairs and other is not None and not (code.uid and new[other].uid):
            pairs[path] = other
    return pairs


def _variables(
    before: Sequence[SchemeVariable], after: Sequence[SchemeVariable]
) -> Iterator[Difference]:
    old = {one.key.casefold(): one for one in before}
    new = {one.key.casefold(): one for one in after}
    names = tuple(one.name for one in fields(SchemeVariable) if one.name not in {"uid", "key"})
    for key, one in old.items():
        if key in new:
            yield from _fields("variable", one.key, one, new[key], names)
        else:
            yield Difference("variable", one.key, Way.REMOVED, before=one.title or one.key)
    for key, one in new.items():
        if key not in old:
            yield Difference("variable", one.key, Way.ADDED, after=one.title or one.key)


def _lists(before: Scheme, after: Scheme) -> Iterator[Difference]:
    for name in ("relations", "exclusive"):
        old, new = _told(getattr(before, name)), _told(getattr(after, name))
        if old != new:
            yield Difference("scheme", "", Way.CHANGED, name, old, new)


def _fields(
    kind: str, name: str, before: object, after: object, names: Iterable[str]
) -> Iterator[Difference]:
    for field in names:
        old, new = getattr(before, field), getattr(after, field)
        if old != new:
            yield Difference(kind, name, Way.CHANGED, field, _told(old), _told(new))


def _told(value: Any) -> str:
    """A value in words, one line for each thing that it lists."""
    if isinstance(value, tuple):
        return "\n".join(map(_told, value))
    if isinstance(value, (str, int, float)) or value is None:
        return "" if value is None or value is False else str(value)
    parts = (_told(getattr(value, one.name)) for one in fields(value))
    return ", ".join(" ".join(part.split()) for part in parts if part)


def _above(path: str) -> str:
    return path.rpartition(SEPARATOR)[0]
