"""The window as a whole: how one begins, imports, switches, closes and comes back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, QRect, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QStyle, QToolButton
from pytestqt.qtbot import QtBot

from annotator import app, paths
from annotator.domain.errors import UserError
from annotator.ops import people, projects, schemes
from annotator.ui.main_window import MainWindow
from annotator.ui.places.welcome.new_project import NewProjectDialog
from annotator.ui.settings import Settings
from annotator.ui.theme import DARK, Choice
from annotator.ui.widgets import file_dialogs
from annotator.ui.widgets.choice_box import FROM_RIGHT


@pytest.fixture
def empty(qtbot: QtBot) -> Iterator[MainWindow]:
    """A window with no project, as at the first start."""
    window = app.make_window(app.make_application(), Choice.LIGHT)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    yield window
    window.close()


def drop(window: MainWindow, *paths: Path) -> None:
    """Let files fall onto the window, as a file manager does."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    how = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton)
    nothing = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(400, 300), *how, nothing)
    QApplication.sendEvent(window, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(window, QDropEvent(QPointF(400, 300), *how, nothing))


def test_enter_on_the_first_page_opens_the_sample_project(empty: MainWindow) -> None:
    people.save_person("Maya Lind")
    button = next(
        b for b in empty.findChildren(QPushButton) if b.text() == "Open the sample project"
    )
    assert button.property("look") == "primary"
    QTest.keyClick(button, Qt.Key.Key_Return)
    assert empty.session.is_open
    assert len(empty.session.project.queries.article_ids()) >= 8
    assert empty.place("code").reader.text
    assert empty.windowTitle() == "Port and water.annotator — Annotator"


def test_dropped_articles_are_imported_and_undone_in_one_step(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    session = window.session
    before = len(session.project.queries.article_ids())
    for name in ("one", "two"):
        (tmp_path / f"{name}.txt").write_text(
            f"Headline of {name}\n\nThe text of article {name} is here, and it is long enough.\n"
        )
    with qtbot.waitSignal(session.changed):
        drop(window, tmp_path / "one.txt", tmp_path / "two.txt")
    assert len(session.project.queries.article_ids()) == before + 2
    assert "Headline of one" in window.place("code").reader.text
    session.undo()
    assert len(session.project.queries.article_ids()) == before
    session.redo()
    assert len(session.project.queries.article_ids()) == before + 2


def test_a_guessed_encoding_is_told(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "old.txt"
    path.write_bytes("Café owners protest\n\nThe “café” owners said no.\n".encode("cp1252"))
    with qtbot.waitSignal(window.session.changed):
        drop(window, path)
    assert window.notice.isVisible()
    assert "old.txt" in window.notice.text
    assert "1252" in window.notice.text


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("empty.txt", b"", "empty"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(64), "PNG"),
        ("paper.pdf", b"%PDF-1.7 ...", "PDF"),
    ],
)
def test_a_bad_file_is_named_and_nothing_is_imported(
    window: MainWindow, tmp_path: Path, qtbot: QtBot, name: str, content: bytes, says: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    before = window.session.project.queries.article_ids()
    with qtbot.waitSignal(window.session.failed):
        drop(window, path)
    assert window.notice.isVisible()
    assert name in window.notice.text
    assert says in window.notice.text
    assert window.session.project.queries.article_ids() == before


def test_a_file_that_is_no_project_leaves_the_open_one_open(
    window: MainWindow, tmp_path: Path
) -> None:
    path = tmp_path / "fake.annotator"
    path.write_text("this is no project")
    before = window.session.project.path
    drop(window, path)
    assert "fake.annotator" in window.notice.text
    assert window.session.project.path == before


def test_reopened_everything_is_as_it_was(
    window: MainWindow, project_path: Path, qtbot: QtBot
) -> None:
    reader = window.place("code").reader
    second = window.session.project.queries.article_ids()[1]
    window.session.show_article(second)
    reader.place_caret(reader.text.index("laboratory"))
    QTest.keyClick(reader, Qt.Key.Key_C)
    window.session.close_project()
    assert sorted(path.name for path in project_path.parent.iterdir()) == [project_path.name]
    window.errands.projects.open_project(project_path)
    assert window.session.article_id == second
    assert len(reader.marks) == 1
    window.session.undo()
    assert len(reader.marks) == 0


def test_from_a_bar_of_the_chart_back_to_the_text(window: MainWindow, qtbot: QtBot) -> None:
    reader = window.place("code").reader
    first, second = window.session.project.queries.article_ids()
    window.session.show_article(second)
    reader.place_caret(reader.text.index("laboratory"))
    QTest.keyClick(reader, Qt.Key.Key_C)
    window.session.show_article(first)
    QTest.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    charts = window.place("charts")
    assert charts.isVisible()
    (annotation,) = window.session.project.queries.annotations()
    window.session.show_annotation(annotation.id)
    charts.passage_opened.emit(annotation.id)
    assert reader.isVisible()
    assert window.session.article_id == second
    assert reader.chosen == annotation.id


def test_light_and_dark_with_one_switch(window: MainWindow) -> None:
    window.actions_table["switch.dark"].trigger()
    assert window.session.look.theme is DARK
    picture = window.place("code").reader.grab().toImage()
    assert picture.pixelColor(5, 5).name() == DARK.paper.name()
    window.actions_table["switch.light"].trigger()
    assert window.session.settings.word("look/theme") == "light"


def test_a_new_project_asks_for_name_and_coder(empty: MainWindow, tmp_path: Path) -> None:
    dialog = NewProjectDialog("", empty)
    ok = next(b for b in dialog.findChildren(QPushButton) if b.text() == "Make it")
    assert not ok.isEnabled()
    for field, text in zip(
        (dialog._name, dialog._folder, dialog._coder), ("Study", str(tmp_path), "Ana"), strict=True
    ):
        field.clear()
        QTest.keyClicks(field, text)
    assert ok.isEnabled()
    assert dialog.path == tmp_path / "Study.annotator"
    with projects.create_project(dialog.path, dialog.name, people.save_person(dialog.coder)):
        assert dialog.path.exists()


def test_a_new_project_begins_with_the_scheme_that_is_chosen(
    empty: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog = NewProjectDialog("Ana", empty)
    dialog.show()
    assert dialog.chosen_scheme == "starter"
    chevron = QRect(dialog.scheme.width() - FROM_RIGHT - 3, 0, 6, dialog.scheme.height())
    picture = dialog.scheme.grab(chevron.adjusted(0, 6, 0, -6)).toImage()
    seen = {picture.pixel(x, y) for x in range(picture.width()) for y in range(picture.height())}
    assert len(seen) > 1
    style, box = dialog.style(), dialog._buttons
    assert not style.styleHint(QStyle.StyleHint.SH_DialogButtonBox_ButtonsHaveIcons, None, box)
    dialog.show_schemes(schemes.shipped())
    titles = [dialog.scheme.itemText(n) for n in range(dialog.scheme.count())]
    assert titles[1] == "Attribution: source, cue and content"
    QTest.keyClicks(dialog.scheme, "Generic")
    assert dialog.chosen_scheme == "generic-news-frames"
    told = [label.text() for label in dialog.findChildren(QLabel)]
    assert any("questions about the article" in words for words in told)
    QTest.keyClick(dialog.scheme, Qt.Key.Key_End)
    assert dialog.chosen_scheme == "empty"
    person = people.save_person("Ana")
    with projects.create_project(tmp_path / "a", "A", person, dialog.chosen_scheme) as project:
        assert len(project.queries.codebook()) == 0


def test_a_new_project_begins_with_the_codebook_of_another(
    empty: MainWindow, tmp_path: Path, project_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = NewProjectDialog("Ana", empty)
    monkeypatch.setattr(file_dialogs, "open_file", lambda *_asked: str(project_path))
    dialog.show()
    QTest.mouseClick(dialog.from_file, Qt.MouseButton.LeftButton)
    assert dialog.scheme.currentText() == project_path.name
    person = people.save_person("Ana")
    with projects.create_project(tmp_path / "a", "A", person, dialog.chosen_scheme) as project:
        assert {code.name for code in project.queries.codebook()} == {
            "framing", "claim", "attribution",
        }  # fmt: skip


def test_the_article_is_seen_again_before_the_project_is_open(
    window: MainWindow, project_path: Path, empty: MainWindow
) -> None:
    reader = window.place("code").reader
    reader.place_caret(reader.text.index("less sure"))
    QTest.keyClick(reader, Qt.Key.Key_C)
    text, places = reader.text, [(mark.start, mark.end) for mark in reader.marks]
    assert len(places) == 1
    window.close()
    empty.show_glimpse(project_path)
    seen = empty.place("code").reader
    assert seen.isVisible()
    assert seen.text == text
    assert [(mark.start, mark.end) for mark in seen.marks] == places
    QTest.keyClick(seen, Qt.Key.Key_C)
    assert len(seen.marks) == 1
    empty.errands.projects.open_project(project_path)
    empty.end_glimpse()
    assert len(seen.marks) == 1
    seen.place_caret(0)
    assert seen.text == text


def test_a_changed_file_gives_no_glimpse(
    window: MainWindow, project_path: Path, empty: MainWindow
) -> None:
    window.close()
    with projects.open_project(project_path) as project:
        (ana,) = project.queries.coders()
        from annotator.ops import codebook

        codebook.add_code(project, "another", coder_id=ana.id)
    empty.show_glimpse(project_path)
    assert not empty.place("code").reader.text


def test_after_a_glimpse_of_what_can_not_be_opened_the_first_page_is_shown(
    window: MainWindow, project_path: Path, empty: MainWindow
) -> None:
    window.close()
    with projects.open_project(project_path):
        empty.show_glimpse(project_path)
        QTimer.singleShot(0, lambda: QApplication.activeModalWidget().reject())
        empty.errands.projects.open_project(project_path)
        empty.end_glimpse()
        assert empty.current is None


@pytest.mark.parametrize(
    ("key", "panel"), [(Qt.Key.Key_F9, "articles"), (Qt.Key.Key_F10, "codebook")]
)
def test_panels_are_hidden_and_shown_by_their_keys(
    window: MainWindow, key: Qt.Key, panel: str
) -> None:
    widget = getattr(window.place("code"), panel)
    QTest.keyClick(window, key)
    assert not widget.isVisible()
    QTest.keyClick(window, key)
    assert widget.isVisible()


def test_a_panel_that_is_asked_for_from_the_charts_is_shown(window: MainWindow) -> None:
    place = window.place("code")
    QTest.keyClick(window, Qt.Key.Key_F10)
    window.go_to("charts")
    QTest.keyClick(window, Qt.Key.Key_F4)
    assert place.isVisible()
    assert place.codebook.isVisible()


def test_undo_and_redo_say_what_they_did(window: MainWindow) -> None:
    reader, told = window.place("code").reader, []
    reader.place_caret(reader.text.index("less sure"))
    QTest.keyClick(reader, Qt.Key.Key_C)
    window.session.told.connect(told.append)
    window.session.undo()
    window.session.redo()
    assert [text.split(":")[0] for text in told] == ["Undone", "Done again"]
    assert "Residents were less sure." in told[0]


def many_files(folder: Path, number: int) -> Path:
    folder.mkdir()
    for n in range(number):
        (folder / f"{n:04}.txt").write_text(f"Headline {n}\n\nThe text of number {n}.\n" * 3)
    return folder


def test_closing_the_project_stops_an_import(
    window: MainWindow, project_path: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    window.errands.articles.import_articles([many_files(tmp_path / "many", 400)])
    assert window.session.work.is_busy
    window.session.close_project()
    assert not window.session.work.is_busy
    assert not window.progress.isVisible()
    window.errands.projects.open_project(project_path)
    assert len(window.session.project.queries.article_ids()) in (2, 402)


def test_an_import_can_be_cancelled_and_leaves_nothing(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(window.session.work.ended):
        window.errands.articles.import_articles([many_files(tmp_path / "many", 400)])
        window.progress.cancelled.emit()
    assert len(window.session.project.queries.article_ids()) == 2
    assert "cancelled" in window.notice.text


def test_work_that_breaks_ends_the_progress_and_the_next_can_begin(
    window: MainWindow, qtbot: QtBot
) -> None:
    work, results = window.session.work, []

    def breaks(_progress: object) -> None:
        raise UserError("It broke.", "Nothing was changed.")

    with qtbot.waitSignal(work.failed):
        work.start(breaks, results.append)
    with qtbot.waitSignal(work.ended):
        work.start(lambda _progress: 7, results.append)
    qtbot.waitUntil(lambda: results == [7])


def test_a_file_that_was_moved_away_does_not_keep_the_window_from_closing(
    window: MainWindow, project_path: Path, qtbot: QtBot
) -> None:
    reader = window.place("code").reader
    reader.place_caret(reader.text.index("less sure"))
    QTest.keyClick(reader, Qt.Key.Key_C)
    project_path.rename(project_path.with_name("elsewhere.annotator"))
    window.session.close_project()
    assert not window.session.is_open
    assert window.notice.isVisible()
    assert project_path.name in window.notice.text


def test_a_damaged_person_file_leaves_the_project_closed(
    empty: MainWindow, project_path: Path
) -> None:
    file = paths.config_dir() / "person.json"
    kept = file.read_text()
    file.write_text("{")
    empty.errands.projects.open_project(project_path)
    assert not empty.session.is_open
    file.write_text(kept)
    empty.errands.projects.open_project(project_path)
    assert empty.session.is_open


def test_pictures_change_nothing(project_path: Path, tmp_path: Path) -> None:
    before = project_path.read_bytes()
    app.screenshot(
        project_path,
        tmp_path / "picture.png",
        place="code",
        article_uid=None,
        width=1000,
        height=700,
        scale=1,
        theme="dark",
    )
    assert (tmp_path / "picture.png").stat().st_size > 10_000
    assert project_path.read_bytes() == before
    assert Settings().recent() == []


def test_the_last_recent_project_can_be_forgotten() -> None:
    settings = Settings()
    settings.add_recent("/somewhere/one.annotator")
    assert settings.recent() == ["/somewhere/one.annotator"]
    settings.forget_recent("/somewhere/one.annotator")
    settings.save()
    assert Settings().recent() == []


def test_recent_projects_are_listed_once_while_the_window_is_busy(window: MainWindow) -> None:
    window.session.close_project()
    window._places.welcome.fill()
    QApplication.processEvents()
    rows = [one for one in window._places.welcome.findChildren(QToolButton) if one.text() == "×"]
    assert [row.isVisible() for row in rows].count(True) == 1


def test_small_windows_show_all_panels_and_the_status_line(window: MainWindow) -> None:
    window.resize(640, 360)
    QApplication.processEvents()
    assert (window.width(), window.height()) == (640, 360)
    place = window.place("code")
    for pane in (place.articles, place.reader, place.codebook, window.statusBar()):
        right = pane.mapTo(window, pane.rect().bottomRight())
        assert right.x() < 640
        assert right.y() < 360


def test_the_rail_marks_the_place_that_is_shown_and_no_other(window: MainWindow) -> None:
    def marked() -> list[str]:
        buttons = window.findChildren(QToolButton)
        return [b.text() for b in buttons if b.property("look") == "place" and b.isChecked()]

    assert marked() == ["Code"]
    for action, shown in (
        ("view.charts", ["Charts"]),
        ("edit.preferences", []),
        ("view.code", ["Code"]),
        ("project.health", []),
    ):
        window.actions_table[action].trigger()
        assert marked() == shown
    button = next(b for b in window.findChildren(QToolButton) if b.text() == "Charts")
    for _ in range(2):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        assert marked() == ["Charts"]
