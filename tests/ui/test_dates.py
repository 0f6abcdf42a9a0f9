from __future__ import annotations

import pytest

from annotator.ui.widgets.dates import shown_date


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
