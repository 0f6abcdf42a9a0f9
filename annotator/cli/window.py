"""Verbs that show the window, or a picture of it."""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NoReturn

import typer

import annotator
from annotator import preflight
from annotator.cli.shared import ArticleId, AsJson, ProjectFile, app, fail, say
from annotator.domain.errors import UserError


class Place(StrEnum):
    """The places of the window."""

    CODE = "code"
    CHARTS = "charts"


class Theme(StrEnum):
    """The looks of the window."""

    LIGHT = "light"
    DARK = "dark"
    SEPIA = "sepia"
    CONTRAST = "contrast"


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
        fail(trouble, "")
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
        fail(trouble, "")
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
    say({"written": [str(out)]}, f"Wrote {out}.", as_json)


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
        fail(trouble, "")
    from annotator import app as window

    raise typer.Exit(window.run(project))


def _write_pictures(project: Path, as_json: bool) -> None:
    from annotator import app as window

    typer.echo(f"{preflight.trouble()} Writing pictures instead of opening the window.", err=True)
    written = window.demo_without_screen(project, Path("demo-out"))
    names = [str(file) for file in written]
    lines = "\n".join([f"The sample project: {project}", *(f"Wrote {name}" for name in names)])
    say({"project": str(project), "written": names}, lines, as_json)


def _size(size: str) -> tuple[int, int]:
    width, _, height = size.lower().partition("x")
    if not (width.isdecimal() and height.isdecimal() and int(width) > 0 and int(height) > 0):
        raise typer.BadParameter("a size is WIDTHxHEIGHT: 1440x900", param_hint="--size")
    return int(width), int(height)
