"""What happens when people who worked apart put their files together, situation by situation.

The numbers are those of the list of situations in ``docs/history-and-merge.md``.
"""

from __future__ import annotations

from itertools import permutations

import pytest
from replicas import Replica, anchor, merged, ref, uid

from annotator.domain.changes import Kind
from annotator.domain.merge import Conflict, Why, conflicts, merge
from annotator.domain.records import Record, Register, Stamp, State, derived_uid
from annotator.domain.text import canonical, text_sha256
from annotator.domain.view import DECISION, Placed, Review, Standing, View, view


@pytest.fixture
def lead() -> Replica:
    """A project that everybody got a copy of."""
    lead = Replica("lead")
    lead.create(Kind.CODER, "K1", name="Lead")
    lead.code("C1", name="framing")
    lead.code("C2", name="claim")
    lead.article("D1", url="https://example.org/a")
    return lead


@pytest.fixture
def a(lead: Replica) -> Replica:
    return lead.fork("a")


@pytest.fixture
def b(lead: Replica) -> Replica:
    return lead.fork("b")


def shown(*replicas: Replica) -> View:
    return view(merged(*replicas))


def decide(replica: Replica, one: str, other: str, verdict: str) -> None:
    which = derived_uid(DECISION, ref(one), ref(other))
    fixed = {"articles": [ref(one), ref(other)]}
    registers = {"verdict": Register(Stamp(replica.state.rev + 1, replica.name), verdict)}
    replica.take(State({which: Record(which, DECISION, fixed, registers)}))


def only(found: list[Conflict]) -> Conflict:
    (one,) = found
    return one


def test_01_two_coders_work_on_different_articles(a: Replica, b: Replica) -> None:
    a.annotate("x")
    b.article("D2", "t2", url="https://example.org/b")
    b.annotate("y", article="D2", at=anchor(0, 5, text="t2"))
    seen = shown(a, b)
    assert seen.annotations.keys() == {uid("x"), uid("y")}
    assert seen.articles.keys() == {uid("D1"), uid("D2")}
    assert not seen.review
    assert not conflicts(a.state, b.state)


def test_02_the_same_file_merged_twice_changes_nothing(lead: Replica, a: Replica) -> None:
    a.annotate("x")
    once = merge(lead.state, a.state)
    assert merge(once, a.state) == once


def test_03_four_files_in_any_order_end_alike(lead: Replica, a: Replica, b: Replica) -> None:
    c = lead.fork("c")
    for n, replica in enumerate((a, b, c)):
        replica.annotate(f"x{n}", at=anchor(n * 10, n * 10 + 5))
        replica.set("C1", name=f"name {n}")
    states = [merged(*order) for order in permutations((lead, a, b, c))]
    assert len(states) == 24
    assert all(state == states[0] for state in states)


def test_04_two_coders_who_agree_made_two_annotations(a: Replica, b: Replica) -> None:
    for replica, coder in ((a, "KA"), (b, "KB")):
        replica.create(Kind.CODER, coder, name=coder)
        replica.annotate(f"x{coder}", coder=coder)
    assert len(shown(a, b).annotations) == 2


def test_05_one_coder_tagging_alike_on_two_machines_counts_once(a: Replica, b: Replica) -> None:
    a.annotate("x")
    b.annotate("y")
    seen = shown(a, b)
    assert seen.annotations.keys() == {uid("x")}
    assert seen.duplicates == {uid("y"): uid("x")}


@pytest.mark.parametrize(
    "other",
    [
        {"in_round": "R2"},
        {"memo": "why?"},
        {"value:stance": "for"},
        {"at": anchor(0, 6)},
        {"at": anchor(0, 5, (8, 9))},
        {"code": "C2"},
    ],
)
def test_05_what_is_not_quite_the_same_stays_two(
    a: Replica, b: Replica, other: dict[str, str]
) -> None:
    a.annotate("x")
    b.annotate("y", **other)
    assert len(shown(a, b).annotations) == 2


