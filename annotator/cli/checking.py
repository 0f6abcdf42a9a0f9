"""The verb that checks a project file, and makes a new one of what can be read."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from annotator.cli.shared import AsJson, ProjectFile, app, open_at, progress, say
from annotator.domain.errors import DamagedError


@app.command()
def check(
    project: ProjectFile,
    repair: Annotated[
        Path | None,
        typer.Option(
            "--repair",
            metavar="OUT",
            help="Make a new project of what can be read, and of the newest sound backup.",
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Check that a project file is sound; with --repair, recover a damaged one into a new file.

    Looks at the database, at every text, at every quote in its place, at stamps, values and the
    history. Exit code 1 when something is damaged; the file is never changed.
    """
    from annotator.ops import health

    if repair is not None:
        _repair(project, repair, as_json)
        return
    try:
        with open_at(project, read_only=True) as opened:
            report = health.check(opened, progress("Checking, records"))
    except DamagedError as error:
        _say_damaged(project, error, as_json)
        raise typer.Exit(1) from error
    say(health.as_json(report), health.in_words(report), as_json)
    if not report.is_sound:
        raise typer.Exit(1)


def _repair(project: Path, out: Path, as_json: bool) -> None:
    from annotator.ops import repairing

    done = repairing.repair(project, out, progress("Recovering"))
    say(repairing.as_json(done), repairing.in_words(done), as_json)
    if done.finds:
        raise typer.Exit(1)


def _say_damaged(project: Path, error: DamagedError, as_json: bool) -> None:
    from annotator.ops import health

    advice = f"The file was not changed. {health.repair_advice(project)}"
    find = {"about": "structure", "what": error.what, "advice": advice}
    answer = {"project": str(project.absolute()), "sound": False, "findings": [find]}
    say(answer, f"{error.what}\n{advice}", as_json)
