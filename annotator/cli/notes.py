"""Verbs about memos and the settings of the study."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from annotator.cli.shared import (
    ArticleId,
    AsJson,
    CoderName,
    ProjectFile,
    app,
    open_at,
    say,
    say_rows,
)
from annotator.domain.changes import Kind

if TYPE_CHECKING:
    from annotator.store.project import Project

memo = typer.Typer(help="Write, change and remove memos; `annotator memos` lists them.")
app.add_typer(memo, name="memo")

MemoId = Annotated[str, typer.Argument(metavar="ID", help="A memo's id or its beginning.")]
Words = Annotated[str, typer.Argument(metavar="TEXT", help="What it says.")]
AboutCode = Annotated[
    str | None, typer.Option("--code", metavar="NAME", help="About this code; name or path.")
]
AboutCoder = Annotated[
    str | None, typer.Option("--about", metavar="NAME", help="About this coder.")
]


@app.command()
def memos(
    project: ProjectFile,
    article: ArticleId = None,
    code: AboutCode = None,
    about: AboutCoder = None,
    as_json: AsJson = False,
) -> None:
    """List memos: all, or those about an article, a code or a coder."""
    from annotator.ops import reporting

    with open_at(project, read_only=True) as opened:
        kind, record_id = _about(opened, article, code, about)
        rows = reporting.memo_rows(opened, kind, record_id)
    say_rows(rows, ("id", "about", "coder", "text", "created"), as_json)


@memo.command()
def write(
    project: ProjectFile,
    text: Words,
    article: ArticleId = None,
    code: AboutCode = None,
    about: AboutCoder = None,
    coder: CoderName = None,
    as_json: AsJson = False,
) -> None:
    """Write a memo about an article, a code or a coder, or else about the project."""
    from annotator.ops import memos, people

    with open_at(project) as opened:
        kind, record_id = _about(opened, article, code, about)
        coder_id = people.coder_of(opened, coder).id
        changes = memos.write_memo(
            opened, text, about=kind or Kind.PROJECT, record_id=record_id, coder_id=coder_id
        )
        row = _row(opened, changes.one_created(Kind.MEMO))
    say(row, f"{changes.label}: {row['id']}", as_json)


@memo.command()
def change(
    project: ProjectFile,
    which: MemoId,
    text: Words,
    coder: CoderName = None,
    as_json: AsJson = False,
) -> None:
    """Let a memo say something else."""
    from annotator.ops import memos, people

    with open_at(project) as opened:
        one = opened.queries.memo_by_uid_prefix(which)
        coder_id = people.coder_of(opened, coder).id
        changes = memos.change_memo(opened, one, text, coder_id=coder_id)
        row = _row(opened, one.id)
    say(row, f"{changes.label}: {row['id']}", as_json)


@memo.command("remove")
def remove_(
    project: ProjectFile, which: MemoId, coder: CoderName = None, as_json: AsJson = False
) -> None:
    """Remove a memo."""
    from annotator.ops import memos, people

    with open_at(project) as opened:
        one = opened.queries.memo_by_uid_prefix(which)
        row = _row(opened, one.id)
        changes = memos.remove_memo(opened, one, coder_id=people.coder_of(opened, coder).id)
    say({"removed": row}, changes.label, as_json)


@app.command()
def setting(
    project: ProjectFile,
    key: Annotated[str | None, typer.Argument(help="The setting's name.")] = None,
    value: Annotated[str | None, typer.Argument(help="JSON, or else words.")] = None,
    clear: Annotated[bool, typer.Option("--clear", help="Unset it.")] = False,
    coder: CoderName = None,
    as_json: AsJson = False,
) -> None:
    """List the settings of the study, show one, or set one.

    They are the same for all coders and travel with the project.
    """
    from annotator.ops import people, study

    if clear and (key is None or value is not None):
        raise typer.BadParameter("give a KEY and no VALUE", param_hint="--clear")
    writes = clear or value is not None
    with open_at(project, read_only=not writes) as opened:
        if writes and key is not None:
            coder_id = people.coder_of(opened, coder).id
            before = opened.queries.settings()
            meant = study.resembling(opened, key)
            if clear:
                changes = study.clear_setting(opened, key, coder_id=coder_id)
            else:
                changes = study.set_setting(opened, key, _parsed(value), coder_id=coder_id)
            after = opened.queries.settings()
            told = f"{changes.label or 'Nothing was changed'}."
            told += " This setting is new." if after.keys() - before.keys() else ""
            told += f" There is also “{meant}”." if meant and not clear else ""
            say({"settings": after, "new": sorted(after.keys() - before.keys())}, told, as_json)
        elif key is not None:
            found = study.get_setting(opened, key)
            say({"key": key, "value": found}, _said(found), as_json)
        else:
            rows = [{"key": k, "value": v} for k, v in opened.queries.settings().items()]
            say_rows(
                rows if as_json else [{**row, "value": _said(row["value"])} for row in rows],
                ("key", "value"),
                as_json,
            )


def _about(
    project: Project, article: str | None, code: str | None, coder: str | None
) -> tuple[Kind | None, int | None]:
    from annotator.ops import people

    if sum(each is not None for each in (article, code, coder)) > 1:
        raise typer.BadParameter(
            "a memo is about one thing", param_hint="--article, --code, --about"
        )
    if article is not None:
        return Kind.ARTICLE, project.queries.article_by_uid_prefix(article).id
    if code is not None:
        return Kind.CODE, project.queries.codebook().find(code).id
    if coder is not None:
        return Kind.CODER, people.coder_of(project, coder).id
    return None, None


def _row(project: Project, memo_id: int) -> dict[str, Any]:
    from annotator.ops import reporting

    return reporting.memo_rows(project, only=memo_id)[0]


def _parsed(value: str | None) -> Any:
    try:
        return json.loads(value or "")
    except ValueError:
        return value


def _said(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
