"""Random work on copies of a project, and what the pure model of records says of it."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any
from uuid import UUID

from pure_project import PureProject, Values
from random_questions import question_edit
from store_making import ANNA, TEXT, add_article, add_coder, new_project, place, set_state

from annotator.domain.anchor import Anchor
from annotator.domain.changes import Create, Edit, Kind, Remove, Update
from annotator.domain.errors import UserError
from annotator.domain.progress import State as ArticleState
from annotator.domain.questions import End
from annotator.domain.records import DELETED, Record, Register, Stamp, State, derived_uid, new_uid
from annotator.domain.text import text_sha256
from annotator.store import Project

STANCE = f"value:{new_uid()}"
_WORDS = ("", "a", "b", "🌾")


class Worker:
    """Does random things to a copy of a project, and to its pure model alike."""

    actions = ("do", "do", "do", "undo", "redo")

    def __init__(self, path: Path, seed: int) -> None:
        self.path = path
        self.random = random.Random(seed)
        self.project = Project.open(path)
        self.pure = PureProject(self.project.records.state())
        self.ben = self.project.queries.coders()[1].id

    def work(self, steps: int) -> None:
        for _ in range(steps):
            self._step(self.random.choice((ANNA, self.ben)))
            self.check()

    def check(self) -> None:
        assert self.project.records.state() == self.pure.state

    def restart(self) -> None:
        self.project.close()
        self.project = Project.open(self.path)
        self.check()

    def _step(self, coder: int) -> None:
        action = self.random.choice(self.actions)
        # As they are now: what is removed can still be told by its uid.
        self._codes = {one.id: one for one in self.project.queries.codebook()}
        self._annotations = {one.id: one for one in self.project.queries.annotations()}
        edits = [self._edit(coder) for _ in range(self.random.randint(1, 3))]
        known = self.project.records.know()
        try:
            if action == "do":
                changes = self.project.apply("Work", edits, coder_id=coder)
            else:
                changes = getattr(self.project, action)(coder)
        except (UserError, ValueError):
            return
        if changes is None or not changes.txn:
            assert self.project.records.know() == known
            return
        stamp = self._stamp(known)
        if action == "do":
            self.pure.apply(coder, self._written(edits, stamp), stamp)
            self._add_texts(edits)
        else:
            getattr(self.pure, action)(coder, stamp)

    def _stamp(self, known: dict[str, int]) -> Stamp:
        ((replica, rev),) = set(self.project.records.know().items()) - set(known.items())
        assert rev == max(known.values()) + 1
        return Stamp(rev, replica)

    def _edit(self, coder: int) -> Edit:
        queries, some = self.project.queries, self.random.choice
        codes = [code.id for code in queries.codebook()]
        mine = [one.id for one in queries.annotations(coder_ids=[coder])]
        makes: dict[str, Any] = {
            "code": {"name": some(_WORDS), "parent_id": some([None, *codes])},
            "memo": {"about_kind": "code", "about_uid": new_uid(), "coder_id": coder, "text": "m"},
            "article": {"headline": some(_WORDS), "text": some("xyz") * 3},
        }
        if not codes:
            return Create(Kind.CODE, {"name": some(_WORDS)})
        what = some(
            [
                *makes,
                *("tag", "tag", "born", "change", "change", "under", "remove", "link", "state"),
                *("ask", "ask", "recheck"),
            ]
        )
        if what in makes:
            return Create(Kind(what), makes[what])
        if what == "born":
            return Create(Kind.CODE, {"name": some(_WORDS)}, derived_uid("code", str(new_uid())))
        if what == "tag" or not mine:
            where = {"article_id": 1, "coder_id": coder, "round_id": self.project.main_round}
            anchor, code = self._anchor(), some(codes)
            return Create(Kind.ANNOTATION, {**where, "code_id": code, "anchor": anchor})
        if what == "link":
            ends = {"from_id": some(mine), "to_id": some(mine), "relation": some(_WORDS)}
            return Create(Kind.LINK, ends)
        if what == "state":
            return set_state(self.project, 1, coder, some(list(ArticleState)))
        if what == "ask":
            asked = question_edit(self.project, self.random, coder, codes, [1])
            return asked or Update(Kind.PROJECT, 1, {"name": some("PQ")})
        if what == "recheck":
            revisions = [one.id for them in queries.questions.revisions().values() for one in them]
            return Update(Kind.ANNOTATION, some(mine), {"revision_id": some([None, *revisions])})
        if what == "under":
            return Update(Kind.CODE, some(codes), {"parent_id": some([None, *codes])})
        if what == "remove":
            return Remove(*some([(Kind.ANNOTATION, some(mine)), (Kind.CODE, some(codes))]))
        return self._change(some(mine), some(codes))

    def _change(self, annotation: int, code: int) -> Edit:
        some = self.random.choice
        return Update(
            *some(
                [
                    (
                        Kind.ANNOTATION,
                        annotation,
                        {"memo": some(_WORDS), "unsure": some((0, 1)) > 0},
                    ),
                    (Kind.ANNOTATION, annotation, {"unsure_reason": some(_WORDS)}),
                    (Kind.ANNOTATION, annotation, {"code_id": code}),
                    (Kind.ANNOTATION, annotation, {STANCE: some((None, 1, "x"))}),
                    (Kind.ANNOTATION, annotation, {"anchor": self._anchor()}),
                    (Kind.CODE, code, {"name": some(_WORDS), "key": some(("", "1", "2"))}),
                    (Kind.ARTICLE, 1, {"headline": some(_WORDS), "outlet": some(_WORDS)}),
                    (Kind.CODER, ANNA, {"name": some(("Anna", "Ann"))}),
                    (Kind.PROJECT, 1, {"name": some("PQ")}),
                ]
            )
        )

    def _anchor(self) -> Anchor:
        start, middle, end = sorted(self.random.sample(range(len(TEXT)), 3))
        ranges = self.random.choice([(), ((start, end),), ((start, middle), (middle + 1, end + 1))])
        return place(self.project, 1, *ranges)

    def _written(self, edits: list[Edit], stamp: Stamp) -> dict[UUID, Values | Record]:
        written: dict[UUID, Values | Record] = {}
        for edit in edits:
            if isinstance(edit, Create):
                was_there = edit.uid in self.pure.state.records
                born = self._made(edit, stamp)
                written[edit.uid] = self._again(born) if was_there else born
                continue
            if isinstance(edit, Remove) and edit.kind in (Kind.ANNOTATION, Kind.CODE):
                gone = self._uid(edit.kind, edit.id)
                written |= {one: {DELETED: True} for one in self._going_with(gone)}
            uid = UUID(self._uid(edit.kind, edit.id))
            values = {DELETED: True} if isinstance(edit, Remove) else self._plain(edit.values)
            assert isinstance(written.setdefault(uid, {}), dict)
            written[uid] = {**written[uid], **values}
        return written

    def _going_with(self, gone: str) -> list[UUID]:
        """The links of an annotation, the attributes and revisions of a code.

        A code that is gone already is shown as long as somebody's annotations have it, and may be
        removed again: what a merge brought since stays with it.
        """
        if self.pure.state.records[UUID(gone)].is_deleted:
            return []
        return [
            one.uid
            for one in self.pure.state.records.values()
            if one.kind in (Kind.LINK, Kind.ATTRIBUTE, Kind.REVISION)
            and not one.is_deleted
            and gone in (one.fixed.get(name) for name in ("from", "to", "code"))
        ]

    def _again(self, born: Record) -> Values:
        return {name: register.value for name, register in born.registers.items()}

    def _made(self, edit: Create, stamp: Stamp) -> Record:
        values = {**_DEFAULTS.get(edit.kind, {}), **self._plain(edit.values), DELETED: False}
        fixed = {name: values.pop(name) for name in _FIXED.get(edit.kind, ())}
        if edit.uid.version == 5 and edit.kind not in (Kind.PROGRESS, Kind.ANSWER):
            stamp = Stamp(0, "")
        registers = {name: Register(stamp, value) for name, value in values.items()}
        return Record(edit.uid, edit.kind.value, fixed, registers)

    def _plain(self, values: Any) -> Values:
        plain: Values = {}
        for name, value in values.items():
            if isinstance(value, Anchor):
                value = {
                    "text_sha256": value.text_sha256,
                    "ranges": [list(each) for each in value.span.ranges],
                    "quotes": list(value.quotes),
                    "prefix": value.prefix,
                    "suffix": value.suffix,
                }
            elif name.endswith("_id"):
                kind = _REFERS.get(name) or Kind(name.removesuffix("_id"))
                value = None if value is None else self._uid(kind, value)
                name = name.removesuffix("_id")
            elif name in ("about_uid", "of_uid"):
                value = str(value)
            elif isinstance(value, End):
                value = [value.value, value.label]
            elif name == "mean_of":
                value = [str(one) for one in value]
            elif name == "text" and len(value) == 3:
                value = text_sha256(value)
            plain[name] = value
        return plain

    def _uid(self, kind: Kind, record_id: int) -> str:
        if kind is Kind.ROUND:
            (uid,) = (one.uid for one in self.pure.state.records.values() if one.kind == kind)
            return str(uid)
        queries = self.project.queries
        if kind in _BY_QUERY:
            return str(queries.uids(kind, [record_id])[record_id])
        found = {
            Kind.PROJECT: lambda: [self.project],
            Kind.CODER: lambda: [one for one in queries.coders() if one.id == record_id],
            Kind.CODE: lambda: [self._codes[record_id]],
            Kind.ARTICLE: lambda: queries.articles([record_id]),
            Kind.ANNOTATION: lambda: [self._annotations[record_id]],
        }[kind]()
        return str(found[0].uid)

    def _add_texts(self, edits: list[Edit]) -> None:
        texts = [
            edit.values["text"]
            for edit in edits
            if isinstance(edit, Create) and edit.kind is Kind.ARTICLE
        ]
        kept = {**self.pure.state.texts, **{text_sha256(text): text for text in texts}}
        self.pure.state = State(self.pure.state.records, kept, self.pure.state.know)


_BY_QUERY = frozenset(
    {
        Kind.PROGRESS,
        Kind.REVISION,
        Kind.ATTRIBUTE,
        Kind.VARIABLE,
        Kind.CHOICE,
        Kind.ANSWER,
    }
)
_REFERS = {"parent_id": Kind.CODE, "from_id": Kind.ANNOTATION, "to_id": Kind.ANNOTATION}
_FIXED = {
    Kind.ANNOTATION: ("article", "coder", "round"),
    Kind.MEMO: ("about_kind", "about_uid", "coder"),
    Kind.LINK: ("from", "to", "relation"),
    Kind.PROGRESS: ("article", "coder", "round"),
    Kind.REVISION: ("code", "coder", "number", "earlier", "meaning"),
    Kind.ATTRIBUTE: ("code",),
    Kind.CHOICE: ("of_uid",),
    Kind.ANSWER: ("article", "variable", "coder", "round"),
}
_DEFAULTS: dict[Kind, Values] = {
    Kind.CODE: {
        **dict.fromkeys(("colour", "key", "definition", "use_when", "do_not_use_when"), ""),
        "parent": None,
        "position": 0,
        "examples": [],
        "keywords": [],
        "unit": "span",
        "boundary": "",
        "counter_examples": [],
        "instead": [],
        "status": "active",
        "citation": "",
        "exclusive": [],
    },
    Kind.REVISION: {"why": ""},
    Kind.ATTRIBUTE: {
        "position": 0,
        "question": "",
        "low": None,
        "high": None,
        "required": False,
        "preset": None,
        "condition": "",
    },
    Kind.VARIABLE: {
        **dict.fromkeys(("title", "section", "question", "rule", "condition"), ""),
        "position": 0,
        "several": False,
        "low": None,
        "high": None,
        "missing": [],
        "required": False,
        "mean_of": [],
        "needs": 0,
    },
    Kind.CHOICE: {"position": 0, "value": None, "definition": ""},
    Kind.ANNOTATION: {"memo": "", "unsure": False, "unsure_reason": "", "revision": None},
    Kind.ARTICLE: {
        **dict.fromkeys(
            ("headline", "outlet", "author", "published", "url", "language", "source_file"), ""
        ),
        "words": 0,
        "counted_words": 0,
        "zones": [],
    },
}


def begin(path: Path) -> None:
    """A project to copy: two coders, an article, two codes, an annotation; nobody did it."""
    with new_project(path) as project:
        add_coder(project, "Ben")
        where = {"article_id": add_article(project), "round_id": project.main_round}
        codes = [Create(Kind.CODE, {"name": name}) for name in ("one", "two")]
        what = {"coder_id": ANNA, "code_id": codes[0].uid, "anchor": place(project, 1, (0, 5))}
        tag = Create(Kind.ANNOTATION, {**where, **what, STANCE: 1})
        project.apply("Begin", [*codes, tag], coder_id=None)
