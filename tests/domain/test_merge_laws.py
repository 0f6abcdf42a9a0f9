"""The laws of merging, over random histories of three machines and over any states at all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from replicas import Replica, anchor, ref, uid

from annotator.domain.changes import Kind
from annotator.domain.merge import Why, conflicts, merge
from annotator.domain.records import BORN, Record, Register, Stamp, State, derived_uid
from annotator.domain.view import DECISION, view

CODES = [f"C{n}" for n in range(4)]
ARTICLES = [f"D{n}" for n in range(3)]
ANNOTATIONS = [f"A{n}" for n in range(7)]
NAMES = st.sampled_from(["framing", "claim", "source"])
TEXTS = st.sampled_from(["t1", "t2"])

code, article, annotation = map(st.sampled_from, (CODES, ARTICLES, ANNOTATIONS))
coder = st.sampled_from(["K1", "K2"])

step = st.one_of(
    st.tuples(st.just("code"), code, NAMES),
    st.tuples(st.just("born"), st.sampled_from(["C8", "C9"]), NAMES),
    st.tuples(st.just("coder"), coder),
    st.tuples(st.just("article"), article, TEXTS, st.sampled_from(["", "u1", "u2"])),
    st.tuples(st.just("annotate"), annotation, article, code, st.integers(0, 3), coder),
    st.tuples(st.just("move"), annotation, st.integers(0, 5)),
    st.tuples(st.just("memo"), annotation, NAMES),
    st.tuples(st.just("rename"), st.sampled_from([*CODES, "C8", "C9"]), NAMES),
    st.tuples(st.just("under"), code, code),
    st.tuples(st.just("into"), code, code),
    st.tuples(st.just("same coder"), coder, coder),
    st.tuples(st.just("correct"), article, TEXTS),
    st.tuples(st.just("decide"), article, article, st.sampled_from(["same", "different"])),
    st.tuples(st.just("link"), annotation, annotation),
    st.tuples(st.just("delete"), st.sampled_from([*CODES, *ARTICLES, *ANNOTATIONS, "K1"])),
    st.tuples(st.just("restore"), st.sampled_from([*CODES, *ARTICLES, *ANNOTATIONS])),
    st.tuples(st.just("exchange"), st.integers(0, 2)),
)
histories = st.lists(st.tuples(st.integers(0, 2), step), max_size=40)


def _act(replicas: list[Replica], mine: Replica, what: str, name: Any, *more: Any) -> None:
    known = mine.state.records
    if what == "exchange":
        mine.take(replicas[name].state)
    elif what in _MAKING:
        if uid(name) not in known:
            _MAKING[what](mine, name, *more)
    elif what == "decide" and name < more[0]:
        which = derived_uid(DECISION, ref(name), ref(more[0]))
        pair = {"articles": [ref(name), ref(more[0])]}
        mine._write(DECISION, which, pair, {"verdict": more[1]}, mine._tick())
    elif what == "link" and name != more[0]:
        ends = {"from": ref(name), "to": ref(more[0]), "relation": "says"}
        which = derived_uid(Kind.LINK, *ends.values())
        mine._write(Kind.LINK, which, ends, {"deleted": False}, mine._tick())
    elif what in _CHANGING and uid(name) in known:
        _CHANGING[what](mine, name, *more)


def _annotate(mine: Replica, name: str, where: str, with_code: str, start: int, who: str) -> None:
    mine.annotate(name, article=where, code=with_code, coder=who, at=anchor(start, start + 3))


def _into(mine: Replica, name: str, target: str) -> None:
    mine.set(name, merged_into=ref(target) if target != name else None)


_MAKING: dict[str, Callable[..., None]] = {
    "code": lambda mine, name, called: mine.code(name, name=called),
    "born": lambda mine, name, called: mine.bear(Kind.CODE, name, name=called),
    "coder": lambda mine, name: mine.create(Kind.CODER, name, name=name),
    "article": lambda mine, name, text, url: mine.article(name, text, url=url),
    "annotate": _annotate,
}
_CHANGING: dict[str, Callable[..., None]] = {
    "move": lambda mine, name, start: mine.set(name, anchor=anchor(start, start + 2)),
    "memo": lambda mine, name, text: mine.set(name, memo=text),
    "rename": lambda mine, name, called: mine.set(name, name=called),
    "under": lambda mine, name, parent: mine.set(name, parent=ref(parent)),
    "into": _into,
    "same coder": _into,
    "correct": lambda mine, name, text: mine.correct(name, text),
    "delete": lambda mine, name: mine.delete(name),
    "restore": lambda mine, name: mine.set(name, deleted=False),
}


def _three_states(history: list[tuple[int, tuple[Any, ...]]]) -> list[State]:
    begun = Replica("r0")
    begun.create(Kind.CODER, "K1", name="Anna")
    begun.code("C0")
    begun.code("C1", parent=ref("C0"))
    begun.article("D0", url="u1")
    for n, name in enumerate(ANNOTATIONS[:3]):
        _annotate(begun, name, "D0", f"C{n % 2}", n, "K1")
    replicas = [begun, begun.fork("r1"), begun.fork("r2")]
    for who, (what, name, *more) in history:
        _act(replicas, replicas[who], what, name, *more)
    return [replica.state for replica in replicas]


@settings(max_examples=300, deadline=None)
@given(histories)
def test_files_of_three_machines_join_alike_in_every_order(history: Any) -> None:
    a, b, c = _three_states(history)
    assert merge(a, b) == merge(b, a)
    assert merge(merge(a, b), c) == merge(a, merge(b, c))
    assert merge(a, a) == a
    assert merge(merge(a, b), b) == merge(a, b)
    assert view(merge(merge(a, b), c)) == view(merge(c, merge(b, a)))


@settings(max_examples=300, deadline=None)
@given(histories)
def test_no_live_annotation_is_lost(history: Any) -> None:
    a, b, c = _three_states(history)
    everything = merge(merge(a, b), c)
    seen = view(everything)
    live = {
        record.uid
        for record in everything.records.values()
        if record.kind == Kind.ANNOTATION and not record.is_deleted
    }
    assert live == seen.annotations.keys() | seen.duplicates.keys()
    assert seen.annotations.keys().isdisjoint(seen.duplicates)
    for placed in seen.annotations.values():
        assert placed.code in seen.codes
        assert placed.coder in seen.coders
    for uid_, placed in seen.annotations.items():
        assert placed.article in seen.articles or uid_ in seen.review


@settings(max_examples=300, deadline=None)
@given(histories)
def test_what_was_deleted_stays_deleted_unless_somebody_who_saw_it_restores_it(
    history: Any,
) -> None:
    a, b, _ = _three_states(history)
    both = merge(a, b)
    for which, record in a.records.items():
        theirs = b.records.get(which)
        if not record.is_deleted or theirs is None or theirs.is_deleted:
            continue
        alive = theirs.registers.get("deleted")
        if alive is None or a.know.get(alive.stamp.replica, 0) >= alive.stamp.rev:
            assert both.records[which].is_deleted


@settings(max_examples=300, deadline=None)
@given(histories)
def test_the_tree_of_codes_has_no_ring_and_shows_only_listed_codes(history: Any) -> None:
    codes = view(merge(*_three_states(history)[:2])).codes
    for start in codes:
        above, steps = codes[start].parent, 0
        while above is not None:
            steps += 1
            assert steps <= len(codes)
            above = codes[above].parent


@settings(max_examples=300, deadline=None)
@given(histories)
def test_conflicts_are_the_same_from_both_sides_and_gone_after_the_exchange(history: Any) -> None:
    a, b, _ = _three_states(history)
    here, there = conflicts(a, b), conflicts(b, a)
    assert [(one.uid, one.why, one.field, one.mine, one.theirs, one.kept) for one in here] == [
        (one.uid, one.why, one.field, one.theirs, one.mine, one.kept) for one in there
    ]
    both = merge(a, b)
    # Left are only what nobody wrote (values born apart) and records that aren't the same one.
    for left in conflicts(both, b):
        assert left.why is Why.FIXED_PART or left.mine.stamp == left.theirs.stamp == BORN


stamps = st.builds(Stamp, st.integers(0, 2), st.sampled_from(["", "a", "b"]))
values = st.sampled_from([None, True, False, 0, 1, 1.0, "", "x", [1], {"a": [1, 2]}])
registers = st.dictionaries(
    st.sampled_from(["name", "memo", "deleted"]), st.builds(Register, stamps, values)
)
records = st.builds(
    lambda name, kind, fixed, fields: Record(uid(name), kind, fixed, fields),
    st.sampled_from("xyz"),
    st.sampled_from(["code", "article"]),
    st.sampled_from([{}, {"coder": "one"}, {"coder": "two"}]),
    registers,
)
states = st.builds(
    lambda some, texts, know, complete: State(
        {record.uid: record for record in some}, {t: t for t in texts}, know, complete
    ),
    st.lists(records, max_size=4),
    st.sets(st.sampled_from("abc")),
    st.dictionaries(st.sampled_from(["a", "b"]), st.integers(1, 5)),
    st.booleans(),
)


@settings(max_examples=200, deadline=None)
@given(states, states, states)
def test_any_states_join_alike_even_damaged_ones_and_ones_that_share_stamps(
    a: State, b: State, c: State
) -> None:
    # Compared as text: Python takes 1, 1.0 and True for the same, files do not.
    assert repr(_sorted(merge(a, b))) == repr(_sorted(merge(b, a)))
    assert repr(_sorted(merge(merge(a, b), c))) == repr(_sorted(merge(a, merge(b, c))))
    assert merge(a, a) == a
    assert merge(merge(a, b), b) == merge(a, b)


def _sorted(state: State) -> list[Any]:
    return [
        [
            (which, one.kind, sorted(one.fixed.items()), sorted(one.registers.items(), key=repr))
            for which, one in sorted(state.records.items())
        ],
        sorted(state.texts.items()),
        sorted(state.know.items()),
        state.complete,
    ]
