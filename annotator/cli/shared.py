"""What the verbs have in common: the application, options, and how answers are said."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup

from annotator.domain.errors import UserError
from annotator.domain.readying import Stage, go_on
from annotator.paths import PROJECT_SUFFIX

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotator.store.project import Project

_BETWEEN = 0.1
"""Seconds between two tellings of how far something is."""

_WIDEST = 48
"""Characters that a column of a table shows at most; ``--json`` has everything."""


class _Verbs(TyperGroup):
    """The verbs: a project file in the place of one means ``open``; errors become sentences."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if args and args[0].lower().endswith(PROJECT_SUFFIX):
            args = ["open", *args]
        return super().parse_args(ctx, args)

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except UserError as error:
            notes = getattr(error, "__notes__", ())
            fail(error.what, "\n".join(filter(None, [error.way_out, *notes])))
        except typer.BadParameter as error:
            # What checks the choices puts its own name before the sentence.
            error.message = error.message.removeprefix("Value error, ")
            raise
        except BrokenPipeError:
            raise
        except OSError as error:
            fail(f"{error.filename}: {error.strerror}." if error.strerror else str(error), "")


app = typer.Typer(
    cls=_Verbs,
    help="Read news articles, tag spans with codes, chart and compare the coding.",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


# Whether a file can be read is asked where it is read: there the answer has a way out.
ProjectFile = Annotated[
    Path, typer.Argument(metavar="PROJECT", help="The project file.", readable=False)
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]
CoderName = Annotated[str | None, typer.Option("--coder", metavar="NAME", help="The coder.")]
RoundName = Annotated[
    str | None, typer.Option("--round", metavar="NAME", help="The round; the first unless given.")
]
OfRound = Annotated[
    str | None, typer.Option("--round", metavar="NAME", help="Only of this round; else of all.")
]
Steps = Annotated[int, typer.Option(min=1, help="How many steps.")]
ArticleId = Annotated[
    str | None, typer.Option("--article", metavar="ID", help="An article's id or its beginning.")
]


def open_at(path: Path, *, read_only: bool = False) -> Project:
    """The project at that path, open; says on standard error what that needs, if it is much."""
    from annotator.ops import projects

    if read_only and projects.is_older(path):
        # Nothing can be read in it before; a copy of it as it was is kept.
        open_at(path).close()
    opening = projects.begin_opening(path, read_only=read_only)
    return opening.finish(_Readying(path.name) if opening.takes_long else go_on)


class _Readying:
    """Says what a project needs before it can be used: a line each, on terminals kept current."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._said = ""

    def __call__(self, stage: Stage, label: str, done: int, total: int) -> bool:
        doing = f"{self._file}: {stage}" + (f" (“{label}”)" if label else "")
        if doing != self._said:
            self._said = doing
            self._show = progress(doing)
            typer.echo(doing, nl=not sys.stderr.isatty(), err=True)
        self._show(done, total)
        return True


def progress(doing: str) -> Callable[[int, int], bool]:
    """A progress callback that keeps one line of a terminal up to date."""
    told, is_whole = perf_counter(), False

    def show(done: int, total: int) -> bool:
        nonlocal told, is_whole
        if is_whole or not sys.stderr.isatty():
            return True
        is_whole = 0 < total == done
        if is_whole or perf_counter() - told > _BETWEEN:
            told, end = perf_counter(), "\n" if is_whole else ""
            so_far = f": {done} of {total}" if total else ""
            typer.echo(f"\r{doing}{so_far}{end}", nl=False, err=True)
        return True

    return show


def fail(what: str, way_out: str) -> NoReturn:
    """Ends with exit code 1 and a sentence on standard error."""
    typer.echo(f"annotator: {what}", err=True)
    if way_out:
        typer.echo(way_out, err=True)
    raise typer.Exit(1)


def say(data: Any, words: str, as_json: bool) -> None:
    """Prints an answer, as JSON or in words."""
    typer.echo(_json(data) if as_json else words)


def say_rows(rows: Sequence[Mapping[str, Any]], columns: Sequence[str], as_json: bool) -> None:
    """Prints rows, as JSON or as a table of these columns."""
    typer.echo(_json(rows) if as_json else _table(rows, columns))


def with_round(columns: Sequence[str], project: Project) -> tuple[str, ...]:
    """The columns, with the round after the coder where there are several."""
    if len(project.queries.rounds.all()) < 2:
        return tuple(columns)
    at = columns.index("coder") + 1
    return (*columns[:at], "round", *columns[at:])


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2)


def _table(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> str:
    laid_out = [_column(name, [row[name] for row in rows]) for name in columns]
    return "\n".join("  ".join(line).rstrip() for line in zip(*laid_out, strict=True))


def _column(name: str, values: Sequence[Any]) -> list[str]:
    cells = [name, *map(_cell, values)]
    width = max(map(len, cells))
    to_the_right = bool(values) and all(isinstance(value, int | float) for value in values)
    return [cell.rjust(width) if to_the_right else cell.ljust(width) for cell in cells]


def _cell(value: Any) -> str:
    text = f"{value:.3f}" if isinstance(value, float) else " ".join(str(value).split())
    return text if len(text) <= _WIDEST else f"{text[: _WIDEST - 1]}…"
