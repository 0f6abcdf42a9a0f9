from __future__ import annotations

import pytest
from PySide6.QtCore import QDateTime

from annotator.ui.widgets.dates import moment, shown_date


@pytest.mark.parametrize(
    ("published", "told"),
    [
        ("2025-03-05", "5 Mar 2025"),
        ("2025-03", "Mar 2025"),
        ("2025", "2025"),
        ("", ""),
        ("spring 2025", "spring 2025"),
        ("2025-02-30", "2025-02-30"),
    ],
)
def test_dates_may_be_partial(published: str, told: str) -> None:
    assert shown_date(published) == told


def test_moment_of_today_is_a_time_and_of_another_day_has_its_date() -> None:
    now = QDateTime.currentDateTime()
    assert moment(now.toMSecsSinceEpoch()) == now.toString("HH:mm")
    before = now.addDays(-400)
    told = moment(before.toMSecsSinceEpoch())
    assert told.endswith(before.toString(", HH:mm"))
    assert str(before.date().year()) in told
