"""Codebooks to and from files: which ending means what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING

from annotator import __version__
from annotator.domain.codebook import Example, Slot
from annotator.domain.errors import UserError
from annotator.domain.hues import PRINTED
from annotator.formats import safety
from annotator.formats.schemes import Scheme, SchemeCode, parse_scheme, write_scheme
from annotator.formats.schemes.comparing import Difference, compare
from annotator.ops import schemes
from annotator.ops.project_scheme import of_project

if TYPE_CHECKING:
    from annotator.formats.codebooks.columns import Table

READ = (".yaml", ".yml", ".csv", ".xlsx", ".qdc")
"""The endings of codebooks that can be read."""

TABLES = frozenset({".csv", ".xlsx"})
"""Those of which may have to be said which column holds what."""

WRITTEN = (".yaml", ".csv", ".xlsx", ".qdc", ".docx", ".html")
"""The endings of codebooks that are written here; PDF is printed from the page (``.html``)."""


@dataclass(frozen=True, slots=True)
class CodebookFile:
    """What a file says of a codebook.

    Attributes:
        scheme: the codes, and all else that it has.
        silent: the fields of codes of which such a file says nothing; there they are empty.
        only_codes: whether it has no place for anything else, nor for where examples are from.
    """

    scheme: Scheme
    silent: frozenset[str] = frozenset()
    only_codes: bool = False


def read_codebook(path: Path, columns: Mapping[str, str] | None = None) -> CodebookFile:
    """The codebook in a file, of which kind its ending says.

    Args:
        path: the file.
        columns: of a table, the heads of columns by what they hold (``columns.COLUMNS``), where
            their heads don't say it.

    Raises:
        UserError: the ending is not known, or the file can't be read; it names the place.
    """
    match path.suffix.lower():
        case ".yaml" | ".yml":
            return CodebookFile(parse_scheme(safety.read_file(path), path.name))
        case ".qdc":
            from annotator.formats.codebooks.qdc import SILENT, read_qdc

            read = read_qdc(safety.read_file(path), path.name)
            hued = replace(read, codes=_in_our_hues(read.codes))
            return CodebookFile(hued, SILENT, only_codes=True)
    from annotator.formats.codebooks.columns import matched, scheme_of, silent

    table = read_table(path)
    places = matched(table, columns or {})
    scheme, unsaid = scheme_of(table, places, path.stem), silent(places)
    if "colour" in unsaid:
        scheme = replace(scheme, codes=_in_turn(scheme.codes))
    return CodebookFile(scheme, unsaid, only_codes=True)


def read_table(path: Path) -> Table:
    """The table in a file; which column holds what is still to be said.

    Raises:
        UserError: the ending is none of a table, or the file can't be read.
    """
    match path.suffix.lower():
        case ".csv":
            from annotator.formats.codebooks.csv_file import read_csv

            return read_csv(safety.read_file(path), path.name)
        case ".xlsx":
            from annotator.formats.codebooks.xlsx import read_xlsx

            return read_xlsx(safety.read_file(path), path.name)
    raise _unknown(path, READ)


def find_codebook(wanted: str) -> Scheme:
    """The scheme of ``codebook_named``."""
    return codebook_named(wanted).scheme


def codebook_named(wanted: str) -> CodebookFile:
    """A shipped scheme by its name, the codebook of a project file, or one in any other file.

    Raises:
        UserError: there is none, or it can't be read.
    """
    from annotator.ops import projects
    from annotator.paths import PROJECT_SUFFIX

    path = Path(wanted)
    if path.suffix.lower() == PROJECT_SUFFIX:
        with projects.open_project(path, read_only=True) as project:
            return CodebookFile(of_project(project))
    if path.suffix.lower() in READ:
        return read_codebook(path)
    return CodebookFile(schemes.load(wanted))


def differences(before: CodebookFile, after: CodebookFile) -> tuple[Difference, ...]:
    """What is different in ``after``, of all that both kinds of file have a place for."""
    silent = before.silent | after.silent
    if not (before.only_codes or after.only_codes):
        found = compare(before.scheme, after.scheme)
    else:
        bare = (replace(one.scheme, codes=_bare(one.scheme.codes)) for one in (before, after))
        found = tuple(one for one in compare(*bare) if one.kind == "code")
    return tuple(one for one in found if one.kind != "code" or one.field not in silent)


def written(scheme: Scheme, path: Path) -> bytes:
    """The bytes of a codebook for a file of that name.

    Raises:
        UserError: the ending is not known, or there is nothing to write.
    """
    if not scheme.codes and not scheme.variables:
        raise UserError(
            "The codebook is empty: there is nothing to write to “{path}”.",
            "No file was made. Add a code first.",
            path=path,
        )
    match path.suffix.lower():
        case ".yaml":
            return write_scheme(scheme)
        case ".csv":
            from annotator.formats.codebooks.csv_file import write_csv

            return write_csv(scheme)
        case ".xlsx":
            from annotator.formats.codebooks.xlsx import write_xlsx

            return write_xlsx(scheme)
        case ".qdc":
            from annotator.formats.codebooks.qdc import write_qdc

            return write_qdc(scheme, PRINTED, f"Annotator {__version__}")
        case ".docx":
            from annotator.formats.codebooks.docx_file import write_docx

            return write_docx(scheme)
        case ".html":
            from annotator.formats.codebooks.html import write_html

            return write_html(scheme)
    raise _unknown(path, (*WRITTEN, ".pdf"))


def _bare(codes: Iterable[SchemeCode]) -> tuple[SchemeCode, ...]:
    """Codes whose examples are only words, as tables have them."""

    def words(examples: Iterable[Example]) -> tuple[Example, ...]:
        return tuple(Example(" ".join(one.text.split())) for one in examples)

    return tuple(
        replace(
            one,
            examples=words(one.examples),
            counter_examples=words(one.counter_examples),
            children=_bare(one.children),
        )
        for one in codes
    )


def _in_turn(codes: Iterable[SchemeCode]) -> tuple[SchemeCode, ...]:
    """Codes of the top level with one hue after the other, so that they can be told apart."""
    return tuple(
        replace(one, colour=hue.value) for one, hue in zip(codes, cycle(Slot), strict=False)
    )


def _in_our_hues(codes: Iterable[SchemeCode], above: str = "") -> tuple[SchemeCode, ...]:
    """Codes with the hues of which a file has the printed colours, parents' ones left out."""
    hues = {printed: hue for hue, printed in PRINTED.items()}
    found = []
    for code in codes:
        hue = hues.get(code.colour, code.colour)
        below = _in_our_hues(code.children, hue or above)
        found.append(replace(code, colour="" if hue == above else hue, children=below))
    return tuple(found)


def _unknown(path: Path, known: tuple[str, ...]) -> UserError:
    return UserError(
        "“{file}” has an ending that no codebook has.",
        "Nothing was changed. Use one of {known}.",
        file=path.name,
        known=", ".join(known),
    )
