"""Moving through articles: back and forward, and to where one was last in each of them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QMouseEvent

from annotator.ui.parts.reader.showing import ShownArticle
from annotator.ui.parts.reader.spots import LastSpots, Spot, Trail

PAUSE_MS = 3_000
"""Who stays at a place for so long is found there again even if the program is killed."""


class Moving(QObject):
    """Follows a reader: notes each place that is left, and brings it back.

    An article that was read before is shown where it was left, today or another day.
    """

    def __init__(self, reader: ShownArticle) -> None:
        super().__init__(reader)
        self._reader = reader
        self._session = reader.session
        self._trail = Trail()
        self._last = LastSpots(reader.session.settings)
        self._glimpsed: tuple[int, Spot] | None = None
        self._arriving = False
        self._arrived = QTimer(self)
        self._arrived.setSingleShot(True)
        self._arrived.timeout.connect(self._is_there)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.remember)
        reader.viewport().installEventFilter(self)
        reader.leaving.connect(self._leave)
        reader.article_shown.connect(self._arrive)
        reader.cursorPositionChanged.connect(self._pause.start)
        reader.verticalScrollBar().valueChanged.connect(self._pause.start)
        self._session.project_changed.connect(self._begin)
        self._session.closing.connect(self.remember)
        self._begin()

    def _begin(self) -> None:
        self._trail.clear()
        if self._session.is_open:
            self._last.open(str(self._session.project.uid))

    # -- back and forward

    def back(self) -> None:
        """Go back to the place that was left last."""
        here = self._here()
        spot = self._trail.back(here, self._is_article) if here else None
        self._go(spot, self.tr("There is no place to go back to."))

    def forward(self) -> None:
        """Go forward to the place that *back* came from."""
        here = self._here()
        spot = self._trail.forward(here, self._is_article) if here else None
        self._go(spot, self.tr("There is no place to go forward to."))

    def _go(self, spot: Spot | None, otherwise: str) -> None:
        if spot is None:
            self._session.told.emit(otherwise)
            return
        self.remember()
        # What is left on this way is on the trail already.
        self._arriving = True
        self._session.show_article(spot.article_id)
        self._show(spot)
        self._arrived.start()

    def _is_article(self, article_id: int) -> bool:
        return bool(self._session.project.queries.articles([article_id]))

    def _leave(self) -> None:
        here = self._here()
        if here is None:
            return
        if not self._session.is_open or self._session.article_id is None:
            self._glimpsed = (self._reader.offsets.length, here)
            return
        self._last.keep(here)
        if not self._arriving:
            self._trail.leave(here)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The back and forward buttons of a mouse."""
        if event.type() == QEvent.Type.MouseButtonPress and isinstance(event, QMouseEvent):
            buttons = {
                Qt.MouseButton.BackButton: self.back,
                Qt.MouseButton.ForwardButton: self.forward,
            }
            handler = buttons.get(event.button())
            if handler is not None:
                handler()
                return True
        return super().eventFilter(watched, event)

    # -- the last place in each article

    def remember(self) -> None:
        """Remember where in the article somebody is."""
        here = self._here()
        if here is not None:
            self._last.keep(here)

    def _arrive(self) -> None:
        """An article is shown: go to the last place in it; a jump that follows goes elsewhere."""
        reader, spot = self._reader, None
        if reader.shown_article is not None:
            spot = self._last.find(reader.shown_article)
        length, glimpsed = self._glimpsed or (0, None)
        if glimpsed and (glimpsed.article_id, length) == (
            reader.shown_article,
            reader.offsets.length,
        ):
            # It was seen before the project was open, and somebody may have scrolled since.
            spot, self._glimpsed = glimpsed, None
        if spot is not None:
            self._show(spot)
        self._arriving = True
        self._arrived.start()

    def _is_there(self) -> None:
        self._arriving = False

    def _here(self) -> Spot | None:
        reader = self._reader
        if reader.shown_article is None or not reader.has_text:
            return None
        caret = reader.offsets.from_utf16(reader.textCursor().position())
        return Spot(reader.shown_article, caret, *reader.scrolled())

    def _show(self, spot: Spot) -> None:
        self._reader.go_to(spot.caret, (spot.top, spot.offset))
