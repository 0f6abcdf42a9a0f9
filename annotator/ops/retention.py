"""Which backups are kept: all of the last two hours, one a day for a week, one a week for a month.

A pure rule. It never gives up today what it would want to keep tomorrow: of each day, and of each
week, the newest stays, and the newest of a week is always the newest of its last day as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from annotator.store.backups import Backup, Reason

_HOUR = 3_600_000
_DAY = 24 * _HOUR
_ALL = 2 * _HOUR
_DAILY = 7 * _DAY
_WEEKLY = 31 * _DAY

BIG = 500 * 10**6
"""Bytes from which on a project keeps few backups."""

FEW = 3
"""So many backups of a big project are kept."""

_LASTING = frozenset({Reason.MIGRATION, Reason.RESTORE})
"""Made before a step that has no other way back."""


def kept(backups: Iterable[Backup], now: int) -> list[Backup]:
    """Those of one project file that are to stay.

    The newest always stays, and the newest of those made before a migration and before restoring.

    Args:
        backups: in any order.
        now: in milliseconds since 1970, UTC.
    """
    newest_first = sorted(backups, key=lambda one: one.at, reverse=True)
    if not newest_first:
        return []
    lasting = _firsts((one, one.reason) for one in newest_first if one.reason in _LASTING)
    if newest_first[0].size > BIG:
        stay = [*_few(newest_first), *lasting]
    else:
        stay = [newest_first[0], *lasting, *_by_age(newest_first, now)]
    wanted = {one.path for one in stay}
    return [one for one in newest_first if one.path in wanted]


def _by_age(newest_first: Sequence[Backup], now: int) -> list[Backup]:
    # A clock that was put back makes a backup younger than nothing: it stays.
    def younger(limit: int) -> list[Backup]:
        return [one for one in newest_first if now - one.at <= limit]

    return [
        *younger(_ALL),
        *_firsts((one, _day(one)) for one in younger(_DAILY)),
        *_firsts((one, _week(one)) for one in younger(_WEEKLY)),
        *(one for one in younger(_WEEKLY) if one.reason in _LASTING),
    ]


def _few(newest_first: Sequence[Backup]) -> list[Backup]:
    """The newest, the newest of an earlier day and of an earlier week, filled up with the next."""
    newest = newest_first[0]
    days = [one for one in newest_first if _day(one) != _day(newest)]
    weeks = [one for one in newest_first if _week(one) != _week(newest)]
    spread = {one.path: one for one in (newest, *days[:1], *weeks[:1])}
    others = [one for one in newest_first if one.path not in spread]
    return [*spread.values(), *others[: FEW - len(spread)]]


def _firsts(keyed: Iterable[tuple[Backup, object]]) -> list[Backup]:
    found: dict[object, Backup] = {}
    for one, key in keyed:
        found.setdefault(key, one)
    return list(found.values())


def _day(one: Backup) -> object:
    return datetime.fromtimestamp(one.at / 1000).date()


def _week(one: Backup) -> object:
    return datetime.fromtimestamp(one.at / 1000).isocalendar()[:2]
