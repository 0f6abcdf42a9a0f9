"""The codebook: a tree of codes with the rules for choosing them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from uuid import UUID

from annotator.domain.errors import UserError

SEPARATOR = "/"
"""Between the names of a path when it is typed or exported: ``framing/conflict``."""


class Slot(StrEnum):
    """The eight hues of the palette, measured to stay apart for colour-blind readers."""

    BLUE = "blue"
    VERMILION = "vermilion"
    GREEN = "green"
    MAGENTA = "magenta"
    AMBER = "amber"
    SKY = "sky"
    VIOLET = "violet"
    ROSE = "rose"


class Unit(StrEnum):
    """What a code is applied to."""

    SPAN = "span"
    SENTENCE = "sentence"
    PARAGRAPH = "paragraph"
    ARTICLE = "article"


class Status(StrEnum):
    """Whether a code is to be used: not yet, now, or no more."""

    PROPOSED = "proposed"
    ACTIVE = "active"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class Example:
    """A passage that shows what a code is meant for, or is not.

    Attributes:
        text: the passage.
        source: where it is from; "" where it is made up.
        why: why it is one.
    """

    text: str
    source: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class NearMiss:
    """When another code is meant: ``use`` is its uid, of a code that may be gone."""

    when: str
    use: UUID


@dataclass(frozen=True, slots=True)
class Code:
    """One entry of the codebook.

    ``colour`` is a ``Slot`` value, a ``#rrggbb`` of the user's own, or empty: the parent's.
    ``key`` is one letter or digit, or empty. ``keywords`` are words by which it is found.
    ``position`` orders codes of one parent. ``instead`` are its near-misses. Of the codes in one
    of the groups in ``exclusive`` at most one may stand on the same words. A code that somebody
    deleted while others used it ``is_deleted``: it is listed still, and not used anew.
    """

    id: int
    uid: UUID
    parent_id: int | None
    position: int
    name: str
    colour: str = ""
    key: str = ""
    definition: str = ""
    use_when: str = ""
    do_not_use_when: str = ""
    examples: tuple[Example, ...] = ()
    keywords: tuple[str, ...] = ()
    is_deleted: bool = False
    unit: Unit = Unit.SPAN
    boundary: str = ""
    counter_examples: tuple[Example, ...] = ()
    instead: tuple[NearMiss, ...] = ()
    status: Status = Status.ACTIVE
    citation: str = ""
    exclusive: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NewCode:
    """A code to be made together with what it is first used for.

    ``name`` is made usable; ``parent_id`` is the code above, ``None`` at the top level.
    """

    name: str
    parent_id: int | None = None


class Codebook:
    """The codes of a project that are to be seen, in the order of the tree. Immutable."""

    def __init__(self, codes: Iterable[Code]) -> None:
        self._by_id = {code.id: code for code in codes}

    def __len__(self) -> int:
        return len(self._by_id)

    def __iter__(self) -> Iterator[Code]:
        """All codes, parents before children, siblings by position."""
        return iter(self._ordered)

    def __contains__(self, code_id: int) -> bool:
        return code_id in self._by_id

    def __getitem__(self, code_id: int) -> Code:
        return self._by_id[code_id]

    def children(self, parent_id: int | None) -> tuple[Code, ...]:
        """The codes under ``parent_id`` (``None``: the top level), by position."""
        return self._children.get(parent_id, ())

    def ancestry(self, code_id: int) -> tuple[Code, ...]:
        """From the top-level code down to the code itself; a cycle is cut where it closes."""
        chain: list[Code] = []
        current: int | None = code_id
        while current in self._by_id and self._by_id[current] not in chain:
            chain.append(self._by_id[current])
            current = chain[-1].parent_id
        return tuple(reversed(chain))

    def path(self, code_id: int, separator: str = SEPARATOR) -> str:
        """The names from the top level down, joined."""
        return separator.join(code.name for code in self.ancestry(code_id))

    def colour(self, code_id: int) -> str:
        """The code's own colour or that of the nearest ancestor that has one."""
        for code in reversed(self.ancestry(code_id)):
            if code.colour:
                return code.colour
        return Slot.BLUE.value

    def with_colours(self, colours: Mapping[int, str]) -> Codebook:
        """The same codes, some of them in other colours."""
        return Codebook(
            replace(code, colour=colours[code.id]) if code.id in colours else code
            for code in self._by_id.values()
        )

    def by_key(self, key: str) -> Code | None:
        """The code that a key on the keyboard applies; upper and lower case are one key."""
        return self._keys.get(key.casefold())

    def subtree(self, code_id: int) -> frozenset[int]:
        """The ids of the code and of everything under it."""
        found = [code_id]
        for parent in found:
            found.extend(child.id for child in self.children(parent))
        return frozenset(found)

    def find(self, wanted: str) -> Code:
        """The code with that path, or with that name if only one code has it.

        Raises:
            UserError: no code fits, or several do.
        """
        folded = wanted.casefold()
        by_path = self._by_path.get(folded)
        found = by_path or [code for code in self if code.name.casefold() == folded]
        # One that was deleted has its name to itself only where no other has it.
        found = [code for code in found if not code.is_deleted] or found
        if len(found) == 1:
            return found[0]
        if not found:
            raise UserError(
                "There is no code “{code}” in this project.",
                "Nothing was changed. The codes are: {known}.",
                code=wanted,
                known=", ".join(self.path(code.id) for code in self) or "none yet",
            )
        raise UserError(
            "“{code}” names {n} codes.",
            "Nothing was changed. Use the whole path: {paths}.",
            code=wanted,
            n=len(found),
            paths=", ".join(self.path(code.id) for code in found),
        )

    @cached_property
    def _children(self) -> dict[int | None, tuple[Code, ...]]:
        grouped: dict[int | None, list[Code]] = {}
        for code in self._by_id.values():
            parent = code.parent_id if code.parent_id in self._by_id else None
            grouped.setdefault(parent, []).append(code)
        return {
            parent: tuple(
                sorted(codes, key=lambda code: (code.is_deleted, code.position, code.uid))
            )
            for parent, codes in grouped.items()
        }

    @cached_property
    def _ordered(self) -> tuple[Code, ...]:
        ordered: list[Code] = []
        waiting = list(reversed(self.children(None)))
        while waiting:
            code = waiting.pop()
            ordered.append(code)
            waiting.extend(reversed(self.children(code.id)))
        return tuple(ordered)

    @cached_property
    def _by_path(self) -> dict[str, list[Code]]:
        """The codes of each path, in lower case."""
        paths: dict[int | None, str] = {}
        found: dict[str, list[Code]] = {}
        for code in self:
            above = paths.get(code.parent_id)
            path = (
                code.name.casefold()
                if above is None
                else f"{above}{SEPARATOR}{code.name.casefold()}"
            )
            paths[code.id] = path
            found.setdefault(path, []).append(code)
        return found

    @cached_property
    def _keys(self) -> dict[str, Code]:
        return {
            code.key.casefold(): code
            for code in reversed(self._ordered)
            if code.key and not code.is_deleted
        }


def without_rings(parents: Mapping[UUID, UUID]) -> dict[UUID, UUID]:
    """A tree out of what two people may have moved under each other.

    Args:
        parents: the one above each. A ring is cut above the largest uid in it, so that all
            machines cut alike.
    """
    tree = dict(parents)
    done: set[UUID] = set()
    for start in sorted(parents):
        walked: list[UUID] = []
        at: UUID | None = start
        while at is not None and at not in done and at not in walked:
            walked.append(at)
            at = tree.get(at)
        if at is not None and at in walked:
            del tree[max(walked[walked.index(at) :])]
        done.update(walked)
    return tree
