"""The one window: menus, the rail of places, the message bar and the status line."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Any, cast
from uuid import UUID

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QIcon, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QMessageBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from annotator import __version__
from annotator.domain.changes import Changes
from annotator.domain.errors import DamagedError, StepRefusedError, UserError
from annotator.paths import PROJECT_SUFFIX
from annotator.ui import glimpse
from annotator.ui.announcing import Announcer
from annotator.ui.commands import Actions
from annotator.ui.doorbell import Doorbell
from annotator.ui.errands import Errands
from annotator.ui.errands.projects import is_sample
from annotator.ui.menus import fill_menu_bar
from annotator.ui.over_fields import OverFields
from annotator.ui.palette import Palette
from annotator.ui.parts.coder_corner import CoderCorner
from annotator.ui.parts.key_list import key_list
from annotator.ui.places.code import CodePlace
from annotator.ui.rail import Rail
from annotator.ui.running import application
from annotator.ui.session import Session
from annotator.ui.theme import Choice
from annotator.ui.tour import SEEN, Tour
from annotator.ui.widgets.elided_label import ElidedLabel
from annotator.ui.widgets.keys_sheet import KeysSheet
from annotator.ui.widgets.notice import Notice
from annotator.ui.widgets.progress import ProgressLine
from annotator.ui.window_places import Place, WindowPlaces

LAYOUT_VERSION = 1

_MENUS_LEFT_OUT = "qt_menubar_ext_button"
"""What Qt calls the button for menus that have no room in the bar."""

_TOUR = "tour"
"""The topic of the offer to show somebody around."""

_STEP = "step"
"""The topic of messages about a step that can't be undone."""