def test_05_a_link_makes_an_annotation_one_of_its_own(a: Replica, b: Replica) -> None:
    for replica, name in ((a, "x"), (b, "y")):
        replica.annotate(name)
    b.annotate("z", at=anchor(10, 12))
    b.create("link", "l", {"from": ref("y"), "to": ref("z"), "relation": "says"})
    assert len(shown(a, b).annotations) == 3
    b.delete("l")
    assert len(shown(a, b).annotations) == 2


def test_05_a_link_to_what_was_removed_makes_no_difference(a: Replica, b: Replica) -> None:
    for replica, name in ((a, "x"), (b, "y")):
        replica.annotate(name)
    b.annotate("z", at=anchor(10, 12))
    b.create("link", "l", {"from": ref("y"), "to": ref("z"), "relation": "says"})
    b.delete("z")
    assert len(shown(a, b).annotations) == 1


def test_06_an_article_imported_on_two_machines_is_one() -> None:
    a, b = Replica("a"), Replica("b")
    for replica, url in (
        (a, "https://www.example.org/x/"),
        (b, "http://example.org/x?utm_source=m"),
    ):
        replica.article(f"D{replica.name}", url=url)
        replica.annotate(f"x{replica.name}", article=f"D{replica.name}", coder=f"K{replica.name}")
    seen = shown(a, b)
    assert seen.articles == {uid("Da"): (uid("Da"), uid("Db"))}
    assert {placed.article for placed in seen.annotations.values()} == {uid("Da")}
    assert len(seen.annotations) == 2


def test_07_a_wire_story_in_two_outlets_stays_two_articles() -> None:
    a, b = Replica("a"), Replica("b")
    a.article("DA", outlet="Morning Post", published="2025-03-01", headline="Strike")
    b.article("DB", outlet="Evening Star", published="2025-03-01", headline="Strike")
    assert shown(a, b).articles.keys() == {uid("DA"), uid("DB")}


def test_08_a_copy_of_unknown_source_joins_the_only_article_with_its_text() -> None:
    a, b, c = Replica("a"), Replica("b"), Replica("c")
    a.article("DA", url="https://post.example/1")
    b.article("DB")
    c.article("DC", url="https://star.example/1")
    assert shown(a, b).articles.keys() == {uid("DA")}
    for order in permutations((a, b, c)):
        seen = shown(*order)
        assert seen.articles.keys() == {uid("DA"), uid("DB"), uid("DC")}
        assert seen.unclear == {uid("DB")}


def test_08_people_decide_which_articles_are_one() -> None:
    a, b, c = Replica("a"), Replica("b"), Replica("c")
    a.article("DA", url="https://post.example/1")
    b.article("DB")
    c.article("DC", url="https://star.example/1")
    decide(a, "DB", "DC", "same")
    seen = shown(a, b, c)
    assert seen.articles.keys() == {uid("DA"), uid("DB")}
    assert not seen.unclear
    decide(c, "DB", "DC", "different")
    both = Replica("m", merged(a, b, c))
    decide(both, "DB", "DC", "different")
    assert shown(both).articles.keys() == {uid("DA"), uid("DB"), uid("DC")}


def test_09_a_code_renamed_on_one_side(a: Replica, b: Replica) -> None:
    a.set("C1", name="frames")
    b.annotate("y")
    assert shown(a, b).codes[uid("C1")].name == "frames"
    assert not conflicts(a.state, b.state)


def test_10_a_code_renamed_on_both_sides(a: Replica, b: Replica) -> None:
    a.set("C1", name="frames")
    b.set("C1", name="Framing device")
    found = only(conflicts(a.state, b.state))
    assert (found.uid, found.why, found.field) == (uid("C1"), Why.WRITTEN_APART, "name")
    assert (found.mine.value, found.theirs.value) == ("frames", "Framing device")
    assert found.kept == found.theirs
    assert shown(a, b).codes[uid("C1")].name == "Framing device"
    assert shown(b, a) == shown(a, b)


