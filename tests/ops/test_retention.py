"""Laws of which backups are kept, over random clocks."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from annotator.ops.retention import BIG, FEW, kept
from annotator.store.backups import Backup, Reason

_HOUR = 3_600_000
_DAY = 24 * _HOUR
_START = 1_750_000_000_000

_reasons = st.sampled_from(Reason)
_times = st.lists(
    st.tuples(st.integers(_START, _START + 60 * _DAY), _reasons),
    max_size=60,
    unique_by=lambda made: made[0],
)


def _made(times: list[tuple[int, Reason]], size: int = 1000) -> list[Backup]:
    return [
        Backup(Path(f"/{at}"), UUID(int=1), Path("/p"), at, reason, size, "")
        for at, reason in times
    ]


def _date(at: int) -> object:
    return datetime.fromtimestamp(at / 1000).date()


def _week(at: int) -> object:
    return datetime.fromtimestamp(at / 1000).isocalendar()[:2]


@given(_times, st.integers(_START - _DAY, _START + 120 * _DAY))
def test_what_is_promised_is_kept(times: list[tuple[int, Reason]], now: int) -> None:
    made = _made(times)
    stay = kept(made, now)
    at = {one.at for one in stay}
    assert {one.at for one in made if now - one.at <= 2 * _HOUR} <= at
    for one in made:
        age = now - one.at
        if age <= 7 * _DAY:
            assert any(_date(other) == _date(one.at) and other >= one.at for other in at)
        if age <= 31 * _DAY:
            assert any(_week(other) == _week(one.at) and other >= one.at for other in at)
            if one.reason in (Reason.MIGRATION, Reason.RESTORE):
                assert one.at in at
    if made:
        assert max(one.at for one in made) in at
    for reason in (Reason.MIGRATION, Reason.RESTORE):
        of_reason = [one.at for one in made if one.reason is reason]
        if of_reason:
            assert max(of_reason) in at


@given(_times, st.integers(_START, _START + 120 * _DAY))
def test_no_more_is_kept_than_promised(times: list[tuple[int, Reason]], now: int) -> None:
    made = _made([(at, Reason.WORK) for at, _ in times if at <= now])
    stay = kept(made, now)
    old = [one.at for one in stay if now - one.at > 2 * _HOUR]
    daily = [at for at in old if now - at <= 7 * _DAY]
    weekly = [at for at in old if now - at > 7 * _DAY]
    assert len(daily) == len({_date(at) for at in daily})
    assert len(weekly) == len({_week(at) for at in weekly})
    assert sum(now - at > 31 * _DAY for at in old) <= 1


@given(_times, st.integers(0, 60 * _DAY), st.integers(0, 60 * _DAY))
def test_nothing_is_given_up_that_is_wanted_later(
    times: list[tuple[int, Reason]], first: int, then: int
) -> None:
    """Thinning on the way, and going on with what is left, ends where thinning once does."""
    made = _made(times)
    now, later = _START + min(first, then), _START + max(first, then)
    on_the_way = kept([one for one in made if one.at <= now], now)
    since = [one for one in made if now < one.at <= later]
    at_once = kept([one for one in made if one.at <= later], later)
    assert kept([*on_the_way, *since], later) == at_once


@given(_times, st.integers(_START, _START + 120 * _DAY))
def test_thinning_twice_is_thinning_once(times: list[tuple[int, Reason]], now: int) -> None:
    stay = kept(_made(times), now)
    assert kept(stay, now) == stay


@given(_times, st.integers(_START, _START + 120 * _DAY))
def test_big_projects_keep_few(times: list[tuple[int, Reason]], now: int) -> None:
    made = _made(times, BIG + 1)
    stay = kept(made, now)
    usual = [one for one in stay if one.reason not in (Reason.MIGRATION, Reason.RESTORE)]
    assert len(usual) <= FEW
    assert len(stay) <= FEW + 2
    assert len(stay) >= min(FEW, len(made))
    if made:
        newest = max(one.at for one in made)
        at = [one.at for one in stay]
        assert newest in at
        earlier = [one.at for one in made if _date(one.at) != _date(newest)]
        if earlier:
            assert max(earlier) in at