class MainWindow(QMainWindow):
    """Everything a person sees."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.actions_table = Actions(self, session.settings)
        self._doorbell = Doorbell(self)
        self._doorbell.rung.connect(self._come_forward)
        self.announcer = Announcer(self)
        self.notice = Notice()
        self.progress = ProgressLine()
        self.tour = Tour(session, self.actions_table)
        self.errands = Errands(session, self.actions_table, self.notice, self)
        self._places = WindowPlaces(session, self.actions_table, self.errands)
        self._rail = Rail(session.look, self.actions_table)
        self.coders = CoderCorner(session, self.actions_table)
        self.palette_card = Palette(session, self.actions_table, self)
        self._state = QLabel()
        self._told = ElidedLabel()
        self._hint = QLabel()
        self.setAcceptDrops(True)
        self.resize(QSize(1440, 900).boundedTo(self.screen().availableSize() * 0.96))
        self.setMinimumSize(640, 360)
        self._lay_out()
        self._menus()
        self._bind()
        self._listen()
        self._restore()
        self._project_changed()

    # -- construction

    def _lay_out(self) -> None:
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self.tour, self.notice, self.progress):
            column.addWidget(widget)
        column.addWidget(self._places, 1)
        body = QWidget()
        row = QHBoxLayout(body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._rail)
        row.addLayout(column, 1)
        self.setCentralWidget(body)
        self._state.setProperty("look", "strong")
        self._state.setContentsMargins(10, 0, 6, 0)
        self._hint.setContentsMargins(0, 0, 10, 0)
        bar = self.statusBar()
        bar.setSizeGripEnabled(False)
        bar.setAccessibleName(self.tr("Status"))
        bar.addWidget(self._state)
        bar.addWidget(self._told, 1)
        bar.addPermanentWidget(self._hint)

    def _menus(self) -> None:
        fill_menu_bar(self.menuBar(), self.actions_table)
        self.menuBar().setAccessibleName(self.tr("Menu"))
        self.menuBar().setCornerWidget(self.coders)
        more = self.menuBar().findChild(QToolButton, _MENUS_LEFT_OUT)
        if more is not None:
            # Its picture is black on whatever ground.
            more.setIcon(QIcon())
            more.setText("»")
            more.setAccessibleName(self.tr("More menus"))

    def _bind(self) -> None:
        for name, handler in {
            "project.new": self.errands.projects.new_project,
            "project.open": self.errands.projects.choose_project,
            "project.sample": self.errands.projects.open_sample,
            "project.coder": self.coders.open_menu,
            "project.round": self.coders.open_rounds,
            "codebook.questions": lambda: self.go_to("questions"),
            "project.health": lambda: self.go_to("health"),
            "project.restore": self.errands.backups.restore,
            "project.copy": self.errands.save_copy,
            "project.close": self.errands.projects.close_project,
            "project.quit": self.close,
            "edit.undo": self.session.undo,
            "edit.redo": self.session.redo,
            "article.import": self.errands.articles.choose_articles,
            "article.import_folder": self.errands.articles.choose_folder,
            "codebook.take_over": self.errands.codebooks.take_over,
            "codebook.export": self.errands.codebooks.export,
            "codebook.propose": self.errands.codebooks.propose,
            "view.code": lambda: self.go_to("code"),
            "view.charts": lambda: self.go_to("charts"),
            "view.next_pane": lambda: self._next_pane(1),
            "view.previous_pane": lambda: self._next_pane(-1),
            "edit.preferences": lambda: self.go_to("preferences"),
            "help.palette": self._open_palette,
            "help.tour": self.show_around,
            "help.keys": self._show_keys,
            "help.about": self._about,
        }.items():
            self.actions_table.bind(name, handler)
        for choice in Choice:
            self.actions_table.bind(f"switch.{choice.value}", partial(self._choose_look, choice))
        self.actions_table.bind_switch("switch.others", self.session.show_others)
        self.actions_table.bind_switch("switch.lock", self.errands.codebooks.lock)
        self.palette_card.code_wanted.connect(self._use_code)
        self.palette_card.article_wanted.connect(self._read_article)
        self.coders.add_wanted.connect(self.errands.coders.add)
        self.coders.rename_wanted.connect(self.errands.coders.rename)
        self.coders.rounds.add_wanted.connect(self.errands.rounds.add)
        self.coders.rounds.rename_wanted.connect(self.errands.rounds.rename)
        self.coders.rounds.remove_wanted.connect(self.errands.rounds.remove)

    def _listen(self) -> None:
        session = self.session
        session.project_changed.connect(self._project_changed)
        session.changed.connect(self._after_change)
        session.article_changed.connect(self._refresh_soon)
        session.coder_changed.connect(self._refresh_soon)
        session.counted.connect(self._refresh_soon)
        session.others_changed.connect(self._refresh_soon)
        session.failed.connect(self._show_error)
        session.unsaved_changed.connect(self._refresh_soon)
        session.told.connect(self._tell)
        session.settings.changed.connect(self._show_look)
        session.article_changed.connect(self._say_article)
        self.notice.shown.connect(lambda text: self.announcer.announce(text, urgent=True))
        session.work.started.connect(self.announcer.announce)
        self.tour.said.connect(self.announcer.announce)
        self.actions_table.look_with(lambda: self._there(self._steps()))
        self.actions_table.refused.connect(self._refused)
        self.actions_table.keys.changed.connect(self._refresh_soon)
        self.errands.repairs.recovered.connect(self._show_recovered)
        session.work.started.connect(self.progress.begin)
        session.work.named.connect(self.progress.name)
        session.work.progressed.connect(self.progress.advance)
        session.work.ended.connect(self.progress.end)
        self._places.moved.connect(self._refresh)
        self._places.status_changed.connect(self._refresh_soon)
        self._rail.wanted.connect(self.go_to)
        self.progress.cancelled.connect(session.work.cancel)
        application().focusChanged.connect(self._focus_moved)
        OverFields(self.actions_table.keys, self)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._refresh)
        self._told_timer = QTimer(self)
        self._told_timer.setSingleShot(True)
        self._told_timer.setInterval(6000)
        self._told_timer.timeout.connect(self._refresh)

    def _restore(self) -> None:
        geometry = self.session.settings.state(f"window/{LAYOUT_VERSION}")
        if geometry is not None:
            self.restoreGeometry(geometry)
        self._mark_look()

    # -- places

    def go_to(self, name: str) -> None:
        """Show a place; it is made when it is first wanted."""
        self._places.go_to(name)

    def place(self, name: str) -> Any:
        """The place of that name, made if need be."""
        return self._places.place(name)

    @property
    def current(self) -> Place | None:
        """The place that is shown, None on the welcome page."""
        return self._places.current

    def _show_recovered(self, done: object) -> None:
        """Show what came of recovering a file, on the page about the new one."""
        self.go_to("health")
        self.place("health").show_recovered(done)

    def show_around(self) -> None:
        """Show somebody around; without a project, in the sample."""
        if not self.session.is_open:
            self.errands.projects.open_sample()
        if self.session.is_open:
            self.notice.withdraw(_TOUR)
            self.go_to("code")
            self.tour.begin(cast(CodePlace, self.place("code")))

    def _offer_tour(self) -> None:
        """Whoever opens the sample for the first time is asked whether to be shown around."""
        settings, session = self.session.settings, self.session
        if settings.place(SEEN) or not is_sample(session.project.path):
            return
        settings.set_place(SEEN, "1")
        self.notice.show_text(
            self.tr("This is a project to try things out in. Shall we show you around?"),
            [(self.tr("Show me around"), self.show_around)],
            _TOUR,
        )

    def _next_pane(self, step: int) -> None:
        place = self.current
        if place is None:
            return
        panes = [pane for pane in (*place.panes(), self.tour, self.notice) if pane.isVisible()]
        focused = QApplication.focusWidget()
        here = [n for n, pane in enumerate(panes) if focused and _within(focused, pane)]
        pane = panes[((here[0] if here else -step) + step) % len(panes)]
        if pane is self.notice:
            self.notice.go()
        else:
            pane.setFocus(Qt.FocusReason.TabFocusReason)

    def show_glimpse(self, project: Path) -> None:
        """Show what was on screen when that project was closed, while it is being opened.

        Where nothing is known of it, the first page waits: a key pressed too early opens nothing
        else.
        """
        seen = glimpse.find(project)
        self._places.welcome.setEnabled(seen is not None)
        if seen is not None:
            self._rail.setVisible(True)
            # Shown first: an article that finds its width later would lose its place.
            self._places.show_place("code")
            cast(CodePlace, self.place("code")).show_glimpse(seen)
            self._refresh()

    def end_glimpse(self) -> None:
        """Go back to the first page if the project could not be opened after all."""
        self._places.welcome.setEnabled(True)
        if not self.session.is_open:
            self._project_changed()

    # -- what is shown

    def _project_changed(self) -> None:
        session = self.session
        self._rail.setVisible(session.is_open)
        if session.is_open:
            self.notice.clear()
            self.setWindowTitle(self._title())
            if not session.is_copy:
                self._doorbell.hang(session.project.path)
            self.go_to("code")
            self._offer_tour()
        else:
            self._doorbell.take_down()
            self.setWindowTitle("Annotator")
            self._places.show_welcome()
        self._told_timer.stop()
        self._refresh()

    def _title(self) -> str:
        name = self.session.project.path.name
        if self.session.is_copy:
            return self.tr("{file} (read-only copy) — Annotator").format(file=name)
        return f"{name} — Annotator"

    def _come_forward(self) -> None:
        """Somebody in another window of the program wants to see this one."""
        if self.isMinimized():
            self.showNormal()
        self.raise_()
        self.activateWindow()
        QApplication.alert(self)

    def _after_change(self, _changes: Changes, _initiator: object) -> None:
        self._refresh()

    def _refresh_soon(self) -> None:
        """Refresh when what is happening has been painted; often asked, it happens once."""
        self._soon.start()

    def _refresh(self) -> None:
        """Bring the menus, the rail and the status line up to date."""
        place = self.current
        self._rail.mark(self._places.name)
        session, steps = self.session, self._steps()
        self.actions_table.set_context(self._there(steps))
        self._name_step("edit.undo", self.tr("&Undo"), steps.get("undo"))
        self._name_step("edit.redo", self.tr("&Redo"), steps.get("redo"))
        self.actions_table["switch.others"].setChecked(bool(session.others))
        self.actions_table["switch.lock"].setChecked(session.is_scheme_locked)
        self._state.setText(self._saved())
        if not self._told_timer.isActive():
            self._told.set_text(place.status() if place else "")
        self._hint.setText(place.hint() if place else "")

    def _steps(self) -> dict[str, str]:
        """What can be undone and redone, in plain words."""
        session = self.session
        if not session.can_change or session.coder_id is None:
            return {}
        steps = {"undo": session.undo_label, "redo": session.redo_label}
        return {name: label for name, label in steps.items() if label}

    def _there(self, steps: Iterable[str]) -> set[str]:
        """What is there, for the actions; also which of these ``steps`` back and forth."""
        session, place = self.session, self.current
        there = (place.context() if place else set()).union(steps)
        if session.is_open:
            there.add("project")
        if len(session.coders) > 1:
            there.add("others")
        if session.can_change:
            there.add("writable")
        if not session.is_scheme_locked:
            there.add("unlocked")
        return there

    def _saved(self) -> str:
        if not self.session.is_open:
            return ""
        if self.session.unsaved is not None:
            return self.tr("Not saved: {n}").format(n=len(self.session.unsaved.wishes))
        return self.tr("Read only") if self.session.project.read_only else self.tr("Saved")

    def _name_step(self, action: str, title: str, label: str | None) -> None:
        # In a menu an ampersand marks the letter after it: one that is meant is written twice.
        text = title if not label else f"{title}: {label.replace('&', '&&')}"
        self.actions_table.name(action, text)

    def _show_error(self, error: UserError) -> None:
        """Say what went wrong; where a step can't be undone, offer the one before it."""
        if isinstance(error, StepRefusedError) and error.can_pass_over:
            instead = self.tr("Undo the step before it instead")
            offer = (instead, lambda: self._undo_before(error.step))
            self.notice.show_error(error, [offer], _STEP)
        elif isinstance(error, DamagedError) and self.session.is_open:
            self.errands.repairs.offer(self.session.project.path, error)
        else:
            self.notice.show_error(error)

    def _undo_before(self, refused: int) -> None:
        self.notice.withdraw(_STEP)
        self.session.undo_before(refused)

    def _focus_moved(self) -> None:
        """Other keys help in another pane."""
        # Asked, not told: who had the focus may be gone by the time that this is called.
        now = QApplication.focusWidget()
        if now is not None and now.window() is self:
            self._refresh_soon()

    def _refused(self, why: str) -> None:
        """Say why an action can't be done; while a project's last page is shown, it soon can."""
        opening = isinstance(self.current, CodePlace) and not self.session.is_open
        self._tell(self.tr("One moment: the project is being opened.") if opening else why)

    def _tell(self, text: str) -> None:
        if not text:
            self._told_timer.stop()
            self._refresh_soon()
            return
        self.announcer.announce(text)
        self._told.set_text(text)
        self._told_timer.start()

    def _say_article(self) -> None:
        session = self.session
        if session.article_id is not None:
            for article in session.project.queries.articles([session.article_id]):
                self.announcer.announce(article.headline)

    def _open_palette(self) -> None:
        place = self.current
        self.palette_card.open(tags=isinstance(place, CodePlace) and place.would_tag)

    def _use_code(self, uid: str) -> None:
        """Tag what is selected with a code that was found by name, or show it in the codebook."""
        code = next((code for code in self.session.codebook if str(code.uid) == uid), None)
        if code is not None:
            self.go_to("code")
            cast(CodePlace, self.place("code")).use_code(code.id)

    def _read_article(self, uid: str) -> None:
        article = self.session.project.queries.article_by_uid(UUID(uid))
        if article is not None:
            self.go_to("code")
            self.session.show_article(article.id)

    def _choose_look(self, choice: Choice) -> None:
        self.session.settings.set("look/theme", choice.value)
        self._show_look("look/theme")

    def _show_look(self, setting: str) -> None:
        """Look as the setting says, whoever set it."""
        if setting == "look/theme":
            self.session.look.choose(Choice(self.session.settings.word(setting)))
            self._mark_look()

    def _mark_look(self) -> None:
        for choice in Choice:
            action = self.actions_table[f"switch.{choice.value}"]
            action.setChecked(self.session.look.choice is choice)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the focus, tool buttons too.

        The key of an action that can't be done is like any other for Qt: it is told why.
        """
        focused = QApplication.focusWidget()
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        action = self.actions_table.keys.action_in("window", event)
        if is_enter and isinstance(focused, QAbstractButton):
            focused.click()
        elif action is not None:
            self.actions_table.perform(action)
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files are welcome anywhere."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """A project is opened, anything else is imported into the open one."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        projects = [path for path in paths if path.suffix.lower() == PROJECT_SUFFIX]
        event.acceptProposedAction()
        if projects:
            self.errands.projects.open_project(projects[0])
        elif self.session.is_open:
            self.errands.articles.import_articles(paths)
        else:
            self.notice.show_text(
                self.tr("Open or make a project first, then drop the articles into it.")
            )

    # -- help and the end

    def _show_keys(self) -> None:
        actions = self.actions_table
        foot = self.tr("Keys are changed in the preferences: {way}")
        foot = foot.format(way=actions.way("edit.preferences"))
        KeysSheet(key_list(actions, self.session.codebook), foot, self).exec()

    def _about(self) -> None:
        QMessageBox.about(
            self,
            self.tr("About Annotator"),
            self.tr(
                "Annotator {version}\n\nOffline coding of news articles.\n"
                "MIT licence. Fonts: Source Serif 4 and Inter (OFL)."
            ).format(version=__version__),
        )

    def closeEvent(self, event: QCloseEvent) -> None:
        """Every change is on disk already, or the person says what to do; then all is closed."""
        if not self.errands.saving.may_leave():
            event.ignore()
            return
        self.session.settings.set_state(f"window/{LAYOUT_VERSION}", self.saveGeometry())
        self.session.settings.save()
        troubles: list[UserError] = []
        self.session.failed.connect(troubles.append)
        seen = None if self.session.is_copy else self._seen()
        path = self.session.project.path if self.session.is_open else None
        self.session.shut_down()
        if seen is not None and path is not None:
            glimpse.keep(path, seen)
        if troubles:
            text = "\n\n".join(f"{one.what}\n{one.way_out}" for one in troubles)
            QMessageBox.warning(self, self.tr("Closing the project"), text)
        super().closeEvent(event)

    def _seen(self) -> glimpse.Glimpse | None:
        """What is on screen of the open project's article."""
        place = self._places.made("code")
        if self.session.article_id is None or place is None:
            return None
        return cast(CodePlace, place).reader.glimpse()


def _within(widget: QWidget, ancestor: QWidget) -> bool:
    return widget is ancestor or ancestor.isAncestorOf(widget)
