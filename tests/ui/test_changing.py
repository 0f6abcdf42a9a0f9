"""Changing annotations in the reader: replace, memo, unsure, edges, links, joining."""

from __future__ import annotations

from string import ascii_lowercase
from uuid import uuid4

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from annotator.domain.annotation import Annotation
from annotator.domain.article import ArticleDraft
from annotator.domain.codebook import Code, Codebook
from annotator.ops import codebook, importing
from annotator.ui.main_window import MainWindow
from annotator.ui.parts.code_drag import code_data, selection_data
from annotator.ui.parts.reader import Reader
from annotator.ui.parts.reader.hover_card import HoverCard
from annotator.ui.parts.reader.joining import answer_keys

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
WORDS = "went back to work"


@pytest.fixture
def reader(window: MainWindow) -> Reader:
    found = window.place("code").reader
    assert isinstance(found, Reader)
    found.setFocus()
    return found


def annotations(reader: Reader) -> list[Annotation]:
    return reader.session.project.queries.annotations(article_id=reader.session.article_id)


def code(reader: Reader, one: Annotation) -> str:
    return reader.session.codebook.path(one.code_id)


def select(reader: Reader, words: str) -> None:
    start = reader.text.index(words)
    reader.select(start, start + len(words))


def tag(reader: Reader, words: str, key: Qt.Key = Qt.Key.Key_C) -> Annotation:
    before = {one.id for one in annotations(reader)}
    select(reader, words)
    QTest.keyClick(reader, key)
    (made,) = [one for one in annotations(reader) if one.id not in before]
    return made


def trigger(window: MainWindow, name: str) -> None:
    window.actions_table.refresh()
    action = window.actions_table[name]
    assert action.isEnabled(), name
    action.trigger()


def menu() -> QMenu:
    found = QApplication.activePopupWidget()
    assert isinstance(found, QMenu)
    return found


# -- replacing


def test_the_next_codes_key_replaces(window: MainWindow, reader: Reader) -> None:
    told: list[str] = []
    reader.session.told.connect(told.append)
    tag(reader, WORDS)
    trigger(window, "code.replace")
    assert told[-1] == "Replace “claim”: press the key of another code, or Enter to choose one."
    assert window.place("code").hint().startswith("A code's key: replace · Enter: choose")
    QTest.keyClick(reader, Qt.Key.Key_F)
    (one,) = annotations(reader)
    assert code(reader, one) == "framing"
    assert window.place("code").guide.code_id == one.code_id
    QTest.keyClick(reader, Qt.Key.Key_A)
    assert len(annotations(reader)) == 2
    reader.session.undo()
    reader.session.undo()
    (one,) = annotations(reader)
    assert code(reader, one) == "claim"


def test_escape_replaces_nothing(window: MainWindow, reader: Reader) -> None:
    tag(reader, WORDS)
    trigger(window, "code.replace")
    QTest.keyClick(reader, Qt.Key.Key_Escape)
    assert reader.mode is None
    assert code(reader, annotations(reader)[0]) == "claim"


# -- memo and unsure


def test_a_memo_is_saved_while_it_is_written(
    window: MainWindow, reader: Reader, qtbot: QtBot
) -> None:
    tag(reader, WORDS)
    trigger(window, "code.memo")
    editor = window.place("code").desk.memo_editor
    assert editor.field.hasFocus()
    QTest.keyClicks(editor.field, "Who says so?")
    qtbot.waitUntil(lambda: annotations(reader)[0].memo == "Who says so?")
    QTest.keyClicks(editor.field, " Ask.")
    QTest.keyClick(editor.field, Qt.Key.Key_Escape)
    assert annotations(reader)[0].memo == "Who says so? Ask."
    assert reader.hasFocus()
    trigger(window, "code.memo")
    editor.field.selectAll()
    QTest.keyClick(editor.field, Qt.Key.Key_Delete)
    reader.session.close_project()
    assert not editor.isVisible()


def test_a_memo_lies_beside_its_words(window: MainWindow, reader: Reader) -> None:
    made = tag(reader, WORDS)
    trigger(window, "code.memo")
    editor = window.place("code").desk.memo_editor
    words = reader.rectangle_of(made.span).translated(reader.viewport().pos())
    assert not editor.geometry().intersects(words)


