"""What a question says, as it is written into the fields of the form."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from annotator.domain.errors import UserError
from annotator.domain.questions import End, Variable


def end_text(end: End | None) -> str:
    """An end of a scale: ``-2 very negative``."""
    return "" if end is None else f"{end.value:g} {end.label}".strip()


def end_in(text: str) -> End | None:
    """The end that is written there, a number and then what it means.

    Raises:
        UserError: it begins with no number.
    """
    number, _, label = text.strip().partition(" ")
    return End(_number(number), label.strip()) if number else None


def words_in(text: str) -> tuple[str, ...]:
    """Words between semicolons."""
    return tuple(dict.fromkeys(filter(None, (one.strip() for one in text.split(";")))))


def keys_text(uids: Iterable[UUID], variables: Iterable[Variable]) -> str:
    """The keys of questions, between semicolons."""
    keys = {one.uid: one.key for one in variables}
    return "; ".join(keys[uid] for uid in uids if uid in keys)


def items_in(text: str, variables: Iterable[Variable]) -> tuple[UUID, ...]:
    """The questions whose keys are written there.

    Raises:
        UserError: there is no such question.
    """
    uids = {one.key.casefold(): one.uid for one in variables}
    for key in words_in(text):
        if key.casefold() not in uids:
            raise UserError(
                "There is no question “{key}”.",
                "Nothing was changed. Write the keys of questions with ; between them.",
                key=key,
            )
    return tuple(uids[key.casefold()] for key in words_in(text))


def _number(text: str) -> float:
    try:
        return float(text.replace("−", "-").replace(",", "."))
    except ValueError as error:
        raise UserError(
            "“{text}” is no number.", "Nothing was changed. Write such as 2 or -1.", text=text
        ) from error
