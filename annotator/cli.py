"""The command line: verbs for scripts and terminals, and the door to the window.

Nothing heavy is imported up here: each verb imports what it needs, so that the window shows, and
help is printed, before Qt, SQL or numbers are loaded.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup

import annotator
from annotator import preflight
from annotator.domain.errors import UserError
from annotator.paths import PROJECT_SUFFIX

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotator.domain.span import Span
    from annotator.store.project import Project

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
            _fail(error.what, error.way_out)
        except typer.BadParameter as error:
            # What checks the choices puts its own name before the sentence.
            error.message = error.message.removeprefix("Value error, ")
            raise
        except BrokenPipeError:
            raise
        except OSError as error:
            _fail(f"{error.filename}: {error.strerror}." if error.strerror else str(error), "")


app = typer.Typer(
    cls=_Verbs,
    help="Read news articles, tag spans with codes, chart and compare the coding.",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


class By(StrEnum):
    """What frequencies are grouped by."""

    CODE = "code"
    OUTLET = "outlet"
    MONTH = "month"
    CODER = "coder"


class Place(StrEnum):
    """The places of the window."""

    CODE = "code"
    CHARTS = "charts"


class Theme(StrEnum):
    """The looks of the window."""

    LIGHT = "light"
    DARK = "dark"


# Whether a file can be read is asked where it is read: there the answer has a way out.
ProjectFile = Annotated[
    Path, typer.Argument(metavar="PROJECT", help="The project file.", readable=False)
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]
CoderName = Annotated[str | None, typer.Option("--coder", metavar="NAME", help="The coder.")]
Steps = Annotated[int, typer.Option(min=1, help="How many steps.")]
ArticleId = Annotated[
    str | None, typer.Option("--article", metavar="ID", help="An article's id or its beginning.")
]


def main() -> None:
    """Run the command line; leaves with exit code 0, 1 (bad input) or 2 (usage)."""
    for stream in (sys.stdout, sys.stderr):
        # A pipe on Windows would get the system's old encoding, which lacks most of the world.
        if not stream.isatty() and hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    app(prog_name="annotator")


# -- the window


@app.callback(invoke_without_command=True)
def start(
    ctx: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """Read news articles, tag spans with codes, chart and compare the coding.

    Without a verb the window opens.
    """
    if version:
        typer.echo(f"annotator {annotator.__version__}")
    elif ctx.invoked_subcommand is None:
        _show_window(None)


@app.command("open")
def open_(project: ProjectFile) -> None:
    """Open a project in the window.

    `annotator FILE.annotator` does the same.
    """
    _show_window(project)


@app.command()
def demo(as_json: AsJson = False) -> None:
    """Open a fresh copy of the sample project.

    Without a screen, pictures of the window and a table are written to the folder demo-out.
    """
    screen = preflight.has_screen()
    offscreen = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    if trouble := preflight.trouble(None if screen else offscreen):
        _fail(trouble, "")
    from annotator.ops import sample

    path = sample.fresh_path()
    sample.create_sample(path).close()
    if screen:
        _show_window(path)
    else:
        _write_pictures(path, as_json)


@app.command()
def screenshot(
    project: ProjectFile,
    out: Annotated[
        Path, typer.Argument(metavar="OUT.png", help="The picture to write.", readable=False)
    ],
    place: Annotated[Place, typer.Option(help="The place to show.")] = Place.CODE,
    article: ArticleId = None,
    size: Annotated[str, typer.Option(metavar="WxH", help="Of the window.")] = "1440x900",
    scale: Annotated[float, typer.Option(min=0.5, max=4.0, help="Pixels per point.")] = 1.0,
    theme: Annotated[Theme, typer.Option(help="The looks.")] = Theme.LIGHT,
    as_json: AsJson = False,
) -> None:
    """Write a picture of the window; needs no screen and changes nothing in the project."""
    width, height = _size(size)
    if out.suffix.lower() != ".png":
        raise typer.BadParameter("the picture's name must end in .png", param_hint="OUT.png")
    _refuse_unwritable(out)
    if trouble := preflight.trouble({**os.environ, "QT_QPA_PLATFORM": "offscreen"}):
        _fail(trouble, "")
    from annotator import app as window

    window.screenshot(
        project,
        out,
        place=place.value,
        article_uid=article,
        width=width,
        height=height,
        scale=scale,
        theme=theme.value,
    )
    _say({"written": [str(out)]}, f"Wrote {out}.", as_json)


# -- projects


@app.command()
def new(
    project: ProjectFile,
    coder: CoderName = None,
    scheme: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The codes to begin with.", readable=False),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Make a project.

    Without --coder it is yours, by the name you gave the program; without --scheme it begins with
    the codes framing, claim and attribution.
    """
    from annotator.ops import people, projects

    person = people.person_named(coder) if coder is not None else people.load_person()
    if person is None:
        raise typer.BadParameter(
            "nobody has given their name to the program here yet: say who codes.",
            param_hint="--coder",
        )
    with projects.create_project(project, project.stem, person, scheme) as made:
        codes = len(made.queries.codebook())
        _say(
            {"project": str(made.path), "name": made.name, "coder": person.name, "codes": codes},
            f"Made {made.path} for {person.name}, with {codes} codes.",
            as_json,
        )


