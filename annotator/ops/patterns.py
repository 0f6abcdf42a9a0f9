"""Regular expressions that people write: none can run for ever or stop the program.

The library checks the clock while it matches, and lets other threads go on meanwhile; Python's
own does neither.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.domain.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from annotator.domain.finding import Clue, Wanted
    from annotator.domain.span import Range

_SECONDS = 2.0
"""How long a pattern may take in one text."""


class PatternFinder:
    """Finds what a pattern describes."""

    clue: Clue | None = None

    def __init__(self, wanted: Wanted) -> None:
        """Makes one.

        Raises:
            UserError: it is empty, or makes no sense as a pattern.
        """
        # Here: it takes longer to load than all else that a short look needs.
        import regex

        self._words = wanted.words
        if not wanted.words:
            raise UserError("There is nothing to look for.", "Give a pattern.")
        pattern = rf"(?<!\w)(?:{wanted.words})(?!\w)" if wanted.whole_words else wanted.words
        flags = regex.VERSION0 | regex.MULTILINE
        flags |= 0 if wanted.match_case else regex.IGNORECASE
        try:
            # What is wrong is told at its place in the pattern itself.
            regex.compile(wanted.words, flags)
            self._pattern = regex.compile(pattern, flags)
        except regex.error as error:
            raise UserError(
                "“{pattern}” is not a pattern: {reason}.",
                "Correct it, or look for it as words, without patterns.",
                pattern=wanted.words,
                reason=_in_words(error),
            ) from error
        except (OverflowError, RecursionError, MemoryError) as error:
            raise UserError(
                "“{pattern}” is too large a pattern.", "Make it shorter.", pattern=wanted.words
            ) from error

    def spans(self, text: str) -> Iterator[Range]:
        """Where it matches, except where it matches nothing.

        Raises:
            UserError: it takes too long.
        """
        found = self._pattern.finditer(text, concurrent=True, timeout=_SECONDS)
        try:
            spans = [match.span() for match in found if match.start() < match.end()]
        except TimeoutError as error:
            raise UserError(
                "“{pattern}” takes too long: there are too many ways in which it could match.",
                "Make it simpler; repetitions within repetitions are what takes long.",
                pattern=self._words,
            ) from error
        yield from spans


def _in_words(error: Exception) -> str:
    message, position = getattr(error, "msg", str(error)), getattr(error, "pos", None)
    return message if position is None else f"{message}, at character {position + 1}"
