"""The roles inside an article's text: headings, quotations, list items, body."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.domain.roles import Role
from annotator.domain.running_text import READS_WELL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotator.domain.lines import Line

_QUOTE_PAIRS = {'"': '"', "“": "”", "„": "“”", "«": "»", "»": "«", "「": "」"}
_QUOTE_MARKER = "> "
_ELLIPSES = ("...", "…")
_SHORTEST_QUOTATION = 8
_LONGEST_HEADING = 16
_LONGEST_HEADING_IN_CHARACTERS = 120
_TITLE_CASE = 0.6


def role_in_text(lines: Sequence[Line], index: int, end: int) -> Role:
    """The role of a line that belongs to the text.

    Args:
        lines: all lines of the article.
        index: which of them.
        end: before which line the text ends; a heading has text below it.
    """
    if _is_quotation(lines, index):
        return Role.QUOTATION
    if _is_in_list(lines, index):
        return Role.LIST
    if index + 1 < end and _is_heading(lines[index]) and _stands_apart(lines, index):
        return Role.HEADING
    return Role.BODY


def _is_heading(line: Line) -> bool:
    """Short, without a full stop; with a question mark or the like only in title case."""
    if not 2 <= line.words <= _LONGEST_HEADING or len(line.text) > _LONGEST_HEADING_IN_CHARACTERS:
        return False
    if line.has_full_stop or line.breaks_off or line.text[0] in _QUOTE_PAIRS:
        return False
    return not line.ends_sentence or line.capitals >= _TITLE_CASE or line.text.endswith(_ELLIPSES)


def _stands_apart(lines: Sequence[Line], index: int) -> bool:
    """Between blank lines; without them, between the end of a paragraph and a longer one."""
    line = lines[index]
    if line.alone or index == 0:
        return line.alone
    before, after = lines[index - 1], lines[index + 1]
    return (
        before.ends_sentence
        and before.prose >= READS_WELL
        and after.prose >= READS_WELL
        and after.words > 2 * line.words
    )


def _is_quotation(lines: Sequence[Line], index: int) -> bool:
    """Whether all of a paragraph is quoted, or it opens a quotation that the next one resumes."""
    text = lines[index].text
    if text.startswith(_QUOTE_MARKER):
        return True
    closers = _QUOTE_PAIRS.get(text[0])
    if closers is None or lines[index].words < _SHORTEST_QUOTATION:
        return False
    inside = text[1:].rstrip(".,")
    closed_at = [position for position, char in enumerate(inside) if char in closers]
    if closed_at:
        return closed_at == [len(inside) - 1]
    following = lines[index + 1].text if index + 1 < len(lines) else ""
    return following.startswith(text[0])


def _is_in_list(lines: Sequence[Line], index: int) -> bool:
    line = lines[index]
    if not line.is_list_item:
        return False
    beside = (*lines[max(index - 1, 0) : index], *lines[index + 1 : index + 2])
    return line.text[0] == "•" or any(other.is_list_item for other in beside)
