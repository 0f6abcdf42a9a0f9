"""Two revisions of a code beside each other, with what differs marked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from annotator.domain.revisions import FIRST, MEANING, Revision
from annotator.domain.rule_changes import FieldChange, Piece, compare_meanings
from annotator.ui.parts.guide_page import PATH_SEPARATOR
from annotator.ui.session import Session
from annotator.ui.theme import words_font
from annotator.ui.widgets.choice_box import PlainBox
from annotator.ui.widgets.dates import on_day

_ATTRIBUTES = "attributes"
_SHARE = 0.92
"""Of the screen, at most."""


class RulesCompared(QDialog):
    """Shows what a code meant and means; both sides can be chosen among its revisions."""

    def __init__(self, session: Session, code_id: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        code = session.codebook[code_id]
        revisions = session.project.queries.questions.revisions().get(code_id, ())
        self._meanings = list(self._told(revisions))
        self.setWindowTitle(self.tr("Rules of “{code}”, then and now").format(code=code.name))
        self.before, self.after = self._choice(self.tr("Before")), self._choice(self.tr("After"))
        self.left, self.right = self._page(self.tr("Before")), self._page(self.tr("After"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        for column, (choice, page) in enumerate(
            ((self.before, self.left), (self.after, self.right))
        ):
            grid.addWidget(choice, 0, column)
            grid.addWidget(page, 1, column)
            grid.setColumnStretch(column, 1)
        note = QLabel(self.tr("Struck through: gone. Underlined: new."))
        note.setProperty("look", "quiet")
        self.only = QCheckBox(self.tr("&Only what differs"))
        self.only.setChecked(True)
        self.only.toggled.connect(self._show)
        self._together(self.left, self.right)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.addLayout(grid, 1)
        foot = QHBoxLayout()
        foot.addWidget(note, 1)
        foot.addWidget(self.only)
        layout.addLayout(foot)
        layout.addWidget(buttons)
        last = len(self._meanings) - 1
        self.before.setCurrentIndex(max(0, last - 1))
        self.after.setCurrentIndex(last)
        for choice in (self.before, self.after):
            choice.currentIndexChanged.connect(self._show)
        room = self.screen().availableSize() * _SHARE
        self.resize(min(900, room.width()), min(560, room.height()))
        self._show()

    def _told(self, revisions: Iterable[Revision]) -> Iterable[tuple[str, Mapping[str, Any]]]:
        names = self._session.names
        for one in revisions:
            if one is next(iter(revisions), None):
                yield self.tr("Revision {n}").format(n=FIRST), one.earlier
            parts = [
                self.tr("Revision {n}").format(n=one.number),
                on_day(one.created_at),
                names.get(one.coder_id or 0, ""),
                one.why,
            ]
            yield " · ".join(filter(None, parts)), one.meaning

    def _choice(self, name: str) -> QComboBox:
        made = PlainBox()
        made.setAccessibleName(name)
        made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for title, _ in self._meanings:
            made.addItem(title)
        return made

    def _page(self, name: str) -> QTextBrowser:
        made = QTextBrowser()
        made.setAccessibleName(name)
        made.setFont(words_font())
        made.setTabChangesFocus(True)
        return made

    def _show(self) -> None:
        old, new = (
            self._meanings[choice.currentIndex()][1] for choice in (self.before, self.after)
        )
        codebook = self._session.codebook
        codes = {str(code.uid): codebook.path(code.id, PATH_SEPARATOR) for code in codebook}
        fields = compare_meanings(old, new, (*MEANING, _ATTRIBUTES), codes)
        if self.only.isChecked():
            fields = [one for one in fields if one.differs]
        same = "" if fields else f"<p>{escape(self.tr('Both say the same.'))}</p>"
        self.left.setHtml(same or self._html((one, one.before, "s") for one in fields))
        self.right.setHtml(same or self._html((one, one.after, "u") for one in fields))

    def _together(self, *pages: QTextBrowser) -> None:
        """What is scrolled on one side is scrolled on the other."""
        bars = [page.verticalScrollBar() for page in pages]
        for one, other in (bars, bars[::-1]):
            one.valueChanged.connect(other.setValue)

    def _html(self, fields: Iterable[tuple[FieldChange, tuple[Piece, ...], str]]) -> str:
        return "".join(
            f"<p><b>{escape(self._title(one.name))}</b><br>{_marked(pieces, mark)}</p>"
            for one, pieces, mark in fields
        )

    def _title(self, name: str) -> str:
        return {
            "unit": self.tr("Applied to"),
            "definition": self.tr("Definition"),
            "use_when": self.tr("Use when"),
            "do_not_use_when": self.tr("Do not use when"),
            "boundary": self.tr("Which words"),
            "examples": self.tr("Examples"),
            "counter_examples": self.tr("Not this"),
            "instead": self.tr("Near-misses"),
            _ATTRIBUTES: self.tr("Asks for"),
        }.get(name, name)


def _marked(pieces: Iterable[Piece], mark: str) -> str:
    shown = (
        f"<{mark}><b>{escape(words)}</b></{mark}>" if alone and words.strip() else escape(words)
        for words, alone in pieces
    )
    return "".join(shown).replace("\n", "<br>") or "–"