def test_unsure_is_flagged_at_once_and_may_have_a_reason(
    window: MainWindow, reader: Reader
) -> None:
    tag(reader, WORDS)
    trigger(window, "code.unsure")
    assert annotations(reader)[0].unsure
    card = window.place("code").desk.unsure_card
    QTest.keyClicks(card.field, "or a frame?")
    QTest.keyClick(card.field, Qt.Key.Key_Return)
    (one,) = annotations(reader)
    assert (one.unsure, one.unsure_reason) == (True, "or a frame?")
    assert reader.hasFocus()
    trigger(window, "code.unsure")
    (one,) = annotations(reader)
    assert (one.unsure, one.unsure_reason) == (False, "")


# -- edges


def test_moving_one_edge_by_keys_in_a_row_is_one_step_to_undo(
    window: MainWindow, reader: Reader
) -> None:
    tag(reader, WORDS)
    for end in ("on", "on Friday"):
        QTest.keyClick(reader, Qt.Key.Key_Right, ALT | SHIFT)
        assert annotations(reader)[0].anchor.quote == f"{WORDS} {end}"
    QTest.keyClick(reader, Qt.Key.Key_Right, ALT)
    QTest.keyClick(reader, Qt.Key.Key_Right, ALT)
    assert annotations(reader)[0].anchor.quote == "to work on Friday"
    trigger(window, "edit.undo")
    assert annotations(reader)[0].anchor.quote == f"{WORDS} on Friday"
    trigger(window, "edit.undo")
    assert annotations(reader)[0].anchor.quote == WORDS
    trigger(window, "edit.redo")
    assert annotations(reader)[0].anchor.quote == f"{WORDS} on Friday"


def test_edges_go_where_the_arrows_point_in_texts_from_right_to_left(
    window: MainWindow, reader: Reader
) -> None:
    session = reader.session
    text = "שביתת הנמל\n\nעובדי הנמל הישן חזרו לעבודה ביום שישי אחרי תשעה ימים"
    drafts = [ArticleDraft(text, (), "שביתת הנמל", "Quay Radio", source_file="strike")]
    coder_id = session.coder_id or 0
    importing.import_drafts(session.project, drafts, coder_id=coder_id)
    session.show_article(session.project.queries.article_ids()[-1])
    tag(reader, "חזרו לעבודה")
    seen = reader.rectangle_of(annotations(reader)[0].span)
    QTest.keyClick(reader, Qt.Key.Key_Left, ALT | SHIFT)
    assert annotations(reader)[0].anchor.quote == "חזרו לעבודה ביום"
    assert reader.rectangle_of(annotations(reader)[0].span).left() < seen.left()
    QTest.keyClick(reader, Qt.Key.Key_Right, ALT)
    assert annotations(reader)[0].anchor.quote == "הישן חזרו לעבודה ביום"


def test_what_is_done_between_ends_the_row(window: MainWindow, reader: Reader) -> None:
    one = tag(reader, WORDS)
    QTest.keyClick(reader, Qt.Key.Key_Right, ALT | SHIFT)
    other = tag(reader, "less sure", Qt.Key.Key_F)
    reader.choose(one.id)
    QTest.keyClick(reader, Qt.Key.Key_Right, ALT | SHIFT)
    trigger(window, "edit.undo")
    assert [a.anchor.quote for a in annotations(reader)] == [f"{WORDS} on", "less sure"]
    reader.choose(one.id)
    QTest.keyClick(reader, Qt.Key.Key_Right, ALT | SHIFT)
    reader.choose(other.id)
    QTest.keyClick(reader, Qt.Key.Key_Left, ALT | SHIFT)
    trigger(window, "edit.undo")
    assert [a.anchor.quote for a in annotations(reader)] == [f"{WORDS} on Friday", "less sure"]


def test_a_dragged_edge_is_a_step_of_its_own(window: MainWindow, reader: Reader) -> None:
    made = tag(reader, WORDS)
    QTest.keyClick(reader, Qt.Key.Key_Right, ALT | SHIFT)
    place = reader.caret_rectangle(made.span.start + len("went back to work on")).center()
    drag(reader, place, reader.caret_rectangle(made.span.start + len("went back")).center())
    QTest.keyClick(reader, Qt.Key.Key_Left, ALT | SHIFT)
    for quote in ("went back", "went back to work on", WORDS):
        trigger(window, "edit.undo")
        assert annotations(reader)[0].anchor.quote == quote