def test_11_renamed_again_by_somebody_who_saw_the_first_renaming(a: Replica, b: Replica) -> None:
    a.set("C1", name="frames")
    b.take(a.state)
    b.set("C1", name="frame")
    assert not conflicts(a.state, b.state)
    assert shown(a, b).codes[uid("C1")].name == "frame"


def test_12_one_renames_and_the_other_recolours(a: Replica, b: Replica) -> None:
    a.set("C1", name="frames")
    b.set("C1", colour="green")
    record = merged(a, b).records[uid("C1")]
    assert (record.value("name"), record.value("colour")) == ("frames", "green")
    assert not conflicts(a.state, b.state)


def test_13_an_unused_code_deleted_on_one_side_is_gone(a: Replica, b: Replica) -> None:
    a.delete("C2")
    b.annotate("y")
    assert uid("C2") not in shown(a, b).codes


def test_14_a_code_deleted_here_and_used_there_is_still_listed(a: Replica, b: Replica) -> None:
    a.delete("C2")
    b.annotate("y", code="C2")
    seen = shown(a, b)
    assert seen.codes[uid("C2")].standing is Standing.DELETED_IN_USE
    assert seen.codes[uid("C2")].name == "claim"
    assert uid("y") in seen.annotations


def test_15_restoring_it_holds_everywhere(a: Replica, b: Replica) -> None:
    a.delete("C2")
    b.annotate("y", code="C2")
    lead = Replica("m", merged(a, b))
    lead.set("C2", deleted=False)
    assert shown(a, b, lead).codes[uid("C2")].standing is Standing.LIVE


def test_16_codes_merged_here_and_the_old_one_used_there(a: Replica, b: Replica) -> None:
    a.set("C2", merged_into=ref("C1"))
    b.annotate("y", code="C2")
    seen = shown(a, b)
    assert seen.annotations[uid("y")].code == uid("C1")
    assert seen.codes.keys() == {uid("C1")}


def test_17_two_people_merge_codes_into_each_other(a: Replica, b: Replica) -> None:
    a.set("C2", merged_into=ref("C1"))
    b.set("C1", merged_into=ref("C2"))
    a.annotate("x")
    b.annotate("y", code="C2", at=anchor(7, 9))
    seen = shown(a, b)
    assert seen.codes.keys() == {uid("C1")}
    assert {placed.code for placed in seen.annotations.values()} == {uid("C1")}


def test_18_an_old_file_brings_nothing_deleted_back(lead: Replica) -> None:
    lead.annotate("x")
    old = lead.fork("old")
    lead.delete("x")
    assert merge(lead.state, old.state) == lead.state
    assert merge(old.state, lead.state) == lead.state
    assert not shown(lead, old).annotations


def test_19_deleted_here_and_edited_there(lead: Replica) -> None:
    lead.annotate("x")
    a, b = lead.fork("a"), lead.fork("b")
    a.delete("x")
    b.set("x", memo="important!")
    both = Replica("m", merged(a, b))
    assert not shown(both).annotations
    assert both.state.records[uid("x")].value("memo") == "important!"
    found = only(conflicts(a.state, b.state))
    assert (found.why, found.field) == (Why.DELETED_AND_EDITED, "memo")
    assert (found.mine.value, found.theirs.value, found.kept.value) == (True, "important!", True)
    both.set("x", deleted=False)
    assert uid("x") in shown(both).annotations


def test_20_a_span_changed_on_both_sides_is_one_of_the_two(lead: Replica) -> None:
    lead.annotate("x")
    a, b = lead.fork("a"), lead.fork("b")
    a.set("x", anchor=anchor(0, 9))
    b.set("x", anchor=anchor(3, 5))
    assert merged(a, b).records[uid("x")].value("anchor") in (anchor(0, 9), anchor(3, 5))
    assert only(conflicts(a.state, b.state)).field == "anchor"


