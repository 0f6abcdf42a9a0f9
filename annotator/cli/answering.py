"""Verbs about article variables and answers to them."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from annotator.cli.shared import (
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

COLUMNS = (
    "article",
    "headline",
    "outlet",
    "published",
    "coder",
    "round",
    "variable",
    "value",
    "number",
    "missing",
    "computed",
)
_LISTED = ("headline", "coder", "variable", "value", "number", "missing")
_COMPLETE = (
    "article",
    "headline",
    "outlet",
    "published",
    "coder",
    "round",
    "answered",
    "asked",
    "lacking",
)


@app.command()
def variables(project: ProjectFile, as_json: AsJson = False) -> None:
    """List what is asked of articles as a whole."""
    from annotator.ops import codebook_rows

    with open_at(project, read_only=True) as opened:
        rows = codebook_rows.variable_rows(opened)
    if not as_json:
        # The title of one that has no other words is what is asked.
        rows = [{**row, "question": row["question"] or row["title"]} for row in rows]
    say_rows(rows, ("key", "scale", "question", "required", "when", "answers"), as_json)


@app.command()
def answer(
    project: ProjectFile,
    article: Annotated[str, typer.Option(metavar="ID", help="An article's id or its beginning.")],
    variable: Annotated[str, typer.Option(metavar="KEY", help="The variable's key.")],
    value: Annotated[
        str, typer.Option(metavar="V", help="The answer; several have ; between them, “” is none.")
    ],
    coder: CoderName = None,
    round_: RoundName = None,
    as_json: AsJson = False,
) -> None:
    """Answer a question about an article.

    Choices are given by name or number, a reason for no answer by its word, such as “unclear”.
    """
    from annotator.domain.values import in_words, title
    from annotator.ops import answers, people, rounds

    with open_at(project) as opened:
        if round_ is not None:
            opened.work_in(rounds.round_called(opened, round_))
        coder_id = people.coder_of(opened, coder).id
        found = opened.queries.article_by_uid_prefix(article)
        asked = answers.variable_of(opened, variable)
        answers.answer_in_words(opened, found.id, variable, value, coder_id=coder_id)
        sheet = answers.sheet(opened, found.id, coder_id)
    value_now = sheet.value_of(asked)
    applies = asked in sheet.applying
    left = [one.key for one in sheet.lacking]
    words = in_words(asked, value_now)
    said = f"{title(asked)}: {words}" if words else f"{title(asked)} has no answer now."
    if not applies:
        said = f"{title(asked)}: {value}. It does not count, given the other answers."
    data = {
        "article": str(found.uid),
        "variable": asked.key,
        "value": words if applies else value,
        "applies": applies,
        "open": left,
    }
    say(data, said + (f"\nStill open: {', '.join(left)}." if left else ""), as_json)


@app.command("answers")
def answers_(
    project: ProjectFile,
    as_json: AsJson = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV instead of a table.")] = False,
    complete: Annotated[
        bool, typer.Option("--complete", help="Say how far each coder is with each article.")
    ] = False,
    round_: OfRound = None,
) -> None:
    """List all answers about articles that count, and the scores that follow from them."""
    from annotator.formats import tables
    from annotator.ops import answers, rounds

    if complete:
        with open_at(project, read_only=True) as opened:
            only = rounds.round_called(opened, round_) if round_ else None
            begun = list(answers.completeness_rows(opened, only))
        told = [{**row, "lacking": "; ".join(row["lacking"])} for row in begun]
        if as_csv:
            table = [[row[name] for name in _COMPLETE] for row in told]
            typer.echo(tables.csv_text(_COMPLETE, table), nl=False)
        else:
            say_rows(begun if as_json else told, _COMPLETE[1:], as_json)
        return
    with open_at(project, read_only=True) as opened:
        only = rounds.round_called(opened, round_) if round_ else None
        rows = list(answers.answer_rows(opened, only))
        shown = with_round(_LISTED, opened)
    if as_csv:
        table = [[row[name] for name in COLUMNS] for row in rows]
        typer.echo(tables.csv_text(COLUMNS, table), nl=False)
    else:
        say_rows(rows if as_json else [_shown(row) for row in rows], shown, as_json)


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    number = row["number"]
    return {**row, "number": "" if number is None else f"{number:.4g}"}
