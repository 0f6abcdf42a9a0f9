"""Merging others' copies of a project."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from annotator.cli.shared import AsJson, CoderName, ProjectFile, app, open_at, progress, say

if TYPE_CHECKING:
    from annotator.ops.merging import Merged
    from annotator.store.project import Project


@app.command()
def merge(
    project: ProjectFile,
    others: Annotated[
        list[Path],
        typer.Argument(metavar="OTHER...", help="Others' copies of the project.", readable=False),
    ],
    coder: CoderName = None,
    other_project: Annotated[
        bool, typer.Option(help="Bring in what the file of another project holds, too.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Bring in what others did in their copies of a project.

    Of what was changed on both sides the later change stays, and is told. The other files are only
    read. A backup is made before. “annotator undo” takes the last merge back.
    """
    from annotator.ops import merging, people

    rows: list[dict[str, Any]] = []
    words: list[str] = []
    with open_at(project) as opened:
        coder_id = people.coder_of(opened, coder).id
        for other in others:
            merged = merging.merge_project_file(
                opened,
                other,
                progress(f"Merging {other.name}, records"),
                coder_id=coder_id,
                allow_other=other_project,
            )
            rows.append(_row(opened, merged))
            words.append(merging.in_words(opened, merged))
    say(rows, "\n".join(words), as_json)


def _row(project: Project, merged: Merged) -> dict[str, Any]:
    from annotator.ops import merging

    return {
        "file": str(merged.file),
        "already_merged": not merged.is_news,
        "new": {kind.value: count for kind, count in merged.new.items()},
        "changed": {kind.value: count for kind, count in merged.changed.items()},
        "deleted": {kind.value: count for kind, count in merged.deleted.items()},
        "conflict_count": merged.conflict_count,
        "conflicts": merging.conflict_rows(project, merged),
    }