def test_21_a_text_corrected_here_and_annotated_there(a: Replica, b: Replica) -> None:
    a.correct("D1", "t2")
    b.annotate("y")
    state = merged(a, b)
    assert state.texts.keys() == {"t1", "t2"}
    assert view(state).review == {uid("y"): Review.TEXT_CHANGED}
    assert uid("y") in view(state).annotations


def test_22_an_article_deleted_here_and_annotated_there(a: Replica, b: Replica) -> None:
    a.delete("D1")
    b.annotate("y")
    seen = shown(a, b)
    assert seen.review == {uid("y"): Review.ARTICLE_DELETED}
    assert uid("y") in seen.annotations


def test_23_a_part_that_lacks_the_code(lead: Replica, a: Replica) -> None:
    a.code("C9", name="new")
    a.annotate("x", code="C9")
    part = merge(lead.state, a.without("C9"))
    assert view(part).codes[uid("C9")].standing is Standing.UNKNOWN
    assert uid("x") in view(part).annotations
    assert view(merge(part, a.state)).codes[uid("C9")].name == "new"


def test_23_a_part_says_nothing_of_what_its_maker_had_seen(lead: Replica, a: Replica) -> None:
    a.set("C2", name="claims")
    a.set("C1", name="frames")
    received = Replica("lead", merge(lead.state, a.without("C2")))
    assert received.state.know == lead.state.know
    received.set("C2", name="allegation")
    assert received.state.rev > a.state.rev
    assert only(conflicts(received.state, a.state)).field == "name"


def test_24_codes_of_one_name_are_two_until_people_decide() -> None:
    a, b = Replica("a"), Replica("b")
    a.code("CA", name="framing")
    b.code("CB", name="framing")
    assert shown(a, b).codes.keys() == {uid("CA"), uid("CB")}
    x, y = Replica("x", merged(a, b)), Replica("y", merged(a, b))
    for replica in (x, y):
        replica.set("CB", merged_into=ref("CA"))
    assert shown(x, y).codes.keys() == {uid("CA")}


def test_25_coders_of_one_name_are_two() -> None:
    a, b = Replica("a"), Replica("b")
    for replica in (a, b):
        replica.create(Kind.CODER, f"K{replica.name}", name="Coder 1")
        replica.article(f"D{replica.name}", url="https://example.org/x")
        replica.annotate(f"x{replica.name}", article=f"D{replica.name}", coder=f"K{replica.name}")
    seen = shown(a, b)
    assert len(seen.annotations) == 2
    assert seen.coders.keys() == {uid("Ka"), uid("Kb")}


def test_26_one_person_with_two_identities_made_one_by_decision(lead: Replica) -> None:
    lead.create(Kind.CODER, "K2", name="Lead (laptop)")
    lead.annotate("x")
    lead.annotate("y", coder="K2")
    assert len(shown(lead).annotations) == 2
    lead.set("K2", merged_into=ref("K1"))
    seen = shown(lead)
    assert seen.annotations == {uid("x"): Placed(uid("D1"), uid("C1"), uid("K1"), uid("R1"))}
    assert seen.duplicates == {uid("y"): uid("x")}
    assert seen.coders.keys() == {uid("K1")}


def test_27_a_wrong_clock_decides_nothing(a: Replica, b: Replica) -> None:
    a.set("C1", name="one")
    record = a.state.records[uid("C1")]
    from_2099 = Record(record.uid, record.kind, record.fixed, record.registers, 4_070_908_800_000)
    a.state = State({**a.state.records, record.uid: from_2099}, a.state.texts, a.state.know)
    b.take(a.state)
    b.set("C1", name="two")
    assert shown(a, b).codes[uid("C1")].name == "two"


