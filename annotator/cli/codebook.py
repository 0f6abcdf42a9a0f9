"""Verbs about codebooks as files."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from annotator.cli.shared import AsJson, CoderName, ProjectFile, app, open_at, say, say_rows

codebook = typer.Typer(help="Write codebooks to files, compare them, and take over what they say.")
app.add_typer(codebook, name="codebook")

Which = Annotated[
    str,
    typer.Argument(
        metavar="CODEBOOK", help="A project, a shipped scheme's name, or a codebook file."
    ),
]


@codebook.command()
def export(
    project: ProjectFile,
    out: Annotated[Path, typer.Argument(metavar="OUT.yaml|csv|xlsx|qdc|docx|html|pdf")],
    as_json: AsJson = False,
) -> None:
    """Write a project's codebook to a file; the ending says of which kind."""
    from annotator.ops import codebook_files, files
    from annotator.ops.project_scheme import of_project

    with open_at(project, read_only=True) as opened:
        scheme = of_project(opened)
    if out.suffix.lower() == ".pdf":
        from annotator.ui.printing import pdf_of

        page = codebook_files.written(scheme, out.with_suffix(".html"))
        files.write(out, pdf_of(page, scheme.title))
    else:
        files.write(out, codebook_files.written(scheme, out))
    codes = sum(1 for _ in scheme.walk())
    told = "\n".join([f"Wrote {codes} codes to {out}.", *scheme.notes])
    say({"file": str(out), "codes": codes, "notes": scheme.notes}, told, as_json)


@codebook.command("import")
def import_(
    project: ProjectFile,
    file: Annotated[Path, typer.Argument(metavar="FILE.yaml|csv|xlsx|qdc", readable=False)],
    only: Annotated[
        list[str] | None,
        typer.Option("--only", metavar="PATH|KEY", help="Only of this code or variable."),
    ] = None,
    column: Annotated[
        list[str] | None,
        typer.Option(
            "--column",
            metavar="WHAT=HEAD",
            help="Which column of a table holds what, if its head "
            "does not say it: definition=Beschreibung.",
        ),
    ] = None,
    removed: Annotated[
        bool, typer.Option("--removed", help="Also take away what the file does not have.")
    ] = False,
    why: Annotated[str, typer.Option(help="Why the rules change, for the revisions.")] = "",
    coder: CoderName = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would change.")] = False,
    as_json: AsJson = False,
) -> None:
    """Take over what a codebook file says, in one step that can be undone."""
    from dataclasses import asdict

    from annotator.ops import people, taking_over
    from annotator.ops.codebook_files import read_codebook

    read = read_codebook(file, _columns(column or ()))
    with open_at(project, read_only=dry_run) as opened:
        found = taking_over.differences(
            opened, read.scheme, read.silent, only_codes=read.only_codes
        )
        chosen = [
            one
            for one in found
            if (removed or not taking_over.takes_away(one)) and (not only or one.name in only)
        ]
        left: tuple[str, ...] = ()
        if chosen and not dry_run:
            coder_id = people.coder_of(opened, coder).id
            taken = taking_over.take_over(opened, read.scheme, chosen, why=why, coder_id=coder_id)
            left = taken.left
    rows = [asdict(one) for one in chosen]
    if as_json:
        notes = read.scheme.notes
        say({"taken": rows, "left": left, "notes": notes, "dry_run": dry_run}, "", as_json)
        return
    if rows:
        say_rows(rows, ("kind", "name", "way", "field", "before", "after"), as_json=False)
    else:
        say(None, "There is nothing to take over.", as_json=False)
    for words in (*left, *read.scheme.notes):
        say(None, words, as_json=False)


@codebook.command()
def merge(
    project: ProjectFile,
    gone: Annotated[str, typer.Argument(metavar="FROM", help="The code that goes; name or path.")],
    into: Annotated[str, typer.Argument(metavar="INTO", help="The code that stays.")],
    joins: Annotated[
        bool,
        typer.Option(
            "--join/--no-join", help="Whether the one that stays gets keywords and examples too."
        ),
    ] = True,
    coder: CoderName = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would change.")] = False,
    as_json: AsJson = False,
) -> None:
    """Merge a code into another one, in one step that can be undone."""
    from annotator.ops import merging_codes, people

    with open_at(project, read_only=dry_run) as opened:
        book = opened.queries.codebook()
        goes, stays = (book.find(name).id for name in (gone, into))
        asked = merging_codes.preview_merge(opened, [goes], stays)
        told = {
            "from": book.path(goes),
            "into": book.path(stays),
            "annotations": asked.annotations.annotations,
            "articles": asked.annotations.articles,
            "coders": len(asked.annotations.coders),
            "counted once": asked.annotations.equal,
            "values left": asked.annotations.values_left,
            "codes under it": asked.children,
            "memos": asked.memos,
            "keywords and examples": asked.joined if joins else 0,
            "dry_run": dry_run,
        }
        if not dry_run:
            coder_id = people.coder_of(opened, coder).id
            merging_codes.merge_codes(opened, [goes], stays, joins=joins, coder_id=coder_id)
    if as_json:
        say(told, "", as_json)
        return
    verb = "Would merge" if dry_run else "Merged"
    say(None, f"{verb} “{told['from']}” into “{told['into']}”.", as_json=False)
    rows = [{"what": what, "number": told[what]} for what in list(told)[2:-1]]
    say_rows(rows, ("what", "number"), as_json=False)


def _columns(said: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in said:
        what, parting, head = one.partition("=")
        if not parting:
            raise typer.BadParameter(f"“{one}” is not written as WHAT=HEAD")
        found[what.strip()] = head.strip()
    return found


@codebook.command()
def diff(first: Which, second: Which, as_json: AsJson = False) -> None:
    """Say what differs between two codebooks; leaves with 1 where something does.

    Of a table or a REFI-QDA codebook only that is compared for which such a file has a place.
    """
    from dataclasses import asdict

    from annotator.ops.codebook_files import codebook_named, differences

    found = differences(codebook_named(first), codebook_named(second))
    rows = [asdict(one) for one in found]
    if rows or as_json:
        say_rows(rows, ("kind", "name", "way", "field", "before", "after"), as_json)
    else:
        say(None, "They say the same.", as_json=False)
    raise typer.Exit(1 if rows else 0)
