"""The rules that tell what each line of an article is.

Each rule looks at the lines that have no role yet and gives some of them one; they run in the order
of ``assign_roles``. Wording decides first, then repetition, then where the running text lies, then
what is above, inside and below it. A text without the wording of a page is taken for clean: of such
a text nothing is called furniture because of its place or its shape.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from annotator.domain.bylines import is_byline, is_name, is_name_with_desk, starts_bio
from annotator.domain.lines import key_of
from annotator.domain.roles import FURNITURE_ROLES, Role
from annotator.domain.running_text import READS_WELL, find_running_text
from annotator.domain.text_roles import role_in_text
from annotator.domain.wording import has_clocks_only, is_soft_notice, read_wording
from annotator.domain.wording_tables import Saying

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from annotator.domain.lines import Line

_ROLE_OF_SAYING = {
    Saying.PLAYER: Role.PLAYER,
    Saying.FURNITURE: Role.FURNITURE,
    Saying.MORE_STORIES: Role.FURNITURE,
    Saying.DISCUSSION: Role.FURNITURE,
    Saying.RELATED: Role.RELATED,
    Saying.CAPTION: Role.CAPTION,
    Saying.CREDITS: Role.BYLINE,
    Saying.NOTICE: Role.NOTICE,
}
_ENDS_ARTICLE = frozenset({Saying.MORE_STORIES, Saying.DISCUSSION, Saying.FURNITURE})

_SURE_SIGNS_OF_A_PAGE = 2
_SCRAPS_OF_A_PAGE = 6
_LONGEST_NOTICE = 120


class _Page:
    """The lines of a text and what is known of them so far."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.sayings = [read_wording(line) for line in lines]
        self.roles: list[Role | None] = [None] * len(lines)
        self.start = 0
        self.end = len(lines)
        self.looks_like_page = False

    def __len__(self) -> int:
        return len(self.lines)

    def free(self, start: int, end: int) -> Iterator[tuple[int, Line]]:
        """The lines of a range that have no role when their turn comes, with their numbers."""
        for index in range(max(start, 0), min(end, len(self))):
            if self.roles[index] is None:
                yield index, self.lines[index]

    def is_furniture(self, index: int) -> bool:
        return 0 <= index < len(self) and self.roles[index] in FURNITURE_ROLES

    def is_beside_furniture(self, index: int) -> bool:
        return self.is_furniture(index - 1) or self.is_furniture(index + 1)


def assign_roles(lines: Sequence[Line]) -> list[Role]:
    """The role of each line, in order."""
    page = _Page(lines)
    _mark_wording(page)
    _mark_company_of_furniture(page)
    _mark_repetitions(page)
    _mark_author_notes(page)
    _mark_notices_at_the_end(page)
    _find_running_text(page)
    _mark_headline(page)
    _mark_above(page)
    _mark_related(page)
    _mark_below(page)
    _mark_biography_at_the_end(page)
    _mark_text(page)
    return [role or Role.BODY for role in page.roles]


def _mark_wording(page: _Page) -> None:
    for index, saying in enumerate(page.sayings):
        if saying in _ROLE_OF_SAYING:
            page.roles[index] = _ROLE_OF_SAYING[saying]
    sure = sum(role in FURNITURE_ROLES for role in page.roles)
    page.looks_like_page = sure >= _SURE_SIGNS_OF_A_PAGE


def _mark_company_of_furniture(page: _Page) -> None:
    """Ambiguous wording is furniture beside furniture, and in rows of menu words."""
    perhaps = [saying is Saying.PERHAPS for saying in page.sayings]
    in_menu = [may and 1 <= line.words <= 2 for may, line in zip(perhaps, page.lines, strict=True)]
    for index in (*range(len(page)), *reversed(range(len(page)))):
        if not perhaps[index]:
            continue
        in_a_row = in_menu[index] and any(
            in_menu[beside] for beside in (index - 1, index + 1) if 0 <= beside < len(page)
        )
        if in_a_row or page.is_beside_furniture(index):
            page.roles[index] = Role.FURNITURE
    for index, line in page.free(0, len(page)):
        if has_clocks_only(line) and page.is_beside_furniture(index):
            page.roles[index] = Role.PLAYER


