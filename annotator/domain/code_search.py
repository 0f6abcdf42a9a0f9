"""Finding codes while one types: by name, path, keywords and the text of their rules."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from annotator.domain.matching import fold

if TYPE_CHECKING:
    from annotator.domain.codebook import Code, Codebook

_APART = "\n"
"""Between the texts of a code: nothing typed has it, so no word is found across two."""


class CodeSearch:
    """What is said of each code of a codebook, made ready to be looked through at every key."""

    def __init__(self, codebook: Codebook, separator: str) -> None:
        """Reads nothing yet.

        Args:
            codebook: the codebook.
            separator: what stands between the names of a path.
        """
        self._codebook = codebook
        self._separator = separator

    @cached_property
    def parents(self) -> dict[int, int | None]:
        """The parent of each code as the tree shows it, in the order of the tree."""
        codebook = self._codebook
        known = {code.id for code in codebook}
        return {
            code.id: None if code.parent_id not in known else code.parent_id for code in codebook
        }

    @cached_property
    def deleted(self) -> frozenset[int]:
        """The codes that were deleted while others used them."""
        return frozenset(code.id for code in self._codebook if code.is_deleted)

    def make_ready(self) -> None:
        """Read all now."""
        self._texts  # noqa: B018 - kept once it was read

    def fitting(self, words: str) -> list[int]:
        """The codes of which something said has each of the words, in the order of the tree."""
        return _having(words, self._texts)

    def named(self, words: str) -> list[int]:
        """Those that have the words in their path."""
        return _having(words, self._paths)

    def with_above(self, code_ids: list[int]) -> set[int]:
        """These codes, and all that they are under."""
        parents, found = self.parents, set[int]()
        for one in code_ids:
            at: int | None = one
            while at is not None and at not in found:
                found.add(at)
                at = parents[at]
        return found

    @cached_property
    def _paths(self) -> dict[int, str]:
        paths: dict[int, str] = {}
        for code in self._codebook:
            above = paths.get(self.parents[code.id] or 0)
            name = fold(code.name)
            paths[code.id] = name if above is None else f"{above}{self._separator}{name}"
        return paths

    @cached_property
    def _texts(self) -> dict[int, str]:
        return {
            code.id: _APART.join((self._paths[code.id], fold(_said(code))))
            for code in self._codebook
        }


def _having(words: str, texts: dict[int, str]) -> list[int]:
    found = list(texts)
    # One word after another: asking for all of them of each text takes three times as long.
    for word in dict.fromkeys(fold(word) for word in words.split()):
        found = [code_id for code_id in found if word in texts[code_id]]
    return found


def _said(code: Code) -> str:
    examples = (one.text for one in (*code.examples, *code.counter_examples))
    near = (miss.when for miss in code.instead)
    rules = (code.definition, code.use_when, code.do_not_use_when, code.boundary)
    return _APART.join((*code.keywords, *rules, *examples, *near))