def drag(reader: Reader, start: QPoint, end: QPoint) -> None:
    view = reader.viewport()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(view, end)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=end)


def test_without_snapping_edges_move_by_characters(window: MainWindow, reader: Reader) -> None:
    tag(reader, WORDS)
    reader.session.settings.set("reader/snap", False)
    QTest.keyClick(reader, Qt.Key.Key_Left, ALT | SHIFT)
    assert annotations(reader)[0].anchor.quote == "went back to wor"


def test_a_handle_is_dragged(window: MainWindow, reader: Reader, qtbot: QtBot) -> None:
    made = tag(reader, WORDS)
    reader.choose(made.id)
    place = reader.caret_rectangle(made.span.end).center()
    assert reader.handle_at(place.toPointF()) is not None
    to = reader.caret_rectangle(made.span.start + len("went back")).center()
    view = reader.viewport()
    card = view.findChild(HoverCard)
    assert isinstance(card, HoverCard)
    QTest.mouseMove(view, place - QPoint(3, 0))
    qtbot.waitUntil(card.isVisible)
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseMove(view, to)
    assert not card.isVisible()
    assert reader.marks.annotation(made.id).anchor.quote == "went back"
    assert annotations(reader)[0].anchor.quote == WORDS
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=to)
    assert annotations(reader)[0].anchor.quote == "went back"
    assert reader.chosen == made.id


def test_escape_lets_a_dragged_handle_go(window: MainWindow, reader: Reader) -> None:
    made = tag(reader, WORDS)
    reader.choose(made.id)
    place = reader.caret_rectangle(made.span.end).center()
    view = reader.viewport()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseMove(view, place - QPoint(60, 0))
    QTest.keyClick(reader, Qt.Key.Key_Escape)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=place - QPoint(60, 0))
    assert reader.marks.annotation(made.id).anchor.quote == WORDS
    assert annotations(reader)[0].anchor.quote == WORDS


# -- links


def test_two_annotations_are_linked_and_the_link_is_removed(
    window: MainWindow, reader: Reader, qtbot: QtBot
) -> None:
    one = tag(reader, WORDS)
    other = tag(reader, "less sure", Qt.Key.Key_F)
    reader.choose(one.id)
    trigger(window, "code.link")
    QTest.keyClick(reader, Qt.Key.Key_Tab)
    while reader.chosen != other.id:
        QTest.keyClick(reader, Qt.Key.Key_Tab)
    QTest.keyClick(reader, Qt.Key.Key_Return)
    QTest.keyClick(menu(), Qt.Key.Key_Return)
    queries = reader.session.project.queries
    (link,) = queries.links(reader.session.article_id)
    assert (link.from_id, link.to_id, link.relation) == (one.id, other.id, "cue of")
    assert reader.mode is None
    assert reader.chosen == one.id
    assert reader.links == (link,)
    assert reader.layer.relations == {other.id: "cue of"}
    reader.choose(other.id)
    assert reader.layer.relations == {one.id: "cue of"}
    trigger(window, "code.unlink")
    assert reader.links == ()
    assert reader.layer.relations == {}
    reader.session.undo()
    assert len(reader.links) == 1
    assert reader.layer.relations == {one.id: "cue of"}


def test_escape_links_nothing(window: MainWindow, reader: Reader) -> None:
    told: list[str] = []
    reader.session.told.connect(told.append)
    tag(reader, WORDS)
    trigger(window, "code.link")
    assert told[-1].startswith(f"Link “{WORDS}” to: go to another annotation (Tab,")
    assert window.place("code").hint().startswith("Tab: next annotation · Enter: link to")
    QTest.keyClick(reader, Qt.Key.Key_Escape)
    assert reader.mode is None
    assert reader.links == ()


# -- joining


def test_what_overlaps_with_one_code_is_joined_when_wanted(
    window: MainWindow, reader: Reader
) -> None:
    tag(reader, WORDS)
    tag(reader, "work on Friday")
    card = window.place("code").desk.joining
    assert card.isVisible()
    QTest.keyClick(reader, Qt.Key.Key_J)
    (one,) = annotations(reader)
    assert one.anchor.quote == "went back to work on Friday"
    assert not card.isVisible()
    reader.session.undo()
    assert len(annotations(reader)) == 2


