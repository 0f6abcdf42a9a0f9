from __future__ import annotations

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.code_place import Place, Way, others_at, place_of, stepped
from annotator.domain.codebook import Code, Codebook


@st.composite
def books(draw: st.DrawFn) -> Codebook:
    """Up to nine codes, each under an earlier one or at the top."""
    number = draw(st.integers(1, 9))
    codes = []
    for n in range(1, number + 1):
        above = draw(st.integers(0, n - 1))
        codes.append(Code(n, UUID(int=n), above or None, draw(st.integers(0, 9)), f"code {n}"))
    return Codebook(codes)


@given(book=books(), ways=st.lists(st.sampled_from(Way), max_size=9), data=st.data())
def test_steps_lead_to_places_that_the_code_may_have(book, ways, data):
    code_id = data.draw(st.sampled_from([one.id for one in book]))
    place = place_of(book, code_id)
    for way in ways:
        place = stepped(book, code_id, place, way)
        assert place.parent_id not in book.subtree(code_id)
        assert 0 <= place.position <= len(others_at(book, code_id, place.parent_id))


@given(book=books(), data=st.data())
def test_what_is_stepped_into_is_stepped_out_of_to_the_place_after_it(book, data):
    code_id = data.draw(st.sampled_from([one.id for one in book]))
    here = place_of(book, code_id)
    inside = stepped(book, code_id, here, Way.IN)
    if here.position:
        assert stepped(book, code_id, inside, Way.OUT) == here
    else:
        assert inside == here
    assert stepped(book, code_id, Place(None, 0), Way.OUT) == Place(None, 0)
