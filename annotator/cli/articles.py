"""Verbs about articles."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from annotator.cli.shared import (
    AsJson,
    CoderName,
    ProjectFile,
    app,
    open_at,
    progress,
    say,
    say_rows,
)


@app.command("import")
def import_(
    project: ProjectFile,
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE…", help="Files or folders.", readable=False)
    ],
    coder: CoderName = None,
    as_json: AsJson = False,
) -> None:
    """Take articles into a project.

    Each text file is one article; folders are searched for .txt files.
    Either all files can be read, or none is imported. Texts that are there are left out.
    """
    from annotator.domain.changes import Kind
    from annotator.ops import importing, people, reporting

    with open_at(project) as opened:
        coder_id = people.coder_of(opened, coder).id
        report = importing.import_files(
            opened, files, coder_id=coder_id, progress=progress("Importing")
        )
        new_ids = sorted(report.changes.created.get(Kind.ARTICLE, ()))
        added = reporting.article_rows(opened, new_ids)
    notes = {name: list(said) for name, said in report.notes.items()}
    lines = [f"Imported {report.added} of {report.files} articles."]
    lines += [f"  {row['id']}  {row['headline']}" for row in added]
    lines += [f"Left out {name}: the project has this text." for name in report.skipped]
    lines += [f"{name}: {note}" for name, said in notes.items() for note in said]
    say(
        {"added": added, "skipped": list(report.skipped), "notes": notes}, "\n".join(lines), as_json
    )


@app.command()
def articles(project: ProjectFile, as_json: AsJson = False) -> None:
    """List the articles of a project."""
    from annotator.ops import reporting

    with open_at(project, read_only=True) as opened:
        rows = reporting.article_rows(opened)
    say_rows(rows, ("id", "headline", "outlet", "published", "words", "counted_words"), as_json)
