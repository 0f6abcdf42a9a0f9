"""Verbs about a project as a whole."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from annotator.cli.shared import AsJson, CoderName, ProjectFile, Steps, app, open_at, say
from annotator.domain.errors import UserError


@app.command()
def new(
    project: ProjectFile,
    coder: CoderName = None,
    scheme: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The codes to begin with.", readable=False),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Make a project.

    Without --coder it is yours, by the name you gave the program; without --scheme it begins with
    the codes framing, claim and attribution.
    """
    from annotator.ops import people, projects

    person = people.person_named(coder) if coder is not None else people.load_person()
    if person is None:
        raise typer.BadParameter(
            "nobody has given their name to the program here yet: say who codes.",
            param_hint="--coder",
        )
    with projects.create_project(project, project.stem, person, scheme) as made:
        codes = len(made.queries.codebook())
        say(
            {"project": str(made.path), "name": made.name, "coder": person.name, "codes": codes},
            f"Made {made.path} for {person.name}, with {codes} codes.",
            as_json,
        )


@app.command()
def check(project: ProjectFile, as_json: AsJson = False) -> None:
    """Check that a project file is sound.

    Looks at the database, at every text, and at every quote in its place. Exit code 1 when
    something is wrong.
    """
    with open_at(project, read_only=True) as opened:
        findings = opened.check()
    lines = "\n".join(findings) or f"{project}: nothing is wrong."
    say({"findings": findings}, lines, as_json)
    if findings:
        raise typer.Exit(1)


@app.command()
def undo(
    project: ProjectFile, steps: Steps = 1, coder: CoderName = None, as_json: AsJson = False
) -> None:
    """Take back a coder's latest steps."""
    undone = _stepped(project, coder, steps, back=True)
    if not undone:
        raise UserError("There is nothing to undo in {file}.", file=project)
    say({"undone": undone}, "\n".join(f"Undone: {label}" for label in undone), as_json)


@app.command()
def redo(
    project: ProjectFile, steps: Steps = 1, coder: CoderName = None, as_json: AsJson = False
) -> None:
    """Do again what a coder took back last."""
    redone = _stepped(project, coder, steps, back=False)
    if not redone:
        raise UserError("There is nothing to do again in {file}.", file=project)
    say({"redone": redone}, "\n".join(f"Done again: {label}" for label in redone), as_json)


def _stepped(project: Path, coder: str | None, steps: int, *, back: bool) -> list[str]:
    """Steps through a coder's history; the labels of what was undone or done again."""
    from annotator.ops import people

    labels: list[str] = []
    with open_at(project) as opened:
        coder_id = people.coder_of(opened, coder).id
        next_label = opened.undo_label if back else opened.redo_label
        step = opened.undo if back else opened.redo
        while len(labels) < steps and (label := next_label(coder_id)) is not None:
            step(coder_id)
            labels.append(label)
    return labels