def test_28_a_copy_that_uses_the_same_replica_name(lead: Replica) -> None:
    a, b = lead.fork("same"), lead.fork("same")
    a.set("C1", name="one")
    b.set("C1", name="two")
    assert merged(a, b) == merged(b, a)
    assert only(conflicts(a.state, b.state)).why is Why.SAME_STAMP
    assert shown(a, b).codes[uid("C1")].name == "two"


def test_29_codes_moved_under_each_other(a: Replica, b: Replica) -> None:
    a.set("C1", parent=ref("C2"))
    b.set("C2", parent=ref("C1"))
    codes = shown(a, b).codes
    assert (codes[uid("C1")].parent, codes[uid("C2")].parent) == (uid("C2"), None)
    assert shown(b, a).codes == codes


def test_29_codes_under_a_deleted_code_move_up(lead: Replica) -> None:
    lead.code("C3", parent=ref("C2"))
    lead.set("C2", parent=ref("C1"))
    lead.delete("C2")
    assert shown(lead).codes[uid("C3")].parent == uid("C1")


def test_30_a_deletion_that_comes_through_somebody_else(
    lead: Replica, a: Replica, b: Replica
) -> None:
    c = lead.fork("c")
    a.annotate("x")
    b.take(a.state)
    b.delete("x")
    c.take(b.state)
    c.take(a.state)
    assert not shown(c).annotations
    assert merged(lead, a, b, c).records == c.state.records


def test_31_what_a_newer_program_wrote_is_kept(lead: Replica, a: Replica) -> None:
    a.set("C1", shape="round")
    a.create("sketch", "s", {"of": ref("C1")}, lines=[1, 2])
    both = merge(lead.state, a.state)
    assert both.records[uid("C1")].value("shape") == "round"
    assert both.records[uid("s")] == a.state.records[uid("s")]
    assert view(both).codes.keys() == {uid("C1"), uid("C2")}


def test_36_annotations_wait_for_a_text_that_was_left_out(lead: Replica, a: Replica) -> None:
    a.article("D2", "t2", url="https://example.org/b")
    a.annotate("x", article="D2", at=anchor(0, 5, text="t2"))
    without = a.without("D2")
    part = merge(lead.state, State(without.records, {"t1": "…"}, without.know, complete=False))
    assert view(part).review == {uid("x"): Review.ARTICLE_UNKNOWN}
    here = Replica("lead", part)
    here.article("D3", "t2")
    seen = shown(here)
    assert seen.annotations[uid("x")].article == uid("D3")
    assert not seen.review


def test_36_a_known_article_without_its_text(lead: Replica) -> None:
    lead.annotate("x", at=anchor(0, 5, text="t9"))
    assert shown(lead).review == {uid("x"): Review.TEXT_MISSING}


def test_37_line_ends_of_two_systems_make_no_two_articles() -> None:
    windows, linux = Replica("w"), Replica("l")
    for replica, text in ((windows, "\ufeffOne\r\n\r\ntwo"), (linux, "One\n\ntwo")):
        sha256 = text_sha256(canonical(text))
        replica.article(f"D{replica.name}", sha256, url="https://example.org/x")
    assert len(shown(windows, linux).articles) == 1


def test_38_the_fragments_of_a_span_stay_together(lead: Replica) -> None:
    lead.annotate("x", at=anchor(0, 5, (10, 15)))
    a, b = lead.fork("a"), lead.fork("b")
    a.set("x", anchor=anchor(0, 5, (20, 25)))
    b.set("x", anchor=anchor(1, 5, (10, 15)))
    kept = merged(a, b).records[uid("x")].value("anchor")
    assert kept in (anchor(0, 5, (20, 25)), anchor(1, 5, (10, 15)))


def test_a_record_that_is_not_the_same_one_is_reported_as_damage(a: Replica, b: Replica) -> None:
    a.annotate("x")
    b.annotate("x", coder="K2")
    damage = [one for one in conflicts(a.state, b.state) if one.why is Why.FIXED_PART]
    assert only(damage).uid == uid("x")
    assert merged(a, b) == merged(b, a)
