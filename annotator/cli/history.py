"""Verbs about what was done: reading the history, undoing, going back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from annotator.cli.shared import (
    ArticleId,
    AsJson,
    CoderName,
    ProjectFile,
    Steps,
    app,
    open_at,
    progress,
    say,
    say_rows,
)
from annotator.domain.errors import UserError

if TYPE_CHECKING:
    from annotator.store.project import Project

Number = Annotated[
    int | None, typer.Option("--entry", metavar="N", min=1, help="That step, by its number.")
]


@app.command()
def history(
    project: ProjectFile,
    coder: CoderName = None,
    article: ArticleId = None,
    words: Annotated[
        str, typer.Option(metavar="TEXT", help="Only steps that have all these words.")
    ] = "",
    standing: Annotated[bool, typer.Option(help="Only what is not undone.")] = False,
    limit: Annotated[int, typer.Option(metavar="N", min=1, help="How many, newest first.")] = 50,
    changes: Annotated[
        bool, typer.Option("--changes", help="Also what each did to which records.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """List what was done, by whom and when, newest first.

    Times are in UTC. undone says by which step one was undone or gone back before, where it was
    not done again.
    """
    from annotator.domain.history import Sought
    from annotator.ops import people, recounting

    with open_at(project, read_only=True) as opened:
        sought = Sought(
            coder_id=people.coder_of(opened, coder).id if coder else None,
            article_id=opened.queries.article_by_uid_prefix(article).id if article else None,
            words=words,
            standing=standing,
        )
        rows = recounting.history_rows(opened, sought, limit, changes=changes)
    if changes and not as_json:
        say(rows, "\n".join(line for row in rows for line in _told(row)), as_json)
    else:
        say_rows(rows, ("entry", "at", "coder", "step", "records", "undone"), as_json)


@app.command()
def undo(
    project: ProjectFile,
    steps: Steps = 1,
    entry: Number = None,
    coder: CoderName = None,
    as_json: AsJson = False,
) -> None:
    """Take back a coder's latest steps, or one of them.

    The numbers of steps are those that `annotator history` shows.
    """
    undone = _stepped(project, coder, steps, entry, back=True)
    if not undone:
        raise UserError("There is nothing to undo in {file}.", file=project)
    say({"undone": undone}, "\n".join(f"Undone: {label}" for label in undone), as_json)


@app.command()
def redo(
    project: ProjectFile,
    steps: Steps = 1,
    entry: Number = None,
    coder: CoderName = None,
    as_json: AsJson = False,
) -> None:
    """Do again what a coder took back last, or one step that they took back."""
    redone = _stepped(project, coder, steps, entry, back=False)
    if not redone:
        raise UserError("There is nothing to do again in {file}.", file=project)
    say({"redone": redone}, "\n".join(f"Done again: {label}" for label in redone), as_json)


@app.command()
def go_back(
    project: ProjectFile,
    entry: Annotated[int, typer.Argument(min=1, help="The step, by its number.")],
    coder: CoderName = None,
    as_json: AsJson = False,
) -> None:
    """Take back all that a coder did from a step on, as one step that can be undone.

    What others did stays; where it was built on what would go, nothing is taken back.
    """
    from annotator.ops import people, returning

    with open_at(project) as opened:
        coder_id = people.coder_of(opened, coder).id
        steps = opened.would_go_back(entry, coder_id).steps
        changes = returning.go_back(opened, entry, coder_id, go_on=progress("Going back"))
    many = "1 step" if steps == 1 else f"{steps:,} steps"
    words = f"{changes.label}: took back {many}. To undo it: annotator undo"
    if not changes.txn:
        words = f"{changes.label}: nothing is other than it was then."
    say({"entry": changes.txn, "label": changes.label, "steps": steps}, words, as_json)


def _stepped(
    project: Path, coder: str | None, steps: int, entry: int | None, *, back: bool
) -> list[str]:
    """Steps through a coder's history; the labels of what was undone or done again."""
    from annotator.ops import people, recounting

    if entry is not None and steps != 1:
        raise typer.BadParameter("give either --steps or --entry", param_hint="--entry")
    with open_at(project) as opened:
        coder_id = people.coder_of(opened, coder).id
        labels: list[str] = []
        while len(labels) < steps and (label := _step(opened, coder_id, entry, back=back)):
            labels.append(label)
        if not labels and not back:
            recounting.refuse_redo_of_merge(opened, coder_id)
    return labels


def _step(project: Project, coder_id: int, entry: int | None, *, back: bool) -> str | None:
    done = project.undo(coder_id, entry) if back else project.redo(coder_id, entry)
    return done.label if done else None


def _told(row: dict[str, Any]) -> list[str]:
    head = f"{row['entry']}  {row['at']}  {row['coder'] or '–'}  {row['step']}"
    lines = [head + (f"  (undone by {row['undone']})" if row["undone"] else "")]
    for change in row["changes"]:
        belongs = ", ".join(part for part in (change["about"], change["round"]) if part)
        about = f" ({belongs})" if belongs else ""
        lines.append(f"    {change['kind']} {change['deed']}: {change['title']}{about}")
        lines += [
            f"        {field['name']}: {_value(field['before'])} → {_value(field['after'])}"
            for field in change["fields"]
        ]
    if row["more"]:
        lines.append(f"    … and {row['more']:,} more")
    return lines


def _value(value: Any) -> str:
    if value is None:
        return "—"
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
