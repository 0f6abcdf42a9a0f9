"""Dates and moments as people write them."""

from __future__ import annotations

from PySide6.QtCore import QDate, QDateTime, QLocale

_FORMS = (("yyyy-MM-dd", "d MMM yyyy"), ("yyyy-MM", "MMM yyyy"))


def shown_date(published: str) -> str:
    """An ISO date, whole or in part ("2025-03"), as people write it; other words as they are."""
    for stored, told in _FORMS:
        date = QDate.fromString(published, stored)
        if date.isValid():
            return QLocale(QLocale.Language.English).toString(date, told)
    return published


def moment(milliseconds: int) -> str:
    """A moment, in milliseconds since 1970, UTC, by the clock here: the day only if not today."""
    at = QDateTime.fromMSecsSinceEpoch(milliseconds)
    form = "HH:mm" if at.date() == QDate.currentDate() else "d MMM yyyy, HH:mm"
    return QLocale(QLocale.Language.English).toString(at, form)


def on_day(milliseconds: int) -> str:
    """The day of a moment, in milliseconds since 1970, UTC, by the calendar here: 3 Mar 2025."""
    date = QDateTime.fromMSecsSinceEpoch(milliseconds).date()
    return shown_date(date.toString("yyyy-MM-dd"))


def day(milliseconds: int) -> str:
    """A day and time for the name of a file: it sorts, and every system takes it."""
    return QDateTime.fromMSecsSinceEpoch(milliseconds).toString("yyyy-MM-dd HH.mm")
