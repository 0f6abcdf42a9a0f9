"""The card that says what the annotations under the pointer are."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import datetime
from html import escape

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QTextDocument, QTextDocumentFragment
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from annotator.domain.annotation import Annotation
from annotator.ui.parts.reader.spoken import values_of
from annotator.ui.session import Session

_MOST = 16
_FEW = 3
"""So many are told in full; of more, a line each."""
_WIDEST = 360


class HoverCard(QFrame):
    """Code, coder, time and memo of each annotation under the pointer, shortest first."""

    def __init__(
        self,
        session: Session,
        parent: QWidget,
        links: Callable[[int], list[str]] = lambda _annotation_id: [],
    ) -> None:
        """Lies over ``parent``; ``links`` says in words what an annotation is linked to."""
        super().__init__(parent)
        self._session = session
        self._links = links
        self._area = parent
        self.setProperty("look", "card")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._label = QLabel()
        self._label.setTextFormat(Qt.TextFormat.RichText)
        self._label.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 9, 12, 9)
        layout.addWidget(self._label)
        self.hide()

    def show_for(self, annotations: list[Annotation], beside: QPoint, keep_off: QRect) -> None:
        """Show the card near a point of the parent, not over the words at ``keep_off``."""
        row = self._row if len(annotations) <= _FEW else self._line
        rows = [row(annotation) for annotation in annotations[:_MOST]]
        if len(annotations) > _MOST:
            rows.append(self.tr("and %n more", "", len(annotations) - _MOST))
        self._label.setText("<br>".join(rows))
        width = min(_WIDEST, self._wanted_width())
        # A layout asks a label that breaks lines for its height before it knows its width.
        self._label.setFixedSize(width, self._label.heightForWidth(width))
        self.setAccessibleName(QTextDocumentFragment.fromHtml(self._label.text()).toPlainText())
        self.adjustSize()
        area = self._area.rect().adjusted(6, 6, -6, -6)
        x = min(max(area.left(), beside.x() + 12), area.right() - self.width())
        y = keep_off.bottom() + 14
        if y + self.height() > area.bottom():
            y = keep_off.top() - self.height() - 8
        self.move(x, max(area.top(), y))
        self.show()
        self.raise_()

    def _wanted_width(self) -> int:
        """As wide as the longest line, so that nothing short is broken."""
        page = QTextDocument()
        page.setDefaultFont(self._label.font())
        page.setHtml(self._label.text())
        return math.ceil(page.idealWidth()) + 8

    def _row(self, annotation: Annotation) -> str:
        when = datetime.fromtimestamp(annotation.created_at / 1000).strftime("%d %b %Y, %H:%M")
        row = f"{self._name(annotation)}<br>{self._quiet(annotation, when)}"
        more = values_of(self._session, annotation)
        more += [annotation.memo] if annotation.memo else []
        more += self._links(annotation.id)
        return row + "".join(f"<br>{escape(one)}" for one in more)

    def _line(self, annotation: Annotation) -> str:
        return f"{self._name(annotation)}&nbsp; {self._quiet(annotation)}"

    def _name(self, annotation: Annotation) -> str:
        """The code's path beside its square; another coder's square is hollow."""
        session, theme = self._session, self._session.look.theme
        book = session.codebook
        colour = theme.code(book.colour(annotation.code_id)).line.name()
        path = escape(book.path(annotation.code_id, " › ")) or self.tr("a new code")
        square = "■" if annotation.coder_id == session.coder_id else "□"
        return f'<span style="color:{colour}">{square}</span>&nbsp; <b>{path}</b>'

    def _quiet(self, annotation: Annotation, *more: str) -> str:
        parts = [escape(self._session.names.get(annotation.coder_id, "?")), *more]
        if annotation.unsure:
            why = annotation.unsure_reason
            unsure = self.tr("unsure: {why}").format(why=why) if why else self.tr("unsure")
            parts.append(escape(unsure))
        parts += [self.tr("not saved")] if annotation.id < 0 else []
        mute = self._session.look.theme.mute.name()
        return f'<span style="color:{mute}; font-size:12px">{" · ".join(parts)}</span>'
