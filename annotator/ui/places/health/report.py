"""What a check found, as a page to read: by group, each with what to do."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from annotator.domain.finds import ADVICE, TITLES, Find, grouped

if TYPE_CHECKING:
    from annotator.ops.health import Report

SHOWN = 100
"""Finds of one group that are listed; a copied report says how many there are."""


def as_html(report: Report) -> str:
    """The page as the rich text that Qt knows; the same words on every screen."""
    from annotator.ops import health

    seen = health.contents_in_words(report.contents)
    looked = _tr("Looked at {what} in {seconds} s.")
    head = _tr("Nothing is wrong.") if report.is_sound else _damaged(len(report.finds))
    parts = [
        f"<h3>{escape(head)}</h3>",
        f"<p>{escape(looked.format(what=seen, seconds=health.seconds(report)))}</p>",
    ]
    for group, some in grouped((*report.finds, *report.loose_ends)).items():
        parts.append(f"<h4>{escape(_tr(TITLES[group]))} ({len(some):,})</h4>")
        parts.append(_listed(some))
        parts.append(f"<p>{escape(_tr(ADVICE[group]))}</p>")
    return "".join(parts)


def _damaged(number: int) -> str:
    if number == 1:
        return _tr("1 thing is damaged. The file was not changed.")
    return _tr("{n} things are damaged. The file was not changed.").format(n=f"{number:,}")


def _listed(finds: list[Find]) -> str:
    items = [f"<li>{escape(find.words)}</li>" for find in finds[:SHOWN]]
    if len(finds) > SHOWN:
        more = _tr("… and {n} more").format(n=f"{len(finds) - SHOWN:,}")
        items.append(f"<li>{escape(more)}</li>")
    return f"<ul>{''.join(items)}</ul>"


def _tr(text: str) -> str:
    return QCoreApplication.translate("health", text)
