"""A short tour of the program: a line across the window that goes on when one does what it says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from annotator.ui.commands import Actions
from annotator.ui.places.code import CodePlace
from annotator.ui.session import Session
from annotator.ui.widgets.escape_to_leave import EscapeToLeave

if TYPE_CHECKING:
    from annotator.ui.theme import Look

SEEN = "tour/seen"
_FRAME = 2.0


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what to do, in words with the names of actions for their keys, and where.

    Attributes:
        words: what is said; ``{code.pick}`` stands for the key of that action.
        where: the part of the window that is meant.
        is_done: whether it has been done; None where there is nothing to do.
    """

    words: str
    where: Callable[[CodePlace], QWidget]
    is_done: Callable[[Tour], bool] | None = None


class Tour(QWidget):
    """Stands above the place and never covers it; what a step is about has a frame round it.

    It can be left at any step by Escape, wherever the keyboard is, and gone back in. Nothing has
    to be done: *Next* goes on as well.

    Signals:
        said: carries the words of a step that has begun.
    """

    said = Signal(str)

    def __init__(self, session: Session, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._actions = actions
        self._place: CodePlace | None = None
        self._escape: EscapeToLeave | None = None
        self._at = 0
        self.before = 0
        self.article: int | None = None
        self.picked = False
        self.setProperty("look", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("Tour"))
        self._frame = _Frame(session.look, self)
        self._build()
        self.hide()

    def _build(self) -> None:
        self.caption = QLabel(self)
        self.caption.setProperty("look", "caption")
        self.words = QLabel(self)
        self.words.setWordWrap(True)
        self.next_button = QPushButton(self.tr("Ne&xt"), self)
        self.back_button = QPushButton(self.tr("&Go back"), self)
        self.leave_button = QPushButton(self.tr("&Leave the tour (Esc)"), self)
        self.next_button.clicked.connect(lambda: self._go(1))
        self.back_button.clicked.connect(lambda: self._go(-1))
        self.leave_button.clicked.connect(self.leave)
        self.setFocusProxy(self.next_button)
        told = QVBoxLayout()
        told.setSpacing(2)
        told.addWidget(self.caption)
        told.addWidget(self.words)
        row = QHBoxLayout(self)
        row.setContentsMargins(18, 9, 14, 10)
        row.setSpacing(8)
        row.addLayout(told, 1)
        for button in (self.back_button, self.next_button, self.leave_button):
            button.setAutoDefault(False)
            row.addWidget(button)

    # -- for the window

    @property
    def is_under_way(self) -> bool:
        """Whether somebody is being shown around."""
        return self._place is not None

    def begin(self, place: CodePlace) -> None:
        """Show somebody around from the first step on."""
        self.leave()
        self._place = place
        session, reader = self.session, place.reader
        for signal in (
            session.changed,
            session.article_changed,
            reader.state_changed,
            place.picker.closed,
        ):
            signal.connect(self.look)
        place.picker.closed.connect(self._was_picked)
        session.project_changed.connect(self.leave)
        self._escape = EscapeToLeave(self.window(), self._is_in_the_middle)
        self._escape.pressed.connect(self.leave)
        self._show(0)
        reader.setFocus()

    def leave(self) -> None:
        """It is over, at whatever step."""
        place, self._place = self._place, None
        if place is None:
            return
        session, reader = self.session, place.reader
        for signal in (
            session.changed,
            session.article_changed,
            reader.state_changed,
            place.picker.closed,
        ):
            signal.disconnect(self.look)
        place.picker.closed.disconnect(self._was_picked)
        session.project_changed.disconnect(self.leave)
        if self._escape is not None:
            self._escape.stop()
            self._escape = None
        self._frame.around(None)
        had = self.isAncestorOf(self.window().focusWidget() or self)
        self.hide()
        session.settings.set_place(SEEN, "1")
        if had and session.is_open:
            reader.setFocus()

    @property
    def place(self) -> CodePlace:
        """The place that is shown."""
        if self._place is None:
            raise LookupError("no tour is under way")
        return self._place

    def mine(self) -> int:
        """How many annotations the coder has in the article."""
        return sum(self.place.reader.marks.counts(self.session.coder_id).values())

    def _is_in_the_middle(self) -> bool:
        """Whether something is begun that Escape ends, before it ends the tour."""
        place = self.place
        return place.reader.mode is not None or place.codebook.tree_widget.waiting is not None

    def look(self, *_told: object) -> None:
        """Go on where what the step says has been done."""
        if self._place is None:
            return
        is_done = STEPS[self._at].is_done
        if is_done is not None and is_done(self):
            self._go(1)

    # -- steps

    def _go(self, way: int) -> None:
        if self._at + way >= len(STEPS):
            self.leave()
        elif self._at + way >= 0:
            self._show(self._at + way)

    def _show(self, number: int) -> None:
        self._at = number
        step, place = STEPS[number], self.place
        self.before, self.article, self.picked = self.mine(), self.session.article_id, False
        n, every = number + 1, len(STEPS)
        self.caption.setText(self.tr("TOUR · {n} OF {all}").format(n=n, all=every))
        text = self._told(step)
        self.words.setText(text)
        self.back_button.setEnabled(number > 0)
        last = number == len(STEPS) - 1
        self.next_button.setText(self.tr("That i&s all") if last else self.tr("Ne&xt"))
        self.leave_button.setVisible(not last)
        self.show()
        self._keep_height()
        self._frame.around(step.where(place))
        self.said.emit(text)

    def _told(self, step: Step) -> str:
        """What a step says, with the keys as they are set; without a key, the action's name."""
        text = QCoreApplication.translate("tour", step.words)
        for name in KEYS:
            key = self._actions.keys.shown(name) or f"“{self._actions.title(name)}”"
            text = text.replace(f"{{{name}}}", key)
        return text

    def _keep_height(self) -> None:
        """The longest step has room: the article stays where it is from step to step."""
        width, words = self.words.width(), self.words.text()
        heights = []
        for step in STEPS:
            self.words.setText(self._told(step))
            heights.append(self.words.heightForWidth(width))
        self.words.setText(words)
        self.words.setMinimumHeight(max(heights))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width, other lines."""
        super().resizeEvent(event)
        if self._place is not None:
            self._keep_height()

    def _was_picked(self) -> None:
        self.picked = True
        self.look()


class _Frame(QWidget):
    """A frame over the window round the part that is meant; the mouse goes through it."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._about: QWidget | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def around(self, about: QWidget | None) -> None:
        """Frame that part; None for nothing."""
        if self._about is not None:
            self._about.removeEventFilter(self)
        self._about = about
        if about is None:
            self.hide()
            return
        about.installEventFilter(self)
        if self.parentWidget() is not about.window():
            self.setParent(about.window())
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Where the part goes, the frame follows."""
        moved = (QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Show, QEvent.Type.Hide)
        if event.type() in moved:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        about = self._about
        if about is None:
            return
        corner = about.mapTo(about.window(), about.rect().topLeft())
        self.setGeometry(QRect(corner, about.size()))
        self.setVisible(about.isVisible())
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the frame."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._look.theme.accent, _FRAME))
        box = QRectF(self.rect()).adjusted(_FRAME, _FRAME, -_FRAME, -_FRAME)
        painter.drawRoundedRect(box, 6, 6)


def _say(words: str) -> str:
    """Marks words for translation."""
    return words


STEPS = (
    Step(
        _say(
            "You are reading an article. The list of articles is at the left ({switch.articles} "
            "shows and hides it), the codes are at the right. What is grey and folded belongs to "
            "the page, not to the article."
        ),
        lambda place: place.reader,
    ),
    Step(
        _say("Select something: {code.grow} takes the word, then the sentence; or drag the mouse."),
        lambda place: place.reader,
        lambda tour: tour.place.reader.selected_span() is not None,
    ),
    Step(
        _say("Now press the key beside a code, such as C for “claim”: done, and saved already."),
        lambda place: place.codebook,
        lambda tour: tour.mine() > tour.before,
    ),
    Step(
        _say(
            "A line under the words, a bracket beside them: that is your annotation. "
            "{code.next} goes to the next one; the rules of its code stand at the right."
        ),
        lambda place: place.reader,
        lambda tour: tour.place.reader.chosen is not None,
    ),
    Step(
        _say(
            "You need no keys by heart: {code.pick} opens the codes beside the words; type some "
            "letters, read the rules, {code.pick} again takes one, Esc none."
        ),
        lambda place: place.reader,
        lambda tour: tour.picked or tour.mine() > tour.before,
    ),
    Step(
        _say("{edit.undo} takes back whatever you did, without end; {edit.history} lists it all."),
        lambda place: place.reader,
        lambda tour: bool(tour.session.redo_label),
    ),
    Step(
        _say("{article.done} says that you are done with an article, and goes on to the next."),
        lambda place: place.articles,
        lambda tour: tour.session.article_id != tour.article,
    ),
    Step(
        _say(
            "{view.charts} counts what was coded. {help.keys} lists all keys, {help.palette} does "
            "anything by its name. This is a copy to try things out in: nothing can go wrong."
        ),
        lambda place: place,
    ),
)
"""What is shown, in order."""

KEYS = (
    "switch.articles",
    "code.grow",
    "code.next",
    "code.pick",
    "edit.undo",
    "edit.history",
    "article.done",
    "view.charts",
    "help.keys",
    "help.palette",
)
"""The actions whose keys are told."""
