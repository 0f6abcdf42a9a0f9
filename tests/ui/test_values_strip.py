"""Values are asked for when a code is applied: by keys, each saved as its field is left."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from annotator.domain.given import told_values
from annotator.domain.questions import AttributeKind
from annotator.ops import attributes, importing, people, projects
from annotator.ops.attributes import AttributeDraft
from annotator.ops.choices import ChoiceDraft
from annotator.ui.main_window import MainWindow
from annotator.ui.parts.reader import Reader
from annotator.ui.parts.values_strip import ValuesStrip
from tests.ui.conftest import OTHER, TEXT, draft

Key, Held = Qt.Key, Qt.KeyboardModifier


@pytest.fixture
def project_path(tmp_path: Path) -> Path:
    """Two articles in a project of the scheme that asks for sources, cues and contents."""
    path = tmp_path / "said.annotator"
    with projects.create_project(path, "said", people.save_person("Ana"), "attribution") as project:
        drafts = [
            draft(TEXT, "Ferry strike ends after nine days", "Harbour Wire", "2025-03-14"),
            draft(OTHER, "Water is safe, says ministry", "Quay Radio", "2025-03-15"),
        ]
        (ana,) = project.queries.coders()
        importing.import_drafts(project, drafts, coder_id=ana.id)
    return path


@pytest.fixture
def reader(window: MainWindow) -> Reader:
    found: Reader = window.place("code").reader
    window.session.show_article(window.session.project.queries.article_ids()[0])
    return found


@pytest.fixture
def strip(window: MainWindow, reader: Reader) -> ValuesStrip:
    found: ValuesStrip = window.place("code").values
    return found


def tag(reader: Reader, words: str, key: Key) -> None:
    start = reader.text.index(words)
    reader.setFocus()
    reader.select(start, start + len(words))
    QTest.keyClick(reader, key)


def values(reader: Reader, words: str) -> dict[str, str]:
    """What is on disk of the annotation on these words."""
    project = reader.session.project
    found = project.queries.annotations(article_id=reader.session.article_id)
    (one,) = [each for each in found if each.anchor.quote == words]
    return dict(told_values(project.queries.questions.attributes_of(one.code_id), one.values))


def focused(strip: ValuesStrip) -> str:
    # Without a screen a window is no longer active after a list was open over it.
    there = strip.window().focusWidget()
    return next((name for name, field in strip.fields.items() if field is there), "")


def write(strip: ValuesStrip, words: str, held: Held = Held.NoModifier) -> None:
    """Write into the field that has the keyboard, and press Enter."""
    field = strip.fields[focused(strip)]
    QTest.keyClicks(field, words)
    QTest.keyClick(field, Key.Key_Return, held)


def test_the_guide_shows_the_rules_of_what_is_asked_about(window, reader, strip, qtbot: QtBot):
    guide = window.place("code").guide
    tag(reader, "a spokesman", Key.Key_S)
    qtbot.waitUntil(lambda: guide.caption.text() == "GUIDE · source")
    QTest.keyClick(strip.fields["source type"], Key.Key_Escape)
    tag(reader, "said", Key.Key_U)
    qtbot.waitUntil(lambda: guide.caption.text() == "GUIDE · cue")


def test_keys_fill_what_is_asked_and_lead_back_to_the_text(reader, strip, qtbot: QtBot):
    tag(reader, "a spokesman", Key.Key_S)
    qtbot.waitUntil(lambda: focused(strip) == "source type")
    assert "name" not in strip.fields
    write(strip, "exp")
    assert values(reader, "a spokesman") == {"source type": "expert"}
    assert focused(strip) == "named"
    QTest.keyClick(strip.fields["named"], Key.Key_Y)
    assert "name" in strip.fields
    QTest.keyClick(strip.fields["named"], Key.Key_Return)
    write(strip, "Ada Holm; Bo Lind")
    assert values(reader, "a spokesman") == {
        "source type": "expert",
        "named": "yes",
        "name": "Ada Holm; Bo Lind",
    }
    assert focused(strip) == "side"
    QTest.keyClick(strip.fields["side"], Key.Key_Return, Held.ShiftModifier)
    assert focused(strip) == "name"
    QTest.keyClick(strip.fields["name"], Key.Key_Return)
    write(strip, "the port")
    assert not strip.isVisible()
    qtbot.waitUntil(reader.hasFocus)
    tag(reader, "Iñaki Sørdal", Key.Key_S)
    qtbot.waitUntil(strip.isVisible)
    assert values(reader, "Iñaki Sørdal") == {}


def test_what_is_no_value_keeps_the_keyboard_and_says_what_would_be(reader, strip, qtbot: QtBot):
    tag(reader, "a spokesman", Key.Key_S)
    qtbot.waitUntil(lambda: focused(strip) == "source type")
    write(strip, "zzz")
    assert focused(strip) == "source type"
    assert "one of official, politician" in strip.wrong.text()
    assert strip.wrong.isVisible()
    assert values(reader, "a spokesman") == {}
    with qtbot.waitSignal(reader.session.told, check_params_cb=lambda told: "Left open" in told):
        QTest.keyClick(strip.fields["source type"], Key.Key_Escape)
    qtbot.waitUntil(reader.hasFocus)
    assert not strip.isVisible()
    tag(reader, "the minister", Key.Key_S)
    assert values(reader, "the minister") == {}


def test_a_scale_begins_with_its_default_and_takes_digits(reader, strip, qtbot: QtBot):
    tag(reader, "said", Key.Key_U)
    qtbot.waitUntil(lambda: focused(strip) == "stance")
    assert values(reader, "said") == {"stance": "0"}
    QTest.keyClicks(strip.fields["stance"], "-2")
    assert values(reader, "said") == {"stance": "-2"}
    QTest.keyClick(strip.fields["stance"], Key.Key_Right)
    assert values(reader, "said") == {"stance": "-1"}
    reader.session.undo()
    assert strip.fields["stance"].text() == "-2"


def test_values_are_opened_again_and_asked_for_only_if_wanted(
    reader, strip, window: MainWindow, qtbot: QtBot
):
    reader.session.settings.set("coding/values", False)
    tag(reader, "a spokesman", Key.Key_S)
    tag(reader, "the minister", Key.Key_S)
    QTest.qWait(1)
    assert not strip.isVisible()
    window.actions_table["code.values"].trigger()
    qtbot.waitUntil(lambda: focused(strip) == "source type")
    write(strip, "2")
    assert values(reader, "the minister") == {"source type": "politician"}


def test_several_annotations_get_one_value_in_one_step(reader, strip, qtbot: QtBot):
    reader.session.settings.set("coding/values", False)
    for words in ("a spokesman", "the minister"):
        tag(reader, words, Key.Key_S)
    ids = [one.id for one in reader.marks.annotations()]
    strip.open(ids[:1])
    write(strip, "media")
    strip.open(ids)
    assert strip.fields["source type"].placeholderText() == "several values"
    write(strip, "business")
    for words in ("a spokesman", "the minister"):
        assert values(reader, words) == {"source type": "business"}
    reader.session.undo()
    assert values(reader, "a spokesman") == {"source type": "media"}
    assert values(reader, "the minister") == {}


def test_the_picker_that_stays_open_is_not_disturbed(
    reader, strip, window: MainWindow, qtbot: QtBot
):
    picker = window.place("code").picker
    start = reader.text.index("a spokesman")
    reader.setFocus()
    reader.select(start, start + 11)
    QTest.keyClick(reader, Key.Key_Return)
    qtbot.waitUntil(picker.isVisible)
    QTest.keyClicks(picker.field, "source")
    QTest.keyClick(picker.field, Key.Key_Return, Held.ControlModifier)
    QTest.keyClicks(picker.field, "cue")
    assert not strip.isVisible()
    QTest.keyClick(picker.field, Key.Key_Return)
    qtbot.waitUntil(lambda: focused(strip) == "source type")
    for _ in range(3):
        QTest.keyClick(strip.fields[focused(strip)], Key.Key_Return)
    qtbot.waitUntil(lambda: focused(strip) == "stance")


def test_undo_is_shown_and_removing_closes(reader, strip, qtbot: QtBot):
    tag(reader, "a spokesman", Key.Key_S)
    qtbot.waitUntil(lambda: focused(strip) == "source type")
    write(strip, "exp")
    reader.session.undo()
    assert strip.isVisible()
    assert strip.fields["source type"].text() == ""
    reader.session.undo()
    assert not strip.isVisible()


def test_a_switch_in_the_menu_keeps_it_from_asking(reader, strip, window: MainWindow):
    asks = window.actions_table["switch.ask"]
    assert asks.isChecked()
    asks.trigger()
    assert not reader.session.settings.flag("coding/values")
    tag(reader, "a spokesman", Key.Key_S)
    QTest.qWait(1)
    assert not strip.isVisible()
    assert reader.hasFocus()


def test_names_given_before_are_completed_the_usual_ones_first(reader, strip, qtbot: QtBot):
    tag(reader, "a spokesman", Key.Key_S)
    qtbot.waitUntil(lambda: focused(strip) == "source type")
    write(strip, "exp")
    write(strip, "y")
    write(strip, "Ada Holm")
    QTest.keyClick(strip.fields["side"], Key.Key_Escape)
    tag(reader, "the minister", Key.Key_S)
    qtbot.waitUntil(lambda: focused(strip) == "source type")
    assert strip.area.height() >= strip.fields["source type"].sizeHint().height()
    write(strip, "pol")
    write(strip, "y")
    name = strip.fields["name"]
    QTest.keyClicks(name, "hol")
    QTest.keyClick(name, Key.Key_Down)
    QTest.keyClick(name, Key.Key_Return)
    assert values(reader, "the minister")["name"] == "Ada Holm"


def test_the_question_whether_to_join_comes_first(reader, strip, window, qtbot: QtBot):
    tag(reader, "a spokesman", Key.Key_S)
    qtbot.waitUntil(strip.isVisible)
    QTest.keyClick(strip.fields["source type"], Key.Key_Escape)
    tag(reader, "said a spokesman", Key.Key_S)
    joining = window.place("code").desk.joining
    assert joining.isVisible()
    assert not strip.isVisible()
    QTest.keyClick(reader, Key.Key_Escape)
    qtbot.waitUntil(strip.isVisible)


def test_open_points_are_counted_filtered_and_gone_to_through_the_articles(
    reader, strip, window: MainWindow, qtbot: QtBot
):
    session, place = reader.session, window.place("code")
    session.settings.set("coding/values", False)
    first, second = session.project.queries.article_ids()
    session.show_article(second)
    tag(reader, "A laboratory", Key.Key_S)
    session.show_article(first)
    for words in ("a spokesman", "the minister"):
        tag(reader, words, Key.Key_S)
    tag(reader, "said", Key.Key_U)
    assert "2 open here" in place.status()
    window.actions_table["view.annotations"].trigger()
    place.annotations.open.setChecked(True)
    assert place.annotations.model.rowCount() == 2
    reader.setFocus()
    QTest.keyClick(reader, Key.Key_Escape)
    reader.select(0, 0)
    quotes = []
    for _ in range(3):
        window.actions_table["code.next_open"].trigger()
        before = list(quotes)
        qtbot.waitUntil(lambda had=before: strip.isVisible() and quote(strip) not in had)
        quotes.append(quote(strip))
    assert quotes == ["a spokesman", "the minister", "A laboratory"]
    assert session.article_id == second
    write(strip, "other")
    write(strip, "n")
    assert "open here" not in place.status()


def quote(strip: ValuesStrip) -> str:
    """The words whose values are asked for."""
    (one,) = strip.window().session.project.queries.annotations_by_id(strip.ids)
    return str(one.anchor.quote)


def test_values_are_told_in_words_wherever_an_annotation_is(
    reader, strip, window: MainWindow, qtbot: QtBot
):
    place = window.place("code")
    tag(reader, "a spokesman", Key.Key_S)
    qtbot.waitUntil(lambda: focused(strip) == "source type")
    write(strip, "exp")
    QTest.keyClick(strip.fields["named"], Key.Key_Escape)
    with qtbot.waitSignal(
        reader.session.told,
        check_params_cb=lambda told: "source type: expert, open: named" in told,
    ):
        window.actions_table["code.say"].trigger()
    window.actions_table["view.annotations"].trigger()
    place.annotations.filter.setText("expert")
    assert place.annotations.model.rowCount() == 1
    history = reader.session.project.histories
    entry = history.page(most=1).entries[0]
    (change,) = history.changes(entry.id, 0, 10)
    (field,) = change.fields
    assert (field.name, field.before, field.after) == ("value:source type", None, "expert")


def test_long_lists_are_not_told_in_the_line_but_listed_and_explained(
    reader, strip, window, qtbot: QtBot
):
    session = window.session
    code = session.codebook.find("source").id
    many = [ChoiceDraft(f"ministry of affairs number {n}", n, f"Rule {n}.") for n in range(40)]
    draft_ = AttributeDraft("office", AttributeKind.ONE_OF, choices=tuple(many))
    session.run_now(attributes.add, code, draft_, coder_id=session.coder_id)
    tag(reader, "Ferry", Key.Key_S)
    qtbot.waitUntil(strip.isVisible)
    assert strip.about.text().endswith("1 of 4")
    field = strip.fields["office"]
    field.setFocus(Qt.FocusReason.OtherFocusReason)
    assert strip.about.text().endswith("4 of 4")
    assert "40 choices" in strip.hint()
    assert "Esc: later" in strip.hint()
    said: list[str] = []
    session.told.connect(said.append)
    QTest.keyClick(field, Key.Key_Down)
    QTest.keyClick(field, Key.Key_Down)
    assert said[-1] == "ministry of affairs number 1: Rule 1."
    popup = field._list
    assert popup.geometry().bottom() <= strip.window().geometry().bottom()
    assert popup.width() >= popup.fontMetrics().horizontalAdvance(many[39].name)


def test_an_annotation_that_gets_another_code_is_asked_what_that_asks(
    reader: Reader, strip: ValuesStrip, window: MainWindow, qtbot: QtBot
) -> None:
    tag(reader, "night crews", Key.Key_R)
    if strip.isVisible():
        QTest.keyClick(strip, Key.Key_Escape)
    qtbot.waitUntil(lambda: not strip.isVisible())
    reader.setFocus()
    QTest.keyClick(reader, Key.Key_Tab)
    window.actions_table.perform("code.replace")
    QTest.keyClick(reader, Key.Key_S)
    qtbot.waitUntil(strip.isVisible)
    assert "source type" in {one.name for one in strip._asked}


def test_required_values_of_the_same_words_elsewhere_are_open_points_to_be_walked(
    window, reader, strip, qtbot: QtBot
):
    project = reader.session.project
    project.queries.prepare_search()
    bar = window.place("code").desk.same_words
    tag(reader, "the", Key.Key_S)
    qtbot.waitUntil(lambda: strip.isVisible() and bar.isVisible())
    write(strip, "exp")
    QTest.keyClick(strip.fields[focused(strip)], Key.Key_Escape)
    QTest.keyClick(reader, Key.Key_D, Held.ControlModifier)
    qtbot.waitUntil(lambda: bar.is_walking)
    QTest.keyClick(bar, Key.Key_Y)
    QTest.keyClick(bar, Key.Key_Escape)
    assert len(project.queries.annotations()) == 2
    assert not strip.isVisible()
    assert "2 open here" in window.place("code").status()
    for _ in range(2):
        QTest.keyClick(reader, Key.Key_E, Held.ControlModifier | Held.ShiftModifier)
        qtbot.waitUntil(strip.isVisible)
        if focused(strip) == "source type":
            write(strip, "exp")
        QTest.keyClick(strip.fields["named"], Key.Key_N)
        QTest.keyClick(strip.fields["named"], Key.Key_Escape)
    assert "open here" not in window.place("code").status()


def test_what_is_no_value_is_told_when_another_article_is_shown(
    reader, strip, window: MainWindow, qtbot: QtBot
):
    words = "nine days"
    tag(reader, words, Key.Key_C)
    qtbot.waitUntil(lambda: focused(strip) == "quotation")
    QTest.keyClicks(strip.fields["quotation"], "zzz")
    first = window.session.article_id
    window.actions_table["article.next"].trigger()
    assert window.session.article_id != first
    assert "“zzz” is not kept as “quotation”" in window.notice.text
    window.session.show_article(first)
    assert "quotation" not in values(reader, words)
