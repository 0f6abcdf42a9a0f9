"""What a person does with codebooks as files: taking over, handing on, and locking for a study."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from annotator.domain.errors import UserError
from annotator.paths import PROJECT_SUFFIX
from annotator.ui.errands.folders import usual_folder
from annotator.ui.session import Session
from annotator.ui.widgets import file_dialogs
from annotator.ui.widgets.name_dialog import NameDialog
from annotator.ui.widgets.notice import Notice, in_few

if TYPE_CHECKING:
    from annotator.domain.changes import Changes
    from annotator.formats.schemes import Scheme
    from annotator.ops.codebook_files import CodebookFile
    from annotator.store.project import Project


class CodebookErrands(QObject):
    """Asks which file and what of it, does it, and says what came of it."""

    def __init__(self, session: Session, notice: Notice, window: QWidget) -> None:
        super().__init__(window)
        self.session = session
        self.notice = notice
        self._window = window

    def take_over(self) -> None:
        """Ask for a codebook, show what it says otherwise, and take over what is chosen."""
        filters = self.tr("Codebooks and projects (*.yaml *.yml *.csv *.xlsx *.qdc *{suffix})")
        file = file_dialogs.open_file(
            self._window,
            self.tr("Take over a codebook"),
            usual_folder(self.session),
            filters.format(suffix=PROJECT_SUFFIX),
        )
        if file:
            self.take_over_from(Path(file))

    def take_over_from(self, path: Path) -> None:
        """Show what a codebook says otherwise, and take over what is chosen.

        A table is read at once, others beside the window's work.
        """
        from annotator.ops import codebook_files

        if path.suffix.lower() in codebook_files.TABLES:
            self._choose(path, None)
            return
        found: list[CodebookFile] = []
        self.session.told.emit(self.tr("Reading {file}…").format(file=path.name))
        self.session.background.do(
            lambda _goes_on: found.append(codebook_files.codebook_named(str(path))),
            lambda well: self._choose(path, found[0]) if well else None,
        )

    def _choose(self, path: Path, read: CodebookFile | None) -> None:
        from annotator.ops import taking_over
        from annotator.ui.parts.taking_over import TakeOverDialog

        try:
            dialog = TakeOverDialog(self.session, path, read, self._window)
        except UserError as error:
            self.notice.show_error(error)
            return
        if not dialog.has_differences and read is not None:
            self.session.told.emit(self.tr("“{file}” says the same.").format(file=path.name))
            return
        if not dialog.exec():
            return
        left: list[str] = []

        def take(project: Project) -> Changes:
            taken = taking_over.take_over(
                project,
                dialog.scheme,
                dialog.chosen(),
                why=dialog.why,
                coder_id=self.session.coder_id,
            )
            left.extend(taken.left)
            return taken.changes

        changes = self.session.run_now(take)
        if changes is not None and left:
            self.notice.show_text(in_few(left))

    def export(self) -> None:
        """Ask where to, and write the project's codebook there."""
        from annotator.ops.project_scheme import of_project

        kinds = (
            (self.tr("Word document"), "docx"),
            (self.tr("PDF document"), "pdf"),
            (self.tr("Page for a browser"), "html"),
            (self.tr("Scheme"), "yaml"),
            (self.tr("Table"), "xlsx"),
            (self.tr("Table as text"), "csv"),
            (self.tr("REFI-QDA codebook"), "qdc"),
        )
        name = self.tr("{project} codebook").format(project=self.session.project.name)
        file = file_dialogs.save_file(
            self._window,
            self.tr("Export the codebook"),
            str(Path(usual_folder(self.session)) / f"{name}.docx"),
            ";;".join(f"{title} (*.{ending})" for title, ending in kinds),
        )
        if file:
            self.export_to(Path(file), of_project(self.session.project))

    def export_to(self, path: Path, scheme: Scheme) -> None:
        """Write a codebook beside the window's work; the ending says as what."""
        done = partial(self._exported, path, scheme)
        self.session.background.do(lambda _goes_on: _write(path, scheme), done)

    def _exported(self, path: Path, scheme: Scheme, well: bool) -> None:
        if not well:
            return
        told = self.tr("Wrote the codebook to {file}.").format(file=path)
        self.session.told.emit(told)
        if scheme.notes:
            self.notice.show_text(in_few([told, *scheme.notes]))

    def lock(self, on: bool) -> None:
        """Keep everybody from changing the scheme, or let them again."""
        from annotator.ops.study import SCHEME_LOCKED, set_setting

        who = self.session.coder_id
        self.session.run(set_setting, SCHEME_LOCKED, on, coder_id=who)
        locked = self.tr("The scheme is locked: codes can be proposed, and nothing of it changes.")
        self.session.told.emit(locked if on else self.tr("The scheme can be changed again."))

    def propose(self) -> None:
        """Ask for the name of a code that the scheme lacks, and record it as proposed."""
        from annotator.ops.codebook import propose_code

        dialog = NameDialog(
            self.tr("Which code is missing?"),
            self.tr(
                "It is kept as proposed, with your name, until whoever leads the study decides."
            ),
            self.tr("Propose it"),
            parent=self._window,
        )
        if dialog.exec():
            self.session.run(propose_code, dialog.field.text(), coder_id=self.session.coder_id)


def _write(path: Path, scheme: Scheme) -> None:
    from annotator.ops import codebook_files, files

    if path.suffix.lower() == ".pdf":
        from annotator.ui.printing import pdf_of

        page = codebook_files.written(scheme, path.with_suffix(".html"))
        files.write(path, pdf_of(page, scheme.title))
    else:
        files.write(path, codebook_files.written(scheme, path))