@app.command()
def check(project: ProjectFile, as_json: AsJson = False) -> None:
    """Check that a project file is sound.

    Looks at the database, at every text, and at every quote in its place. Exit code 1 when
    something is wrong.
    """
    with _opened(project, read_only=True) as opened:
        findings = opened.check()
    lines = "\n".join(findings) or f"{project}: nothing is wrong."
    _say({"findings": findings}, lines, as_json)
    if findings:
        raise typer.Exit(1)


@app.command()
def undo(
    project: ProjectFile, steps: Steps = 1, coder: CoderName = None, as_json: AsJson = False
) -> None:
    """Take back a coder's latest steps."""
    undone = _stepped(project, coder, steps, back=True)
    if not undone:
        raise UserError("There is nothing to undo in {file}.", file=project)
    _say({"undone": undone}, "\n".join(f"Undone: {label}" for label in undone), as_json)


@app.command()
def redo(
    project: ProjectFile, steps: Steps = 1, coder: CoderName = None, as_json: AsJson = False
) -> None:
    """Do again what a coder took back last."""
    redone = _stepped(project, coder, steps, back=False)
    if not redone:
        raise UserError("There is nothing to do again in {file}.", file=project)
    _say({"redone": redone}, "\n".join(f"Done again: {label}" for label in redone), as_json)


# -- articles


@app.command("import")
def import_(
    project: ProjectFile,
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE…", help="Files or folders.", readable=False)
    ],
    coder: CoderName = None,
    as_json: AsJson = False,
) -> None:
    """Take articles into a project.

    Each text file is one article; folders are searched for .txt files.
    Either all files can be read, or none is imported. Texts that are there are left out.
    """
    from annotator.domain.changes import Kind
    from annotator.ops import articles, people, reporting

    with _opened(project) as opened:
        coder_id = people.coder_of(opened, coder).id
        drafts = articles.recognise_all(files, _progress("Reading"))
        report = articles.import_drafts(
            opened, drafts, coder_id=coder_id, progress=_progress("Counting words")
        )
        new_ids = sorted(report.changes.created.get(Kind.ARTICLE, ()))
        added = reporting.article_rows(opened, new_ids)
    notes = {draft.source_file: list(draft.notes) for draft in drafts if draft.notes}
    lines = [f"Imported {report.added} of {len(drafts)} articles."]
    lines += [f"  {row['id']}  {row['headline']}" for row in added]
    lines += [f"Left out {name}: the project has this text." for name in report.skipped]
    lines += [f"{name}: {note}" for name, said in notes.items() for note in said]
    _say(
        {"added": added, "skipped": list(report.skipped), "notes": notes}, "\n".join(lines), as_json
    )


@app.command()
def articles(project: ProjectFile, as_json: AsJson = False) -> None:
    """List the articles of a project."""
    from annotator.ops import reporting

    with _opened(project, read_only=True) as opened:
        rows = reporting.article_rows(opened)
    _list(rows, ("id", "headline", "outlet", "published", "words", "counted_words"), as_json)


# -- codes and annotations


@app.command()
def codes(project: ProjectFile, as_json: AsJson = False) -> None:
    """List the codes of a project."""
    from annotator.ops import reporting

    with _opened(project, read_only=True) as opened:
        rows = reporting.code_rows(opened)
    _list(rows, ("path", "key", "colour", "annotations", "id"), as_json)


