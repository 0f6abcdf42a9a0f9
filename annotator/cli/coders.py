"""Verbs about the coders of a project."""

from __future__ import annotations

from typing import Annotated

import typer

from annotator.cli.shared import AsJson, ProjectFile, app, open_at, say, say_rows

coder = typer.Typer(help="Add a coder to a project, or give one another name.")
app.add_typer(coder, name="coder")


@app.command()
def coders(project: ProjectFile, as_json: AsJson = False) -> None:
    """List the coders of a project.

    Coders of one name are told apart by a number; their ids stay the same in every project.
    """
    from annotator.ops import reporting

    with open_at(project, read_only=True) as opened:
        rows = reporting.coder_rows(opened)
    say_rows(rows, ("name", "kind", "annotations", "id"), as_json)


@coder.command()
def add(
    project: ProjectFile,
    name: Annotated[str, typer.Argument(help="What the team calls them.")],
    as_json: AsJson = False,
) -> None:
    """Add a coder.

    If it is the name that you gave the program, the coder is you.
    """
    from annotator.domain.changes import Kind
    from annotator.ops import people, reporting

    with open_at(project) as opened:
        added = people.add_coder(opened, name, coder_id=None).one_created(Kind.CODER)
        uids = {str(one.uid) for one in opened.queries.coders() if one.id == added}
        (row,) = (row for row in reporting.coder_rows(opened) if row["id"] in uids)
    say(row, f"Added {row['id']}  {row['name']}", as_json)


@coder.command()
def rename(
    project: ProjectFile,
    name: Annotated[str, typer.Argument(help="The coder's name, or their id or its beginning.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="Their name from now on.")],
    as_json: AsJson = False,
) -> None:
    """Give a coder another name; they stay the same coder.

    It is a step of that coder's, which they can undo.
    """
    from annotator.ops import people, reporting

    with open_at(project) as opened:
        before = people.coder_of(opened, name)
        people.rename_coder(opened, before.id, new, coder_id=before.id)
        (row,) = (row for row in reporting.coder_rows(opened) if row["id"] == str(before.uid))
    say(row, f"{before.name} is called {row['name']} now.", as_json)
