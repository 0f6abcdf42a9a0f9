"""Verbs about a project as a whole."""

from __future__ import annotations

from typing import Annotated

import typer

from annotator.cli.shared import AsJson, CoderName, ProjectFile, app, say


@app.command()
def new(
    project: ProjectFile,
    coder: CoderName = None,
    scheme: Annotated[
        str | None,
        typer.Option(
            metavar="NAME|FILE", help="What to begin with: see the verb schemes, or a file."
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Make a project.

    Without --coder it is yours, by the name you gave the program; without --scheme it begins with
    the scheme starter: the codes framing, claim and attribution.
    """
    from annotator.ops import people, projects, schemes

    person = people.person_named(coder) if coder is not None else people.load_person()
    if person is None:
        raise typer.BadParameter(
            "nobody has given their name to the program here yet: say who codes.",
            param_hint="--coder",
        )
    begun = projects.scheme_named(scheme or schemes.STARTER)
    notes = begun.notes if begun else ()
    with projects.create_project(project, project.stem, person, begun) as made:
        codes = len(made.queries.codebook())
        about = {"project": str(made.path), "name": made.name, "coder": person.name}
        told = f"Made {made.path} for {person.name}, with {codes} codes."
        say({**about, "codes": codes, "notes": notes}, "\n".join([told, *notes]), as_json)
