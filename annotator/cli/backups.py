"""Verbs about backups of a project."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from annotator.cli.shared import AsJson, ProjectFile, app, open_at, progress, say, say_rows

if TYPE_CHECKING:
    from annotator.store.backups import Backup
    from annotator.store.differences import Differences


@app.command()
def backup(
    project: ProjectFile,
    out: Annotated[
        Path | None,
        typer.Argument(metavar="OUT", help="Where to put it; by default among the others."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Make a backup of a project, and check whether what it holds is sound.

    Without OUT it lies among the project's other backups, which “annotator backups” lists. Exit
    code 1 when something in the project is damaged; the backup is made all the same.
    """
    from annotator.ops import backups, health
    from annotator.ops.projects import with_suffix
    from annotator.store.backups import Reason

    going = progress("Backing up, pages")
    with open_at(project) as opened:
        if out is None:
            made = backups.back_up(opened, Reason.ASKED, going).path
        else:
            made = with_suffix(out.absolute())
            opened.copy(made, going)
        report = health.check(opened, progress("Checking, records"))
    size = made.stat().st_size
    told = f"Made {made} ({size / 1e6:,.1f} MB)."
    if not report.is_sound:
        told += f"\nIt holds the damage that the project has:\n{health.in_words(report)}"
    found = {"sound": report.is_sound, "findings": health.as_json(report)["findings"]}
    say({"backup": str(made), "size": size, **found}, told, as_json)
    if not report.is_sound:
        raise typer.Exit(1)


@app.command("backups")
def list_backups(project: ProjectFile, as_json: AsJson = False) -> None:
    """List the backups of a project, newest first, also of one that cannot be opened."""
    from annotator.ops import backups

    made = backups.to_restore(project)
    if not made:
        backups.refuse_stranger(project)
    rows = [_row(number, one) for number, one in enumerate(made, start=1)]
    if not rows and not as_json:
        say(rows, f"There are no backups of {project}.", as_json)
        return
    # Of which file, where it is not this one.
    of = ("of",) if any(one.origin != project.absolute() for one in made) else ()
    say_rows(rows, ("number", "when", "why", "size", *of), as_json)


@app.command()
def restore(
    project: ProjectFile,
    backup: Annotated[
        str, typer.Argument(metavar="BACKUP", help="A number in the list of backups, or a file.")
    ],
    yes: Annotated[bool, typer.Option("--yes", help="Do it; else only say what differs.")] = False,
    as_json: AsJson = False,
) -> None:
    """Bring a project back to a backup; says first what differs, and does it with --yes.

    The project as it is now is kept as a backup of its own.
    """
    from annotator.ops import backups, differences

    file = backups.chosen(project, backup)
    found, lines = _compared(project, file)
    answer: dict[str, Any] = {
        "backup": str(file),
        "differences": None if found is None else differences.as_json(found),
        "restored": yes,
    }
    if yes:
        done = backups.restore(file, project, progress("Restoring, pages"))
        answer["before"] = str(done.before.path) if done.before else None
        answer["aside"] = str(done.aside) if done.aside else None
        lines += [f"Restored {project} from {file}.", *_kept(answer)]
    else:
        lines.append("Nothing was changed. Say --yes to restore.")
    say(answer, "\n".join(lines), as_json)


def _compared(project: Path, backup: Path) -> tuple[Differences | None, list[str]]:
    from annotator.ops import differences

    if not project.exists():
        return None, [f"“{project}” is not there any more."]
    try:
        found = differences.between_files(project, backup)
    except differences.NotComparableError as error:
        return None, [str(error)]
    if found is None:
        return None, ["The project cannot be opened, so it cannot be compared with its backups."]
    return found, differences.in_words(found)


def _kept(answer: dict[str, Any]) -> list[str]:
    if answer["before"]:
        return [f"As it was before, it is kept as {answer['before']}."]
    if answer["aside"]:
        return [f"The damaged file that was there is {answer['aside']} now."]
    return []


def _row(number: int, one: Backup) -> dict[str, Any]:
    from annotator.ops.backups import REASONS

    return {
        "number": number,
        "when": datetime.fromtimestamp(one.at / 1000).strftime("%Y-%m-%d %H:%M:%S"),
        "why": REASONS[one.reason],
        "size": one.size,
        "of": str(one.origin),
        "path": str(one.path),
    }
