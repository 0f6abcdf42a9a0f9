"""Looking for words in one text or in all articles of a project."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from annotator.domain.errors import CancelledError, UserError
from annotator.domain.finding import WordFinder
from annotator.ops.patterns import PatternFinder

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from annotator.domain.finding import Finder, Hit, Wanted
    from annotator.store.project import Project


def finder(wanted: Wanted) -> Finder:
    """What finds that.

    Raises:
        UserError: there are no words, or it is no pattern.
    """
    if wanted.regex:
        return PatternFinder(wanted)
    try:
        return WordFinder(wanted)
    except ValueError as error:
        raise UserError(
            "There is nothing to look for.", "Give one word or more.", words=wanted.words
        ) from error


def find(
    project: Project,
    wanted: Wanted,
    *,
    article_ids: Sequence[int] | None = None,
    limit: int | None = None,
    progress: Callable[[int, int], bool] | None = None,
) -> list[Hit]:
    """Where words or a pattern stand in the articles of a project.

    Args:
        project: the project.
        wanted: what is looked for.
        article_ids: in which articles, and in which order; ``None`` for all, in the order of
            their import.
        limit: how many places at most.
        progress: called with the articles that were looked at and those there are; false to stop.

    Raises:
        UserError: there is nothing to look for, it is no pattern, it takes too long, or a text
            cannot be read.
        CancelledError: ``progress`` said stop.
    """
    queries = project.queries
    total = queries.article_count() if article_ids is None else len(article_ids)
    done = 0

    def looked_at(number: int) -> None:
        nonlocal done
        done += number
        if progress is not None and not progress(min(done, total), total):
            raise CancelledError(f"Find “{wanted.words}”")

    return list(islice(queries.find(finder(wanted), article_ids, looked_at), limit))


def hit_rows(project: Project, hits: Sequence[Hit]) -> list[dict[str, Any]]:
    """Hits as plain rows, with the words around each; places in code points."""
    ids = sorted({one.article_id for one in hits})
    articles = {article.id: article for article in project.queries.articles(ids)}
    return [
        {
            "article": str(articles[one.article_id].uid),
            "headline": articles[one.article_id].headline,
            "start": one.start,
            "end": one.end,
            "before": one.before,
            "words": one.words,
            "after": one.after,
        }
        for one in hits
    ]
