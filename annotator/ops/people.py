"""Who is coding: the person at this machine, and the coders of a project."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from annotator import paths
from annotator.domain.annotation import CoderKind
from annotator.domain.changes import Create, Kind, Update
from annotator.domain.errors import UserError
from annotator.domain.records import new_uid
from annotator.domain.tally import distinct_names

if TYPE_CHECKING:
    from pathlib import Path

    from annotator.domain.annotation import Coder
    from annotator.domain.changes import Changes
    from annotator.store.project import Project

_ID_DIGITS = 8
"""So many characters of an id are taken for one, not for a name."""


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
    coder there is. Coders of one name can be told by their number, ``Ana (2)``, or by their id or
    its beginning.

    Raises:
        UserError: nobody has that name; or no name was given and it is not clear who codes.
    """
    coders = project.queries.coders()
    person = load_person()
    if name is not None:
        found = _called(coders, _tidy(name))
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


def add_coder(project: Project, name: str, *, coder_id: int | None) -> Changes:
    """Add a coder; the person at this machine if that is their name, otherwise somebody new.

    Raises:
        UserError: the name is empty, or a coder has it already.
    """
    person = person_named(name)
    _refuse_taken(project, person.name)
    if any(coder.uid == person.uid for coder in project.queries.coders()):
        # The person at this machine is here already, under another name.
        person = Person(new_uid(), person.name)
    named = {"name": person.name, "kind": CoderKind.HUMAN.value}
    label = f"Add coder “{person.name}”"
    made = Create(Kind.CODER, named, uid=person.uid)
    return project.apply(label, [made], coder_id=coder_id)


def rename_coder(project: Project, renamed: int, name: str, *, coder_id: int | None) -> Changes:
    """Give a coder another name; they stay the same coder, and all annotations theirs.

    If it is the person at this machine, the program knows them by that name from now on.

    Raises:
        UserError: the name is empty, or another coder has it already.
    """
    (before,) = (coder for coder in project.queries.coders() if coder.id == renamed)
    tidy = _tidy(name)
    _refuse_taken(project, tidy, but=renamed)
    person = load_person()
    changes = project.apply(
        f"Rename coder “{before.name}” to “{tidy}”",
        [Update(Kind.CODER, renamed, {"name": tidy})],
        coder_id=coder_id,
    )
    if person is not None and person.uid == before.uid and person.name != tidy:
        save_person(tidy)
    return changes


def human_coders(project: Project) -> list[int]:
    """The ids of the human coders: what "all coders" means in counts and charts."""
    return [coder.id for coder in project.queries.coders() if coder.kind is CoderKind.HUMAN]


def _called(coders: tuple[Coder, ...], name: str) -> list[Coder]:
    """The coders with that name, or with that number or id where no name is like it."""
    wanted = name.casefold()
    named = [coder for coder in coders if coder.name.casefold() == wanted]
    distinct = distinct_names({coder.id: coder.name for coder in coders})
    numbered = [coder for coder in coders if distinct[coder.id].casefold() == wanted]
    digits = wanted.replace("-", "")
    known = [coder for coder in coders if coder.uid.hex.startswith(digits)]
    return named or numbered or (known if len(digits) >= _ID_DIGITS else [])


def _refuse_taken(project: Project, name: str, but: int | None = None) -> None:
    coders = project.queries.coders()
    if any(one.name.casefold() == name.casefold() and one.id != but for one in coders):
        raise UserError(
            "There is a coder “{name}” in this project already.",
            "Nothing was changed. Choose that coder, or give a name that tells the two apart.",
            name=name,
        )


def _unclear(coders: tuple[Coder, ...], name: str | None, found: list[Coder]) -> UserError:
    names = distinct_names({coder.id: coder.name for coder in coders})
    known = ", ".join(names.values()) or "none yet"
    advice = "Nothing was changed. The coders are: {known}."
    if name is None:
        return UserError(
            "It is not clear who is coding.",
            f"{advice} Say who with --coder NAME.",
            known=known,
        )
    if found:
        return UserError(
            "{n} coders are called “{name}”.",
            f"{advice} Give the ID of the one you mean, or its first characters: {{ids}}.",
            n=len(found),
            name=name,
            known=known,
            ids=", ".join(str(coder.uid) for coder in found),
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
