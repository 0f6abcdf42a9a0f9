"""Everything that can be read of a project, as records of the domain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import sqlalchemy as sa

from annotator.domain.changes import Changes, Kind
from annotator.domain.codebook import Codebook
from annotator.domain.errors import UserError
from annotator.store import counting, failures, rows
from annotator.store.connection import Database, in_chunks, in_sql
from annotator.store.listing import ArticleList
from annotator.store.tables import LIVE, TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from annotator.domain.annotation import Annotation, Coder
    from annotator.domain.article import Article
    from annotator.domain.tally import Base, Grouping, Tally
    from annotator.domain.zones import Zone
    from annotator.store.listing import Sort

_ARTICLE = TABLES["article"]
_ANNOTATION = TABLES["annotation"]
_CODE = TABLES["code"]
_CODER = TABLES["coder"]
_TEXT = TABLES["article_text"]

_Record = TypeVar("_Record")

_IN_READING_ORDER = (
    _ANNOTATION.c.article_id,
    _ANNOTATION.c.start,
    _ANNOTATION.c.end.desc(),
    _ANNOTATION.c.id,
)
_EVERY = sa.select(*rows.ANNOTATION).where(_ANNOTATION.c.deleted == LIVE)

# Opening an article is what people wait for most: the driver alone reads it five times as fast.
_OF_ARTICLE = in_sql(
    _EVERY.where(_ANNOTATION.c.article_id == sa.bindparam("article")).order_by(*_IN_READING_ORDER)
)


class Queries:
    """The reading side of an open project.

    Every method can raise ``UserError``: the file is gone, damaged or locked by another program.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._list = ArticleList(database)

    def forget(self, changes: Changes) -> None:
        """Drops what was kept of records that have changed."""
        if changes.touches(Kind.ARTICLE):
            self._list.forget()

    def coders(self) -> tuple[Coder, ...]:
        """All coders, in the order in which they joined."""
        query = sa.select(*rows.CODER).where(_CODER.c.deleted == LIVE).order_by(_CODER.c.id)
        return tuple(self._records(rows.coder, query))

    def codebook(self) -> Codebook:
        """All codes."""
        return Codebook(
            self._records(rows.code, sa.select(*rows.CODE).where(_CODE.c.deleted == LIVE))
        )

    def article_ids(
        self,
        filter: str = "",  # noqa: A002 - what people call it on screen
        sort: Sort = "imported",
        descending: bool = False,
    ) -> list[int]:
        """Ids of articles that have every word of ``filter`` in headline, outlet, author or date.

        Args:
            filter: words, upper and lower case alike.
            sort: ``imported`` is the order of import; equal ones keep that order.
            descending: the other way round.
        """
        return self._list.ids(filter, sort, descending=descending)

    def articles(self, ids: Sequence[int]) -> list[Article]:
        """The articles with these ids, in that order; removed ones are left out."""
        query = sa.select(*rows.ARTICLE).where(_ARTICLE.c.deleted == LIVE)
        return self._in_order(rows.article, query, _ARTICLE.c.id, ids)

    def articles_with_text(self, sha256s: Iterable[str]) -> dict[str, int]:
        """Which of these texts are in the project already: SHA-256 to the first article's id."""
        found: dict[str, int] = {}
        query = sa.select(_ARTICLE.c.text_sha256, _ARTICLE.c.id).where(_ARTICLE.c.deleted == LIVE)
        with self._database.reading() as connection:
            for some in in_chunks(bytes.fromhex(one) for one in sha256s):
                for sha256, article_id in connection.execute(
                    query.where(_ARTICLE.c.text_sha256.in_(some)).order_by(_ARTICLE.c.id)
                ):
                    found.setdefault(sha256.hex(), article_id)
        return found

    def article_by_uid_prefix(self, prefix: str) -> Article:
        """The only article whose uid starts like that.

        Raises:
            UserError: there is none, or several.
        """
        query = sa.select(*rows.ARTICLE).where(_ARTICLE.c.deleted == LIVE)
        return self._only("article", rows.article, query, _ARTICLE.c.uid, prefix)

    def text(self, article_id: int) -> str:
        """The article's text.

        Raises:
            ValueError: there is no such article.
        """
        current = (_TEXT.c.article_id == _ARTICLE.c.id) & (_TEXT.c.sha256 == _ARTICLE.c.text_sha256)
        query = sa.select(_TEXT.c.text).join(_ARTICLE, current).where(_ARTICLE.c.id == article_id)
        return str(self._one_value(query, "article", article_id))

    def zones(self, article_id: int) -> tuple[Zone, ...]:
        """The article's zones, in the order of the text.

        Raises:
            ValueError: there is no such article.
        """
        query = sa.select(_ARTICLE.c.zones).where(_ARTICLE.c.id == article_id)
        kept = self._one_value(query, "article", article_id)
        return self._converted(rows.zones, [kept])[0]

    def annotations(
        self,
        article_id: int | None = None,
        code_ids: Collection[int] | None = None,
        coder_ids: Collection[int] | None = None,
    ) -> list[Annotation]:
        """Annotations by article, start, longest first; ``None`` stands for all."""
        if article_id is not None:
            with self._database.reading():
                found = self._database.raw.execute(_OF_ARTICLE, {"article": article_id}).fetchall()
            return [
                one
                for one in self._converted(rows.annotation, found)
                if (code_ids is None or one.code_id in code_ids)
                and (coder_ids is None or one.coder_id in coder_ids)
            ]
        query = _EVERY
        if code_ids is not None:
            query = query.where(_ANNOTATION.c.code_id.in_(code_ids))
        if coder_ids is not None:
            query = query.where(_ANNOTATION.c.coder_id.in_(coder_ids))
        return self._records(rows.annotation, query.order_by(*_IN_READING_ORDER))

    def annotation(self, annotation_id: int) -> Annotation:
        """One annotation.

        Raises:
            ValueError: it does not exist or was removed.
        """
        found = self.annotations_by_id([annotation_id])
        if not found:
            raise ValueError(f"there is no annotation {annotation_id}")
        return found[0]

    def annotation_by_uid_prefix(self, prefix: str) -> Annotation:
        """The only annotation whose uid starts like that.

        Raises:
            UserError: there is none, or several.
        """
        return self._only("annotation", rows.annotation, _EVERY, _ANNOTATION.c.uid, prefix)

    def annotations_by_id(self, ids: Sequence[int]) -> list[Annotation]:
        """The annotations with these ids, in that order; removed ones are left out."""
        return self._in_order(rows.annotation, _EVERY, _ANNOTATION.c.id, ids)

    def passages(self, code_id: int, coder_ids: Collection[int]) -> list[int]:
        """Ids of a code's annotations by these coders, by article and start."""
        query = sa.select(_ANNOTATION.c.id).where(
            _ANNOTATION.c.code_id == code_id,
            _ANNOTATION.c.deleted == LIVE,
            _ANNOTATION.c.coder_id.in_(coder_ids),
        )
        order = (_ANNOTATION.c.article_id, _ANNOTATION.c.start, _ANNOTATION.c.id)
        with self._database.reading() as connection:
            return list(connection.scalars(query.order_by(*order)))

    def annotation_counts(self) -> dict[tuple[int, int], int]:
        """The number of annotations by (code id, coder id), where there are any."""
        with self._database.reading() as connection:
            return counting.by_code_and_coder(connection)

    def annotations_per_article(self, ids: Iterable[int], coder_id: int) -> dict[int, int]:
        """The number of a coder's annotations in each of these articles, 0 included."""
        counts: dict[int, int] = {}
        with self._database.reading() as connection:
            for some in in_chunks(ids):
                counts |= dict.fromkeys(some, 0)
                counts |= counting.by_article(connection, some, coder_id)
        return counts

    def tallies(self, by: Grouping, coder_ids: Collection[int]) -> list[Tally]:
        """How often these coders used each code in each group; unused codes are left out."""
        with self._database.reading() as connection:
            return counting.tallies(connection, by, coder_ids)

    def bases(self, by: Grouping) -> dict[str, Base]:
        """All articles of each group, coded or not; by coder every coder has all articles."""
        with self._database.reading() as connection:
            return counting.bases(connection, by)

    def _records(
        self, convert: Callable[[Sequence[Any]], _Record], query: sa.Select[Any]
    ) -> list[_Record]:
        with self._database.reading() as connection:
            found = connection.execute(query).fetchall()
        return self._converted(convert, found)

    def _converted(self, convert: Callable[[Any], _Record], found: Iterable[Any]) -> list[_Record]:
        try:
            return [convert(row) for row in found]
        except (ValueError, TypeError, KeyError) as error:
            # Flipped bytes that SQLite does not notice make broken JSON, roles or ranges.
            raise failures.damaged(self._database.path) from error

    def _in_order(
        self,
        convert: Callable[[Sequence[Any]], _Record],
        query: sa.Select[Any],
        key: sa.Column[Any],
        ids: Sequence[int],
    ) -> list[_Record]:
        found: dict[int, Any] = {}
        with self._database.reading() as connection:
            for some in in_chunks(ids):
                found |= {row[0]: row for row in connection.execute(query.where(key.in_(some)))}
        return self._converted(convert, (found[one] for one in ids if one in found))

    def _one_value(self, query: sa.Select[Any], kind: str, record_id: int) -> Any:
        with self._database.reading() as connection:
            value = connection.scalar(query)
        if value is None:
            raise ValueError(f"there is no {kind} {record_id}")
        return value

    def _only(
        self,
        kind: str,
        convert: Callable[[Sequence[Any]], _Record],
        query: sa.Select[Any],
        uid: sa.Column[Any],
        prefix: str,
    ) -> _Record:
        digits = prefix.replace("-", "").strip().lower()
        found: list[_Record] = []
        if digits and set(digits) <= set("0123456789abcdef") and len(digits) <= 32:
            low, high = (bytes.fromhex(digits.ljust(32, end)) for end in "0f")
            found = self._records(convert, query.where(uid.between(low, high)).limit(2))
        if len(found) == 1:
            return found[0]
        raise UserError(
            "No {kind} has the ID “{prefix}”."
            if not found
            else "The ID “{prefix}” fits more than one {kind}.",
            "Nothing was changed. Give the whole ID, or more of its first characters.",
            kind=kind,
            prefix=prefix,
        )
