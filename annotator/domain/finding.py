"""Looking for words in texts: what is wanted, what finds it, and what was found.

Words are found as people mean them: whatever their case and accents, however their spaces, hyphens
and quotation marks were set. A space stands for any white space within a paragraph.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Protocol

from annotator.domain.folding import folded, unfolded
from annotator.domain.words import UNSPACED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from annotator.domain.span import Range

_SPACE = r"(?:[^\S\n]+\n?|\n)[^\S\n]*"
_LONGEST_FOLD = 3
_PORTION = 65_536
"""Characters of a text that are folded at a time."""
_CONTEXT = 60
"""Characters of the text that are shown before a hit, and after it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for.

    Attributes:
        words: the words, or a pattern.
        whole_words: whether no letters may stand right before or after it.
        match_case: whether every character must be just that.
        regex: whether the words are a regular expression.
    """

    words: str
    whole_words: bool = False
    match_case: bool = False
    regex: bool = False


@dataclass(frozen=True, slots=True)
class Clue:
    """Words that stand side by side, as ``tokens`` has them, wherever something is found.

    Attributes:
        words: the words; at least one.
        opens: whether the first may be the end of a longer one.
        closes: whether the last may be the beginning of a longer one.
    """

    words: tuple[str, ...]
    opens: bool
    closes: bool


class Finder(Protocol):
    """Finds something in any text.

    Attributes:
        clue: what is in every text in which it finds something; ``None`` where nobody can say.
    """

    @property
    def clue(self) -> Clue | None:
        """See above."""
        ...

    def spans(self, text: str) -> Iterator[Range]:
        """Where it is, in code points: in order, none empty, none overlapping another.

        Raises:
            UserError: it could not be looked for to the end.
        """
        ...


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that was found: where, in code points, and how it stands there."""

    article_id: int
    start: int
    end: int
    before: str
    words: str
    after: str


def hit(article_id: int, text: str, start: int, end: int) -> Hit:
    """A hit with the words around it."""
    before, after = text[max(0, start - _CONTEXT) : start], text[end : end + _CONTEXT]
    return Hit(article_id, start, end, before, text[start:end], after)


def tokens(text: str) -> list[str]:
    """The words of a text by which it is found, folded, in order.

    In scripts without spaces each character is a word. Of a long text no more is folded at a time
    than a portion of its lines, and equal words are one: it holds as many as a lexicon.
    """
    found: list[str] = []
    known: dict[str, str] = {}
    cut, start = _token().findall, 0
    while start < len(text):
        line = text.find("\n", start + _PORTION) + 1
        end = line or len(text)
        found += (known.setdefault(word, word) for word in cut(folded(text[start:end])))
        start = end
    return found


class WordFinder:
    """Finds words as they are typed."""

    def __init__(self, wanted: Wanted) -> None:
        """Makes one.

        Raises:
            ValueError: there are no words.
        """
        words = wanted.words.split()
        fold = " ".join(folded(" ".join(words)).split())
        if not fold:
            raise ValueError("nothing is looked for")
        first, last = (words[0][0], words[-1][-1]) if wanted.match_case else (fold[0], fold[-1])
        self._before = wanted.whole_words and _has_edge(first)
        self._after = wanted.whole_words and _has_edge(last)
        self._exactly = _SPACE.join(map(re.escape, words)) if wanted.match_case else None
        self._fold = fold
        self._others = re.compile(f"[{re.escape(_others(fold))}]")
        self._patterns: dict[str, re.Pattern[str]] = {}
        found = tuple(tokens(fold))
        self.clue = Clue(found, not self._before, not self._after) if found else None

    def spans(self, text: str) -> Iterator[Range]:
        """Where the words are."""
        # Looking for each letter in all its forms takes ten times as long as for those there are.
        forms: set[str] = set()
        if not self._exactly and not text.isascii():
            forms.update(self._others.findall(text))
        for match in self._pattern("".join(sorted(forms))).finditer(text):
            yield match.span()

    def _pattern(self, forms: str) -> re.Pattern[str]:
        if forms not in self._patterns:
            edge = _wordish() if self._before or self._after else ""
            start, end = f"(?<!{edge})" * self._before, f"(?!{edge})" * self._after
            words = self._exactly or _letters(self._fold, forms)
            self._patterns[forms] = re.compile(f"{start}{words}{end}")
        return self._patterns[forms]


def _others(fold: str) -> str:
    """All characters outside ASCII that may stand in what folds to this."""
    parts = [fold[at : at + n] for n in range(1, _LONGEST_FOLD + 1) for at in range(len(fold))]
    alike = "".join(unfolded().get(part, "") for part in ["", *parts])
    return "".join(one for one in alike if not one.isascii())


def _letters(fold: str, forms: str) -> str:
    """A pattern for all that folds to this.

    Args:
        fold: what is looked for.
        forms: the characters outside ASCII that may stand for others.
    """
    silent = "".join(one for one in unfolded()[""] if one in forms)
    skip = f"[{re.escape(silent)}]*" if silent else ""
    space = rf"{_SPACE}(?:[{re.escape(silent)}][^\S\n]*)*" if silent else _SPACE

    def letter(part: str) -> str:
        alike = [one for one in unfolded().get(part, "") if one.isascii() or one in forms]
        alike += [part] if len(part) == 1 else []
        return f"[{re.escape(''.join(alike))}]{skip}" if alike else ""

    found, at = [], 0
    while at < len(fold):
        lengths = (n for n in range(_LONGEST_FOLD, 1, -1) if letter(fold[at : at + n]))
        length = next(lengths, 1)
        each = "".join(letter(one) for one in fold[at : at + length])
        if length > 1:
            each = f"(?:{letter(fold[at : at + length])}|{each})"
        found.append(space if fold[at].isspace() else each)
        at += length
    return "".join(found)


def _has_edge(character: str) -> bool:
    """Whether it belongs to a word that others could go on with."""
    return re.match(rf"[^\W{UNSPACED}]", character) is not None


@cache
def _wordish() -> str:
    """What belongs to a word, and what only folds to letters or to nothing."""
    more = [
        character
        for fold, characters in unfolded().items()
        if not fold or _token().search(fold)
        for character in characters
        if not re.match(r"\w", character)
    ]
    return rf"[\w{re.escape(''.join(more))}]"


@cache
def _token() -> re.Pattern[str]:
    return re.compile(rf"[{UNSPACED}]|[^\W_{UNSPACED}]+")
