"""Everything that can be read of a project, as records of the domain."""

from __future__ import annotations

import json
import math
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

import sqlalchemy as sa

from annotator.domain.changes import Changes, Kind
from annotator.domain.codebook import Codebook
from annotator.domain.errors import UserError
from annotator.domain.lazy_text import LazyText
from annotator.domain.progress import State
from annotator.domain.span import Range, Span
from annotator.domain.text import text_sha256
from annotator.store import codes, failures, rows
from annotator.store.counting import Counting
from annotator.store.lazy_zones import LazyZones
from annotator.store.listing import IS_SHOWN, ArticleList
from annotator.store.progress import Progress
from annotator.store.questions import Questions
from annotator.store.rounds import Rounds
from annotator.store.search import Search
from annotator.store.statements import among, given, listed
from annotator.store.tables import LIVE, TABLES

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from annotator.domain.annotation import Annotation, Coder
    from annotator.domain.article import Article
    from annotator.domain.errors import DamagedError
    from annotator.domain.finding import Finder, Hit
    from annotator.domain.link import Link
    from annotator.domain.memo import Memo
    from annotator.domain.tally import Base, Grouping, Tally
    from annotator.domain.zones import Zone
    from annotator.store.engine import Database
    from annotator.store.listing import Sort

_ARTICLE = TABLES["article"]
_ANNOTATION = TABLES["annotation"]
_CODE = TABLES["code"]
_CODER = TABLES["coder"]
_TEXT = TABLES["article_text"]

_Record = TypeVar("_Record")

_UID_DIGITS = 32
_HEX = frozenset("0123456789abcdef")

_ARTICLE_IDS = ("No article has the ID “{prefix}”.", "The ID “{prefix}” fits several articles.")
_ANNOTATION_IDS = (
    "No annotation has the ID “{prefix}”.",
    "The ID “{prefix}” fits several annotations.",
)
"""What to say when none or more than one was found."""

_MEMO_IDS = ("No memo has the ID “{prefix}”.", "The ID “{prefix}” fits several memos.")

_LINK = TABLES["link"]
_FROM, _TO = _ANNOTATION.alias("annotation_from"), _ANNOTATION.alias("annotation_to")
_LINKS = (
    sa.select(*rows.LINK)
    .join_from(_LINK, _FROM, _FROM.c.id == _LINK.c.from_id)
    .join(_TO, _TO.c.id == _LINK.c.to_id)
    .where(_LINK.c.deleted == LIVE, _FROM.c.deleted == LIVE, _TO.c.deleted == LIVE)
)
"""Where an end was removed elsewhere, there is nothing to be shown of a link."""
_LINKS_IN = sa.union(*(_LINKS.where(end.c.article_id == given("article")) for end in (_FROM, _TO)))
_LINKS_OF = sa.union(*(_LINKS.where(among(end, "ids")) for end in (_LINK.c.from_id, _LINK.c.to_id)))
_LINKS_BY_ID = _LINKS.where(among(_LINK.c.id, "ids"))
_UIDS = {
    kind: sa.select(TABLES[kind].c.id, TABLES[kind].c.uid).where(among(TABLES[kind].c.id, "ids"))
    for kind in Kind
}
_BY_UID = {
    kind: sa.select(TABLES[kind].c.id).where(TABLES[kind].c.uid == given("uid")) for kind in Kind
}
_MEMO = TABLES["memo"]
_SETTING = TABLES["setting"]
_MEMOS = sa.select(*rows.MEMO).where(_MEMO.c.deleted == LIVE).order_by(_MEMO.c.id)
_MEMOS_ABOUT = _MEMOS.where(_MEMO.c.about_uid == given("about"))
_MEMOS_BY_UID = _MEMOS.where(_MEMO.c.uid.between(given("low"), given("high"))).limit(2)
_SETTINGS = sa.select(_SETTING.c.key, _SETTING.c.value).where(_SETTING.c.deleted == LIVE)
_SETTING_ID = sa.select(_SETTING.c.id).where(
    _SETTING.c.deleted == LIVE, _SETTING.c.key == given("key")
)
_PLACES = (
    sa.select(_ANNOTATION.c.article_id, _ANNOTATION.c.start, _ANNOTATION.c.end)
    .where(among(_ANNOTATION.c.id, "ids"))
    .order_by(_ANNOTATION.c.id)
)
_LIVE_ARTICLE = IS_SHOWN
_LIVE = _ANNOTATION.c.deleted == LIVE
_READING_ORDER = (
    _ANNOTATION.c.article_id,
    _ANNOTATION.c.start,
    _ANNOTATION.c.end.desc(),
    _ANNOTATION.c.id,
)

