"""The note beside an article that says how to begin, for whoever has coded nothing yet."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer
from PySide6.QtWidgets import QLabel

from annotator.ui.commands import Actions
from annotator.ui.parts.reader import Reader
from annotator.ui.places.code.what_next import without_annotations

_TOP = 56
_LEAST = 100
"""In a margin narrower than this, in pixels, words would stand one below the other."""


class BeginNote(QLabel):
    """Stands where the names of annotations will be, and goes with the first one.

    It is never over the text: where the margin has no room, it is left out, and the status line
    says the same in its own way.
    """

    def __init__(self, reader: Reader, actions: Actions) -> None:
        super().__init__(reader)
        self._reader = reader
        self._actions = actions
        self.setProperty("look", "quiet")
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._look)
        session = reader.session
        for signal in (
            reader.annotations_changed,
            reader.article_shown,
            session.counted,
            session.changed,
            session.coder_changed,
            session.settings.changed,
            actions.keys.changed,
        ):
            signal.connect(self._look_soon)
        reader.tagged.connect(self._remember)
        reader.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Where the column goes, the note follows."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move):
            self._look_soon()
        return super().eventFilter(watched, event)

    def _look_soon(self, *_told: object) -> None:
        self._soon.start()

    def _look(self) -> None:
        self.setVisible(self._is_wanted() and self._fits())

    def _is_wanted(self) -> bool:
        """Whether nothing is coded here, and nobody at this machine has coded in the project."""
        reader, session = self._reader, self._reader.session
        return (
            session.can_change
            and session.article_id is not None
            and reader.shown_article == session.article_id
            and not reader.marks.all_bare()
            and not self._has_begun()
        )

    def _has_begun(self) -> bool:
        """Whether something was coded before; that is remembered, as counting takes a while."""
        session = self._reader.session
        if session.total_of(session.coder_id):
            self._remember()
        return session.settings.place(self._key()) == "1"

    def _remember(self) -> None:
        self._reader.session.settings.set_place(self._key(), "1")

    def _key(self) -> str:
        return f"{self._reader.session.project.uid}/begun"

    def _fits(self) -> bool:
        """Say it in the margin; whether there is the room."""
        reader = self._reader
        measures = reader.measures
        self.setText(without_annotations(reader.session, self._actions))
        side = Qt.AlignmentFlag.AlignRight if measures.mirrored else Qt.AlignmentFlag.AlignLeft
        self.setAlignment(side | Qt.AlignmentFlag.AlignTop)
        room = int(measures.name_room)
        height = self.heightForWidth(room)
        box = measures.beside(QRectF(measures.names_at, _TOP, room, height))
        self.setGeometry(box.translated(reader.viewport().pos()).toRect())
        return room >= _LEAST and _TOP + height <= reader.viewport().height()
