"""Everything that the store can do, in random order, each step told once it has been saved.

Runs in processes that get killed and on disks that lose power. What was acknowledged is kept as
*pictures*: each live record by kind and id, as the domain shows it.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID

from random_questions import pictured, question_edit
from store_making import ANNA, add_code, new_project, place, set_state

from annotator.domain.anchor import anchor
from annotator.domain.annotation import Annotation
from annotator.domain.changes import Changes, Create, Edit, Kind, Remove, Update
from annotator.domain.codebook import Example
from annotator.domain.errors import UserError
from annotator.domain.progress import State
from annotator.domain.records import derived_uid, new_uid
from annotator.domain.span import Span
from annotator.domain.text import canonical, text_sha256
from annotator.store import Project
from annotator.store.rules import RefusedError

Picture = dict[str, str]
"""Each live record by kind and id."""

Delta = dict[str, str | None]
"""What a step changed of a picture; ``None`` for a record that is gone."""


@dataclass(frozen=True)
class Step:
    """Something that was saved.

    Attributes:
        txn: the number of its entry in the history.
        delta: what it changed.
    """

    txn: int
    delta: Delta


_ATTRIBUTE = UUID("0190a000-0000-7000-8000-000000000001")
_SETTINGS = ("snap", "round", "unit")
_WORDS = [
    "grain",
    "ferry",
    "🌾",
    "зерно",
    "Iñaki",
    "“rose”",
    "harbour",
    "été",
    "strike",
    "said",
    "water",
    "👩\u200d🌾",
    "reform",
]
_MOST_CODES = 30


def take_in(project: Project, texts: list[str]) -> Changes:
    """One step that makes articles."""
    edits = [
        Create(Kind.ARTICLE, {"headline": text[:30], "text": canonical(text)}) for text in texts
    ]
    return project.apply(f"Import {len(texts)} articles", edits, coder_id=ANNA)


class RandomWork:
    """Works on a project by chance, but the same for the same seed and project.

    Args:
        project: where to work.
        seed: decides what is done.
        long_jobs: whether some of it are long jobs.
    """

    def __init__(self, project: Project, seed: int, *, long_jobs: bool = True) -> None:
        self.project = project
        self._random = random.Random(seed)
        self._does: list[tuple[int, Callable[[], Changes | None]]] = [
            (30, lambda: self._tag(1)),
            (6, lambda: self._tag(self._random.randrange(5, 60))),
            (6, self._recode),
            (8, self._annotate_more),
            (4, self._remove),
            (5, self._add_code),
            (5, self._change_code),
            (2, self._remove_code),
            (4, self._import),
            (4, self._change_article),
            (1, self._rename_project),
            (3, self._write_memo),
            (2, self._set),
            (5, self._link),
            (2, self._unlink),
            (5, self._set_states),
            (8, self._ask),
            (12, self._undo),
            (8, self._redo),
        ]
        self._steps = self._go_on()
        self._begins_jobs = long_jobs
        self._job_is_open = False

    def step(self) -> Step | None:
        """Does something; what was saved, or ``None`` where nothing was."""
        return next(self._steps)

    def _go_on(self) -> Iterator[Step | None]:
        while True:
            if self._begins_jobs and self.chance(0.03):
                yield from self._long_job()
            else:
                yield self._short_step()

    def _long_job(self) -> Iterator[Step | None]:
        """Many articles, some annotations in them and some elsewhere, with other work meanwhile."""
        self._job_is_open = True
        with self.project.begin("A long job", coder_id=ANNA) as job:
            for _ in range(self._random.randrange(1, 6)):
                job.take(self._many_edits())
                for _ in range(self._random.randrange(4)):
                    yield self._short_step()
            finishes = self.chance(0.8)
            yield self._attempt(job.finish) if finishes else None
        self._job_is_open = False

    def _short_step(self) -> Step | None:
        weights = [weight for weight, _ in self._does]
        ((_, do),) = self._random.choices(self._does, weights)
        return self._attempt(do)

    def _attempt(self, do: Callable[[], Changes | None]) -> Step | None:
        try:
            changes = do()
        except UserError as error:
            # A rule may stand in the way of what chance thought of; nothing else may.
            if not isinstance(error.__cause__ or error, RefusedError):
                raise
            return None
        if changes is None or not changes.txn:
            return None
        return Step(changes.txn, delta(self.project, changes))

    def chance(self, probability: float) -> bool:
        """Yes or no."""
        return self._random.random() < probability

    def _undo(self) -> Changes | None:
        if self._job_is_open and self.project.undo_takes_long(ANNA):
            return None
        return self.project.undo(ANNA)

    def _redo(self) -> Changes | None:
        if self._job_is_open and self.project.redo_takes_long(ANNA):
            return None
        return self.project.redo(ANNA)

    def _many_edits(self) -> Iterator[Edit]:
        code = self._code()
        for _ in range(self._random.randrange(5, 40)):
            uid, text = new_uid(), canonical(self._text(self._random.randrange(3, 300)))
            yield Create(Kind.ARTICLE, {"headline": text[:20], "text": text}, uid)
            if code is not None:
                yield Create(
                    Kind.ANNOTATION,
                    {
                        "article_id": uid,
                        "coder_id": ANNA,
                        "round_id": self.project.main_round,
                        "code_id": code,
                        "anchor": anchor(text, text_sha256(text), Span.of((0, 3))),
                    },
                )
        for one in self._annotations(20):
            yield Update(Kind.ANNOTATION, one, {"memo": self._text(5)})

    def _write_memo(self) -> Changes | None:
        queries, words = self.project.queries, self._text(self._random.randrange(1, 80))
        memos = queries.memos()
        if memos and self.chance(0.5):
            memo = self._random.choice(memos)
            return self._apply("Change a memo", [Update(Kind.MEMO, memo.id, {"text": words})])
        codes = list(queries.codebook())
        if not codes:
            return None
        about = {"about_kind": "code", "about_uid": self._random.choice(codes).uid}
        return self._apply(
            "Write a memo", [Create(Kind.MEMO, {**about, "coder_id": ANNA, "text": words})]
        )

    def _set(self) -> Changes:
        key, value = self._random.choice(_SETTINGS), {"n": self._random.randrange(99)}
        known = self.project.queries.setting_id(key)
        if known is not None:
            return self._apply("Set", [Update(Kind.SETTING, known, {"value": value})])
        uid = derived_uid(Kind.SETTING, str(self.project.uid), key)
        return self._apply("Set", [Create(Kind.SETTING, {"key": key, "value": value}, uid)])

    def _link(self) -> Changes | None:
        ends = self._annotations(2)
        if len(ends) < 2:
            return None
        values = {"from_id": ends[0], "to_id": ends[1], "relation": self._text(1)}
        return self._apply("Link", [Create(Kind.LINK, values)])

    def _unlink(self) -> Changes | None:
        links = self.project.queries.links_of(self._annotations(50))
        if not links:
            return None
        return self._apply("Unlink", [Remove(Kind.LINK, self._random.choice(links).id)])

    def _set_states(self) -> Changes | None:
        ids = self.project.queries.article_ids()
        some = self._random.sample(ids, min(len(ids), self._random.choice((1, 1, 10))))
        state = self._random.choice(list(State))
        edits = [set_state(self.project, one, ANNA, state) for one in some]
        return self._apply("Set states", edits)

    def _ask(self) -> Changes | None:
        codes = [code.id for code in self.project.queries.codebook()]
        articles = self.project.queries.article_ids()
        asked = question_edit(self.project, self._random, ANNA, codes, articles)
        return None if asked is None else self._apply("Ask", [asked])

    def _apply(self, label: str, edits: list[Edit]) -> Changes:
        return self.project.apply(label, edits, coder_id=ANNA)

    def _tag(self, count: int) -> Changes | None:
        article, code = self._article(), self._code()
        if article is None or code is None:
            return None
        made = [
            Create(
                Kind.ANNOTATION,
                {
                    "article_id": article,
                    "coder_id": ANNA,
                    "round_id": self.project.main_round,
                    "code_id": code,
                    "anchor": place(self.project, article, *self._ranges(article)),
                    "memo": self._text(self._random.choice((0, 0, 3, 90))),
                },
            )
            for _ in range(count)
        ]
        return self._apply(f"Tag {count}", made)

    def _recode(self) -> Changes | None:
        code = self._code()
        some = self._annotations(40)
        if code is None or not some:
            return None
        edits = [Update(Kind.ANNOTATION, one, {"code_id": code}) for one in some]
        return self._apply("Recode", edits)

    def _annotate_more(self) -> Changes | None:
        for one in self._annotations(1):
            article = self.project.queries.annotation(one).article_id
            values = self._random.choice(
                (
                    {"memo": self._text(self._random.randrange(300))},
                    {"unsure": self.chance(0.5), "unsure_reason": self._text(3)},
                    {f"value:{_ATTRIBUTE}": self._text(2)},
                    {"anchor": place(self.project, article, *self._ranges(article))},
                )
            )
            return self._apply("Change an annotation", [Update(Kind.ANNOTATION, one, values)])
        return None

    def _remove(self) -> Changes | None:
        gone = self._annotations(self._random.choice((1, 1, 30)))
        return self._apply("Remove", [Remove(Kind.ANNOTATION, one) for one in gone])

    def _add_code(self) -> Changes | None:
        if len(self.project.queries.codebook()) > _MOST_CODES:
            return None
        values = {"name": self._text(2), "parent_id": self._random.choice((None, self._code()))}
        return self._apply("Add a code", [Create(Kind.CODE, values)])

    def _change_code(self) -> Changes | None:
        code = self._code()
        values = self._random.choice(
            (
                {"name": self._text(3)},
                {"parent_id": self._code()},
                {
                    "definition": self._text(40),
                    "examples": self._examples(),
                },
                {"position": self._random.randrange(9), "key": self._random.choice("abc123")},
            )
        )
        return None if code is None else self._apply("Change", [Update(Kind.CODE, code, values)])

    def _examples(self) -> tuple[Example, ...]:
        return (Example(self._text(2)), Example(self._text(5), "there", "so"))

    def _remove_code(self) -> Changes | None:
        code = self._code()
        return None if code is None else self._apply("Remove a code", [Remove(Kind.CODE, code)])

    def _import(self) -> Changes:
        sizes = [self._random.randrange(5, 900) for _ in range(self._random.choice((1, 3, 25)))]
        return take_in(self.project, [self._text(size) for size in sizes])

    def _change_article(self) -> Changes | None:
        article = self._article()
        if article is None:
            return None
        values = self._random.choice(
            ({"outlet": self._text(2)}, {"headline": self._text(8)}, {"published": "2025-03"})
        )
        return self._apply("Change an article", [Update(Kind.ARTICLE, article, values)])

    def _rename_project(self) -> Changes:
        return self._apply("Rename", [Update(Kind.PROJECT, 1, {"name": self._text(2)})])

    def _text(self, words: int) -> str:
        return " ".join(self._random.choices(_WORDS, k=words))

    def _article(self) -> int | None:
        return self._one_of(self.project.queries.article_ids())

    def _code(self) -> int | None:
        return self._one_of([code.id for code in self.project.queries.codebook()])

    def _one_of(self, ids: list[int]) -> int | None:
        return self._random.choice(ids) if ids else None

    def _annotations(self, most: int) -> list[int]:
        ids = [one.id for one in self.project.queries.annotations()]
        return self._random.sample(ids, min(len(ids), most))

    def _ranges(self, article: int) -> Iterator[tuple[int, int]]:
        length, at = len(self.project.queries.text(article)), 0
        for _ in range(self._random.choice((1, 1, 1, 2))):
            start = self._random.randrange(at, length)
            at = min(length, start + self._random.randrange(1, 400))
            yield start, at
            if at + 1 >= length:
                return
            at += 1


def picture(project: Project) -> Picture:
    """Each live record by kind and id; two projects that hold the same look the same."""
    queries = project.queries
    seen: Picture = {"project 1": project.name}
    for kind, records in (
        (Kind.CODER, queries.coders()),
        (Kind.CODE, queries.codebook()),
        (Kind.ANNOTATION, map(_plain, queries.annotations())),
        (Kind.MEMO, queries.memos()),
    ):
        seen |= {f"{kind} {one.id}": repr(one) for one in records}
    links = {one.id: one for article in queries.article_ids() for one in queries.links(article)}
    seen |= {f"{Kind.LINK} {one.id}": repr(one) for one in links.values()}
    seen |= _states(project, queries.article_ids())
    seen |= {f"setting {key}": repr(value) for key, value in queries.settings().items()}
    seen |= pictured(project)
    return seen | _articles(project, queries.article_ids())


def delta(project: Project, changes: Changes) -> Delta:
    """What a step changed of the project's picture."""
    touched: defaultdict[Kind, set[int]] = defaultdict(set)
    for some in (changes.removed, changes.updated, changes.created):
        for kind, ids in some.items():
            touched[kind] |= ids
    settings_touched = touched.pop(Kind.SETTING, None)
    seen: Delta = {f"{kind} {one}": None for kind, ids in touched.items() for one in ids}
    queries = project.queries
    if Kind.PROJECT in touched:
        seen["project 1"] = project.name
    if Kind.ARTICLE in touched:
        seen |= _articles(project, list(touched[Kind.ARTICLE]))
    if Kind.CODE in touched:
        codes = [one for one in queries.codebook() if one.id in touched[Kind.CODE]]
        seen |= {f"{Kind.CODE} {one.id}": repr(one) for one in codes}
    if Kind.MEMO in touched:
        memos = [one for one in queries.memos() if one.id in touched[Kind.MEMO]]
        seen |= {f"{Kind.MEMO} {one.id}": repr(one) for one in memos}
    if Kind.LINK in touched:
        links = queries.links_by_id(list(touched[Kind.LINK]))
        seen |= {f"{Kind.LINK} {one.id}": repr(one) for one in links}
    if Kind.PROGRESS in touched:
        seen |= _states(project, list(changes.articles))
    for kind in (Kind.ATTRIBUTE, Kind.VARIABLE, Kind.REVISION, Kind.ANSWER, Kind.CHOICE):
        if kind in touched:
            asked = pictured(project)
            seen |= {key: None for key in seen if key.startswith(f"{Kind.CHOICE} ")} | asked
    if settings_touched:  # their names say more than their ids
        settings = queries.settings()
        seen |= {f"setting {key}": None for key in _SETTINGS}
        seen |= {f"setting {key}": repr(value) for key, value in settings.items()}
    if Kind.ANNOTATION in touched:
        found = queries.annotations_by_id(list(touched[Kind.ANNOTATION]))
        seen |= {f"{Kind.ANNOTATION} {one.id}": repr(_plain(one)) for one in found}
    return seen