def _mark_repetitions(page: _Page) -> None:
    """Pages give a picture's caption twice, once for the picture and once below it."""
    for index, (line, after) in enumerate(pairwise(page.lines)):
        if line.key != after.key or not _is_caption_like(page, index):
            continue
        if page.roles[index + 1] not in (None, Role.CAPTION):
            continue
        page.roles[index + 1] = Role.FURNITURE
        if page.roles[index] is None and not _could_be_repeated_headline(page, index):
            page.roles[index] = Role.CAPTION


def _is_caption_like(page: _Page, index: int) -> bool:
    """Not a refrain: the pair stands between blank lines, or is longer than verses are."""
    line = page.lines[index]
    below = page.lines[index + 2 : index + 3]
    set_apart = not line.glued and not any(other.glued for other in below)
    return line.words <= 60 and line.words >= (4 if set_apart else 10)


def _could_be_repeated_headline(page: _Page, index: int) -> bool:
    line = page.lines[index]
    if line.words > 18 or line.has_full_stop:
        return False
    above = any(_could_be_headline(other) for _, other in page.free(0, index))
    return not above or line.capitals >= 0.6


def _find_running_text(page: _Page) -> None:
    marked = [role is not None for role in page.roles]
    page.start, page.end = find_running_text(
        page.lines,
        marked,
        lambda index: page.sayings[index] in _ENDS_ARTICLE,
        lambda index: page.sayings[index] is Saying.DISCUSSION,
    )
    if page.start == page.end:
        page.start, page.end = 0, len(page)
    scraps_above = sum(line.words <= 4 for _, line in page.free(0, page.start))
    page.looks_like_page = page.looks_like_page or scraps_above >= _SCRAPS_OF_A_PAGE


def _mark_author_notes(page: _Page) -> None:
    """A name, then a paragraph that opens with it and says what that person does."""
    for index, (line, after) in enumerate(pairwise(page.lines)):
        opens = after.key.startswith(line.key + " ") and line.words <= 5
        if opens and is_name(line) and starts_bio(after) and page.roles[index + 1] is None:
            page.roles[index] = Role.BYLINE
            page.roles[index + 1] = Role.BIO


def _mark_headline(page: _Page) -> None:
    """The line above the text that is most like a title; failing that, the first line."""
    above = [
        index
        for index, line in page.free(0, page.start + 1)
        if _could_be_headline(line) and not is_byline(line) and not _is_perhaps(page, index)
    ]
    if above:
        subject = _words_of_text(page)
        best = max(above[-4:], key=lambda index: _headline_score(page.lines[index], subject))
        page.roles[best] = Role.HEADLINE
        _mark_copies_of_headline(page, best)
        return
    first = next(page.free(0, page.start + 1), None)
    if first and len(page) > 1 and _could_be_odd_headline(page, *first):
        page.roles[first[0]] = Role.HEADLINE


def _could_be_headline(line: Line) -> bool:
    return 3 <= line.words <= 30 and not line.has_full_stop and not line.breaks_off


def _could_be_odd_headline(page: _Page, index: int, line: Line) -> bool:
    """A title of one or two words, or one that closes with a full stop."""
    if not 1 <= line.words <= 15 or line.breaks_off or is_byline(line):
        return False
    after = page.lines[index + 1 : index + 3]
    over_longer = any(other.prose >= READS_WELL and other.words > 2 * line.words for other in after)
    if line.has_full_stop:
        return over_longer and line.alone and line.capitals >= 0.6
    return over_longer or (line.alone and any(other.ends_sentence for other in after[:1]))


def _headline_score(line: Line, subject: frozenset[str]) -> float:
    words = [word for word in line.key.split() if len(word) > 3]
    shared = sum(word in subject for word in words) / len(words) if words else 0.0
    return min(line.words, 6) + 3 * shared


def _words_of_text(page: _Page) -> frozenset[str]:
    opening = page.lines[page.start + 1 : min(page.end, page.start + 13)]
    return frozenset(word for line in opening for word in line.key.split())


def _mark_copies_of_headline(page: _Page, headline: int) -> None:
    for index, line in page.free(0, page.start + 3):
        if line.key == page.lines[headline].key:
            page.roles[index] = Role.FURNITURE


