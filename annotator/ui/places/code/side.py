"""The panels beside the text: the codes, the annotations, the questions, and what a code means."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QSplitter, QStackedWidget, QTabWidget, QWidget

from annotator.ui.commands import Actions
from annotator.ui.parts.article_sheet import ArticleSheet
from annotator.ui.parts.guide import Guide
from annotator.ui.parts.reader import Reader
from annotator.ui.parts.rules_compared import RulesCompared
from annotator.ui.places.code.annotations_panel import AnnotationsPanel
from annotator.ui.places.code.codebook_panel import CodebookPanel
from annotator.ui.places.code.what_next import without_rules
from annotator.ui.session import Session

if TYPE_CHECKING:
    from uuid import UUID

    from annotator.ui.places.code.editor import CodeEditor

_SIZES = [520, 250]


class Side(QSplitter):
    """One of three panels, and below it the rules of a code, or the pane in which they are written.

    Signals:
        wanted: a panel is to be seen, from whichever place it was asked for.
    """

    wanted = Signal()

    def __init__(
        self, session: Session, actions: Actions, reader: Reader, parent: QWidget | None = None
    ) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self._session = session
        self._actions = actions
        self._reader = reader
        self.codebook = CodebookPanel(session, actions)
        self.annotations = AnnotationsPanel(reader, actions)
        self.sheet = ArticleSheet(session)
        self.guide = Guide(session)
        self.guide.how_to_write = partial(without_rules, session, actions)
        self._editor: CodeEditor | None = None
        self._sizes_before = _SIZES
        self._lay_out()
        self._connect()
        self._bind()

    def _lay_out(self) -> None:
        self._tabs = QTabWidget()
        self._tabs.setAccessibleName(self.tr("Codes and annotations"))
        self._tabs.setDocumentMode(True)
        self._tabs.tabBar().setAccessibleName(self.tr("Codes or annotations"))
        self._tabs.tabBar().setExpanding(False)
        self._tabs.addTab(self.codebook, self.tr("Codes"))
        self._tabs.addTab(self.annotations, self.tr("Annotations"))
        self._tabs.addTab(self.sheet, self.tr("Article"))
        self._below = QStackedWidget()
        self._below.addWidget(self.guide)
        self.addWidget(self._tabs)
        self.addWidget(self._below)
        self.setSizes(_SIZES)

    def _connect(self) -> None:
        reader, codebook = self._reader, self.codebook
        reader.state_changed.connect(self._show_rules)
        reader.annotations_changed.connect(self._count)
        reader.chosen_too.connect(self._gather)
        codebook.code_current.connect(self.guide.show_code)
        codebook.code_current.connect(self._actions.refresh)
        codebook.code_current.connect(self._edit_other)
        self._tabs.currentChanged.connect(self._tab_changed)
        self.sheet.left.connect(reader.setFocus)
        self.sheet.counted.connect(self._name_sheet)
        self.guide.code_wanted.connect(codebook.select_code)
        self.guide.left.connect(reader.setFocus)
        self._actions.keys.changed.connect(self.guide.refresh)

    def _bind(self) -> None:
        for name, handler in {
            "view.annotations": self.show_annotations,
            "article.sheet": self.show_sheet,
            "codebook.filter": self._filter,
            "codebook.add": self._add_code,
            "codebook.edit": self.edit_code,
            "codebook.compare": self.compare_rules,
            "codebook.guide": self._show_guide,
        }.items():
            self._actions.bind(name, handler)

    # -- what the place asks

    def panes(self) -> list[QWidget]:
        """The parts that F6 goes round, in order."""
        lists: dict[QWidget | None, QWidget] = {
            self.annotations: self.annotations.list_widget,
            self.sheet: self.sheet,
        }
        first = lists.get(self._tabs.currentWidget(), self.codebook.tree_widget)
        panes: list[QWidget] = [first, self.guide.text]
        return panes if self._editor is None else [*panes, self._editor]

    def panels(
        self,
    ) -> Sequence[CodebookPanel | AnnotationsPanel | ArticleSheet | Guide | CodeEditor]:
        """The parts that have keys of their own to tell of."""
        shown = (self.codebook, self.annotations, self.sheet, self.guide)
        return shown if self._editor is None else (*shown, self._editor)

    def project_changed(self) -> None:
        """Show the codes of another project, or its questions if it has nothing else."""
        variables = self._session.project.queries.questions.variables()
        asks_only = not len(self._session.codebook) and bool(variables)
        self._tabs.setCurrentWidget(self.sheet if asks_only else self.codebook)
        self._name_sheet()

    # -- codes and their rules

    @property
    def editor(self) -> CodeEditor:
        """The pane in which rules are written, made when it is first wanted."""
        if self._editor is None:
            from annotator.ui.places.code.editor import CodeEditor

            self._editor = CodeEditor(self._session, self._actions)
            self._editor.closed.connect(self._close_editor)
            changing = self.codebook.changing
            self._editor.form.under_wanted.connect(lambda code_id: changing.under([code_id]))
            self._below.addWidget(self._editor)
        return self._editor

    @property
    def _edits(self) -> bool:
        """Whether rules are being written."""
        return self._editor is not None and self._below.currentWidget() is self._editor

    def is_writing_rules(self) -> bool:
        """Whether what is saved just now was written in the pane of rules."""
        return self._editor is not None and self._editor.is_writing

    def show_code(self, code_id: int) -> None:
        """Come to a code of the codebook."""
        self._show(self.codebook)
        self.codebook.select_code(code_id)
        self.codebook.tree_widget.setFocus()

    def edit_code(self) -> None:
        """Write the rules of the code chosen in the tree, below it."""
        code_id = self.codebook.tree_widget.current_code()
        if code_id is None:
            return
        self._show(self.codebook)
        if not self._edits:
            self._sizes_before = self.sizes()
            height = sum(self._sizes_before)
            self.setSizes([height // 3, height - height // 3])
        self._below.setCurrentWidget(self.editor)
        self.editor.show_code(code_id)
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def compare_rules(self, code_id: int | None = None) -> None:
        """Show the rules of a code, or of the one chosen in the tree, beside those before."""
        code_id = self.codebook.tree_widget.current_code() if code_id is None else code_id
        if code_id is None:
            return
        if code_id not in self._session.project.queries.questions.revisions():
            self._session.told.emit(self.tr("The rules of this code have not been changed yet."))
            return
        RulesCompared(self._session, code_id, self).exec()

    def _edit_other(self, code_id: int | None) -> None:
        if self._edits:
            self.editor.show_code(code_id)

    def _close_editor(self) -> None:
        self.editor.show_code(None)
        self._below.setCurrentWidget(self.guide)
        self.setSizes(self._sizes_before)
        self.codebook.tree_widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_guide(self) -> None:
        if self._edits:
            self._close_editor()
        self.wanted.emit()
        if self._tabs.currentWidget() is self.sheet:
            self._tabs.setCurrentWidget(self.codebook)
        self.guide.show_code(None)
        self.guide.text.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show_rules(self) -> None:
        chosen = self._reader.chosen
        mark = self._reader.marks.get(chosen) if chosen is not None else None
        if mark is not None and mark.code_id != self.guide.code_id:
            self.guide.show_code(mark.code_id)

    def _add_code(self) -> None:
        self._show(self.codebook)
        self.codebook.add_code()

    def _filter(self) -> None:
        self._show(self.codebook)
        self.codebook.focus_filter()

    def _count(self) -> None:
        counts = self._reader.marks.counts(self._session.coder_id)
        self.codebook.set_article_counts(counts)

    # -- annotations and questions

    def show_annotations(self) -> None:
        """Show the annotations of the article in the place of the codes; again, the codes."""
        if self.annotations.isVisible() and self.annotations.list_widget.hasFocus():
            self._tabs.setCurrentWidget(self.codebook)
            self._reader.setFocus()
            return
        self._show(self.annotations)
        self.annotations.list_widget.setFocus()

    def _gather(self, before: list[int], found: list[int]) -> None:
        """Several are meant: the list shows and changes them together."""
        if not self.annotations.isVisible():
            self.show_annotations()
            self.annotations.select(before)
        self.annotations.list_widget.setFocus()
        self.annotations.add(found)

    def show_sheet(self) -> None:
        """Come to the questions about the article; again, back to the text."""
        focused = QApplication.focusWidget()
        if focused is not None and self.sheet.isAncestorOf(focused):
            self.sheet.keep()
            self._reader.setFocus()
            return
        self.wanted.emit()
        self._tabs.setTabVisible(self._tabs.indexOf(self.sheet), True)
        self._tabs.setCurrentWidget(self.sheet)
        self.sheet.go()

    def show_question(self, variable: UUID) -> None:
        """Come to one of the questions."""
        self._show(self.sheet)
        self.sheet.go_to(variable)

    def _name_sheet(self) -> None:
        """The tab of the questions says how many are answered; it is there if there are any."""
        place, session = self._tabs.indexOf(self.sheet), self._session
        answered, asked = self.sheet.progress
        name = self.tr("Article {n}/{all}").format(n=answered, all=asked)
        self._tabs.setTabText(place, name if asked else self.tr("Article"))
        self._tabs.setTabToolTip(place, self.sheet.count.accessibleName() if asked else "")
        is_asked = session.is_open and bool(session.project.queries.questions.variables())
        self._tabs.setTabVisible(place, is_asked or self._tabs.currentWidget() is self.sheet)

    def _tab_changed(self, _place: int) -> None:
        """The rules of a code are no help with the questions, which have rules of their own."""
        self._below.setVisible(self._tabs.currentWidget() is not self.sheet)

    def _show(self, panel: QWidget) -> None:
        self.wanted.emit()
        self._tabs.setCurrentWidget(panel)
