"""Verbs about the rounds of a project."""

from __future__ import annotations

from typing import Annotated

import typer

from annotator.cli.shared import AsJson, CoderName, ProjectFile, app, open_at, say, say_rows

round_ = typer.Typer(help="Add a round of coding to a project, rename one, or remove one.")
app.add_typer(round_, name="round")

Named = Annotated[str, typer.Argument(metavar="NAME", help="The round's name.")]


@app.command()
def rounds(project: ProjectFile, as_json: AsJson = False) -> None:
    """List the rounds of a project: stretches of coding that are kept apart from each other."""
    from annotator.ops import reporting

    with open_at(project, read_only=True) as opened:
        rows = reporting.round_rows(opened)
    say_rows(rows, ("name", "annotations", "answers", "done", "id"), as_json)


@round_.command()
def add(
    project: ProjectFile, name: Named, coder: CoderName = None, as_json: AsJson = False
) -> None:
    """Add a round.

    Name it in --round of other verbs; in the window it is chosen in the corner, or by Shift+F8.
    """
    from annotator.domain.changes import Kind
    from annotator.ops import people, reporting, rounds

    with open_at(project) as opened:
        coder_id = people.coder_of(opened, coder).id if coder else None
        made = rounds.add_round(opened, name, coder_id=coder_id).one_created(Kind.ROUND)
        (row,) = reporting.round_rows(opened, made)
    say(row, f"Added {row['id']}  {row['name']}", as_json)


@round_.command()
def rename(
    project: ProjectFile,
    name: Named,
    new: Annotated[str, typer.Argument(metavar="NEW", help="Its name from now on.")],
    coder: CoderName = None,
    as_json: AsJson = False,
) -> None:
    """Give a round another name; all that was done in it stays."""
    from annotator.ops import people, reporting, rounds

    with open_at(project) as opened:
        coder_id = people.coder_of(opened, coder).id if coder else None
        one = rounds.round_called(opened, name)
        before = rounds.round_names(opened)[one]
        rounds.rename_round(opened, one, new, coder_id=coder_id)
        (row,) = reporting.round_rows(opened, one)
    say(row, f"{before} is called {row['name']} now.", as_json)


@round_.command()
def remove(
    project: ProjectFile, name: Named, coder: CoderName = None, as_json: AsJson = False
) -> None:
    """Remove a round in which nothing was done."""
    from annotator.ops import people, reporting, rounds

    with open_at(project) as opened:
        coder_id = people.coder_of(opened, coder).id if coder else None
        one = rounds.round_called(opened, name)
        (row,) = reporting.round_rows(opened, one)
        rounds.remove_round(opened, one, coder_id=coder_id)
    say(row, f"Removed {row['id']}  {row['name']}", as_json)
