"""Rounds of coding: made, renamed, removed, and found by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.domain.changes import Create, Kind, Remove, Update
from annotator.domain.errors import UserError
from annotator.domain.records import derived_uid, new_uid
from annotator.domain.tally import distinct_names

if TYPE_CHECKING:
    from annotator.domain.annotation import Round
    from annotator.domain.changes import Changes
    from annotator.store.project import Project

_UNCHANGED = "Nothing was changed."


def round_names(project: Project) -> dict[int, str]:
    """What the rounds are called, by id; rounds of one name are told apart."""
    return distinct_names({one.id: one.name for one in project.queries.rounds.all()})


def round_called(project: Project, name: str) -> int:
    """The id of the round with that name.

    Raises:
        UserError: no round has it.
    """
    names = round_names(project)
    wanted = " ".join(name.split()).casefold()
    for one, called in names.items():
        if called.casefold() == wanted:
            return one
    raise UserError(
        "There is no round “{name}” in this project.",
        f"{_UNCHANGED} The rounds are: {{known}}.",
        name=name,
        known=", ".join(names.values()),
    )


def add_round(project: Project, name: str, *, coder_id: int | None) -> Changes:
    """Add a round. Who adds one of that name in another copy of the project adds the same.

    Raises:
        UserError: the name is empty, or a round has it already.
    """
    tidy = _tidy(name)
    _refuse_taken(project, tidy)
    uid = derived_uid(Kind.ROUND, str(project.uid), tidy.casefold())
    if project.queries.has(Kind.ROUND, uid):
        # It was removed, or has another name now.
        uid = new_uid()
    made = Create(Kind.ROUND, {"name": tidy}, uid)
    return project.apply(f"Add round “{tidy}”", [made], coder_id=coder_id)


def rename_round(project: Project, round_id: int, name: str, *, coder_id: int | None) -> Changes:
    """Give a round another name; all that was done in it stays.

    Raises:
        UserError: the name is empty, or another round has it already.
    """
    before, tidy = _round(project, round_id), _tidy(name)
    _refuse_taken(project, tidy, but=round_id)
    edits = [Update(Kind.ROUND, round_id, {"name": tidy})] if tidy != before.name else []
    label = f"Rename round “{before.name}” to “{tidy}”"
    return project.apply(label, edits, coder_id=coder_id)


def remove_round(project: Project, round_id: int, *, coder_id: int | None) -> Changes:
    """Remove a round in which nothing was done.

    Raises:
        UserError: something was done in it, or it is the one that the project began with.
    """
    one = _round(project, round_id)
    if round_id == project.main_round:
        raise UserError(
            "“{name}” is the round that the project began with.",
            f"{_UNCHANGED} It can be renamed, but it stays.",
            name=one.name,
        )
    edits = [Remove(Kind.ROUND, round_id)]
    return project.apply(f"Remove round “{one.name}”", edits, coder_id=coder_id)


def _round(project: Project, round_id: int) -> Round:
    for one in project.queries.rounds.all():
        if one.id == round_id:
            return one
    raise ValueError(f"there is no round {round_id}")


def _refuse_taken(project: Project, name: str, but: int | None = None) -> None:
    rounds = project.queries.rounds.all()
    if any(one.name.casefold() == name.casefold() and one.id != but for one in rounds):
        raise UserError(
            "There is a round “{name}” in this project already.",
            f"{_UNCHANGED} Choose that round, or give a name that tells the two apart.",
            name=name,
        )


def _tidy(name: str) -> str:
    tidy = " ".join(name.split())
    if not tidy:
        raise UserError("A round needs a name.", f"{_UNCHANGED} Write at least one letter.")
    return tidy
