"""Verbs about coding schemes."""

from __future__ import annotations

from dataclasses import asdict

from annotator.cli.shared import AsJson, app, say_rows


@app.command()
def schemes(as_json: AsJson = False) -> None:
    """List the schemes that a project can begin with."""
    from annotator.ops import schemes as verbs

    rows = [asdict(one) for one in verbs.shipped()]
    say_rows(rows, ("name", "title", "version", "codes", "variables"), as_json)