_CODERS = sa.select(*rows.CODER).where(_CODER.c.deleted == LIVE).order_by(_CODER.c.id)
_HOW_MANY_ARTICLES = sa.select(sa.func.count()).select_from(_ARTICLE).where(_LIVE_ARTICLE)
_ARTICLES = sa.select(*rows.ARTICLE).where(_LIVE_ARTICLE)
_ARTICLES_BY_ID = _ARTICLES.where(among(_ARTICLE.c.id, "ids"))
_ARTICLES_BY_UID = _ARTICLES.where(_ARTICLE.c.uid.between(given("low"), given("high"))).limit(2)
_FIRST_WITH_TEXT = sa.select(sa.func.min(_ARTICLE.c.id)).where(
    _LIVE_ARTICLE, _ARTICLE.c.text_sha256 == given("sha256")
)
_CURRENT = (_TEXT.c.article_id == _ARTICLE.c.id) & (_TEXT.c.sha256 == _ARTICLE.c.text_sha256)
_TEXT_OF = (
    sa.select(_TEXT.c.text, _TEXT.c.sha256, _ARTICLE.c.headline)
    .join_from(_ARTICLE, _TEXT, _CURRENT, isouter=True)
    .where(_ARTICLE.c.id == given("id"))
)
_LENGTH_OF = sa.select(_ARTICLE.c.length).where(_ARTICLE.c.id == given("id"))
_BEGINNING = 200_000
"""Characters of a long text that are read before the others."""
_BEGINNING_OF = (
    sa.select(sa.func.substr(_TEXT.c.text, 1, _BEGINNING))
    .join_from(_ARTICLE, _TEXT, _CURRENT)
    .where(_ARTICLE.c.id == given("id"))
)
_ZONES_OF = sa.select(_ARTICLE.c.zones).where(_ARTICLE.c.id == given("id"))
_ANNOTATIONS = sa.select(*rows.ANNOTATION).where(_LIVE)
_ANNOTATIONS_BY_ID = _ANNOTATIONS.where(among(_ANNOTATION.c.id, "ids"))
_ANNOTATIONS_BY_UID = _ANNOTATIONS.where(
    _ANNOTATION.c.uid.between(given("low"), given("high"))
).limit(2)
_ANNOTATIONS_AT = _ANNOTATIONS.where(
    _ANNOTATION.c.article_id == given("article"),
    _ANNOTATION.c.coder_id == given("coder"),
    _ANNOTATION.c.start == given("start"),
    _ANNOTATION.c.end == given("end"),
).order_by(_ANNOTATION.c.id)

_ANNOTATIONS_BETWEEN = _ANNOTATIONS.where(
    _ANNOTATION.c.article_id == given("article"),
    _ANNOTATION.c.coder_id == given("coder"),
    _ANNOTATION.c.code_id == given("code"),
    _ANNOTATION.c.start <= given("end"),
    _ANNOTATION.c.end >= given("start"),
    _ANNOTATION.c.end > _ANNOTATION.c.start,
).order_by(*_READING_ORDER)


@cache
def _annotations(
    of_article: bool, of_codes: bool, of_coders: bool, of_part: bool, of_round: bool
) -> sa.Select[Any]:
    asked = []
    if of_article:
        asked.append(_ANNOTATION.c.article_id == given("article"))
    if of_codes:
        asked.append(among(_ANNOTATION.c.code_id, "codes"))
    if of_coders:
        asked.append(among(_ANNOTATION.c.coder_id, "coders"))
    if of_round:
        asked.append(_ANNOTATION.c.round_id == given("round"))
    if of_part:
        asked += [_ANNOTATION.c.start >= given("low"), _ANNOTATION.c.start < given("high")]
    return _ANNOTATIONS.where(*asked).order_by(*_READING_ORDER)