def test_both_stay_when_that_is_wanted_or_one_goes_on(window: MainWindow, reader: Reader) -> None:
    tag(reader, WORDS)
    tag(reader, "work on Friday")
    QTest.keyClick(reader, Qt.Key.Key_K)
    assert len(annotations(reader)) == 2
    tag(reader, "on Friday")
    card = window.place("code").desk.joining
    assert card.isVisible()
    select(reader, "less sure")
    QTest.keyClick(reader, Qt.Key.Key_F)
    assert not card.isVisible()
    assert len(annotations(reader)) == 4


def test_the_answer_can_hold_for_good(window: MainWindow, reader: Reader) -> None:
    tag(reader, WORDS)
    tag(reader, "work on Friday")
    QTest.keyClick(reader, Qt.Key.Key_J, SHIFT)
    assert reader.session.settings.word("coding/join") == "always"
    select(reader, "Dockers in the old harbour went")
    QTest.keyClick(reader, Qt.Key.Key_C)
    (one,) = annotations(reader)
    assert one.anchor.quote.startswith("Dockers in the old harbour went back to work on Friday")
    assert not window.place("code").desk.joining.isVisible()


def give_key(reader: Reader, code: str, key: str) -> None:
    session = reader.session
    code_id = session.codebook.find(code).id
    assert session.run(codebook.set_key, code_id, key, coder_id=session.coder_id) is not None


def test_no_answer_has_the_key_of_a_code(window: MainWindow, reader: Reader) -> None:
    place, card = window.place("code"), window.place("code").desk.joining
    tag(reader, WORDS)
    tag(reader, "work on Friday")
    assert (card.join_button.text(), card.keep_button.text()) == ("Join them  J", "Keep both  K")
    assert place.hint().startswith("J: join them · K: keep both")
    QTest.keyClick(reader, Qt.Key.Key_Escape)
    give_key(reader, "framing", "k")
    tag(reader, "on Friday")
    assert (card.join_button.text(), card.keep_button.text()) == ("Join them  Y", "Keep both  N")
    assert place.hint().startswith("Y: join them · N: keep both")
    made = tag(reader, "less sure", Qt.Key.Key_K)
    assert code(reader, made) == "framing"
    assert not card.isVisible()
    assert len(annotations(reader)) == 4
    tag(reader, "back to")
    QTest.keyClick(reader, Qt.Key.Key_Y)
    joined = [one.anchor.quote for one in annotations(reader) if code(reader, one) == "claim"]
    assert joined == [WORDS, "work on Friday", "on Friday"]


def test_where_codes_have_nearly_all_letters_the_answers_have_those_that_are_left() -> None:
    def keys_beside(taken: str) -> tuple[str, str]:
        codes = [
            Code(id=n, uid=uuid4(), parent_id=None, position=n, name=key, key=key)
            for n, key in enumerate(taken, 1)
        ]
        return answer_keys(Codebook(codes))

    assert keys_beside("") == ("J", "K")
    assert keys_beside("j") == ("Y", "N")
    assert keys_beside("kyab") == ("C", "D")
    assert keys_beside(ascii_lowercase[:24]) == ("Y", "Z")
    assert keys_beside(ascii_lowercase[:25]) == ("Alt+J", "Alt+K")


def test_where_codes_have_all_letters_alt_and_the_letter_answer(
    window: MainWindow, reader: Reader
) -> None:
    session = reader.session
    for letter in ascii_lowercase:
        if session.codebook.by_key(letter) is None:
            session.run(codebook.add_code, letter, key=letter, coder_id=session.coder_id)
    tag(reader, WORDS)
    tag(reader, "work on Friday")
    assert window.place("code").hint().startswith("Alt+J: join them")
    QTest.keyClick(reader, Qt.Key.Key_J, ALT)
    (one,) = annotations(reader)
    assert one.anchor.quote == "went back to work on Friday"


def test_another_code_on_the_same_words_is_no_question(window: MainWindow, reader: Reader) -> None:
    tag(reader, WORDS)
    tag(reader, "work on Friday", Qt.Key.Key_F)
    assert not window.place("code").desk.joining.isVisible()


# -- several at one place


