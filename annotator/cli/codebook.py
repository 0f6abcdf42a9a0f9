"""Verbs about codebooks as files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from annotator.cli.shared import AsJson, ProjectFile, app, open_at, say, say_rows

codebook = typer.Typer(help="Write codebooks to files, and compare them.")
app.add_typer(codebook, name="codebook")

Which = Annotated[
    str,
    typer.Argument(
        metavar="CODEBOOK", help="A project, a shipped scheme's name, or a codebook file."
    ),
]


@codebook.command()
def export(
    project: ProjectFile,
    out: Annotated[Path, typer.Argument(metavar="OUT.yaml|csv|xlsx|qdc|docx|html|pdf")],
    as_json: AsJson = False,
) -> None:
    """Write a project's codebook to a file; the ending says of which kind."""
    from annotator.ops import codebook_files, files
    from annotator.ops.project_scheme import of_project

    with open_at(project, read_only=True) as opened:
        scheme = of_project(opened)
    if out.suffix.lower() == ".pdf":
        from annotator.ui.printing import pdf_of

        page = codebook_files.written(scheme, out.with_suffix(".html"))
        files.write(out, pdf_of(page, scheme.title))
    else:
        files.write(out, codebook_files.written(scheme, out))
    codes = sum(1 for _ in scheme.walk())
    say({"file": str(out), "codes": codes}, f"Wrote {codes} codes to {out}.", as_json)


@codebook.command()
def diff(first: Which, second: Which, as_json: AsJson = False) -> None:
    """Say what differs between two codebooks; leaves with 1 where something does."""
    from dataclasses import asdict

    from annotator.formats.schemes.comparing import compare
    from annotator.ops import codebook_files

    found = compare(codebook_files.find_codebook(first), codebook_files.find_codebook(second))
    rows = [asdict(one) for one in found]
    if rows or as_json:
        say_rows(rows, ("kind", "name", "way", "field", "before", "after"), as_json)
    else:
        say(None, "They say the same.", as_json=False)
    raise typer.Exit(1 if rows else 0)
