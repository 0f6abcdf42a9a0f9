"""The history told as plain rows, to be printed or exported."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from annotator.domain.errors import UserError
from annotator.domain.history import Action, Sought

if TYPE_CHECKING:
    from annotator.domain.history import HistoryEntry
    from annotator.store.project import Project

Row = dict[str, Any]

MOST_CHANGES = 100
"""Records of one entry that are told; of the rest it is said how many they are."""

_SAID = {Action.UNDO: "Undone: {label}", Action.REDO: "Done again: {label}"}


def sentence(entry: HistoryEntry) -> str:
    """What an entry did, as it stands in a list."""
    return _SAID.get(entry.action, "{label}").format(label=entry.label)


def history_rows(project: Project, sought: Sought, limit: int, *, changes: bool) -> list[Row]:
    """Entries as rows, newest first, on request with what they did to records.

    Args:
        project: the project.
        sought: which entries.
        limit: how many at most.
        changes: whether each has its ``changes``, up to ``MOST_CHANGES``, and how many ``more``.
    """
    rows = [_row(entry) for entry in _entries(project, sought, limit)]
    if changes:
        for row in rows:
            told = _changes(project, row["entry"])
            row["changes"] = told
            row["more"] = row["records"] - len(told)
    return rows


def refuse_redo_of_merge(project: Project, coder_id: int) -> None:
    """Says what to do where the coder took a merge back last: nothing is left to be done again.

    Raises:
        UserError: that is so.
    """
    (last, *_) = project.histories.page(Sought(coder_id=coder_id), most=1).entries or (None,)
    if last is None or last.action is not Action.UNDO or last.undoes is None:
        return
    undone = project.histories.entry(last.undoes)
    if undone is not None and "merge" in json.loads(undone.origin or "{}"):
        raise UserError(
            "{label}: nothing of this merge is left in the project.",
            "Nothing was changed. Merge the other file again.",
            label=undone.label,
        )


def _entries(project: Project, sought: Sought, limit: int) -> list[HistoryEntry]:
    found: list[HistoryEntry] = []
    page = project.histories.page(sought, most=limit)
    found += page.entries
    while page.older is not None and len(found) < limit:
        page = project.histories.page(sought, page.older, limit - len(found))
        found += page.entries
    return found


def _row(entry: HistoryEntry) -> Row:
    return {
        "entry": entry.id,
        "at": datetime.fromtimestamp(entry.at / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "coder": entry.coder,
        "action": entry.action.value,
        "step": sentence(entry),
        "records": sum(entry.records.values()),
        "kinds": {kind.value: n for kind, n in entry.records.items()},
        "undone": "" if entry.can_undo else entry.taken_back_by or "",
        "can_undo": entry.can_undo,
        "can_redo": entry.can_redo,
    }


def _changes(project: Project, number: int) -> list[Row]:
    return [
        {
            "kind": one.kind.value,
            "deed": one.deed.value,
            "title": one.title,
            "about": one.about,
            "round": one.round,
            "fields": [
                {"name": each.name, "before": each.before, "after": each.after}
                for each in one.fields
            ],
        }
        for one in project.histories.changes(number, most=MOST_CHANGES)
    ]
