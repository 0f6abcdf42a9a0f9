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
    """A line like that where it has less room: the first two parts, names as a rule, give way.

    Args:
        line: its parts, with dots between them.
        fits: whether a line has the room.

    Returns:
        One that fits, or the shortest there is.
    """
    parts = line.split(_BETWEEN)
    while not fits(_BETWEEN.join(parts)):
        longest = max(range(len(parts[:2])), key=lambda n: len(parts[n]))
        name = parts[longest].removesuffix("…")
        if len(name) <= _LEAST:
            break
        parts[longest] = f"{name[:-1].rstrip()}…"
    return _BETWEEN.join(parts)
