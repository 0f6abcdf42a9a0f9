"""The verb that checks a project file, and makes a new one of what can be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from annotator.cli.shared import AsJson, ProjectFile, app, open_at, progress, say
from annotator.domain.errors import DamagedError

if TYPE_CHECKING:
    from pathlib import Path


@app.command()
def check(project: ProjectFile, as_json: AsJson = False) -> None:
    """Check that a project file is sound.

    Looks at the database, at every text, at every quote in its place, at stamps, values and the
    history. Exit code 1 when something is damaged; the file is never changed.
    """
    from annotator.ops import health

    try:
        with open_at(project, read_only=True) as opened:
            report = health.check(opened, progress("Checking, records"))
    except DamagedError as error:
        _say_damaged(project, error, as_json)
        raise typer.Exit(1) from error
    say(health.as_json(report), health.in_words(report), as_json)
    if not report.is_sound:
        raise typer.Exit(1)


def _say_damaged(project: Path, error: DamagedError, as_json: bool) -> None:
    from annotator.ops import health

    advice = f"The file was not changed. {health.repair_advice(project)}"
    find = {"about": "structure", "what": error.what, "advice": advice}
    answer = {"project": str(project.absolute()), "sound": False, "findings": [find]}
    say(answer, f"{error.what}\n{advice}", as_json)
