"""Who is coding: the person at this machine, and the coders of a project."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from annotator import paths
from annotator.domain.annotation import CoderKind
from annotator.domain.changes import Create, Kind
from annotator.domain.errors import UserError
from annotator.domain.records import new_uid

if TYPE_CHECKING:
    from pathlib import Path

    from annotator.domain.annotation import Coder
    from annotator.store.project import Project


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who codes: the same ``uid`` is the same coder in every project."""

    uid: UUID
    name: str


def load_person() -> Person | None:
    """The person at this machine, or ``None`` when nobody has said who they are.

    Raises:
        UserError: the file that holds it is damaged.
    """
    file = _file()
    try:
        stored = json.loads(file.read_text(encoding="utf-8"))
        return Person(UUID(stored["uid"]), str(stored["name"]))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise UserError(
            "The file {file}, which holds your name, can't be read.",
            "Nothing was changed. Restore it from a backup, so that you stay the same coder in "
            "every project; or delete it and give your name again.",
            file=file,
        ) from error


def save_person(name: str) -> Person:
    """Remember the name of the person at this machine; who had one stays the same coder.

    Raises:
        UserError: the name is empty, or the file that holds it is damaged.
    """
    person = load_person()
    person = Person(person.uid if person else new_uid(), _tidy(name))
    _write(_file(), json.dumps({"uid": str(person.uid), "name": person.name}, ensure_ascii=False))
    return person


def person_named(name: str) -> Person:
    """The person at this machine if that is their name, otherwise somebody new.

    Raises:
        UserError: the name is empty, or the file that holds the person's is damaged.
    """
    tidy = _tidy(name)
    person = load_person()
    return person if person and person.name == tidy else Person(new_uid(), tidy)


def coder_of(project: Project, name: str | None = None) -> Coder:
    """The coder of the project with that name; without one, who codes here if that is clear.

    That is the person at this machine if they are a coder of the project, or else the only human
    coder there is.

    Raises:
        UserError: nobody has that name; or no name was given and it is not clear who codes.
    """
    coders = project.queries.coders()
    person = load_person()
    if name is not None:
        found = [coder for coder in coders if coder.name.casefold() == _tidy(name).casefold()]
    else:
        found = [coder for coder in coders if coder.kind is CoderKind.HUMAN]
    known = [coder for coder in found if person and coder.uid == person.uid]
    if known or len(found) == 1:
        return (known or found)[0]
    raise _unclear(coders, name, found)


def join(project: Project, person: Person) -> Coder:
    """The coder that the person is in the project; they become one if they are none yet.

    It is a step of nobody's, for whoever joins can't have done anything before.

    Raises:
        UserError: they are none yet, and the project can only be read.
    """
    for coder in project.queries.coders():
        if coder.uid == person.uid:
            return coder
    named = {"name": person.name, "kind": CoderKind.HUMAN.value}
    made = project.apply(
        f"Add coder “{person.name}”",
        [Create(Kind.CODER, named, uid=person.uid)],
        coder_id=None,
    )
    added = made.one_created(Kind.CODER)
    return next(coder for coder in project.queries.coders() if coder.id == added)


def human_coders(project: Project) -> list[int]:
    """The ids of the human coders: what "all coders" means in counts and charts."""
    return [coder.id for coder in project.queries.coders() if coder.kind is CoderKind.HUMAN]


def _unclear(coders: tuple[Coder, ...], name: str | None, found: list[Coder]) -> UserError:
    known = ", ".join(coder.name for coder in coders) or "none yet"
    advice = "Nothing was changed. The coders are: {known}."
    if name is None:
        return UserError(
            "It is not clear who is coding.",
            f"{advice} Say who with --coder NAME.",
            known=known,
        )
    if found:
        return UserError(
            "{n} coders are called “{name}”.", advice, n=len(found), name=name, known=known
        )
    return UserError("There is no coder “{name}” in this project.", advice, name=name, known=known)


def _tidy(name: str) -> str:
    tidy = " ".join(name.split())
    if not tidy:
        raise UserError("A coder needs a name.", "Nothing was changed. Write at least one letter.")
    return tidy


def _file() -> Path:
    return paths.config_dir() / "person.json"


def _write(file: Path, text: str) -> None:
    # Written beside and renamed: whoever reads meets the old file or the new one, never half.
    part = file.with_name(f"{file.name}.{os.getpid()}.part")
    with part.open("w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    part.replace(file)
