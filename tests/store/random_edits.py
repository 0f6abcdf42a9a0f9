"""Random edits, many of which make no sense: for laws that hold whatever people do."""

from __future__ import annotations

import random
from typing import Any

from random_questions import question_edit
from store_making import place, set_state

from annotator.domain.changes import Changes, Create, Edit, Kind, Remove, Update
from annotator.domain.errors import UserError
from annotator.domain.progress import State
from annotator.store import Project


class Worker:
    """Does random things to a project, and keeps the counts that ``Changes`` add up to.

    It expects ``TEXT`` in the article 1.
    """

    TEXT = "One 🌾 two\n\nthree “four” five\n\nsix"

    def __init__(self, project: Project, seed: int) -> None:
        self.project = project
        self.random = random.Random(seed)
        self.counts: dict[tuple[int, int], int] = {}

    def step(self, coder: int) -> Changes | None:
        edits = [edit for _ in range(self.random.randint(1, 4)) for edit in self.edits(coder)]
        try:
            return self.told(self.project.apply("Work", edits, coder_id=coder))
        except (UserError, ValueError):
            return None

    def told(self, changes: Changes) -> Changes:
        for key, change in changes.counts.items():
            self.counts[key] = self.counts.get(key, 0) + change
        self.counts = {key: count for key, count in self.counts.items() if count}
        return changes

    def edits(self, coder: int) -> list[Edit]:
        queries = self.project.queries
        codes = [code.id for code in queries.codebook()]
        mine = [one.id for one in queries.annotations(coder_ids=[coder])]
        some = self.random.choice
        choice = some(
            [
                "tag",
                "tag",
                "tag",
                "move",
                "recode",
                "memo",
                "remove",
                "code",
                "under",
                "rename",
                "delete",
                "article",
                "link",
                "link",
                "unlink",
                "state",
                "ask",
                "ask",
                "recheck",
            ]
        )
        if choice == "code" or not codes:
            return [Create(Kind.CODE, {"name": some("abc"), "parent_id": some([None, *codes])})]
        if choice == "tag" or not mine:
            return [Create(Kind.ANNOTATION, self._values(coder, some(codes)))]
        if choice == "link":
            ends = {"from_id": some(mine), "to_id": some(mine), "relation": some("xy")}
            return [Create(Kind.LINK, ends)]
        if choice == "unlink":
            return [Remove(Kind.LINK, one.id) for one in queries.links(1)[:1]]
        if choice == "state":
            return [set_state(self.project, 1, coder, some(list(State)))]
        if choice == "ask":
            asked = question_edit(self.project, self.random, coder, codes, [1])
            return [] if asked is None else [asked]
        if choice == "recheck":
            revisions = [one.id for them in queries.questions.revisions().values() for one in them]
            values = {"revision_id": some([None, *revisions])}
            return [Update(Kind.ANNOTATION, some(mine), values)]
        return {
            "move": [Update(Kind.ANNOTATION, some(mine), {"anchor": self._anchor()})],
            "recode": [Update(Kind.ANNOTATION, some(mine), {"code_id": some(codes)})],
            "memo": [Update(Kind.ANNOTATION, some(mine), {"memo": some("xyz"), "unsure": True})],
            "remove": [Remove(Kind.ANNOTATION, some(mine))],
            "under": [Update(Kind.CODE, some(codes), {"parent_id": some([None, *codes])})],
            "rename": [Update(Kind.CODE, some(codes), {"name": some("abc"), "key": some("12")})],
            "delete": [Remove(Kind.CODE, some(codes))],
            "article": [Create(Kind.ARTICLE, {"headline": some("ab"), "text": some("ab") * 9})],
        }[choice]

    def _anchor(self) -> Any:
        start, end = sorted(self.random.sample(range(len(self.TEXT)), 2))
        if self.random.random() < 0.2:
            return place(self.project, 1)
        return place(self.project, 1, (start, end))

    def _values(self, coder: int, code: int) -> dict[str, Any]:
        where = {"article_id": 1, "coder_id": coder, "round_id": self.project.main_round}
        return {**where, "code_id": code, "anchor": self._anchor()}
