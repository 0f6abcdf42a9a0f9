"""A project's codebook takes over what another codebook says: all of it, or chosen differences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from annotator.domain.changes import Create, Kind, Remove, Update
from annotator.domain.codebook import SEPARATOR, Status
from annotator.domain.conditions import kept_condition
from annotator.domain.decision import NOTHING, parse_decision
from annotator.domain.questions import choice_uid
from annotator.domain.records import new_uid
from annotator.domain.revisions import MEANING, rules_in
from annotator.formats.schemes.comparing import Difference, Way, compare, paired
from annotator.ops.codebook import refuse_if_locked
from annotator.ops.project_scheme import of_project
from annotator.ops.revising import meaning_of, revision_edit
from annotator.ops.scheme_records import (
    attribute_uid,
    attribute_values,
    choice_edits,
    code_uids,
    code_values,
    groups_of,
    said_besides,
    variable_uid,
    variable_values,
)
from annotator.ops.study import DECISION, GUIDE, RELATIONS, setting_edit
from annotator.store.fields import FIELDS

if TYPE_CHECKING:
    from annotator.domain.changes import Changes, Edit
    from annotator.domain.codebook import Code, Example
    from annotator.domain.questions import Attribute, Variable
    from annotator.formats.schemes import Choice, Scheme, SchemeAttribute, SchemeCode
    from annotator.store.project import Project

_ATTRIBUTES = "attributes"
_SETTINGS = {"guide": GUIDE, "relations": RELATIONS, "decide": DECISION}
"""The fields of a scheme that are settings of the study."""
_FROM_OUTSIDE = 5
"""UUIDs of this version are derived: they come from a scheme."""

_PLACE = frozenset({"parent_id", "position"})


@dataclass(frozen=True, slots=True)
class Taken:
    """What was taken over.

    Attributes:
        changes: for everybody who shows something of it.
        count: how many differences were taken over.
        left: what was not, in sentences: a key that another code has, say.
    """

    changes: Changes
    count: int
    left: tuple[str, ...]


def differences(
    project: Project, scheme: Scheme, silent: Collection[str] = (), *, only_codes: bool = False
) -> tuple[Difference, ...]:
    """What another codebook says otherwise than the project's, as seen from the project.

    Args:
        project: the project.
        scheme: the other codebook.
        silent: fields of codes of which it says nothing.
        only_codes: whether it says nothing of anything else, such as questions.
    """
    mine = of_project(project)
    return tuple(
        one
        for one in compare(mine, _aligned(mine, scheme))
        if _can_be_taken(one)
        and (one.field not in silent if one.kind == "code" else not only_codes)
    )


def takes_away(one: Difference) -> bool:
    """Whether something that is here would be gone, rather than said otherwise."""
    return one.way is Way.REMOVED or (one.way is Way.CHANGED and not one.after)


def take_over(
    project: Project,
    scheme: Scheme,
    chosen: Collection[Difference] | None = None,
    *,
    why: str = "",
    coder_id: int | None,
) -> Taken:
    """Take over differences, in one step of the history.

    A code whose meaning changes is revised. One that the other codebook lacks is deleted where
    nobody uses it, else retired. A new code brings those above it along, and a
    variable those that it is computed of or asked after.

    Args:
        project: the project.
        scheme: the other codebook.
        chosen: of ``differences``; ``None`` for all that take nothing away.
        why: the reason, for the revisions.
        coder_id: who does it.

    Raises:
        UserError: the coding scheme is locked, a variable that was answered would be removed, or
            two codes would have one name at one place.
    """
    refuse_if_locked(project)
    mine = of_project(project)
    other = _aligned(mine, scheme)
    these = None if chosen is None else frozenset(chosen)
    wanted = [
        one
        for one in compare(mine, other)
        if _can_be_taken(one) and (not takes_away(one) if these is None else one in these)
    ]
    taking = _Taking(project, mine, other, why, coder_id)
    edits = taking.edits(wanted)
    changes = project.apply(f"Take over “{scheme.title}”", edits, coder_id=coder_id)
    return Taken(changes, len(wanted), tuple(taking.left))


def _can_be_taken(one: Difference) -> bool:
    return one.kind != "scheme" or one.field in _SETTINGS or one.field == "exclusive"


def _aligned(mine: Scheme, other: Scheme) -> Scheme:
    """The other codebook with the identities of my codes where its own are unknown here.

    Two people who began apart have codes of one path, and mean the same one. An example that is
    only words there keeps what is said of it here: tables have no place for it.
    """
    said = {
        code.uid: {one.text: one for one in (*code.examples, *code.counter_examples)}
        for _, code in mine.walk()
    }
    known = {code.uid for _, code in mine.walk()}
    by_path = {path.casefold(): code.uid for path, code in mine.walk()}
    taken = {code.uid for _, code in other.walk()} & known

    def align(code: SchemeCode, above: str) -> SchemeCode:
        path = f"{above}{SEPARATOR}{code.name}" if above else code.name
        uid = code.uid
        if uid not in known:
            same = by_path.get(path.casefold(), "")
            uid = same if same and same not in taken else uid
        known_words = said.get(uid, {})
        return replace(
            code,
            uid=uid,
            examples=tuple(_said(one, known_words) for one in code.examples),
            counter_examples=tuple(_said(one, known_words) for one in code.counter_examples),
            children=tuple(align(one, path) for one in code.children),
        )

    return replace(other, codes=tuple(align(code, "") for code in other.codes))


def _said(one: Example, known: Mapping[str, Example]) -> Example:
    return one if one.source or one.why else known.get(one.text, one)


class _Taking:
    """The edits that some differences come to."""

    def __init__(
        self, project: Project, mine: Scheme, other: Scheme, why: str, coder_id: int | None
    ) -> None:
        self.left: list[str] = []
        self._project, self._mine, self._other = project, mine, other
        self._why, self._coder_id = why, coder_id
        self._codebook, self._questions = project.queries.codebook(), project.queries.questions
        self._theirs = dict(other.walk())
        self._pairs = paired(dict(mine.walk()), self._theirs)
        self._mine_by_theirs = {theirs: path for path, theirs in self._pairs.items()}
        self._groups = groups_of(other)
        self._uids = self._all_uids()
        self._ids = {code.uid: code.id for code in self._codebook}
        self._asked = {one.uid for one in self._questions.attributes()}
        self._keys = {code.key.casefold(): code.uid for code in self._codebook if code.key}
        self._made: set[str] = set()

    def edits(self, wanted: Iterable[Difference]) -> list[Edit]:
        wanted = list(wanted)
        found = [*self._remove([one.name for one in wanted if _is_gone(one, "code")])]
        self._let_keys_go([one.name for one in wanted if one.field == "key"])
        for one in wanted:
            if one.kind == "code" and one.way is Way.ADDED:
                found += self._add(one.name)
        of_codes: defaultdict[str, list[Difference]] = defaultdict(list)
        for one in wanted:
            if one.kind == "code" and one.name in self._pairs:
                of_codes[one.name].append(one)
        for path, some in of_codes.items():
            found += self._change(path, some)
        found += self._variables([one for one in wanted if one.kind == "variable"])
        fields = {one.field for one in wanted if one.kind == "scheme"}
        if "exclusive" in fields:
            found += self._exclusive()
        return [*found, *self._settings(fields)]

    # -- codes

    def _all_uids(self) -> dict[str, UUID]:
        """The uid that each of their codes has here, or will have, by its path there."""
        uids, queries = code_uids(self._other), self._project.queries
        for path, uid in uids.items():
            if path in self._mine_by_theirs:
                uids[path] = self._code(self._mine_by_theirs[path]).uid
            elif uid.version != _FROM_OUTSIDE and queries.has(Kind.CODE, uid):
                # It was deleted here; only one from a scheme comes back as the same.
                uids[path] = new_uid()
        return uids

    def _code(self, path: str) -> Code:
        return self._codebook.find(path)

    def _add(self, path: str) -> Iterator[Edit]:
        if path in self._made or path in self._mine_by_theirs:
            return
        self._made.add(path)
        above = path.rpartition(SEPARATOR)[0]
        if above:
            yield from self._add(above)
        code, uid = self._theirs[path], self._uids[path]
        values = self._values(path)
        values["key"] = self._free_key(code.key, uid, path)
        place = {"parent_id": self._parent(above), "position": self._last(above)}
        yield Create(Kind.CODE, {**values, **place}, uid)
        yield from self._new_attributes(uid, code.attributes)

    def _values(self, path: str) -> dict[str, Any]:
        values = code_values(self._theirs[path], self._uids, self._groups.get(path, ()))
        return {name: value for name, value in values.items() if name not in _PLACE}

    def _parent(self, above: str) -> int | UUID | None:
        if not above:
            return None
        mine = self._mine_by_theirs.get(above)
        return self._uids[above] if mine is None else self._code(mine).id

    def _last(self, above: str) -> int:
        siblings = self._codebook.children(None)
        if above:
            mine = self._mine_by_theirs.get(above)
            siblings = () if mine is None else self._codebook.children(self._code(mine).id)
        return max((one.position for one in siblings), default=-1) + 1 + len(self._made)

    def _free_key(self, key: str, uid: UUID, path: str) -> str:
        holder = self._keys.setdefault(key.casefold(), uid) if key else uid
        if holder == uid:
            return key
        self.left.append(f"The key {key} of “{path}” belongs to another code here.")
        return ""

    def _let_keys_go(self, paths: Iterable[str]) -> None:
        for path in paths:
            self._keys.pop(self._code(path).key.casefold(), None)

    def _change(self, path: str, some: Iterable[Difference]) -> Iterator[Edit]:
        code, theirs = self._code(path), self._pairs[path]
        fields = {one.field for one in some if one.way is Way.CHANGED}
        values = {name: value for name, value in self._values(theirs).items() if name in fields}
        if "key" in values:
            values["key"] = self._free_key(values["key"], code.uid, path)
        if any(one.way is Way.MOVED for one in some):
            above = theirs.rpartition(SEPARATOR)[0]
            yield from self._add(above) if above else ()
            values |= {"parent_id": self._parent(above), "position": self._last(above)}
        if values:
            yield Update(Kind.CODE, code.id, values)
        changed = {
            name: FIELDS[Kind.CODE][name].to_history(value)
            for name, value in values.items()
            if name in MEANING
        }
        if _ATTRIBUTES in fields:
            asked = self._theirs[theirs].attributes
            yield from self._attributes(code, asked)
            changed[_ATTRIBUTES] = [f"{one.name} ({one.kind})" for one in asked]
        if rules_in(changed):
            earlier = meaning_of(self._project, code.id)
            meaning = {**earlier, **changed}
            yield revision_edit(self._project, code.id, earlier, meaning, self._why, self._coder_id)

    def _remove(self, paths: Collection[str]) -> Iterator[Edit]:
        used = {code_id for code_id, _ in self._project.queries.annotation_counts()}
        gone = {self._code(path).id for path in paths}
        for code_id in gone:
            below = self._codebook.subtree(code_id)
            if below <= gone and used.isdisjoint(below):
                self._keys.pop(self._codebook[code_id].key.casefold(), None)
                yield Remove(Kind.CODE, code_id)
                continue
            self.left.append(f"“{self._codebook.path(code_id)}” is in use: it was retired.")
            yield Update(Kind.CODE, code_id, {"status": Status.RETIRED.value})

    def _exclusive(self) -> Iterator[Edit]:
        for path, mine in self._mine_by_theirs.items():
            code, groups = self._code(mine), self._values(path)["exclusive"]
            if code.exclusive != groups:
                yield Update(Kind.CODE, code.id, {"exclusive": groups})

    # -- what is asked

    def _new_attributes(
        self, code: UUID, asked: Iterable[SchemeAttribute], first: int = 0
    ) -> Iterator[Edit]:
        for place, one in enumerate(asked, first):
            uid = attribute_uid(code, one.name)
            if uid in self._asked:
                uid = new_uid()
            values = {"code_id": self._ids.get(code, code), "position": place}
            yield Create(Kind.ATTRIBUTE, {**values, **attribute_values(one, uid)}, uid)
            yield from choice_edits(uid, one.choices)

    def _attributes(self, code: Code, asked: Iterable[SchemeAttribute]) -> Iterator[Edit]:
        mine = {one.name.casefold(): one for one in self._questions.attributes_of(code.id)}
        for place, one in enumerate(asked):
            known = mine.pop(one.name.casefold(), None)
            if known is None:
                yield from self._new_attributes(code.uid, [one], place)
                continue
            choices = _with_uids(known, one.choices)
            values = {"position": place, **attribute_values(one, known.uid, choices)}
            yield Update(Kind.ATTRIBUTE, known.id, values)
            yield from self._choices(known, one.choices)
        yield from (Remove(Kind.ATTRIBUTE, one.id) for one in mine.values())

    def _choices(self, asked: Attribute | Variable, theirs: Iterable[Choice]) -> Iterator[Edit]:
        mine = {one.name.casefold(): one for one in asked.choices if not one.is_deleted}
        for place, one in enumerate(theirs):
            known = mine.pop(one.name.casefold(), None)
            if known is None:
                yield from choice_edits(asked.uid, [one], place)
            else:
                values = {"name": one.name, "value": one.value, "definition": one.definition}
                yield Update(Kind.CHOICE, known.id, {"position": place, **values})
        yield from (Remove(Kind.CHOICE, one.id) for one in mine.values())

    def _variables(self, some: Collection[Difference]) -> Iterator[Edit]:
        mine = {one.key.casefold(): one for one in self._questions.variables()}
        keyed = {one.key.casefold(): one for one in self._other.variables}
        uids = {
            key: mine[key].uid if key in mine else variable_uid(self._other, one)
            for key, one in keyed.items()
        }
        places = {key: place for place, key in enumerate(keyed)}
        keys = dict.fromkeys(one.name.casefold() for one in some)
        waiting = [key for key in keys if key in keyed]
        for key in waiting:
            # What it is computed of, or asked after, comes along.
            needed = (*keyed[key].mean_of, *kept_condition(keyed[key].when).keys)
            more = [one.casefold() for one in needed if one.casefold() not in {*mine, *keys}]
            keys |= dict.fromkeys(more)
            waiting += more
        for key in keys:
            if key not in keyed:
                yield Remove(Kind.VARIABLE, mine[key].id)
                continue
            theirs = keyed[key]
            values = {"position": places[key], **variable_values(theirs, uids)}
            if key in mine:
                yield Update(Kind.VARIABLE, mine[key].id, values)
                yield from self._choices(mine[key], theirs.choices)
            else:
                yield Create(Kind.VARIABLE, values, uids[key])
                yield from choice_edits(uids[key], theirs.choices)

    def _settings(self, fields: Collection[str]) -> Iterator[Edit]:
        said = said_besides(self._other, self._uids)
        for field, key in _SETTINGS.items():
            if field in fields:
                yield setting_edit(self._project, key, said[key])
        coming = self._made | set(self._mine_by_theirs)
        tree = parse_decision(self._other.decide) if "decide" in fields else None
        for path in dict.fromkeys(one.path for one in tree.outcomes()) if tree else ():
            if path not in coming and path != NOTHING:
                self.left.append(f"The decision tree leads to “{path}”, which was not taken over.")


def _is_gone(one: Difference, kind: str) -> bool:
    return one.kind == kind and one.way is Way.REMOVED


def _with_uids(asked: Attribute, choices: Iterable[Choice]) -> dict[str, UUID]:
    """The uid of each choice by its name: that which it has here, or will have."""
    known = {one.name.casefold(): one.uid for one in asked.choices}
    return {
        one.name: known.get(one.name.casefold(), choice_uid(asked.uid, one.name)) for one in choices
    }