def _plain(annotation: Annotation) -> Annotation:
    """The annotation without values that are none any more: they say what none says."""
    values = {name: value for name, value in annotation.values.items() if value is not None}
    return replace(annotation, values=values)


def with_delta(before: Picture, change: Delta) -> Picture:
    """The picture after a step."""
    after = {**before, **change}
    return {key: value for key, value in after.items() if value is not None}


def _articles(project: Project, ids: list[int]) -> Picture:
    queries = project.queries
    return {
        f"{Kind.ARTICLE} {one.id}": f"{one!r} {queries.zones(one.id)!r} {queries.text(one.id)}"
        for one in queries.articles(ids)
    }


def _states(project: Project, articles: list[int]) -> Picture:
    """States that were set, under their records: an article that is imported again has others."""
    queries, seen = project.queries, {}
    for article, one in queries.progress_ids(articles, ANNA).items():
        seen[f"{Kind.PROGRESS} {one}"] = f"{article} {queries.set_states(ANNA)[article]}"
    return seen


def start(path: Path) -> Picture:
    """Makes a small project to work on; what it shows."""
    with new_project(path) as project:
        add_code(project, "claim")
        add_code(project, "number")
        take_in(project, ["Grain prices rose sharply. " * 20, "“We warned them.” 🌾 " * 30])
        return picture(project)
