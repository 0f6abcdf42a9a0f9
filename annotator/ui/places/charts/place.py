"""The place Charts: how often each code was used, the numbers, and the passages behind them."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QLabel, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from annotator.analysis.frequencies import WHOLE
from annotator.domain.annotation import CoderKind
from annotator.domain.errors import UserError
from annotator.domain.tally import Base
from annotator.ui.commands import Actions
from annotator.ui.places.charts.bars import BarChart
from annotator.ui.places.charts.behind import Behind
from annotator.ui.places.charts.controls import Controls
from annotator.ui.places.charts.figure import Counted, Figure, Row, figure
from annotator.ui.places.charts.nothing import Nothing
from annotator.ui.places.charts.saving import Saving
from annotator.ui.places.charts.table import FrequencyTable
from annotator.ui.session import Session

CHART_SHARE = 0.56
"""The part of the height that the chart takes at most, until a person moves the border."""
PASSAGES_WIDTH = 420


class ChartsPlace(QWidget):
    """Chart over table, the passages at the right.

    What is shown is counted again when something changed, but only while somebody looks.

    Signals:
        passage_opened: a passage is being shown in its article (the annotation's id).
        status_changed: ``status`` may say something else now.
    """

    passage_opened = Signal(int)
    status_changed = Signal()

    def __init__(self, session: Session, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._figure: Figure | None = None
        self._coder_ids: list[int] = []
        self._stale = True
        self._table_follows = True
        self._moved = False
        self.controls = Controls(session)
        self.chart = BarChart(session.look.theme)
        self.table = FrequencyTable(session)
        self.behind = Behind(session)
        self._nothing = Nothing(actions["view.code"].trigger, self.controls.count_everybody)
        self._waiting = QLabel(self.tr("Counting…"), alignment=Qt.AlignmentFlag.AlignCenter)
        self._waiting.setProperty("look", "quiet")
        self._saving = Saving(session, self)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._count_if_seen)
        self.setAccessibleName(self.tr("Charts"))
        self._lay_out()
        self._recall()
        self._connect()

    # -- what the window asks

    def panes(self) -> list[QWidget]:
        """The parts that F6 goes round, in order."""
        if self._pages.currentWidget() is self._nothing:
            return [self._nothing.go]
        return [self.chart, self.table, self.behind.passages]

    def status(self) -> str:
        """What the status line says: how much was counted."""
        return self._figure.counts if self._figure else ""

    def hint(self) -> str:
        """The keys that help here."""
        return self.tr("↑ ↓ choose a code · Enter its passages · Enter again the text")

    def context(self) -> set[str]:
        """Nothing that the actions of reading and coding could work on."""
        return set()

    # -- what Qt tells

    def showEvent(self, event: QShowEvent) -> None:
        """Count what changed while nobody looked."""
        super().showEvent(event)
        self._count_if_seen()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the height out anew, unless a person has."""
        super().resizeEvent(event)
        self._share_height()

    # -- counting

    def _forget(self) -> None:
        """Another project: nothing of the one before is kept."""
        self._figure = None
        self._table_follows = True
        self._expire()
        self.status_changed.emit()

    def _expire(self, *_what: object) -> None:
        self._stale = True
        self._soon.start(0)

    def _count_if_seen(self) -> None:
        if self._stale and self.isVisible() and self._session.is_open:
            if not self._session.project.queries.counts_are_ready:
                self._wait()
                return
            try:
                self._count()
            except UserError as error:
                self._session.failed.emit(error)
            else:
                self._stale = False
            self.status_changed.emit()

    def _wait(self) -> None:
        """Until everything can be counted in a moment; what was shown before stays."""
        if self._figure is None:
            self._pages.setCurrentWidget(self._waiting)

    def _count(self) -> None:
        from annotator.ops import reporting

        project = self._session.project
        coders = self._coders()
        self.controls.set_coder(self._session.coder.name if self._session.coder else "")
        self._coder_ids = list(coders)
        found = reporting.frequency_table(project, "code", self._coder_ids, project.round_id)
        base = project.queries.bases("code").get(WHOLE, Base(0, 0))
        annotations = sum(one.annotations for one in found)
        self._show(
            figure(
                found,
                self._session.codebook,
                Counted(
                    tuple(coders.values()),
                    annotations,
                    base.articles,
                    base.counted_words,
                    self._session.round_name if self._session.has_rounds else "",
                ),
                measure=self.controls.measure,
                order=self.controls.order,
            )
        )

    def _coders(self) -> dict[int, str]:
        """Whose annotations are counted: ids and names."""
        if self.controls.everybody:
            known = self._session.project.queries.coders()
            return {one.id: one.name for one in known if one.kind is CoderKind.HUMAN}
        coder = self._session.coder
        return {coder.id: coder.name} if coder else {}

    def _choose_again(self) -> None:
        """A person wants something else counted, or in another order."""
        self._table_follows = True
        self._stale = True
        self._count_if_seen()

    # -- showing

    def _show(self, new: Figure) -> None:
        before = self._chosen()
        self._figure = new
        self.controls.show_figure(new)
        self.controls.export.setEnabled(new.counted.annotations > 0)
        if new.counted.annotations:
            self._pages.setCurrentWidget(self._split)
            self.chart.show_figure(new)
            self.table.show_figure(new, keep_order=not self._table_follows)
            self._table_follows = False
            same = [place for place, row in enumerate(new.rows) if before and before.same(row)]
            self._choose(same[0] if same else 0)
            self._share_height()
        else:
            self._pages.setCurrentWidget(self._nothing)
            self._say_why()

    def _say_why(self) -> None:
        session = self._session
        others = sum(session.total(code.id, everybody=True) or 0 for code in session.codebook)
        name = session.coder.name if session.coder else self.tr("Nobody")
        others = 0 if self.controls.everybody else others
        self._nothing.say(len(session.codebook), name, others, of_round=session.has_rounds)

    def _chosen(self) -> Row | None:
        current = self.chart.current
        return self._figure.rows[current] if self._figure and current >= 0 else None

    def _choose(self, place: int) -> None:
        self.chart.set_current(place)
        self.table.set_current(place)
        row = self._chosen()
        if row is None:
            self.behind.show_nothing()
            return
        ids: list[int] = []
        if row.code_id is not None:
            project = self._session.project
            ids = project.queries.passages(row.code_id, self._coder_ids, project.round_id)
        self.behind.show_row(row, ids)

    def _chosen_by_person(self, place: int) -> None:
        try:
            self._choose(place)
        except UserError as error:
            self.behind.show_nothing()
            self._session.failed.emit(error)

    def _open(self, annotation_id: int) -> None:
        self._session.show_annotation(annotation_id)
        self.passage_opened.emit(annotation_id)

    def _paint(self) -> None:
        self.chart.set_theme(self._session.look.theme)
        if self._figure:
            self.controls.show_figure(self._figure)

    def _save(self, ending: str) -> None:
        if self._figure:
            self._saving.ask(self._figure, self._coder_ids, ending)

    # -- the layout

    def _lay_out(self) -> None:
        self.setProperty("look", "paper")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._left = _split(Qt.Orientation.Vertical, self.chart, self.table)
        self._split = _split(Qt.Orientation.Horizontal, self._left, self.behind)
        self._split.setStretchFactor(0, 3)
        self._split.setStretchFactor(1, 2)
        self._split.setSizes([700, PASSAGES_WIDTH])
        self._pages = QStackedWidget()
        self._pages.addWidget(self._split)
        self._pages.addWidget(self._nothing)
        self._pages.addWidget(self._waiting)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.controls)
        layout.addWidget(self._pages, 1)

    def _share_height(self) -> None:
        """Give the chart what it needs, up to its part of the height, unless a person decided."""
        if self._moved:
            return
        height = self._left.height()
        wanted = min(self.chart.sizeHint().height(), round(height * CHART_SHARE))
        self._left.setSizes([wanted, height - wanted])

    def _remember(self) -> None:
        self._moved = True
        for name, split in (("across", self._split), ("down", self._left)):
            self._session.settings.set_state(f"charts/{name}", split.saveState())

    def _recall(self) -> None:
        for name, split in (("across", self._split), ("down", self._left)):
            state = self._session.settings.state(f"charts/{name}")
            self._moved = state is not None and split.restoreState(state)

    def _connect(self) -> None:
        session = self._session
        session.project_changed.connect(self._forget)
        session.changed.connect(self._expire)
        session.coder_changed.connect(self._expire)
        session.counted.connect(self._expire)
        session.look.changed.connect(self._paint)
        self.controls.changed.connect(self._choose_again)
        self.controls.saving.connect(self._save)
        self.controls.copying.connect(lambda: self.table.copy(everything=True))
        for part in (self.chart, self.table):
            part.chosen.connect(self._chosen_by_person)
            part.entered.connect(self.behind.passages.setFocus)
        self.behind.passages.opened.connect(self._open)
        for split in (self._split, self._left):
            split.splitterMoved.connect(lambda _place, _handle: self._remember())


def _split(direction: Qt.Orientation, *parts: QWidget) -> QSplitter:
    split = QSplitter(direction)
    for part in parts:
        split.addWidget(part)
    split.setHandleWidth(1)
    split.setChildrenCollapsible(False)
    return split
