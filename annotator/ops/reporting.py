"""What a project holds, as plain rows to be printed, exported or drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from annotator.analysis.frequencies import Frequency, frequencies
from annotator.domain.tally import distinct_names
from annotator.domain.values import in_words
from annotator.formats import tables
from annotator.ops import memos
from annotator.ops.rounds import round_names

if TYPE_CHECKING:
    from annotator.domain.annotation import Annotation
    from annotator.domain.changes import Kind
    from annotator.domain.tally import Grouping
    from annotator.store.project import Project

Row = dict[str, Any]
"""One row by names of columns; values are those that JSON has."""


def article_rows(project: Project, ids: Sequence[int] | None = None) -> list[Row]:
    """These articles, or all in the order of their import; lengths in code points."""
    queries = project.queries
    articles = queries.articles(queries.article_ids() if ids is None else ids)
    return [
        {
            "id": str(one.uid),
            "headline": one.headline,
            "outlet": one.outlet,
            "author": one.author,
            "published": one.published,
            "words": one.words,
            "counted_words": one.counted_words,
            "length": one.length,
            "language": one.language,
            "url": one.url,
            "source_file": one.source_file,
            "text_sha256": one.text_sha256,
        }
        for one in articles
    ]


def coder_rows(project: Project) -> list[Row]:
    """The coders in the order in which they joined, with how many annotations each has."""
    made: dict[int, int] = {}
    for (_, coder_id), n in project.queries.annotation_counts().items():
        made[coder_id] = made.get(coder_id, 0) + n
    coders = project.queries.coders()
    names = distinct_names({coder.id: coder.name for coder in coders})
    return [
        {
            "id": str(coder.uid),
            "name": names[coder.id],
            "kind": coder.kind.value,
            "annotations": made.get(coder.id, 0),
        }
        for coder in coders
    ]


def round_rows(project: Project, only: int | None = None) -> list[Row]:
    """The rounds in the order of their making, with how much was done in each by everybody.

    ``done`` counts articles, each as often as coders are done with it; ``only`` is one by its id.
    """
    names = round_names(project)
    held = project.queries.rounds.held()
    return [
        {
            "id": str(one.uid),
            "name": names[one.id],
            **{what: numbers.get(one.id, 0) for what, numbers in held.items()},
        }
        for one in project.queries.rounds.all()
        if only is None or one.id == only
    ]


def annotation_rows(project: Project, annotations: Sequence[Annotation]) -> list[Row]:
    """Annotations with their places in code points and when they were made, in UTC.

    ``start`` and ``end`` hold all fragments, ``ranges`` each of them; an annotation of the article
    as a whole has no ranges and lies at 0.
    """
    queries = project.queries
    codebook = queries.codebook()
    coders = distinct_names({coder.id: coder.name for coder in queries.coders()})
    rounds = round_names(project)
    ids = sorted({one.article_id for one in annotations})
    articles = {article.id: str(article.uid) for article in queries.articles(ids)}
    return [
        {
            "id": str(one.uid),
            "article": articles[one.article_id],
            "code": codebook.path(one.code_id),
            "coder": coders[one.coder_id],
            "round": rounds[one.round_id],
            "start": one.span.start,
            "end": one.span.end,
            "quote": one.anchor.quote,
            "created": _iso(one.created_at),
            "ranges": [list(each) for each in one.span.ranges],
            "memo": one.memo,
            "unsure": one.unsure,
            "values": {
                asked.name: in_words(asked, one.values[str(asked.uid)])
                for asked in project.queries.questions.attributes_of(one.code_id)
                if one.values.get(str(asked.uid)) is not None
            },
        }
        for one in annotations
    ]


def memo_rows(
    project: Project,
    about: Kind | None = None,
    record_id: int | None = None,
    only: int | None = None,
) -> list[Row]:
    """Memos in the order of their writing: all, those about a record, or only one by its id."""
    queries = project.queries
    uid = memos.uid_of(project, about, record_id or 0) if about is not None else None
    coders = distinct_names({coder.id: coder.name for coder in queries.coders()})
    return [
        {
            "id": str(one.uid),
            "about": memos.about_of(project, one),
            "kind": one.about_kind.value,
            "coder": coders.get(one.coder_id or 0, ""),
            "text": one.text,
            "created": _iso(one.created_at),
        }
        for one in queries.memos(uid)
        if only is None or one.id == only
    ]


def frequency_table(
    project: Project, by: Grouping, coder_ids: Sequence[int], round_id: int | None = None
) -> list[Frequency]:
    """How often these coders applied each code, by ``code``, ``outlet``, ``month`` or ``coder``.

    In a round, or in all.
    """
    queries = project.queries
    bases = queries.bases(by, coder_ids)
    return frequencies(queries.tallies(by, coder_ids, round_id), bases, queries.codebook(), by=by)


def frequency_rows(rows: Sequence[Frequency]) -> list[Row]:
    """Frequencies as rows, numbers unrounded."""
    named = [asdict(row) for row in rows]
    for row in named:
        del row["code_id"]
    return named


def frequency_csv(
    project: Project, by: Grouping, coder_ids: Sequence[int], round_id: int | None = None
) -> str:
    """The frequency table as CSV, numbers unrounded."""
    rows = frequency_rows(frequency_table(project, by, coder_ids, round_id))
    columns = [name for name in _FREQUENCY_COLUMNS if by != "code" or name != "group"]
    return tables.csv_text(columns, [[row[name] for name in columns] for row in rows])


_FREQUENCY_COLUMNS = (
    "group",
    "code",
    "annotations",
    "articles",
    "share_of_articles",
    "per_1000_words",
)


def _iso(milliseconds: int) -> str:
    moment = datetime.fromtimestamp(milliseconds / 1000, UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