def _is_perhaps(page: _Page, index: int) -> bool:
    return page.looks_like_page and page.sayings[index] is Saying.PERHAPS


def _mark_above(page: _Page) -> None:
    """What stands above the text: kickers and navigation, the byline, a standfirst."""
    headline = page.roles.index(Role.HEADLINE) if Role.HEADLINE in page.roles else -1
    for index, line in page.free(0, page.start + 5):
        if is_byline(line):
            page.roles[index] = Role.BYLINE
    for index, line in page.free(0, page.start):
        page.roles[index] = _role_above(page, index, line, headline)


def _role_above(page: _Page, index: int, line: Line, headline: int) -> Role:
    if 0 <= headline < index and _names_author(page, index, line):
        return Role.BYLINE
    if page.looks_like_page and (index < headline or _is_scrap(line)):
        return Role.FURNITURE
    if line.ends_sentence or line.words > 16 or len(line.text) > 200:
        return Role.BODY
    return Role.HEADING


def _names_author(page: _Page, index: int, line: Line) -> bool:
    beside = page.roles[max(index - 1, 0) : index + 2]
    return is_name_with_desk(line) or (
        is_name(line) and (page.looks_like_page or Role.BYLINE in beside)
    )


def _is_scrap(line: Line) -> bool:
    return line.words <= 4 and not line.ends_sentence


def _mark_related(page: _Page) -> None:
    """Titles of other stories: on top of a player, or in the list below a line that heads one."""
    for index, (line, after) in enumerate(pairwise(page.lines)):
        on_player = page.roles[index + 1] is Role.PLAYER and after.glued
        if page.roles[index] is None and on_player and _could_be_title(line):
            page.roles[index] = Role.RELATED
    in_list = False
    for index, line in enumerate(page.lines):
        if page.sayings[index] is Saying.MORE_STORIES:
            in_list = True
        elif page.roles[index] is not None or not _could_be_title(line):
            in_list = False
        elif in_list:
            page.roles[index] = Role.RELATED


def _could_be_title(line: Line) -> bool:
    return 2 <= line.words <= 25 and not line.has_full_stop and not line.breaks_off


def _mark_below(page: _Page) -> None:
    """What stands below the text, from a line on that ends an article."""
    if not page.looks_like_page:
        return
    over = False
    for index in range(page.end, len(page)):
        over = over or page.is_furniture(index)
        if page.roles[index] is not None:
            continue
        line = page.lines[index]
        if is_byline(line):
            page.roles[index] = Role.BYLINE
        elif over:
            page.roles[index] = Role.FURNITURE


def _mark_notices_at_the_end(page: _Page) -> None:
    """From the last line upward: notices, and what lies between two of them."""
    if not page.looks_like_page:
        return
    for index in reversed(range(len(page))):
        if page.roles[index] is not None:
            continue
        enclosed = (
            page.roles[index + 1 : index + 2] == [Role.NOTICE]
            and page.lines[index].words <= _LONGEST_NOTICE
            and index > 0
            and _is_notice(page, index - 1)
        )
        if not enclosed and not _is_notice(page, index):
            return
        page.roles[index] = Role.NOTICE


def _is_notice(page: _Page, index: int) -> bool:
    soft = page.roles[index] is None and is_soft_notice(page.lines[index])
    return soft or page.roles[index] is Role.NOTICE


def _mark_biography_at_the_end(page: _Page) -> None:
    """The last paragraph of the text, if it is about whom the byline names."""
    last = next((at for at in reversed(range(len(page))) if page.roles[at] is None), None)
    if last is None or last < len(page) // 2:
        return
    line = page.lines[last]
    if starts_bio(line) and line.key.startswith(tuple(_authors(page))):
        page.roles[last] = Role.BIO


def _authors(page: _Page) -> frozenset[str]:
    """The keys of the names in bylines."""
    names = (
        key_of(line.text).removeprefix("by ")
        for line, role in zip(page.lines, page.roles, strict=True)
        if role is Role.BYLINE and line.words <= 6
    )
    return frozenset(name for name in names if " " in name)


def _mark_text(page: _Page) -> None:
    """Headings, quotations and list items; what is left is body."""
    for index, _ in page.free(0, len(page)):
        page.roles[index] = role_in_text(page.lines, index, page.end)
