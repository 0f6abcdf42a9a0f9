"""The verb about words in articles."""

from __future__ import annotations

from typing import Annotated

import typer

from annotator.cli.shared import (
    ArticleId,
    AsJson,
    CoderName,
    ProjectFile,
    RoundName,
    app,
    open_at,
    progress,
    say,
)


@app.command()
def find(
    project: ProjectFile,
    words: Annotated[str, typer.Argument(help="Words, or with --regex a pattern.")],
    regex: Annotated[bool, typer.Option("--regex", help="A regular expression.")] = False,
    whole_word: Annotated[
        bool, typer.Option("--whole-word", help="No letters right before or after it.")
    ] = False,
    match_case: Annotated[
        bool, typer.Option("--match-case", help="Just these letters, accents and signs.")
    ] = False,
    article: ArticleId = None,
    limit: Annotated[int, typer.Option(min=1, help="How many places at most.")] = 50,
    as_json: AsJson = False,
) -> None:
    """Find words in the texts of the articles.

    Case, accents and the kind of quotation marks make no difference unless --match-case says so;
    a space stands for any white space. start and end count Unicode code points.
    """
    from annotator.domain.finding import Wanted
    from annotator.ops import finding

    wanted = Wanted(words, whole_word, match_case, regex)
    with open_at(project, read_only=True) as opened:
        queries = opened.queries
        # An index that the window has made is used; none is made for one question.
        queries.prepare_search(make=False)
        found = finding.find(
            opened,
            wanted,
            article_ids=[queries.article_by_uid_prefix(article).id] if article else None,
            limit=limit + 1,
            progress=progress("Looking through articles"),
        )
        rows = finding.hit_rows(opened, found[:limit])
    more = len(found) > limit
    lines = [
        f"{row['article'][:8]}  {row['headline']}  {row['start']}:{row['end']}\n"
        f"    …{_line(row['before'])}[{_line(row['words'])}]{_line(row['after'])}…"
        for row in rows
    ]
    lines.append("And more places: see --limit." if more else _places(len(rows)))
    say({"hits": rows, "more": more}, "\n".join(lines), as_json)


@app.command("annotate-words")
def annotate_words(
    project: ProjectFile,
    words: Annotated[str, typer.Argument(help="The words, whole ones.")],
    code: Annotated[str, typer.Option(metavar="PATH", help="The code's path, or its name.")],
    article: ArticleId = None,
    coder: CoderName = None,
    round_: RoundName = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say where they are.")] = False,
    as_json: AsJson = False,
) -> None:
    """Apply a code wherever words stand, all in one step.

    Places where the coder has that code already are passed over.
    """
    from annotator.domain.changes import Kind
    from annotator.ops import finding, people, rounds, same_words

    with open_at(project, read_only=dry_run) as opened:
        if round_ is not None:
            opened.work_in(rounds.round_called(opened, round_))
        queries = opened.queries
        queries.prepare_search(make=False)
        same = same_words.places_of(
            opened,
            words,
            queries.codebook().find(code).id,
            people.coder_of(opened, coder).id,
            article_ids=[queries.article_by_uid_prefix(article).id] if article else None,
            progress=progress("Looking through articles"),
        )
        rows, tagged = finding.hit_rows(opened, same.places), 0
        if not dry_run and same.places:
            changes = same_words.take_many(opened, same, same.places, progress=progress("Tagging"))
            tagged = len(changes.created.get(Kind.ANNOTATION, ()))
    lines = [
        f"{row['article'][:8]}  {row['headline']}  {row['start']}:{row['end']}" for row in rows
    ]
    said = f"{_places(len(rows))} Nothing was changed." if dry_run else f"Tagged {tagged}."
    say({"places": rows, "tagged": tagged}, "\n".join([*lines, said]), as_json)


def _line(text: str) -> str:
    return " ".join(text.split("\n"))


def _places(number: int) -> str:
    return "1 place." if number == 1 else f"{number} places."
