"""The card on which the colour of codes is tried, in the tree and in the text, and then kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import (
    QColorDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from annotator.domain.codebook import Slot
from annotator.ui.parts.code_marks import square_icon
from annotator.ui.places.code.colours_told import colour_name, seen_in_words
from annotator.ui.places.code.foretold import held_by, recolouring
from annotator.ui.session import Session
from annotator.ui.widgets.overlay import SHADOW, Overlay, seen_of

if TYPE_CHECKING:
    from annotator.ops.code_previews import Held

WIDTH = 286
_ROW = 28
_LONGEST = "#ffff00"
"""A colour of which much is to be said."""
_COLOUR = Qt.ItemDataRole.UserRole
_OWN = re.compile(r"#?[0-9a-fA-F]{6}")


class ColourCard(Overlay):
    """Shows codes in the colour that is pointed at; ``Enter`` or a click keeps it.

    Gone in any other way, it leaves everything as it was.
    """

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(session.look, parent)
        self._session = session
        self._code_ids: tuple[int, ...] = ()
        self._keep: Callable[[str], object] = lambda _colour: None
        self._tried: str | None = None
        self._family: frozenset[int] = frozenset()
        self._held: Held | None = None
        self.setAccessibleName(self.tr("Colour of the code"))
        self._build()
        self._lay_out()
        self._listen()

    def open_for(self, code_ids: Sequence[int], row: QRect, keep: Callable[[str], object]) -> None:
        """Open beneath a row (global coordinates) for codes; ``keep`` is given the colour."""
        from annotator.ops.code_previews import family

        self._code_ids, self._keep, self._tried = tuple(code_ids), keep, None
        self._family = family(self._session.codebook, code_ids)
        self._held = held_by(self._session, self._family)
        self._fill()
        self._say(self._now())
        card = QRect(row.left(), row.bottom() + 1, WIDTH, self._needed())
        room = seen_of(self._home.window(), QRect(0, 0, card.width(), card.height()))
        if card.bottom() > room.bottom():
            above = row.top() - card.height()
            card.moveTop(above if above >= room.top() else room.bottom() + 1 - card.height())
        card.moveLeft(max(room.left(), min(card.left(), room.right() + 1 - card.width())))
        self._open(card, self.hues)

    # -- what it is made of

    def _build(self) -> None:
        self.heading = QLabel(self)
        self.heading.setProperty("look", "strong")
        self.heading.setWordWrap(True)
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        self.hues = QListWidget(self)
        self.hues.setProperty("look", "paper-list")
        self.hues.setAccessibleName(self.tr("Colours"))
        self.hues.setFlow(QListWidget.Flow.LeftToRight)
        self.hues.setWrapping(True)
        self.hues.setUniformItemSizes(True)
        self.hues.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.hues.setFrameShape(QListWidget.Shape.NoFrame)
        self.hues.setMouseTracking(True)
        self.hues.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.hues.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.own = QLineEdit(self)
        self.own.setPlaceholderText(self.tr("Own: #rrggbb"))
        self.own.setAccessibleName(self.tr("A colour of your own, as # and six digits"))
        self.choose = QPushButton(self.tr("Choose…"), self)
        self.choose.setAccessibleName(self.tr("Choose a colour of your own"))
        self.choose.setAutoDefault(False)
        self.says, self.hint = QLabel(self), QLabel(self)
        for label in (self.says, self.hint):
            label.setProperty("look", "quiet")
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.says.setAccessibleName(self.tr("What would change"))
        self.hint.setText(self.tr("Enter or a click: keep it · Esc: as it was"))

    def _lay_out(self) -> None:
        own = QHBoxLayout()
        own.setSpacing(6)
        own.addWidget(self.own, 1)
        own.addWidget(self.choose)
        self._page = QVBoxLayout(self)
        self._page.setContentsMargins(SHADOW + 12, SHADOW + 10, SHADOW + 12, SHADOW + 10)
        self._page.setSpacing(7)
        self._page.addWidget(self.heading)
        self._page.addWidget(self.hues)
        self._page.addLayout(own)
        self._page.addWidget(self.says)
        self._page.addWidget(self.hint)

    def _listen(self) -> None:
        self.hues.currentItemChanged.connect(lambda now, _before: self._try_item(now))
        self.hues.itemEntered.connect(self._try_item)
        self.hues.itemClicked.connect(self._kept_item)
        self.hues.viewport().installEventFilter(self)
        self.own.textEdited.connect(self._typed)
        self.choose.clicked.connect(self._choose)
        self.closed.connect(self._go_back)
        self._session.changed.connect(lambda *_: self.dismiss())
        self._session.closing.connect(self.dismiss)

    def _fill(self) -> None:
        codebook, theme = self._session.codebook, self._session.look.theme
        codes = [codebook[one] for one in self._code_ids]
        one, many = self.tr("Colour of “{name}”"), self.tr("Colour of {n} codes")
        told = one if len(codes) == 1 else many
        self.heading.setText(told.format(name=codes[0].name, n=len(codes)))
        colours = [slot.value for slot in Slot]
        under = next((code for code in codes if len(codebook.ancestry(code.id)) > 1), None)
        if under is not None:
            colours.append("")
        if codes[0].colour.startswith("#"):
            colours.append(codes[0].colour)
        self.hues.blockSignals(True)
        self.hues.clear()
        for colour in colours:
            if under is not None and not colour:
                shown = codebook.colour(under.parent_id or 0)
                several = len(codes) > 1
                name = self.tr("Like above") if several else colour_name("", under, codebook)
            else:
                shown, name = colour, colour_name(colour, codes[0], codebook)
            item = QListWidgetItem(square_icon(theme.code(shown).line), name)
            item.setData(_COLOUR, colour)
            item.setToolTip(name)
            item.setSizeHint(QSize((WIDTH - 26) // 2, _ROW))
            self.hues.addItem(item)
            if colour == codes[0].colour:
                self.hues.setCurrentItem(item)
        self.hues.blockSignals(False)
        self.hues.setFixedHeight(_ROW * ((len(colours) + 1) // 2) + 4)
        self.own.setText(codes[0].colour if codes[0].colour.startswith("#") else "")

    def _needed(self) -> int:
        """As high as it has to be for the longest that it may say."""
        said = self.says.text()
        self.says.setText(self._words(_LONGEST))
        height = self._page.totalHeightForWidth(WIDTH + 2 * SHADOW) - 2 * SHADOW
        self.says.setText(said)
        return height

    # -- trying

    def _now(self) -> str:
        """The colour that the first of them shows in the project."""
        return self._session.project.queries.codebook()[self._code_ids[0]].colour

    def _try(self, colour: str) -> None:
        self._tried = colour
        self._session.try_colours(dict.fromkeys(self._code_ids, colour))
        self._say(colour)

    def _try_item(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self._try(str(item.data(_COLOUR)))

    def _typed(self, text: str) -> None:
        if _OWN.fullmatch(text.strip()):
            self._try("#" + text.strip().lstrip("#").lower())

    def _say(self, colour: str) -> None:
        self.says.setText(self._words(colour))
        for widget in (self.hues, self.own):
            widget.setAccessibleDescription(self.says.text())

    def _words(self, colour: str) -> str:
        session, first = self._session, self._code_ids[0]
        before = session.project.queries.codebook()
        then = before.with_colours(dict.fromkeys(self._code_ids, colour))
        told = [
            seen_in_words(then.colour(first)),
            recolouring(before, then, self._family, self._held),
        ]
        return "\n".join(filter(None, told))

    def _go_back(self) -> None:
        if self._tried is not None:
            self._tried = None
            self._session.stop_trying()

    # -- keeping

    def _kept_item(self, item: QListWidgetItem) -> None:
        self._kept(str(item.data(_COLOUR)))

    def _kept(self, colour: str) -> None:
        code_ids, codebook = self._code_ids, self._session.project.queries.codebook()
        self.dismiss()
        if any(codebook[one].colour != colour for one in code_ids if one in codebook):
            self._keep(colour)

    def _choose(self) -> None:
        """Qt's own dialog; what is chosen in it is shown at once, too."""
        session, code_ids, keep = self._session, self._code_ids, self._keep
        now = session.look.theme.code(session.codebook.colour(code_ids[0])).line
        self.dismiss()
        dialog = QColorDialog(now, self._home.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(self.tr("Colour of the code"))

        def show(colour: QColor) -> None:
            session.try_colours(dict.fromkeys(code_ids, colour.name()))

        def done(_result: int) -> None:
            session.stop_trying()

        def kept(colour: QColor) -> None:
            session.stop_trying()
            keep(colour.name())

        dialog.currentColorChanged.connect(show)
        dialog.finished.connect(done)
        dialog.colorSelected.connect(kept)
        session.closing.connect(dialog.reject)
        dialog.open()

    # -- keys and mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """``Enter`` keeps what is shown, ``Esc`` goes back."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.own.hasFocus() and not _OWN.fullmatch(self.own.text().strip()):
                self.says.setText(self.tr("A colour is # and six of 0–9 and a–f."))
            else:
                self._kept(self._now() if self._tried is None else self._tried)
        elif event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The pointer has left the hues: the one that is current is shown again."""
        if watched is self.hues.viewport() and event.type() == QEvent.Type.Leave and self.is_open:
            self._try_item(self.hues.currentItem())
        return super().eventFilter(watched, event)


def beneath(widget: QWidget, box: QRect) -> QRect:
    """A box of a widget in global coordinates."""
    return QRect(widget.mapToGlobal(QPoint(box.left(), box.top())), box.size())
