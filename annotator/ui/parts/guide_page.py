"""What the guide shows, as HTML: all that the codebook says of a code, or the study's own guide."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from uuid import UUID

from PySide6.QtCore import QCoreApplication

from annotator.domain.codebook import Code, Codebook, Example, NearMiss, Status, Unit
from annotator.domain.questions import Attribute
from annotator.domain.revisions import Revision
from annotator.ui.widgets.dates import on_day

PATH_SEPARATOR = " › "
LINK = "code:"
"""How the address of a link to a code begins; its id follows."""

_MARKS = '“”"«»„'
_NAMED = re.compile(r"(?<=“)[^“”]{1,80}(?=”)|(?<=\")[^\"]{1,80}(?=\")")
_EMPHASIS = re.compile(r"\*(?! )([^*\n]+)(?<! )\*")


@dataclass(frozen=True, slots=True)
class Said:
    """What else is known of a code, besides its own fields.

    Attributes:
        attributes: what its annotations are asked.
        revision: by which it is applied now.
        names: of coders by id.
    """

    attributes: tuple[Attribute, ...] = ()
    revision: Revision | None = None
    names: Mapping[int, str] = field(default_factory=dict)


class Page:
    """Writes the page of one code or of the study; ``mute`` and ``link`` are colours."""

    def __init__(self, codebook: Codebook, mute: str, link: str) -> None:
        self._codebook = codebook
        self._mute_colour, self._link_colour = mute, link
        self._by_uid: dict[UUID, Code] = {}
        self._by_name: dict[str, int] = {}

    def of_code(self, code: Code, said: Said, unwritten: str = "") -> str:
        """All that is said of a code, in the order in which one asks.

        Args:
            code: the code.
            said: what is known of it besides.
            unwritten: what to do where nothing is.
        """
        parts = [
            self._status(code),
            self._rule("", code.definition, code),
            self._rule(_tr("Use when"), code.use_when, code),
            self._rule(_tr("Do not use when"), code.do_not_use_when, code),
            *self._near_misses(code.instead),
            self._unit(code.unit),
            self._rule(_tr("Which words"), code.boundary, code),
            *(self._example(_tr("Example: {words}"), one) for one in code.examples),
            *(self._example(_tr("Not this: {words}"), one) for one in code.counter_examples),
            *(self._asked(one) for one in said.attributes),
            self._excluded(code),
            self.muted(escape(code.citation)) if code.citation else "",
        ]
        nothing = _tr("No rules have been written for this code.")
        told = "".join(parts) or self.muted(escape(f"{nothing} {unwritten}".strip()))
        return told + self._revision(said)

    def in_short(self, code: Code) -> str:
        """What it is for and what it is not for, for a glance."""
        return "".join(
            (
                self._status(code),
                self._rule("", code.definition, code),
                self._rule(_tr("Use when"), code.use_when, code),
                self._rule(_tr("Do not use when"), code.do_not_use_when, code),
                *self._near_misses(code.instead),
            )
        )

    def of_study(self, guide: str) -> str:
        """The study's guide: paragraphs, ``# headings``, ``- lists`` and ``*emphasis*``."""
        return "".join(self._block(lines) for lines in _blocks(guide))

    def muted(self, html: str) -> str:
        """A paragraph in a quiet colour."""
        return f"<p>{self.quiet(html)}</p>"

    def quiet(self, html: str) -> str:
        """Words in a quiet colour."""
        return f'<span style="color:{self._mute_colour}">{html}</span>'

    # -- parts

    def _status(self, code: Code) -> str:
        words = {
            Status.PROPOSED: _tr("Proposed: not yet part of the scheme."),
            Status.RETIRED: _tr("Retired: what has it keeps it, and it is not applied any more."),
        }.get(code.status, "")
        return f"<p><i>{escape(words)}</i></p>" if words else ""

    def _rule(self, head: str, words: str, code: Code) -> str:
        if not words.strip():
            return ""
        bold = f"<b>{escape(head)}</b> " if head else ""
        return f"<p>{bold}{self._linked(words.strip(), code.id)}</p>"

    def _near_misses(self, instead: Iterable[NearMiss]) -> Iterator[str]:
        by_uid = self._codes_by_uid()
        for one in instead:
            other = by_uid.get(one.use)
            if other is not None:
                link = self._link(other.id, self._codebook.path(other.id, PATH_SEPARATOR))
                told = _tr("<b>If</b> {when}: {code}")
                yield f"<p>{told.format(when=escape(one.when.rstrip('.')), code=link)}</p>"

    def _unit(self, unit: Unit) -> str:
        words = {
            Unit.SENTENCE: _tr("Applied to whole sentences."),
            Unit.PARAGRAPH: _tr("Applied to whole paragraphs."),
            Unit.ARTICLE: _tr("Applied to the article as a whole."),
        }.get(unit, "")
        return f"<p>{escape(words)}</p>" if words else ""

    def _example(self, told: str, one: Example) -> str:
        quoted = one.text if any(mark in one.text for mark in _MARKS) else f"“{one.text}”"
        words = told.format(words=escape(quoted))
        source = f" ({escape(one.source)})" if one.source else ""
        why = f" – {escape(one.why)}" if one.why else ""
        return self.muted(f"{words}{source}{why}".replace("\n", "<br>"))

    def _asked(self, one: Attribute) -> str:
        there = [choice for choice in one.choices if not choice.is_deleted]
        choices = ", ".join(choice.name for choice in there)
        needed = _tr(" (required)") if one.required else ""
        words = " ".join(filter(None, (one.question, choices and f"[{choices}]")))
        told = _tr("<b>Asks for {name}</b>{needed} {words}")
        said = told.format(name=escape(one.name), needed=needed, words=escape(words))
        meant = "".join(
            f"<br>{escape(choice.name)}: {self.muted(escape(choice.definition))}"
            for choice in there
            if choice.definition
        )
        return f"<p>{said}{meant}</p>"

    def _excluded(self, code: Code) -> str:
        if not code.exclusive:
            return ""
        others = [
            self._link(other.id, other.name)
            for other in self._codebook
            if other.id != code.id and set(other.exclusive) & set(code.exclusive)
        ]
        if not others:
            return ""
        return f"<p>{_tr('Not on the same words as {codes}.').format(codes=', '.join(others))}</p>"

    def _revision(self, said: Said) -> str:
        one = said.revision
        if one is None:
            return ""
        day = on_day(one.created_at)
        by = said.names.get(one.coder_id or 0, "")
        told = _tr("Revision {n}, {day}, by {name}") if by else _tr("Revision {n}, {day}")
        why = f": {one.why}" if one.why else ""
        return self.muted(escape(told.format(n=one.number, day=day, name=by) + why))

    def _block(self, lines: list[str]) -> str:
        first = lines[0]
        if first.startswith("#"):
            return f"<p><b>{self._emphasised(first.lstrip('#').strip())}</b></p>"
        if first.startswith("- "):
            items = " ".join(lines).removeprefix("- ").split(" - ")
            return "".join(f"<p>• {self._emphasised(item)}</p>" for item in items)
        return f"<p>{self._emphasised(' '.join(lines))}</p>"

    def _emphasised(self, words: str) -> str:
        """Words with ``*emphasis*``; what is emphasised and names a code is a link to it."""

        def shown(found: re.Match[str]) -> str:
            target = self._codes_by_name().get(found[1].casefold())
            return f"<i>{found[1] if target is None else self._link(target, found[1])}</i>"

        return _EMPHASIS.sub(shown, escape(words, quote=False))

    # -- codes that are named

    def _linked(self, words: str, code_id: int) -> str:
        """The words as HTML, with the names of other codes in quotation marks as links."""
        html, done = "", 0
        for found in _NAMED.finditer(words):
            target = self._codes_by_name().get(found.group().casefold())
            if target is None or target == code_id:
                continue
            html += _stressed(words[done : found.start()]) + self._link(target, found.group())
            done = found.end()
        return (html + _stressed(words[done:])).replace("\n", "<br>")

    def _link(self, code_id: int, words: str) -> str:
        style = f"color:{self._link_colour};text-decoration:none"
        return f'<a href="{LINK}{code_id}" style="{style}">{escape(words)}</a>'

    def _codes_by_uid(self) -> Mapping[UUID, Code]:
        if not self._by_uid:
            self._by_uid = {code.uid: code for code in self._codebook if not code.is_deleted}
        return self._by_uid

    def _codes_by_name(self) -> Mapping[str, int]:
        """Codes by path and, where only one has it, by name; in lower case."""
        if not self._by_name:
            named: dict[str, list[int]] = {}
            for code in self._codebook:
                for name in {code.name.casefold(), self._codebook.path(code.id).casefold()}:
                    named.setdefault(name, []).append(code.id)
            self._by_name = {name: ids[0] for name, ids in named.items() if len(ids) == 1}
        return self._by_name


def _stressed(words: str) -> str:
    """Words of a rule as HTML, with ``*emphasis*``."""
    return _EMPHASIS.sub(r"<i>\1</i>", escape(words))


def _blocks(guide: str) -> Iterator[list[str]]:
    """Headings, lists and paragraphs, each as its lines; a list item goes on over several."""
    block: list[str] = []
    for line in [*guide.splitlines(), ""]:
        words = line.strip()
        starts = words.startswith(("#", "- "))
        if block and (not words or starts or block[0].startswith("#")):
            yield block
            block = []
        if words:
            block.append(words)


def _tr(text: str) -> str:
    return QCoreApplication.translate("guide", text)