def point_of(reader: Reader, words: str) -> QPoint:
    """The middle of the first character of the words, in the viewport."""
    start = reader.text.index(words)
    left, right = reader.caret_rectangle(start), reader.caret_rectangle(start + 1)
    return QPoint((left.left() + right.left()) // 2, left.center().y())


def three(reader: Reader) -> list[int]:
    """Three annotations on one word, the shortest first."""
    long = tag(reader, "Dockers in the old harbour went back to work on Friday", Qt.Key.Key_F)
    middle = tag(reader, "went back to work on Friday", Qt.Key.Key_A)
    return [tag(reader, WORDS).id, middle.id, long.id]


def test_where_three_lie_a_digit_chooses(window: MainWindow, reader: Reader) -> None:
    ids, listed = three(reader), window.place("code").desk.overlap_list
    place = point_of(reader, "back")
    QTest.mouseClick(reader.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert reader.chosen == ids[0]
    assert listed.isVisible()
    assert [listed.rows.item(n).text()[0] for n in range(3)] == ["1", "2", "3"]
    assert not listed.geometry().contains(place + reader.viewport().pos())
    QTest.keyClick(reader, Qt.Key.Key_3)
    assert reader.chosen == ids[2]
    assert not listed.isVisible()


def test_the_next_click_goes_outward_and_a_row_can_be_clicked(
    window: MainWindow, reader: Reader
) -> None:
    ids, listed = three(reader), window.place("code").desk.overlap_list
    place = point_of(reader, "back")
    QTest.mouseClick(reader.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseClick(
        reader.viewport(), Qt.MouseButton.LeftButton, pos=place, delay=_double_click_time() + 50
    )
    assert reader.chosen == ids[1]
    assert listed.rows.currentRow() == 1
    row = listed.rows.visualItemRect(listed.rows.item(0)).center()
    QTest.mouseClick(listed.rows.viewport(), Qt.MouseButton.LeftButton, pos=row)
    assert reader.chosen == ids[0]
    assert reader.hasFocus()


def test_with_the_list_open_a_codes_key_tags_and_escape_only_closes(
    window: MainWindow, reader: Reader
) -> None:
    ids, listed = three(reader), window.place("code").desk.overlap_list
    QTest.mouseClick(reader.viewport(), Qt.MouseButton.LeftButton, pos=point_of(reader, "back"))
    QTest.keyClick(reader, Qt.Key.Key_Escape)
    assert not listed.isVisible()
    assert reader.chosen == ids[0]
    QTest.keyClick(reader, Qt.Key.Key_F)
    assert sorted(code(reader, one) for one in annotations(reader)) == [
        "attribution",
        "claim",
        "framing",
        "framing",
    ]


def test_a_double_click_means_the_word_and_digits_are_keys_again(
    window: MainWindow, reader: Reader
) -> None:
    _, listed = three(reader), window.place("code").desk.overlap_list
    place = point_of(reader, "back")
    QTest.mouseClick(reader.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert listed.isVisible()
    QTest.mouseDClick(reader.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert not listed.isVisible()
    assert reader.mode is None
    start, end = reader.selected_range()
    assert reader.text[start:end] == "back"


def _double_click_time() -> int:
    return QApplication.doubleClickInterval()


# -- dragging the words selected


def dragged(reader: Reader, kind: type[QDropEvent], name: str, words: str) -> bool:
    """Let a code be dragged over words, or be dropped on them; whether it is welcome."""
    data = code_data(reader.session.codebook.find(name).id, name)
    place = point_of(reader, words)
    event = kind(
        place if kind is not QDropEvent else QPointF(place),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(reader.viewport(), event)
    return event.isAccepted()


def test_a_code_dragged_over_the_text_shows_the_sentence_that_it_would_tag(
    window: MainWindow, reader: Reader
) -> None:
    reader.setCursorWidth(0)
    before = reader.grab().toImage()
    assert dragged(reader, QDragEnterEvent, "framing", "less")
    assert dragged(reader, QDragMoveEvent, "framing", "less")
    assert reader.aimed.quotes(reader.text) == ("Residents were less sure.",)
    assert reader.grab().toImage() != before
    QApplication.sendEvent(reader.viewport(), QDragLeaveEvent())
    assert reader.grab().toImage() == before
    assert dragged(reader, QDragEnterEvent, "framing", "less")
    dragged(reader, QDropEvent, "framing", "less")
    assert not reader.aimed.ranges
    assert [(code(reader, one), one.anchor.quote) for one in annotations(reader)] == [
        ("framing", "Residents were less sure.")
    ]


def test_a_code_dropped_anywhere_tags_what_is_selected(window: MainWindow, reader: Reader) -> None:
    select(reader, WORDS)
    assert dragged(reader, QDragEnterEvent, "framing", "less")
    assert dragged(reader, QDragMoveEvent, "framing", "less")
    assert not reader.aimed.ranges
    dragged(reader, QDropEvent, "framing", "less")
    assert [one.anchor.quote for one in annotations(reader)] == [WORDS]
    assert reader.hasFocus()


def test_words_dropped_on_a_code_are_tagged(window: MainWindow, reader: Reader) -> None:
    select(reader, WORDS)
    tree = window.place("code").codebook.tree_widget
    wanted = reader.session.codebook.find("attribution").id
    place = QPointF(tree.visualRect(tree.model().index_of(wanted)).center())
    data = selection_data(WORDS)
    for kind in (QDragEnterEvent, QDragMoveEvent):
        event = kind(
            place.toPoint(),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(tree.viewport(), event)
        assert event.isAccepted()
    drop = QDropEvent(
        place,
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(tree.viewport(), drop)
    assert [code(reader, one) for one in annotations(reader)] == ["attribution"]
    assert reader.hasFocus()


def test_a_click_on_the_selection_lets_it_go(window: MainWindow, reader: Reader) -> None:
    select(reader, WORDS)
    place = point_of(reader, "back")
    QTest.mousePress(reader.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert reader.selected_span() is not None
    QTest.mouseRelease(reader.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert reader.selected_span() is None
    assert reader.selected_range()[0] - reader.text.index("back") in (0, 1)


def test_a_code_clicked_in_the_codebook_replaces(window: MainWindow, reader: Reader) -> None:
    one = tag(reader, WORDS)
    trigger(window, "code.replace")
    tree = window.place("code").codebook.tree_widget
    row = tree.visualRect(tree.model().index_of(reader.session.codebook.find("framing").id))
    QTest.mouseClick(
        tree.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(row.left() + 30, row.center().y())
    )
    assert [(a.id, code(reader, a)) for a in annotations(reader)] == [(one.id, "framing")]


def test_the_picker_replaces_and_says_so(window: MainWindow, reader: Reader) -> None:
    one, picker = tag(reader, WORDS), window.place("code").picker
    trigger(window, "code.replace")
    QTest.keyClick(reader, Qt.Key.Key_Return)
    assert picker.hint.text() == "Enter replace · Alt+↓ rules · Esc back"
    QTest.keyClicks(picker.field, "fram")
    QTest.keyClick(picker.field, Qt.Key.Key_Return)
    assert [(a.id, code(reader, a)) for a in annotations(reader)] == [(one.id, "framing")]
    QTest.keyClick(reader, Qt.Key.Key_Return)
    assert picker.hint.text().startswith("Enter tag")


def test_a_new_code_that_replaces_another_is_made_in_that_step(
    window: MainWindow, reader: Reader
) -> None:
    one, picker = tag(reader, WORDS), window.place("code").picker
    known = list(reader.session.codebook)
    trigger(window, "code.replace")
    QTest.keyClick(reader, Qt.Key.Key_Return)
    QTest.keyClicks(picker.field, "claim/strike")
    QTest.keyClick(picker.field, Qt.Key.Key_Return)
    assert [(a.id, code(reader, a)) for a in annotations(reader)] == [(one.id, "claim/strike")]
    assert reader.last_code == annotations(reader)[0].code_id
    QTest.keyClick(reader, Qt.Key.Key_Z, CTRL)
    assert [(a.id, code(reader, a)) for a in annotations(reader)] == [(one.id, "claim")]
    assert list(reader.session.codebook) == known


# -- three keystrokes


def test_a_sentence_is_tagged_in_three_keys_typed_at_once(
    window: MainWindow, reader: Reader, qtbot: QtBot
) -> None:
    """Each key goes to whatever has the focus by then, as keys of a quick typist do."""
    reader.place_caret(reader.text.index("less sure"))
    handle = window.windowHandle()
    for key, text in ((Qt.Key.Key_Return, "\r"), (Qt.Key.Key_A, "a"), (Qt.Key.Key_Return, "\r")):
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text)
            QApplication.postEvent(handle, event)
    qtbot.waitUntil(lambda: bool(annotations(reader)))
    (made,) = annotations(reader)
    assert made.anchor.quote == "Residents were less sure."
    assert code(reader, made) == "attribution"
    assert reader.selected_range() == (made.span.end, made.span.end)