@app.command("annotations")
def annotations_(
    project: ProjectFile,
    article: ArticleId = None,
    code: Annotated[
        str | None, typer.Option(metavar="NAME", help="A code and those under it; name or path.")
    ] = None,
    coder: CoderName = None,
    as_json: AsJson = False,
) -> None:
    """List the annotations of a project.

    start and end count Unicode code points from the start of the article.
    """
    from annotator.ops import people, reporting

    with _opened(project, read_only=True) as opened:
        queries, codebook = opened.queries, opened.queries.codebook()
        found = queries.annotations(
            article_id=queries.article_by_uid_prefix(article).id if article else None,
            code_ids=sorted(codebook.subtree(codebook.find(code).id)) if code else None,
            coder_ids=[people.coder_of(opened, coder).id] if coder else None,
        )
        rows = reporting.annotation_rows(opened, found)
    _list(rows, ("id", "article", "code", "coder", "start", "end", "quote", "created"), as_json)


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
    memo: Annotated[str, typer.Option(metavar="TEXT", help="A note.")] = "",
    as_json: AsJson = False,
) -> None:
    """Apply a code to a span of an article."""
    place = _span(start, end, span or [])
    from annotator.ops import coding, people, reporting

    with _opened(project) as opened:
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
    _say(row, f"{done} {row['id']}  {row['code']}  “{row['quote']}”", as_json)


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

    Either all ids can be found, or none is removed. --coder is who removes and can undo it.
    """
    from annotator.ops import coding, people, reporting

    with _opened(project) as opened:
        coder_id = people.coder_of(opened, coder).id
        found = {one.id: one for one in map(opened.queries.annotation_by_uid_prefix, annotations)}
        rows = reporting.annotation_rows(opened, list(found.values()))
        coding.remove_annotations(opened, found, coder_id=coder_id)
    lines = [f"Removed {row['id']}  {row['code']}  “{row['quote']}”" for row in rows]
    _say({"removed": rows}, "\n".join(lines), as_json)


@app.command()
def frequencies(
    project: ProjectFile,
    by: Annotated[By, typer.Option(help="What to group by.")] = By.CODE,
    coder: CoderName = None,
    as_json: AsJson = False,
) -> None:
    """Count how often each code was applied.

    All human coders are counted, or one.

    per_1000_words is annotations per 1,000 counted words of the articles looked at (of the group's
    own when by outlet or month); share_of_articles is of these articles.
    """
    from annotator.ops import people, reporting

    with _opened(project, read_only=True) as opened:
        coders = [people.coder_of(opened, coder).id] if coder else people.human_coders(opened)
        rows = reporting.frequency_rows(reporting.frequency_table(opened, by.value, coders))
    columns = ("code", "annotations", "articles", "share_of_articles", "per_1000_words")
    _list(rows, columns if by is By.CODE else ("group", *columns), as_json)


# -- helpers


def _opened(path: Path, *, read_only: bool = False) -> Project:
    from annotator.ops import projects

    return projects.open_project(path, read_only=read_only)


def _stepped(project: Path, coder: str | None, steps: int, *, back: bool) -> list[str]:
    """Steps through a coder's history; the labels of what was undone or done again."""
    from annotator.ops import people

    labels: list[str] = []
    with _opened(project) as opened:
        coder_id = people.coder_of(opened, coder).id
        next_label = opened.undo_label if back else opened.redo_label
        step = opened.undo if back else opened.redo
        while len(labels) < steps and (label := next_label(coder_id)) is not None:
            step(coder_id)
            labels.append(label)
    return labels


def _refuse_unwritable(picture: Path) -> None:
    # Tried before the window is drawn; to ask for rights alone would miss a full or locked disk.
    if not picture.parent.is_dir():
        raise UserError(
            "There is no folder “{folder}” to write {name} in.",
            "Nothing was written. Make the folder first, or choose another one.",
            folder=picture.parent,
            name=picture.name,
        )
    try:
        fresh = not picture.exists()
        picture.open("ab").close()
        if fresh:
            picture.unlink()
    except OSError as error:
        raise UserError(
            "The picture “{picture}” can't be written ({reason}).",
            "Nothing was written. Choose a folder of your own, or another name.",
            picture=picture,
            reason=error.strerror,
        ) from error


def _show_window(project: Path | None) -> NoReturn:
    if trouble := preflight.trouble():
        _fail(trouble, "")
    from annotator import app as window

    raise typer.Exit(window.run(project))


def _write_pictures(project: Path, as_json: bool) -> None:
    from annotator import app as window

    typer.echo(f"{preflight.trouble()} Writing pictures instead of opening the window.", err=True)
    written = window.demo_without_screen(project, Path("demo-out"))
    names = [str(file) for file in written]
    lines = "\n".join([f"The sample project: {project}", *(f"Wrote {name}" for name in names)])
    _say({"project": str(project), "written": names}, lines, as_json)


def _span(start: int | None, end: int | None, spans: Sequence[str]) -> Span:
    from annotator.domain.span import Span

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


def _size(size: str) -> tuple[int, int]:
    width, _, height = size.lower().partition("x")
    if not (width.isdecimal() and height.isdecimal() and int(width) > 0 and int(height) > 0):
        raise typer.BadParameter("a size is WIDTHxHEIGHT: 1440x900", param_hint="--size")
    return int(width), int(height)


def _progress(doing: str) -> Callable[[int, int], bool]:
    def show(done: int, total: int) -> bool:
        if sys.stderr.isatty() and (done % 20 == 0 or done == total):
            end = "\n" if done == total else ""
            typer.echo(f"\r{doing}: {done} of {total}{end}", nl=False, err=True)
        return True

    return show


def _fail(what: str, way_out: str) -> NoReturn:
    typer.echo(f"annotator: {what}", err=True)
    if way_out:
        typer.echo(way_out, err=True)
    raise typer.Exit(1)


def _say(data: Any, words: str, as_json: bool) -> None:
    typer.echo(_json(data) if as_json else words)


def _list(rows: Sequence[Mapping[str, Any]], columns: Sequence[str], as_json: bool) -> None:
    typer.echo(_json(rows) if as_json else _table(rows, columns))


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
