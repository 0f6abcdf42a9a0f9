"""What must hold when a transaction ends; checked on what it touched, before it is made durable."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from annotator.domain.changes import Kind
from annotator.domain.errors import UserError
from annotator.domain.text import text_sha256
from annotator.store import failures
from annotator.store.statements import among, given, listed
from annotator.store.tables import LIVE, TABLES

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Set

    from annotator.domain.anchor import Anchor
    from annotator.store.engine import Database
    from annotator.store.staging import Staging
    from annotator.store.texts import Texts

_CODE = TABLES["code"]
_ANNOTATION = TABLES["annotation"]

REFERENCES: Mapping[Kind, Mapping[str, Kind]] = {
    Kind.CODE: {"parent_id": Kind.CODE},
    Kind.ANNOTATION: {
        "article_id": Kind.ARTICLE,
        "coder_id": Kind.CODER,
        "round_id": Kind.ROUND,
        "code_id": Kind.CODE,
    },
    Kind.LINK: {"from_id": Kind.ANNOTATION, "to_id": Kind.ANNOTATION},
    Kind.PROGRESS: {
        "article_id": Kind.ARTICLE,
        "coder_id": Kind.CODER,
        "round_id": Kind.ROUND,
    },
    Kind.MEMO: {"coder_id": Kind.CODER},
    Kind.REVISION: {"code_id": Kind.CODE, "coder_id": Kind.CODER},
    Kind.ATTRIBUTE: {"code_id": Kind.CODE},
    Kind.ANSWER: {
        "article_id": Kind.ARTICLE,
        "variable_id": Kind.VARIABLE,
        "coder_id": Kind.CODER,
        "round_id": Kind.ROUND,
    },
}
"""Which columns of a live record must name a live record of which kind.

