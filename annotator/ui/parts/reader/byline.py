"""The line below the headline: who wrote the article, when, how long it is, how far one is."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from annotator.domain.article import Article
from annotator.domain.progress import State
from annotator.ui.parts.article_states import state_name
from annotator.ui.widgets.dates import shown_date


def byline(article: Article, state: State | None) -> str:
    """Outlet, author, date, counted words, and the coder's state of it if there is a coder."""
    translate = QCoreApplication.translate
    words = translate("Byline", "{n} words").format(n=f"{article.counted_words:,}")
    told = "" if state is None else state_name(state)
    parts = (article.outlet, article.author, shown_date(article.published), words, told)
    return " · ".join(part for part in parts if part)
