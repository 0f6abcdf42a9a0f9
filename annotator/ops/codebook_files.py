"""Codebooks to and from files: which ending means what."""

from __future__ import annotations

from pathlib import Path

from annotator import __version__
from annotator.domain.errors import UserError
from annotator.formats import safety
from annotator.formats.schemes import Scheme, parse_scheme, write_scheme
from annotator.ops import schemes
from annotator.ops.project_scheme import of_project

READ = (".yaml", ".yml", ".csv", ".xlsx", ".qdc")
"""The endings of codebooks that can be read."""

WRITTEN = (".yaml", ".csv", ".xlsx", ".qdc", ".docx", ".html")
"""The endings of codebooks that are written here; PDF is printed from the page (``.html``)."""


def read_codebook(path: Path) -> Scheme:
    """The codebook in a file, of which kind its ending says.

    The columns of a table are recognised by their heads.

    Raises:
        UserError: the ending is not known, or the file can't be read; it names the place.
    """
    data = safety.read_file(path)
    match path.suffix.lower():
        case ".yaml" | ".yml":
            return parse_scheme(data, path.name)
        case ".qdc":
            from annotator.formats.codebooks.qdc import read_qdc

            return read_qdc(data, path.name)
        case ".csv":
            from annotator.formats.codebooks.csv_file import read_csv

            table = read_csv(data, path.name)
        case ".xlsx":
            from annotator.formats.codebooks.xlsx import read_xlsx

            table = read_xlsx(data, path.name)
        case _:
            raise _unknown(path, READ)
    from annotator.formats.codebooks.columns import recognise, scheme_of

    return scheme_of(table, recognise(table.header), path.stem)


def find_codebook(wanted: str) -> Scheme:
    """A shipped scheme by its name, the codebook of a project file, or one in any other file.

    Raises:
        UserError: there is none, or it can't be read.
    """
    from annotator.ops import projects
    from annotator.paths import PROJECT_SUFFIX

    path = Path(wanted)
    if path.suffix.lower() == PROJECT_SUFFIX:
        with projects.open_project(path, read_only=True) as project:
            return of_project(project)
    if path.suffix.lower() in READ:
        return read_codebook(path)
    return schemes.load(wanted)


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
            from annotator.domain.hues import PRINTED
            from annotator.formats.codebooks.qdc import write_qdc

            return write_qdc(scheme, PRINTED, f"Annotator {__version__}")
        case ".docx":
            from annotator.formats.codebooks.docx_file import write_docx

            return write_docx(scheme)
        case ".html":
            from annotator.formats.codebooks.html import write_html

            return write_html(scheme)
    raise _unknown(path, (*WRITTEN, ".pdf"))


def _unknown(path: Path, known: tuple[str, ...]) -> UserError:
    return UserError(
        "“{file}” has an ending that no codebook has.",
        "Nothing was changed. Use one of {known}.",
        file=path.name,
        known=", ".join(known),
    )
