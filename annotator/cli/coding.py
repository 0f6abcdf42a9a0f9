"""Verbs about codes and annotations."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated

import typer

from annotator.cli.shared import (
    ArticleId,
    AsJson,
    CoderName,
    OfRound,
    ProjectFile,
    RoundName,
    app,
    open_at,
    say,
    say_rows,
    with_round,
)
from annotator.domain.span import Span

_LISTED = ("id", "article", "code", "coder", "start", "end", "quote", "created")


class By(StrEnum):
    """What frequencies are grouped by."""

    CODE = "code"
    OUTLET = "outlet"
    MONTH = "month"
    CODER = "coder"


@app.command()
def codes(project: ProjectFile, as_json: AsJson = False) -> None:
    """List the codes of a project."""
    from annotator.ops import codebook_rows

    with open_at(project, read_only=True) as opened:
        rows = codebook_rows.code_rows(opened)
    if not as_json:
        rows = [
            {**row, "path": f"{row['path']} (deleted, still used)"} if row["deleted"] else row
            for row in rows
        ]
    say_rows(rows, ("path", "key", "colour", "annotations", "id"), as_json)


@app.command("annotations")
def annotations_(
    project: ProjectFile,
    article: ArticleId = None,
    code: Annotated[
        str | None, typer.Option(metavar="NAME", help="A code and those under it; name or path.")
    ] = None,
    coder: CoderName = None,
    round_: OfRound = None,
    as_json: AsJson = False,
) -> None:
    """List the annotations of a project.

    start and end count Unicode code points from the start of the article.
    """
    from annotator.ops import people, reporting, rounds

    with open_at(project, read_only=True) as opened:
        queries, codebook = opened.queries, opened.queries.codebook()
        found = queries.annotations(
            article_id=queries.article_by_uid_prefix(article).id if article else None,
            code_ids=sorted(codebook.subtree(codebook.find(code).id)) if code else None,
            coder_ids=[people.coder_of(opened, coder).id] if coder else None,
            round_id=rounds.round_called(opened, round_) if round_ else None,
        )
        rows = reporting.annotation_rows(opened, found)
        columns = with_round(_LISTED, opened)
    say_rows(rows, columns, as_json)


@app.command()
def annotate(
    project: ProjectFile,
    article: Annotated[
        str, typer.Option("--article", metavar="ID", help="An article's id or its beginning.")
    ],
    code: Annotated[str, typer.Option(metavar="PATH", help="The code's path, or its name.")],
    start: Annotated[int | None, typer.Option(metavar="N", help="First code point.")] = None,
    end: Annotated[int | None, typer.Option(metavar="N", help="Code point after the last.")] = None,
    span: Annotated[
        list[str] | None, typer.Option(metavar="S:E", help="A range; again for each fragment.")
    ] = None,
    coder: CoderName = None,
    round_: RoundName = None,
    memo: Annotated[str, typer.Option(metavar="TEXT", help="A note.")] = "",
    as_json: AsJson = False,
) -> None:
    """Apply a code to a span of an article."""
    place = _span(start, end, span or [])
    from annotator.ops import coding, people, reporting, rounds

    with open_at(project) as opened:
        if round_ is not None:
            opened.work_in(rounds.round_called(opened, round_))
        article_id = opened.queries.article_by_uid_prefix(article).id
        code_id = opened.queries.codebook().find(code).id
        coder_id = people.coder_of(opened, coder).id
        changes = coding.annotate(
            opened,
            article_id=article_id,
            span=place,
            code_id=code_id,
            coder_id=coder_id,
            memo=memo,
        )
        there = coding.equal_annotations(opened, article_id, place, code_id, coder_id)
        row = reporting.annotation_rows(opened, there)[-1]
    done = "Tagged" if changes.txn else "Was there already:"
    say(row, f"{done} {row['id']}  {row['code']}  “{row['quote']}”", as_json)


@app.command()
def remove(
    project: ProjectFile,
    annotations: Annotated[
        list[str], typer.Argument(metavar="ID…", help="Annotations' ids or their beginnings.")
    ],
    coder: CoderName = None,
    as_json: AsJson = False,
) -> None:
    """Remove annotations, all in one step.

    Either all can be removed, or none is. --coder is who removes and can undo it: others'
    annotations are not theirs to remove.
    """
    from annotator.ops import coding, people, reporting

    with open_at(project) as opened:
        coder_id = people.coder_of(opened, coder).id
        found = {one.id: one for one in map(opened.queries.annotation_by_uid_prefix, annotations)}
        rows = reporting.annotation_rows(opened, list(found.values()))
        coding.remove_annotations(opened, found, coder_id=coder_id)
    lines = [f"Removed {row['id']}  {row['code']}  “{row['quote']}”" for row in rows]
    say({"removed": rows}, "\n".join(lines), as_json)


@app.command()
def value(
    project: ProjectFile,
    annotations: Annotated[
        list[str], typer.Argument(metavar="ID…", help="Annotations' ids or their beginnings.")
    ],
    attribute: Annotated[str, typer.Option(metavar="NAME", help="What their code asks.")],
    value: Annotated[
        str, typer.Option(metavar="V", help="The value; several have ; between them, “” is none.")
    ],
    coder: CoderName = None,
    as_json: AsJson = False,
) -> None:
    """Give annotations of one code a value, all in one step."""
    from annotator.ops import attribute_values, people, reporting

    with open_at(project) as opened:
        coder_id = people.coder_of(opened, coder).id
        found = [opened.queries.annotation_by_uid_prefix(each) for each in annotations]
        asked = attribute_values.attribute_of(opened, found[0], attribute)
        ids = [one.id for one in found]
        attribute_values.set_in_words(opened, ids, asked, value, coder_id=coder_id)
        rows = reporting.annotation_rows(opened, opened.queries.annotations_by_id(ids))
    told = [f"{row['id']}  {asked.name}: {row['values'].get(asked.name, '')}" for row in rows]
    say({"annotations": rows}, "\n".join(told), as_json)


@app.command()
def frequencies(
    project: ProjectFile,
    by: Annotated[By, typer.Option(help="What to group by.")] = By.CODE,
    coder: CoderName = None,
    round_: OfRound = None,
    as_json: AsJson = False,
) -> None:
    """Count how often each code was applied.

    All human coders are counted, or one.

    per_1000_words is annotations per 1,000 counted words of the articles looked at (of the group's
    own when by outlet or month); share_of_articles is of these articles.
    """
    from annotator.ops import people, reporting, rounds

    with open_at(project, read_only=True) as opened:
        only = rounds.round_called(opened, round_) if round_ else None
        coders = [people.coder_of(opened, coder).id] if coder else people.human_coders(opened)
        rows = reporting.frequency_rows(reporting.frequency_table(opened, by.value, coders, only))
    columns = ("code", "annotations", "articles", "share_of_articles", "per_1000_words")
    say_rows(rows, columns if by is By.CODE else ("group", *columns), as_json)


def _span(start: int | None, end: int | None, spans: Sequence[str]) -> Span:
    if spans and start is None and end is None:
        pairs = [each.split(":") for each in spans]
    elif not spans and start is not None and end is not None:
        pairs = [[str(start), str(end)]]
    else:
        raise typer.BadParameter("give either --start and --end, or --span", param_hint="--span")
    try:
        return Span.of(*((int(first), int(last)) for first, last in pairs))
    except ValueError as error:
        raise typer.BadParameter(
            "a range is two numbers, the first smaller than the second: 120:164",
            param_hint="--span" if spans else "--start, --end",
        ) from error
