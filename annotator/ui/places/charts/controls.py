"""The head of the place: what the chart is about, what it counts, and how to take it away."""

from __future__ import annotations

import html

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from annotator.ui.places.charts.figure import Figure, Measure, Order
from annotator.ui.session import Session
from annotator.ui.widgets.choice_box import ChoiceBox
from annotator.ui.widgets.elided_label import ElidedLabel

PNG, SVG, CSV = "png", "svg", "csv"
ONE, EVERYBODY = "one", "everybody"


class Controls(QWidget):
    """Title, sentence and the choices; these are remembered.

    Signals:
        changed: a person chose something else to be shown.
        saving: a person wants a file; carries its ending.
        copying: a person wants the numbers on the clipboard.
    """

    changed = Signal()
    saving = Signal(str)
    copying = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._title = ElidedLabel()
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._title.setProperty("look", "title")
        self._sentence = QLabel()
        self._sentence.setProperty("look", "quiet")
        self._sentence.setWordWrap(True)
        self._sentence.setTextFormat(Qt.TextFormat.RichText)
        self._measure = ChoiceBox(
            self.tr("What the bars measure"),
            {
                Measure.ANNOTATIONS: self.tr("annotations"),
                Measure.ARTICLES: self.tr("articles"),
                Measure.PER_1000: self.tr("per 1,000 words"),
                Measure.SHARE: self.tr("% of articles"),
            },
        )
        self._whose = ChoiceBox(
            self.tr("Whose annotations are counted"),
            {ONE: self.tr("this coder"), EVERYBODY: self.tr("all coders")},
        )
        self._order = ChoiceBox(
            self.tr("Order of the bars"),
            {Order.VALUE: self.tr("by value"), Order.CODEBOOK: self.tr("as in the codebook")},
        )
        self.export = QPushButton(self.tr("Export…"))
        self.export.setMenu(self._menu())
        self._lay_out()
        self._recall()
        for box in self.boxes:
            box.activated.connect(self._chosen)

    @property
    def boxes(self) -> tuple[ChoiceBox, ...]:
        """The choices, from left to right."""
        return (self._measure, self._whose, self._order)

    @property
    def measure(self) -> Measure:
        """What the bars measure."""
        return Measure(self._measure.value)

    @property
    def order(self) -> Order:
        """In which order the bars stand."""
        return Order(self._order.value)

    @property
    def everybody(self) -> bool:
        """Whether all coders' annotations are counted."""
        return self._whose.value == EVERYBODY

    def count_everybody(self) -> None:
        """Count all coders' annotations from now on."""
        self._whose.set_value(EVERYBODY)
        self._chosen()

    def set_coder(self, name: str) -> None:
        """Name the coder at work."""
        self._whose.setItemText(0, self.tr("only {name}").format(name=name))

    def show_figure(self, figure: Figure) -> None:
        """Say what the figure is about and what was counted."""
        ink = self._session.look.theme.ink.name()

        def strong(words: str) -> str:
            return f"<span style='color:{ink}; font-weight:600'>{html.escape(words)}</span>"

        self._title.set_text(figure.title)
        self._sentence.setText(figure.told(strong))
        self._sentence.setAccessibleName(figure.sentence)

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        for ending, title in (
            (PNG, self.tr("&Picture (PNG)…")),
            (SVG, self.tr("&Drawing to scale and edit (SVG)…")),
            (CSV, self.tr("&Numbers (CSV)…")),
        ):
            action = menu.addAction(title)
            action.setObjectName(f"export.{ending}")
            action.triggered.connect(lambda _on=False, ending=ending: self.saving.emit(ending))
        menu.addSeparator()
        menu.addAction(self.tr("&Copy the numbers")).triggered.connect(self.copying)
        return menu

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self._title, 1)
        for widget in (*self.boxes, self.export):
            line.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 16, 20, 12)
        layout.setSpacing(6)
        layout.addLayout(line)
        layout.addWidget(self._sentence)

    def _recall(self) -> None:
        settings = self._session.settings
        self._measure.set_value(settings.word("charts/measure"))
        self._whose.set_value(EVERYBODY if settings.flag("charts/everybody") else ONE)
        self._order.set_value(settings.place("charts/order"))

    def _chosen(self) -> None:
        settings = self._session.settings
        settings.set("charts/measure", self.measure.value)
        settings.set("charts/everybody", self.everybody)
        settings.set_place("charts/order", self.order.value)
        self.changed.emit()