class Queries:
    """The reading side of an open project.

    Every method can raise ``UserError``: the file is gone, damaged or locked by another program.

    Attributes:
        rounds: which rounds there are, and in which is coded.
        questions: what is asked of annotations and articles, what was answered, and revisions.
    """

    def __init__(self, database: Database, project: UUID) -> None:
        self._database = database
        self._list = ArticleList(database)
        self._counting = Counting(database, project, database.path)
        self._search = Search(database, project)
        self.rounds = Rounds(database)
        self._progress = Progress(database, self.rounds)
        self.questions = Questions(database, self.rounds)
        self._last_text: tuple[int, str] | None = None
        self._codebook: Codebook | None = None
        self._settings: dict[str, Any] | None = None

    def forget(self, changes: Changes) -> None:
        """Drops what was kept of records that have changed."""
        if changes.touches(Kind.ARTICLE):
            self._last_text = None
        if changes.touches(Kind.CODE) or self._is_new_to_codebook(changes):
            self._codebook = None
        if changes.touches(Kind.SETTING):
            self._settings = None
        self._counting.forget(changes)
        self._search.forget(changes)
        self._progress.forget(changes)
        self.questions.forget(changes)
        for some in (changes.created, changes.updated, changes.removed):
            self._list.forget(some.get(Kind.ARTICLE, ()))
        self._list.look_for(changes.articles)

    def _is_new_to_codebook(self, changes: Changes) -> bool:
        known = self._codebook
        return known is not None and any(
            code_id not in known or known[code_id].is_deleted for code_id, _ in changes.counts
        )

    def coders(self) -> tuple[Coder, ...]:
        """All coders, in the order in which they joined."""
        return tuple(self._records(rows.coder, self._database.read(_CODERS)))

    def codebook(self) -> Codebook:
        """All codes; also ones that were deleted while others used them."""
        # Every annotation that is made asks for it, and it grows with the project.
        with self._database.together():
            if self._codebook is None:
                found = self._database.read(codes.ALL)
                (self._codebook,) = self._records(codes.codebook, [found])
            return self._codebook

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

    def can_list_articles(self, sort: Sort) -> bool:
        """Whether ``article_ids`` in that order takes a moment; else it may take half a second."""
        return self._list.is_ready(sort)

    def prepare_article_list(self, sort: Sort, goes_on: Callable[[], bool] = lambda: True) -> None:
        """Makes ``can_list_articles`` true, on a thread that may take its time.

        Args:
            sort: the order that is wanted.
            goes_on: asked every few milliseconds; when it says no, the rest is left undone.
        """
        self._list.prepare(sort, goes_on)

    def first_articles(self, most: int, *, descending: bool = False) -> list[int]:
        """Ids of the articles that were imported first, or last, at once in any project."""
        return self._list.first(most, descending=descending)

    def article_count(self) -> int:
        """How many articles there are."""
        return int(self._database.value(_HOW_MANY_ARTICLES))

    def articles(self, ids: Sequence[int]) -> list[Article]:
        """The articles with these ids, in that order; removed ones are left out."""
        return self._in_order(rows.article, _ARTICLES_BY_ID, ids)

    def articles_with_text(self, sha256s: Iterable[str]) -> dict[str, int]:
        """Which of these texts are in the project already: SHA-256 to the first article's id."""
        found: dict[str, int] = {}
        for sha256 in set(sha256s):
            article_id = self._database.value(_FIRST_WITH_TEXT, sha256=bytes.fromhex(sha256))
            if article_id is not None:
                found[sha256] = article_id
        return found

    def article_by_uid_prefix(self, prefix: str) -> Article:
        """The only article whose uid starts like that.

        Raises:
            UserError: there is none, or several.
        """
        return self._only(_ARTICLE_IDS, rows.article, _ARTICLES_BY_UID, prefix)

    def article_by_uid(self, uid: UUID) -> Article | None:
        """The article with that uid, ``None`` where there is none."""
        found = self._database.read(_ARTICLES_BY_UID, low=uid.bytes, high=uid.bytes)
        return next(iter(self._records(rows.article, found)), None)

    def text(self, article_id: int) -> str:
        """The article's text.

        Raises:
            ValueError: there is no such article.
        """
        # Whoever reads one text goes on to tag in it, and asks for it with every key.
        if self._last_text is None or self._last_text[0] != article_id:
            self._last_text = (article_id, self._read_text(article_id))
        return self._last_text[1]

    def lazy_text(self, article_id: int) -> LazyText:
        """The article's text, of which a long one is read when somebody needs more of it.

        ``UserError`` may be raised then, as here: it cannot be read.

        Raises:
            ValueError: there is no such article.
        """
        length, beginning = self._one("article", _LENGTH_OF, article_id), None
        is_known = self._last_text is not None and self._last_text[0] == article_id
        if length > _BEGINNING and not is_known:
            beginning = self._database.value(_BEGINNING_OF, id=article_id)
        if beginning is None:
            return LazyText(self.text(article_id))

        def whole() -> str:
            text = self.text(article_id)
            if len(text) != length:
                raise failures.damaged(self._database.path)
            return text

        return LazyText(beginning, length, whole)

    def _read_text(self, article_id: int) -> str:
        for text, sha256, headline in self._database.read(_TEXT_OF, id=article_id):
            # Where letters are missing, places further on in the text are no longer right.
            if text is None or ("\ufffd" in text and text_sha256(text) != sha256.hex()):
                raise failures.text_damaged(self._database.path, headline)
            return str(text)
        raise ValueError(f"there is no article {article_id}")

    def zones(self, article_id: int) -> tuple[Zone, ...]:
        """The article's zones, in the order of the text.

        Raises:
            ValueError: there is no such article.
        """
        return self._records(rows.zones, [self._one("article", _ZONES_OF, article_id)])[0]

    def lazy_zones(
        self, article_id: int, damaged: Callable[[DamagedError], object]
    ) -> Sequence[Zone]:
        """The article's zones, read as far as they are asked for; equal if they are the same.

        Args:
            article_id: the article.
            damaged: told, once, where they cannot be read any further; they end there.

        Raises:
            ValueError: there is no such article.
        """
        kept, path = self._one("article", _ZONES_OF, article_id), self._database.path
        return LazyZones(kept, lambda: damaged(failures.damaged(path)))

    def annotations(
        self,
        article_id: int | None = None,
        code_ids: Collection[int] | None = None,
        coder_ids: Collection[int] | None = None,
        starting: Range | None = None,
        round_id: int | None = None,
    ) -> list[Annotation]:
        """Annotations by article, start, longest first; ``None`` stands for all.

        Those of an article as a whole start at 0.
        """
        low, high = starting or (0, 0)
        asked = (
            article_id is not None,
            code_ids is not None,
            coder_ids is not None,
            starting is not None,
            round_id is not None,
        )
        values: dict[str, Any] = {
            "article": article_id,
            "codes": listed(code_ids or ()),
            "coders": listed(coder_ids or ()),
            "low": low,
            "high": high,
            "round": round_id,
        }
        found = self._database.read(_annotations(*asked), **values)
        return self._records(rows.annotation, found)

    def annotations_at(
        self, article_id: int, coder_id: int, start: int, end: int
    ) -> list[Annotation]:
        """A coder's annotations of an article that start and end just there, oldest first."""
        place = {"article": article_id, "coder": coder_id, "start": start, "end": end}
        return self._records(rows.annotation, self._database.read(_ANNOTATIONS_AT, **place))

    def annotations_between(
        self, article_id: int, coder_id: int, code_id: int, start: int, end: int
    ) -> list[Annotation]:
        """A coder's annotations with a code whose outer edges meet a range, in reading order."""
        asked = {"article": article_id, "coder": coder_id, "code": code_id}
        found = self._database.read(_ANNOTATIONS_BETWEEN, **asked, start=start, end=end)
        return self._records(rows.annotation, found)

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
        return self._only(_ANNOTATION_IDS, rows.annotation, _ANNOTATIONS_BY_UID, prefix)

    def annotations_by_id(self, ids: Sequence[int]) -> list[Annotation]:
        """The annotations with these ids, in that order; removed ones are left out."""
        return self._in_order(rows.annotation, _ANNOTATIONS_BY_ID, ids)

    @property
    def counts_are_ready(self) -> bool:
        """Whether everything that counts takes a moment; before, counting may take seconds."""
        return self._counting.is_ready

    def prepare_counts(self, goes_on: Callable[[], bool] = lambda: True) -> None:
        """Makes ``counts_are_ready`` true, on a thread that may take its time.

        Args:
            goes_on: asked every few milliseconds; when it says no, the rest is left undone.
        """
        self._counting.fill(goes_on)

    def keep_counts(self) -> None:
        """Keeps what counting needs for the next opening."""
        self._counting.keep()

    def find(
        self,
        finder: Finder,
        article_ids: Sequence[int] | None = None,
        looked_at: Callable[[int], object] = lambda _number: None,
    ) -> Iterator[Hit]:
        """What a finder finds in the texts of articles, by article and place, as it is found.

        Args:
            finder: says what is looked for.
            article_ids: where, and in which order; ``None`` for all articles, by id.
            looked_at: told of articles that were looked at: how many since the last time.

        Raises:
            UserError: a text is damaged, or what is looked for takes too long.
        """
        return self._search.find(finder, article_ids, looked_at)

    @property
    def search_is_ready(self) -> bool:
        """Whether finding rare words takes a moment; else all texts may have to be read."""
        return self._search.is_ready

    @property
    def search_is_settled(self) -> bool:
        """Whether ``prepare_search`` has nothing to do, or no index of words can be had."""
        return self._search.is_settled

    def prepare_search(
        self,
        goes_on: Callable[[], bool] = lambda: True,
        *,
        make: bool = True,
        seconds: float = math.inf,
    ) -> None:
        """Makes ``search_is_ready`` true, on a thread that may take its time.

        Args:
            goes_on: asked every few milliseconds; when it says no, it ends.
            make: whether an index of words is made and filled; else one that is there is used.
            seconds: how long to go on; what is done by then stays done.
        """
        self._search.prepare(goes_on, make=make, seconds=seconds)

    def close_search(self) -> None:
        """Gives up what serves to find words."""
        self._search.close()

    def links(self, article_id: int) -> list[Link]:
        """The links that begin or end in an article, in the order of their making."""
        found = self._database.read(_LINKS_IN, article=article_id)
        return sorted(self._records(rows.link, found), key=lambda one: one.id)

    def links_by_id(self, ids: Sequence[int]) -> list[Link]:
        """The links with these ids, in that order; removed ones are left out."""
        return self._in_order(rows.link, _LINKS_BY_ID, ids)

    def links_of(self, annotation_ids: Collection[int]) -> list[Link]:
        """The links of which one of these annotations is an end."""
        found = self._database.read(_LINKS_OF, ids=listed(annotation_ids))
        return sorted(self._records(rows.link, found), key=lambda one: one.id)

    def set_states(self, coder_id: int) -> Mapping[int, State]:
        """The states that a coder has set in the round, by article; not to be kept."""
        return self._progress.of(coder_id)

    def articles_in(self, state: State, coder_id: int) -> int:
        """In how many articles a coder has set that state in the round."""
        return self._progress.count(state, coder_id)

    def states(self, coder_id: int, ids: Collection[int]) -> dict[int, State]:
        """A coder's state of each of these articles, set or not: who codes or answers has begun.

        In the round in which is coded.
        """
        known = self._progress.of_some(ids, coder_id)
        unset = [one for one in ids if one not in known]
        begun = self._counting.with_any(unset, coder_id, self.rounds.current)
        if self.questions.variables():
            without = [one for one in unset if one not in begun]
            begun |= self.questions.with_answers(without, coder_id)
        return {
            one: known.get(one) or (State.IN_WORK if one in begun else State.NEW) for one in ids
        }

    def progress_ids(self, article_ids: Collection[int], coder_id: int) -> dict[int, int]:
        """The records in which a coder has set the states of articles in the round, by article."""
        return self._progress.ids(article_ids, coder_id)

    def uids(self, kind: Kind, ids: Collection[int]) -> dict[int, UUID]:
        """The uids of records, removed ones too."""
        found = self._database.mapping(_UIDS[kind], ids=listed(ids))
        return {one: UUID(bytes=uid) for one, uid in found.items()}

    def has(self, kind: Kind, uid: UUID) -> bool:
        """Whether there is or was a record of that identity."""
        return self._database.value(_BY_UID[kind], uid=uid.bytes) is not None

    def memos(self, about: UUID | None = None) -> list[Memo]:
        """All memos, or those about the record with that uid, in the order of their writing."""
        if about is None:
            return self._records(rows.memo, self._database.read(_MEMOS))
        return self._records(rows.memo, self._database.read(_MEMOS_ABOUT, about=about.bytes))

    def memo_by_uid_prefix(self, prefix: str) -> Memo:
        """The only memo whose uid starts like that.

        Raises:
            UserError: there is none, or several.
        """
        return self._only(_MEMO_IDS, rows.memo, _MEMOS_BY_UID, prefix)

    def settings(self) -> dict[str, Any]:
        """The settings of the study by key; values are what JSON knows."""
        # Asked for whenever the caret moves, as it says what can be done.
        known = self._settings
        if known is None:
            with self._database.together():
                found = self._records(_setting, self._database.read(_SETTINGS))
                known = self._settings = dict(sorted(found))
        return dict(known)

    def setting_id(self, key: str) -> int | None:
        """The id of the setting of the study with that key, ``None`` where it is not set."""
        found: int | None = self._database.value(_SETTING_ID, key=key)
        return found

    def places(self, ids: Sequence[int]) -> list[tuple[int, Span]]:
        """Article and span of annotations, removed ones too, in the order of their ids."""
        return self._records(_place, self._database.read(_PLACES, ids=listed(ids)))

    def passages(
        self, code_id: int, coder_ids: Collection[int], round_id: int | None = None
    ) -> list[int]:
        """Ids of a code's annotations by these coders, in a round or in all, by place."""
        return self._counting.passages(code_id, coder_ids, round_id)

    def articles_with(self, code_ids: Collection[int]) -> int:
        """In how many articles any of these codes is, whoever applied it."""
        return self._counting.articles_with(code_ids)

    def annotation_counts(self, round_id: int | None = None) -> Counter[tuple[int, int]]:
        """How many annotations there are by (code id, coder id), in a round or in all."""
        return self._counting.by_code_and_coder(round_id)

    def annotations_per_article(self, ids: Collection[int], coder_id: int) -> dict[int, int]:
        """How many annotations a coder has in each of these articles in the round, 0 included."""
        return self._counting.by_article(ids, coder_id, self.rounds.current)

    def tallies(
        self, by: Grouping, coder_ids: Collection[int], round_id: int | None = None
    ) -> list[Tally]:
        """How often these coders used each code in each group; unused codes are left out.

        In a round, or in all.
        """
        return self._counting.tallies(by, coder_ids, round_id)

    def bases(self, by: Grouping, coder_ids: Collection[int] | None = None) -> dict[str, Base]:
        """All articles of each group, coded or not.

        Args:
            by: what the groups are; each coder has all articles.
            coder_ids: which coders have a group when grouped by coder; ``None`` stands for all.
        """
        return self._counting.bases(by, coder_ids)

    def _records(self, convert: Callable[[Any], _Record], found: Iterable[Any]) -> list[_Record]:
        try:
            return [convert(row) for row in found]
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            # Flipped bytes that SQLite does not notice make broken JSON, roles or ranges.
            raise failures.damaged(self._database.path) from error

    def _in_order(
        self, convert: Callable[[Any], _Record], statement: sa.Select[Any], ids: Sequence[int]
    ) -> list[_Record]:
        found = {row[0]: row for row in self._database.read(statement, ids=listed(ids))}
        return self._records(convert, (found[one] for one in ids if one in found))

    def _one(self, kind: str, statement: sa.Select[Any], record_id: int) -> Any:
        value = self._database.value(statement, id=record_id)
        if value is None:
            raise ValueError(f"there is no {kind} {record_id}")
        return value

    def _only(
        self,
        sentences: tuple[str, str],
        convert: Callable[[Any], _Record],
        statement: sa.Select[Any],
        prefix: str,
    ) -> _Record:
        digits = prefix.replace("-", "").strip().lower()
        found: list[_Record] = []
        if digits and len(digits) <= _UID_DIGITS and set(digits) <= _HEX:
            low, high = (bytes.fromhex(digits.ljust(_UID_DIGITS, end)) for end in "0f")
            found = self._records(convert, self._database.read(statement, low=low, high=high))
        if len(found) == 1:
            return found[0]
        raise UserError(
            sentences[len(found) > 0],
            "Nothing was changed. Give the whole ID, or more of its first characters.",
            prefix=prefix,
        )


def _place(row: Sequence[Any]) -> tuple[int, Span]:
    article_id, start, end = row
    return article_id, Span(((start, end),) if start < end else ())


def _setting(row: Sequence[Any]) -> tuple[str, Any]:
    return str(row[0]), json.loads(row[1])
