"""The composition root: makes the application, the session and the window, and starts them."""

from __future__ import annotations

import gc
import importlib
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from annotator.domain import segments
from annotator.ui import crash, heap
from annotator.ui.collecting import Collector
from annotator.ui.main_window import MainWindow
from annotator.ui.session import Session
from annotator.ui.settings import Settings
from annotator.ui.theme import Choice, Look

OFFSCREEN = "offscreen"


def run(project_path: Path | None) -> int:
    """Open the window, with a project if one is named, and stay until it is closed.

    Returns:
        The exit status for the system.
    """
    app = make_application()
    window = make_window(app)
    crash.install(window, window.session.failed.emit)
    if project_path is not None:
        window.show_glimpse(project_path)
    window.show()
    # The window is there before the store is: what SQL needs takes longer to load than Qt.
    QTimer.singleShot(0, lambda: _begin(window, project_path))
    return app.exec()


def make_application() -> QApplication:
    """The application, or the one that is running already."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        heap.spare_no_large_blocks()
        QGuiApplication.setDesktopFileName("annotator")
        app = QApplication(sys.argv[:1])
        app.setApplicationName("Annotator")
    if app.findChild(Collector) is None:
        Collector(app)
    return app


def make_window(
    app: QApplication, theme: Choice | None = None, *, remembers: bool = True
) -> MainWindow:
    """A window with a session of its own, not shown yet.

    Args:
        app: the application.
        theme: how it looks; None for what the person has chosen.
        remembers: whether it knows and keeps the person's settings; a picture does neither.
    """
    settings = Settings(remembers=remembers)
    look = Look(app, theme or Choice(settings.word("look/theme")))
    return MainWindow(Session(look, settings))


def demo_without_screen(project_path: Path, out_dir: Path) -> list[Path]:
    """Write pictures of the window and the chart, and the frequencies as CSV.

    Returns:
        The files that were written.
    """
    from annotator.ops import people, projects, reporting

    out_dir.mkdir(parents=True, exist_ok=True)
    files = [out_dir / "window.png", out_dir / "charts.png", out_dir / "frequencies.csv"]
    for file, place in zip(files, ("code", "charts"), strict=False):
        screenshot(
            project_path,
            file,
            place=place,
            article_uid=None,
            width=1440,
            height=900,
            scale=1,
            theme="light",
        )
    with projects.open_project(project_path) as project:
        table = reporting.frequency_csv(project, "code", people.human_coders(project))
    files[2].write_text(table, encoding="utf-8", newline="")
    return files


def screenshot(
    project_path: Path,
    out: Path,
    *,
    place: str,
    article_uid: str | None,
    width: int,
    height: int,
    scale: float,
    theme: str,
) -> None:
    """Render the real window off screen into a PNG of ``width`` × ``height`` times ``scale``.

    Raises:
        UserError: the project can't be opened, or has no such article.
        OSError: the picture can't be written.
    """
    os.environ["QT_QPA_PLATFORM"] = OFFSCREEN
    os.environ["QT_SCALE_FACTOR"] = str(scale)
    from annotator.ops import projects

    app = make_application()
    window = make_window(app, Choice(theme), remembers=False)
    try:
        window.resize(width, height)
        window.session.show_project(projects.open_project(project_path, read_only=True))
        if article_uid is not None:
            article = window.session.project.queries.article_by_uid_prefix(article_uid)
            window.session.show_article(article.id)
        window.show()
        window.go_to(place)
        _settle(app, window.session)
        if not window.grab().save(str(out), "PNG"):
            raise OSError(f"The picture {out} could not be written.")
    finally:
        window.session.shut_down()
        window.deleteLater()
        _settle(app)


def _begin(window: MainWindow, project_path: Path | None) -> None:
    def loaded(_module: object) -> None:
        if project_path is not None:
            window.errands.projects.open_project(project_path, window.end_glimpse)

    def load(_progress: object) -> object:
        with _without_the_collector():
            module = importlib.import_module("annotator.ops.projects")
            # What a word is takes a moment to work out; the first selection should not wait.
            segments.word_at("word", 0)
        return module

    window.session.work.start(load, loaded)


@contextmanager
def _without_the_collector() -> Iterator[None]:
    """Load modules: all that they make stays, so the cycle collector need not look at it, ever."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was_enabled:
            gc.enable()


def _settle(app: QApplication, session: Session | None = None) -> None:
    """Let everything be laid out and painted, with its numbers if it is to be seen."""
    loop = QEventLoop()
    if session is not None and session.counts is None:
        session.counted.connect(loop.quit)
        session.failed.connect(loop.quit)
        loop.exec()
    QTimer.singleShot(250, loop.quit)
    loop.exec()
    app.processEvents()
