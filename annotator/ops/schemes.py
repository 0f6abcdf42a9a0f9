"""Coding schemes: those that are shipped, by name, and those in files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from annotator import resources
from annotator.domain.errors import UserError
from annotator.formats import safety
from annotator.formats.schemes import Scheme, parse_scheme

_FOLDER = "schemes"
_ENDING = ".yaml"
STARTER = "starter"
"""The scheme that a project begins with where nobody chose one."""


@dataclass(frozen=True, slots=True)
class Shipped:
    """A scheme that comes with the program, in a few words."""

    name: str
    title: str
    version: str
    description: str
    citation: str
    codes: int
    variables: int


def shipped_names() -> tuple[str, ...]:
    """The names of the shipped schemes: the starter, then the others in alphabetical order."""
    names = {path.stem for path in resources.path(_FOLDER).glob(f"*{_ENDING}")}
    return (STARTER, *sorted(names - {STARTER}))


def shipped() -> tuple[Shipped, ...]:
    """All shipped schemes, in the order of ``shipped_names``."""
    return tuple(_described(name, load(name)) for name in shipped_names())


def load(wanted: str | Path) -> Scheme:
    """The shipped scheme of that name, or the scheme in that file.

    A word that is no shipped scheme's name is taken for a file's.

    Raises:
        UserError: there is neither, or the file can't be read; it says where the mistake is.
    """
    if str(wanted) in shipped_names():
        path = resources.path(_FOLDER) / f"{wanted}{_ENDING}"
    else:
        path = Path(wanted)
        if not path.exists():
            raise UserError(
                "There is no scheme “{wanted}”: no shipped one of this name, and no file.",
                "Nothing was changed. The shipped schemes are {known}.",
                wanted=wanted,
                known=", ".join(shipped_names()),
            )
    return parse_scheme(safety.read_file(path), path.name)


def _described(name: str, scheme: Scheme) -> Shipped:
    return Shipped(
        name=name,
        title=scheme.title,
        version=scheme.version,
        description=scheme.description,
        citation=scheme.citation,
        codes=sum(1 for _ in scheme.walk()),
        variables=len(scheme.variables),
    )
