"""What one entry of the history did: records, with what was before and after."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

from annotator.domain.changes import Kind
from annotator.domain.errors import INNER_QUOTES
from annotator.domain.history import Deed, HistoryEntry, RecordChange, Shown
from annotator.domain.view import VALUE_PREFIX
from annotator.ui.places.code.history_model import moment
from annotator.ui.session import Session
from annotator.ui.theme import words_font

_PAGE = 50
_MORE = "more:"
_STYLE = "p { margin: 0 0 6px 0; line-height: 120%; } b { font-weight: 600; }"
_NOTHING = "—"
_LONG = 300
"""Characters of a value that are shown here."""


class HistoryDetails(QTextBrowser):
    """Reads a part of a large entry at a time; a link brings the next."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._entry: HistoryEntry | None = None
        self._changes: list[RecordChange] = []
        self.setProperty("look", "guide")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setFont(words_font())
        self.document().setDefaultFont(words_font())
        self.document().setDocumentMargin(0)
        self.setAccessibleName(self.tr("What the step changed"))
        self.anchorClicked.connect(self._follow)
        session.look.changed.connect(self._show)
        self._show()

    @property
    def changes(self) -> list[RecordChange]:
        """What is shown of the entry."""
        return self._changes

    def show_entry(self, entry: HistoryEntry | None) -> None:
        """Show what an entry did, or for None what to do to see it."""
        same = entry is not None and self._entry is not None and entry.id == self._entry.id
        self._entry = entry
        if not same:
            self._changes = []
            self._read()
        self._show()
        if not same:
            self.verticalScrollBar().setValue(0)

    def _follow(self, link: QUrl) -> None:
        if link.toString() == _MORE:
            top = self.verticalScrollBar().value()
            self._read()
            self._show()
            self.verticalScrollBar().setValue(top)

    def _read(self) -> None:
        if self._entry is not None and self._session.is_open:
            histories = self._session.project.histories
            self._changes += histories.changes(self._entry.id, len(self._changes), _PAGE)

    def _show(self) -> None:
        if self._entry is None:
            body = self._quiet(self.tr("Choose a step to read what it changed."))
        else:
            body = self._head(self._entry) + "".join(map(self._record, self._changes))
            body += self._rest(self._entry)
        self.setHtml(f"<style>{_STYLE}</style>{body}")

    def _head(self, entry: HistoryEntry) -> str:
        when = moment(entry).strftime("%Y-%m-%d %H:%M:%S")
        return self._quiet(" · ".join(part for part in (when, entry.coder) if part))

    def _record(self, change: RecordChange) -> str:
        told = escape(_short(change.title)) or _NOTHING
        if change.kind is Kind.ANNOTATION:
            told = f"“{told.translate(INNER_QUOTES)}”"
        within = self.tr("round “{name}”").format(name=change.round) if change.round else ""
        belongs = " · ".join(part for part in (change.about, within) if part)
        about = f" {self._mute(escape(belongs))}" if belongs else ""
        deed = escape(f"{self._kind(change.kind)} {self._deed(change.deed)}")
        lines = [f"<b>{deed}</b><br>{told}{about}"]
        for one in change.fields:
            name = self._mute(escape(self._field(one.name)) + ":")
            lines.append(f"{name} {self._value(one.before)} → {self._value(one.after)}")
        return f"<p>{'<br>'.join(lines)}</p>"

    def _rest(self, entry: HistoryEntry) -> str:
        left = sum(entry.records.values()) - len(self._changes)
        if left <= 0:
            return "" if self._changes else self._quiet(self.tr("It changed nothing any more."))
        colour = self._session.look.theme.accent.name()
        words = escape(self.tr("{n} more: show on").format(n=f"{left:,}"))
        return f'<p><a href="{_MORE}" style="color:{colour};text-decoration:none">{words}</a></p>'

    def _value(self, value: Shown) -> str:
        if value is None:
            return _NOTHING
        if isinstance(value, bool):
            return self.tr("yes") if value else self.tr("no")
        return escape(_short(str(value))).replace("\n", "<br>")

    def _quiet(self, words: str) -> str:
        return f"<p>{self._mute(escape(words))}</p>"

    def _mute(self, html: str) -> str:
        return f'<span style="color:{self._session.look.theme.mute.name()}">{html}</span>'

    def _kind(self, kind: Kind) -> str:
        return {
            Kind.PROJECT: self.tr("Project"),
            Kind.CODER: self.tr("Coder"),
            Kind.ROUND: self.tr("Round"),
            Kind.ARTICLE: self.tr("Article"),
            Kind.CODE: self.tr("Code"),
            Kind.ANNOTATION: self.tr("Annotation"),
            Kind.LINK: self.tr("Link"),
            Kind.REVISION: self.tr("Revision"),
            Kind.ATTRIBUTE: self.tr("Attribute"),
            Kind.VARIABLE: self.tr("Variable"),
            Kind.CHOICE: self.tr("Choice"),
            Kind.ANSWER: self.tr("Answer"),
            Kind.PROGRESS: self.tr("State"),
            Kind.MEMO: self.tr("Memo"),
            Kind.SETTING: self.tr("Setting"),
        }[kind]

    def _deed(self, deed: Deed) -> str:
        return {
            Deed.MADE: self.tr("added"),
            Deed.CHANGED: self.tr("changed"),
            Deed.REMOVED: self.tr("removed"),
            Deed.BROUGHT_BACK: self.tr("brought back"),
        }[deed]

    def _field(self, name: str) -> str:
        if name.startswith(VALUE_PREFIX):
            return name.removeprefix(VALUE_PREFIX)
        return {
            "anchor": self.tr("Place"),
            "code_id": self.tr("Code"),
            "memo": self.tr("Memo"),
            "unsure": self.tr("Unsure"),
            "unsure_reason": self.tr("Why unsure"),
            "state": self.tr("State"),
            "parent_id": self.tr("Under"),
            "position": self.tr("Place among its siblings"),
            "name": self.tr("Name"),
            "colour": self.tr("Colour"),
            "key": self.tr("Key"),
            "definition": self.tr("Definition"),
            "use_when": self.tr("Use when"),
            "do_not_use_when": self.tr("Do not use when"),
            "examples": self.tr("Examples"),
            "keywords": self.tr("Keywords"),
            "unit": self.tr("Unit"),
            "boundary": self.tr("Boundary rule"),
            "counter_examples": self.tr("Counter-examples"),
            "instead": self.tr("Near-misses"),
            "status": self.tr("Status"),
            "citation": self.tr("Citation"),
            "exclusive": self.tr("Exclusive groups"),
            "revision_id": self.tr("Revision"),
            "why": self.tr("Why"),
            "question": self.tr("Question"),
            "rule": self.tr("Coding rule"),
            "scale": self.tr("Scale"),
            "title": self.tr("Title"),
            "section": self.tr("Section"),
            "several": self.tr("Several answers"),
            "low": self.tr("Low end"),
            "high": self.tr("High end"),
            "missing": self.tr("Missing codes"),
            "required": self.tr("Required"),
            "preset": self.tr("Default"),
            "condition": self.tr("Asked if"),
            "mean_of": self.tr("Mean of"),
            "needs": self.tr("Needs answers"),
            "headline": self.tr("Headline"),
            "outlet": self.tr("Outlet"),
            "author": self.tr("Author"),
            "published": self.tr("Date"),
            "url": self.tr("Address"),
            "language": self.tr("Language"),
            "source_file": self.tr("File"),
            "words": self.tr("Words"),
            "counted_words": self.tr("Counted words"),
            "zones": self.tr("Zones"),
            "text": self.tr("Text"),
            "value": self.tr("Value"),
            "kind": self.tr("Kind"),
        }.get(name, name)


def _short(words: str) -> str:
    return words if len(words) <= _LONG else f"{words[:_LONG]}…"
