"""The line below the headline: who wrote the article, when, how long it is, how far one is."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication

from annotator.domain.article import Article
from annotator.domain.progress import State
from annotator.ui.parts.article_states import state_name
from annotator.ui.widgets.dates import shown_date

_BETWEEN = " · "
_LEAST = 6
"""Letters that are left of a name."""


def byline(article: Article, state: State | None) -> str:
    """Outlet, author, date, counted words, and the coder's state of it if there is a coder."""
    translate = QCoreApplication.translate
    words = translate("Byline", "{n} words").format(n=f"{article.counted_words:,}")
    told = "" if state is None else state_name(state)
    parts = (article.outlet, article.author, shown_date(article.published), words, told)
    return _BETWEEN.join(part for part in parts if part)


def fitted(line: str, fits: Callable[[str], bool]) -> str:
    """A line like that where it has less room: the author gives way, then the outlet.

    Args:
        line: its parts, with dots between them.
        fits: whether a line has the room.

    Returns:
        One that fits, or the shortest there is.
    """
    parts = line.split(_BETWEEN)
    for place in (1, 0):
        if place >= len(parts) or any(sign.isdigit() for sign in parts[place]):
            continue  # a date, a number of words
        while not fits(_BETWEEN.join(parts)) and len(parts[place]) > _LEAST:
            parts[place] = f"{parts[place].removesuffix('…')[:-1].rstrip()}…"
        if place and not fits(_BETWEEN.join(parts)):
            del parts[place]
    return _BETWEEN.join(parts)