Not the revision of an annotation: where that was taken back, the annotation is one to recheck.
"""

_IS_DELETED = {
    Kind.CODE: "The code “{name}” has been deleted.",
    Kind.ARTICLE: "The article “{name}” has been removed.",
    Kind.CODER: "The coder “{name}” has been removed.",
    Kind.ROUND: "The round “{name}” has been removed.",
    Kind.ANNOTATION: "The annotation of “{name}” has been removed.",
    Kind.VARIABLE: "The variable “{name}” has been removed.",
}
_IS_USED = {
    (Kind.CODE, Kind.ANNOTATION): "The code “{name}” is in use (annotations: {n}).",
    (Kind.ARTICLE, Kind.ANNOTATION): "The article “{name}” holds annotations ({n}).",
    (Kind.CODER, Kind.ANNOTATION): "The coder “{name}” has made annotations ({n}).",
    (Kind.ROUND, Kind.ANNOTATION): "The round “{name}” holds annotations ({n}).",
    (Kind.ANNOTATION, Kind.LINK): "The annotation of “{name}” is linked (links: {n}).",
    (Kind.ARTICLE, Kind.PROGRESS): "The article “{name}” has states that were set ({n}).",
    (Kind.CODER, Kind.PROGRESS): "The coder “{name}” has set states of articles ({n}).",
    (Kind.ROUND, Kind.PROGRESS): "The round “{name}” holds states of articles ({n}).",
    (Kind.CODE, Kind.ATTRIBUTE): "The code “{name}” has attributes ({n}).",
    (Kind.CODE, Kind.REVISION): "The code “{name}” has been revised ({n}).",
    (Kind.CODER, Kind.REVISION): "The coder “{name}” has revised codes ({n}).",
    (Kind.ARTICLE, Kind.ANSWER): "The article “{name}” has answers ({n}).",
    (Kind.VARIABLE, Kind.ANSWER): "The variable “{name}” has been answered ({n}).",
    (Kind.CODER, Kind.ANSWER): "The coder “{name}” has given answers ({n}).",
    (Kind.ROUND, Kind.ANSWER): "The round “{name}” holds answers ({n}).",
}
_LET_GO = {
    Kind.ANNOTATION: "Remove or move these annotations first.",
    Kind.LINK: "Remove these links first.",
    Kind.PROGRESS: "Take these states back first.",
    Kind.ATTRIBUTE: "Remove these attributes first.",
    Kind.REVISION: "Keep the revisions, or take them back first.",
    Kind.ANSWER: "Take these answers back first.",
}
_EXCERPT = 40
_FEW_RECORDS = 1000
"""So many of the records in the way are enough to say who made them."""

_CALLED = {Kind.ARTICLE: "headline", Kind.ANNOTATION: "quotes", Kind.VARIABLE: "key"}
_NAMES: Mapping[Kind, sa.Column[Any]] = {
    kind: TABLES[kind].c[_CALLED.get(kind, "name")] for kind in _IS_DELETED
}
_NAME = {
    kind: sa.select(name).where(TABLES[kind].c.id == given("id")) for kind, name in _NAMES.items()
}
_DEAD = {
    kind: sa.select(TABLES[kind].c.id, name)
    .where(among(TABLES[kind].c.id, "ids"), TABLES[kind].c.deleted != LIVE)
    .limit(1)
    for kind, name in _NAMES.items()
}
Use = tuple[Kind, Kind, str]
"""A kind of record, a kind that cannot be without it, and the column in which that names it."""

USES: Sequence[Use] = [
    (used, by, column)
    for by, references in REFERENCES.items()
    for column, used in references.items()
    if (used, by) in _IS_USED
]
USED = frozenset(used for used, _, _ in USES)
"""The kinds of record that others cannot be without."""

_COUNTS = {
    (used, by, column): sa.select(TABLES[by].c[column], sa.func.count())
    .where(among(TABLES[by].c[column], "ids"), TABLES[by].c.deleted == LIVE)
    .group_by(TABLES[by].c[column])
    .limit(1)
    for used, by, column in USES
}
_USERS = {
    (used, by): sa.select(TABLES[by].c.id)
    .where(
        sa.or_(
            *(
                TABLES[by].c[name] == given("id")
                for one, other, name in USES
                if (one, other) == (used, by)
            )
        ),
        TABLES[by].c.deleted == LIVE,
    )
    .limit(_FEW_RECORDS)
    for used, by in _IS_USED
}
_CHILDREN = (
    sa.select(_CODE.c.parent_id, _CODE.c.name, _CODE.c.id)
    .where(among(_CODE.c.parent_id, "ids"), _CODE.c.deleted == LIVE)
    .limit(1)
)
_CODES = (
    sa.select(_CODE.c.id, _CODE.c.parent_id, _CODE.c.name, _CODE.c.key)
    .where(_CODE.c.deleted == LIVE)
    .order_by(_CODE.c.id)
)
IDENTIFYING = frozenset({"parent_id", "name", "key", "deleted"})
"""The fields of a code that must not make it like another one."""
_PARENT = sa.select(_CODE.c.parent_id).where(_CODE.c.id == given("id"))


class RefusedError(UserError):
    """A rule stands in the way of what was asked.

    Attributes:
        records: the kind and ids of records because of which it does.
    """

    def __init__(
        self,
        template: str,
        advice: str = "",
        *,
        records: tuple[Kind, Sequence[int]] | None = None,
        **details: object,
    ) -> None:
        super().__init__(template, advice, **details)
        self.records = records


def check(database: Database, staging: Staging, texts: Texts) -> None:
    """Checks what a flushed transaction touched.

    Raises:
        RefusedError: something live refers to something removed, codes would form a ring, or two
            would have one key, or one name at one place.
        UserError: the text to be annotated is damaged.
        ValueError: an annotation does not quote its text.
    """
    check_anchors(database, staging, texts)
    _check_references(database, staging)
    _check_unused(database, staging)
    _check_codes(database, staging)


def _check_codes(database: Database, staging: Staging) -> None:
    codes = [record for record in staging if record.kind is Kind.CODE and record.is_live]
    moved = {record.id for record in codes if "parent_id" in record.after}
    named = {
        record.id for record in codes if record.fresh or not IDENTIFYING.isdisjoint(record.after)
    }
    check_codebook(database, moved, named)


def check_anchors(database: Database, staging: Staging, texts: Texts) -> None:
    """Checks that the anchors which were set quote their texts.

    Raises:
        ValueError: one does not.
    """
    waiting: defaultdict[int, list[Anchor]] = defaultdict(list)
    for article_id, anchor in staging.anchors:
        waiting[article_id].append(anchor)
    for article_id, sha256, text in _texts(texts, staging, waiting):
        rest = []
        for anchor in waiting[article_id]:
            if anchor.text_sha256 != sha256.hex():
                rest.append(anchor)
            elif not anchor.holds_in(text):
                raise ValueError(f"article {article_id} does not say that at {anchor.span.ranges}")
        waiting[article_id] = rest
    for article_id, rest in waiting.items():
        if rest:
            _check_text_is_whole(database, texts, article_id)
            raise ValueError(f"article {article_id} has no text {rest[0].text_sha256}")


def _check_text_is_whole(database: Database, texts: Texts, article_id: int) -> None:
    # Whoever read a damaged text asks for a checksum that nobody knows.
    for _, sha256, text in texts.of([article_id]):
        if text_sha256(text) != sha256.hex():
            headline = database.value(_NAME[Kind.ARTICLE], id=article_id)
            raise failures.text_damaged(database.path, headline)


def _texts(
    texts: Texts, staging: Staging, articles: Iterable[int]
) -> Iterator[tuple[int, bytes, str]]:
    known = staging.texts
    for article_id in known.keys() & set(articles):
        row = staging[Kind.ARTICLE, article_id].row
        yield article_id, row["text_sha256"], known[article_id]
    unknown = [article_id for article_id in articles if article_id not in known]
    if unknown:
        yield from texts.of(unknown)


def _check_references(database: Database, staging: Staging) -> None:
    named: defaultdict[Kind, set[int]] = defaultdict(set)
    for record in staging:
        if not record.is_live:
            continue
        for column, kind in REFERENCES.get(record.kind, {}).items():
            new = not record.was_live or column in record.after
            if new and record.row[column] is not None:
                named[kind].add(record.row[column])
    for kind, ids in named.items():
        refuse_deleted(database, kind, ids)


def _check_unused(database: Database, staging: Staging) -> None:
    gone: defaultdict[Kind, set[int]] = defaultdict(set)
    for record in staging:
        if record.was_live and not record.is_live:
            gone[record.kind].add(record.id)
    for use in USES:
        used, by, _ = use
        if used in gone:
            for record_id, count in database.read(_COUNTS[use], ids=listed(gone[used])):
                refuse_used(database, used, record_id, count, by)
    refuse_above(database, gone[Kind.CODE])


def refuse_deleted(database: Database, kind: Kind, ids: Set[int]) -> None:
    """Refuses to refer to these records if one of them is deleted.

    Raises:
        RefusedError: one is.
    """
    for record_id, name in database.read(_DEAD[kind], ids=listed(ids)) if ids else ():
        raise _lost(kind, record_id, name)


def refuse_lost(database: Database, kind: Kind, ids: Set[int]) -> None:
    """Refuses to refer to any of these records: they are being removed.

    Raises:
        RefusedError: there is one.
    """
    for record_id in ids:
        raise _lost(kind, record_id, database.value(_NAME[kind], id=record_id))


def refuse_used(
    database: Database, kind: Kind, record_id: int, count: int, by: Kind | None = None
) -> None:
    """Refuses to remove a record that so many others need.

    Args:
        database: the project.
        kind: of the record.
        record_id: its id.
        count: how many need it.
        by: of which kind they are, where that is known.

    Raises:
        RefusedError: always.
    """
    if by is None or (kind, by) not in _IS_USED:
        by = next(by for used, by in _IS_USED if used is kind)
    raise RefusedError(
        _IS_USED[kind, by],
        f"Nothing was changed. {_LET_GO[by]}",
        records=(by, database.column(_USERS[kind, by], id=record_id)),
        name=_named(kind, database.value(_NAME[kind], id=record_id)),
        n=count,
    )


def _lost(kind: Kind, record_id: int, name: str) -> RefusedError:
    return RefusedError(
        _IS_DELETED[kind],
        "Nothing was changed. Choose another one.",
        records=(kind, [record_id]),
        name=_named(kind, name),
    )


def _named(kind: Kind, name: str) -> str:
    """What to call a record in a sentence; annotations by the beginning of their words."""
    if kind is not Kind.ANNOTATION:
        return name
    words = " ".join(" … ".join(json.loads(name)).split())
    return words if len(words) <= _EXCERPT else f"{words[:_EXCERPT].rstrip()}…"


def refuse_above(database: Database, codes: Set[int]) -> None:
    """Refuses to remove codes that have others under them.

    Raises:
        RefusedError: one of them has.
    """
    for parent, child, child_id in database.read(_CHILDREN, ids=listed(codes)):
        raise RefusedError(
            "The code “{name}” has other codes under it, “{child}” for one.",
            "Nothing was changed. Move or delete the codes under it first.",
            records=(Kind.CODE, [child_id]),
            name=database.value(_NAME[Kind.CODE], id=parent),
            child=child,
        )


def check_codebook(database: Database, moved: Set[int], named: Set[int]) -> None:
    """Looks at codes as they are in their table now.

    Args:
        database: the project.
        moved: codes that got another parent.
        named: codes that got another name, key or parent, or are new.

    Raises:
        RefusedError: codes form a ring, or two have one key, or one name at one place.
    """
    _check_tree(database, moved)
    _check_apart(database, named)


def _check_tree(database: Database, moved: Set[int]) -> None:
    for code in moved:
        seen, above = {code}, database.value(_PARENT, id=code)
        while above is not None:
            if above in seen:
                raise RefusedError(
                    "The code “{name}” cannot be moved under itself or a code under it.",
                    "Nothing was changed. Choose another place.",
                    name=database.value(_NAME[Kind.CODE], id=code),
                )
            seen.add(above)
            above = database.value(_PARENT, id=above)


def _check_apart(database: Database, touched: Set[int]) -> None:
    # Only what was touched: a file that has such codes already can be mended one by one.
    codes = database.read(_CODES) if touched else []
    keys = {code: key.casefold() for code, _, _, key in codes if key}
    for one, other in _alike(keys, touched):
        raise RefusedError(
            "The codes “{name}” and “{other}” would have the same key, {key}.",
            "Nothing was changed. Take the key from one of them first.",
            records=(Kind.CODE, [one, other]),
            name=database.value(_NAME[Kind.CODE], id=one),
            other=database.value(_NAME[Kind.CODE], id=other),
            key=keys[one],
        )
    places = {code: (parent, name.casefold()) for code, parent, name, _ in codes}
    for one, other in _alike(places, touched):
        raise RefusedError(
            "The codes “{name}” and “{other}” would have the same name at the same place of the "
            "codebook.",
            "Nothing was changed. Rename or move one of them first.",
            records=(Kind.CODE, [one, other]),
            name=database.value(_NAME[Kind.CODE], id=one),
            other=database.value(_NAME[Kind.CODE], id=other),
        )


def _alike(values: Mapping[int, Hashable], touched: Set[int]) -> Iterator[tuple[int, int]]:
    owners: dict[Hashable, int] = {}
    for code, value in values.items():
        owner = owners.setdefault(value, code)
        if owner != code and not touched.isdisjoint((owner, code)):
            yield owner, code
