"""Asks where the chart is to be saved, and saves it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from annotator.domain.errors import UserError
from annotator.ops import files
from annotator.ui.places.charts import export
from annotator.ui.places.charts.controls import CSV, PNG, SVG
from annotator.ui.places.charts.figure import Figure
from annotator.ui.session import Session
from annotator.ui.widgets.dates import shown_date
from annotator.ui.widgets.file_dialogs import save_file

FILTERS = {PNG: "PNG (*.png)", SVG: "SVG (*.svg)", CSV: "CSV (*.csv)"}


class Saving(QObject):
    """Saves figures of the open project beside it, or where the last one was saved."""

    def __init__(self, session: Session, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._window = window

    def ask(self, figure: Figure, coder_ids: Sequence[int], ending: str) -> None:
        """Ask for a file of that ending, and save the figure there if there is an answer."""
        project = self._session.project
        folder = self._session.settings.place("charts/folder") or str(project.path.parent)
        name = f"{project.path.stem}-frequencies-{date.today().isoformat()}.{ending}"
        title, proposed = self.tr("Save the chart"), str(Path(folder) / name)
        file = save_file(self._window, title, proposed, FILTERS[ending])
        if file:
            self._save(Path(file), figure, coder_ids, ending)

    def _save(self, file: Path, figure: Figure, coder_ids: Sequence[int], ending: str) -> None:
        try:
            files.write(file, self._content(figure, coder_ids, ending))
        except UserError as error:
            self._session.failed.emit(error)
            return
        self._session.settings.set_place("charts/folder", str(file.parent))
        self._session.told.emit(self.tr("Saved {file}").format(file=file))

    def _content(self, figure: Figure, coder_ids: Sequence[int], ending: str) -> bytes:
        from annotator.ops import reporting

        project = self._session.project
        last_line = self.tr("{project} · {date} · Annotator").format(
            project=project.name, date=shown_date(date.today().isoformat())
        )
        if ending == CSV:
            table = reporting.frequency_csv(project, "code", coder_ids, project.round_id)
            return export.with_heading(table, figure, last_line).encode()
        sheet = export.Sheet(figure, last_line)
        return sheet.png() if ending == PNG else sheet.svg()
