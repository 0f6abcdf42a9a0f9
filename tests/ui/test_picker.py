"""The code picker, worked by keys and mouse over a window of its own."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from annotator.domain.changes import Kind
from annotator.domain.codebook import Code, Codebook
from annotator.domain.records import new_uid
from annotator.domain.span import Span
from annotator.ops import codebook as verbs
from annotator.ops import coding, study
from annotator.ui.parts.picker import CodePicker
from annotator.ui.parts.picker_list import ROW_ROLE, Row, rows_for
from annotator.ui.session import Session

CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
LEFT = Qt.MouseButton.LeftButton
KEY = Qt.Key


@dataclass
class Desk:
    """A window with something that has the focus, and the picker."""

    session: Session
    window: QWidget
    reader: QLineEdit
    other: QLineEdit
    picker: CodePicker

    def open(self, anchor: QRect | None = None) -> None:
        place = anchor or QRect(100, 60, 200, 30)
        self.picker.open_at(place.translated(self.window.mapToGlobal(QPoint())))
        QApplication.processEvents()

    def type(self, text: str) -> None:
        QTest.keyClicks(self.picker.field, text)

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier | None = None) -> None:
        QTest.keyClick(self.picker.field, key, held or Qt.KeyboardModifier.NoModifier)

    @property
    def rows(self) -> list[str]:
        model = self.picker.model
        return [str(model.index(n, 0).data()) for n in range(model.rowCount())]

    @property
    def highlighted(self) -> str:
        return str(self.picker.list.currentIndex().data())

    @property
    def row(self) -> Row:
        found = self.picker.list.currentIndex().data(ROW_ROLE)
        assert isinstance(found, Row)
        return found

    @property
    def rules(self) -> str:
        return self.picker.guide.text.toPlainText()

    @property
    def card(self) -> QRect:
        """The card in the window, without its shadow."""
        return self.picker._card().toRect().translated(self.picker.pos())

    def id_of(self, name: str) -> int:
        return self.session.codebook.find(name).id

    def tag(self, name: str, start: int) -> None:
        assert self.session.article_id is not None
        assert self.session.coder_id is not None
        self.session.run(
            coding.annotate,
            article_id=self.session.article_id,
            span=Span.of((start, start + 4)),
            code_id=self.id_of(name),
            coder_id=self.session.coder_id,
        )


@pytest.fixture
def desk(qtbot: QtBot, session: Session) -> Iterator[Desk]:
    framing = session.codebook.find("framing").id
    for name in ("conflict", "economic consequences"):
        session.run(verbs.add_code, name, parent_id=framing, coder_id=session.coder_id)
    window = QWidget()
    window.resize(780, 700)
    reader, other = QLineEdit(window), QLineEdit(window)
    other.move(0, 670)
    picker = CodePicker(session, reader)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    reader.setFocus()
    qtbot.waitUntil(reader.hasFocus)
    yield Desk(session, window, reader, other, picker)
    window.hide()


ALL = [
    "framing",
    "framing › conflict",
    "framing › economic consequences",
    "claim",
    "attribution",
]


def test_opens_with_all_codes_and_the_rules_of_the_first(desk):
    desk.open()
    assert desk.picker.isVisible()
    assert desk.picker.field.hasFocus()
    assert desk.rows == ALL
    assert desk.highlighted == "framing"
    assert "Use when" in desk.rules
    assert "Do not use when" in desk.rules


def test_letters_filter_and_the_best_comes_first(desk):
    desk.open()
    desk.type("con")
    assert desk.rows[:2] == ["framing › conflict", "framing › economic consequences"]
    assert desk.rows[-1] == "+ new code “con”"
    assert desk.highlighted == "framing › conflict"
    path = desk.row.parents + desk.row.name
    assert "".join(path[place] for place in desk.row.positions) == "con"


def test_words_of_parent_and_code_are_found_together(desk):
    desk.open()
    desk.type("fra eco")
    assert desk.rows == ["framing › economic consequences", "+ new code “fra eco”"]


def test_a_codes_key_finds_it_first(desk):
    desk.open()
    desk.type("a")
    assert desk.highlighted == "attribution"


def test_enter_applies_closes_and_gives_the_focus_back(desk, qtbot):
    desk.open()
    desk.type("claim")
    with qtbot.waitSignal(desk.picker.closed), qtbot.waitSignal(desk.picker.chosen) as chosen:
        desk.press(KEY.Key_Return)
    assert chosen.args == [desk.id_of("claim"), False]
    assert not desk.picker.isVisible()
    assert desk.reader.hasFocus()


def test_an_exact_name_is_not_offered_again(desk):
    desk.open()
    desk.type("Claim")
    assert "+ new code “Claim”" not in desk.rows


def test_ctrl_enter_applies_and_stays_for_a_second_code(desk, qtbot):
    desk.open()
    desk.type("claim")
    with qtbot.waitSignal(desk.picker.chosen) as chosen:
        desk.press(KEY.Key_Return, CTRL)
    assert chosen.args == [desk.id_of("claim"), True]
    assert desk.picker.isVisible()
    assert desk.picker.field.text() == ""
    assert desk.picker.field.hasFocus()


def test_arrows_and_tab_move_and_the_rules_follow(desk):
    desk.open()
    for key, wanted in (
        (KEY.Key_Down, "framing › conflict"),
        (KEY.Key_PageDown, "attribution"),
        (KEY.Key_Down, "attribution"),
        (KEY.Key_Up, "claim"),
        (KEY.Key_PageUp, "framing"),
        (KEY.Key_Up, "framing"),
        (KEY.Key_Tab, "framing › conflict"),
    ):
        desk.press(key)
        assert desk.highlighted == wanted
        assert desk.picker.field.hasFocus()
    assert desk.rules.startswith("framing › conflict")
    assert desk.picker.field.accessibleDescription() == "framing › conflict"


def test_alt_and_arrows_scroll_the_rules(desk):
    desk.open()
    bar = desk.picker.guide.text.verticalScrollBar()
    assert bar.maximum() > 0
    desk.press(KEY.Key_Down, ALT)
    assert bar.value() > 0
    assert desk.highlighted == "framing"


def test_no_match_offers_to_make_the_code(desk, qtbot):
    desk.open()
    desk.type("zebra  crossing")
    assert desk.rows == ["+ new code “zebra crossing”"]
    with qtbot.waitSignal(desk.picker.creation_wanted) as wanted:
        desk.press(KEY.Key_Enter)
    assert wanted.args == ["zebra crossing", None, False]
    assert not desk.picker.isVisible()


def test_a_new_code_can_be_made_though_others_fit(desk, qtbot):
    desk.open()
    desk.type("con")
    desk.press(KEY.Key_PageDown)
    with qtbot.waitSignal(desk.picker.creation_wanted) as wanted:
        desk.press(KEY.Key_Return, CTRL)
    assert wanted.args == ["con", None, True]
    assert desk.picker.isVisible()


def test_a_path_finds_a_code_or_makes_it_under_the_one_named_first(desk, qtbot):
    desk.open()
    desk.type("fram/conf")
    assert desk.rows == ["framing › conflict", "+ new code “framing › conf”"]
    desk.type("lict")
    assert desk.rows == ["framing › conflict"]
    desk.press(KEY.Key_A, CTRL)
    desk.type("fram/human interest")
    assert desk.rows == ["+ new code “framing › human interest”"]
    assert desk.rules == "Makes the code “framing › human interest” and tags with it."
    with qtbot.waitSignal(desk.picker.creation_wanted) as wanted:
        desk.press(KEY.Key_Return)
    assert wanted.args == ["human interest", desk.id_of("framing"), False]


def test_a_locked_scheme_offers_no_new_code_and_says_what_to_do(desk, session):
    session.run(study.set_setting, study.SCHEME_LOCKED, True, coder_id=session.coder_id)
    desk.open()
    desk.type("claimx")
    assert desk.rows == []
    assert "is locked" in desk.rules
    assert "memo" in desk.rules
    desk.press(KEY.Key_Backspace)
    assert desk.rows == ["claim"]


def test_a_thousand_codes_are_searched_in_less_than_a_frame():
    words = [
        "act",
        "framing",
        "conflict",
        "economy",
        "claim",
        "attribution",
        "evidence",
        "source",
        "quotation",
        "protest",
    ]
    names = [f"{first} {second} {third}" for first in words for second in words for third in words]
    codes = [
        Code(number, new_uid(), number // 7 or None, number, name)
        for number, name in enumerate(names[:1000], start=1)
    ]
    codebook = Codebook(codes)
    took = []
    for typed in ("f", "fr", "con", "frcon", "framing con", "zz", "claim/new"):
        rows_for(typed, codebook, ())
        begun = time.thread_time()
        assert rows_for(typed, codebook, ())
        took.append(time.thread_time() - begun)
    assert statistics.median(took) < 0.016


def test_esc_closes_and_nothing_is_chosen(desk, qtbot):
    desk.open()
    with qtbot.assertNotEmitted(desk.picker.chosen), qtbot.waitSignal(desk.picker.closed):
        desk.press(KEY.Key_Escape)
    assert not desk.picker.isVisible()
    assert desk.reader.hasFocus()


def test_a_click_elsewhere_closes_it_and_does_what_it_does(desk, qtbot):
    desk.open()
    with qtbot.waitSignal(desk.picker.closed):
        QTest.mouseClick(desk.other, LEFT)
    assert not desk.picker.isVisible()
    assert desk.other.hasFocus()


def test_when_the_focus_goes_elsewhere_it_closes(desk, qtbot):
    desk.open()
    with qtbot.waitSignal(desk.picker.closed):
        desk.other.setFocus()
    assert desk.other.hasFocus()
    assert not desk.picker.isVisible()


def test_a_click_on_a_row_applies_it(desk, qtbot):
    desk.open()
    place = desk.picker.list.visualRect(desk.picker.model.index(3, 0)).center()
    with qtbot.waitSignal(desk.picker.chosen) as chosen:
        QTest.mouseClick(desk.picker.list.viewport(), LEFT, pos=place)
    assert chosen.args == [desk.id_of("claim"), False]


def test_a_click_inside_the_card_keeps_it_open(desk):
    desk.open()
    QTest.mouseClick(desk.picker.hint, LEFT)
    QTest.mouseClick(desk.picker.guide.text.viewport(), LEFT)
    assert desk.picker.isVisible()
    assert desk.picker.field.hasFocus()


def test_codes_used_last_come_first_and_are_remembered(desk, session):
    desk.tag("claim", 0)
    desk.tag("conflict", 10)
    desk.open()
    assert desk.rows == [
        "framing › conflict",
        "claim",
        "framing",
        "framing › economic consequences",
        "attribution",
    ]
    desk.picker.dismiss()
    again = CodePicker(session, desk.reader)
    again.open_at(QRect(0, 0, 10, 10))
    assert str(again.model.index(0, 0).data()) == "framing › conflict"
    again.dismiss()


def test_damaged_settings_are_no_reason_to_fail(desk, session):
    claim = desk.id_of("claim")
    session.settings.set_place(f"{session.project.uid}/recent_codes", f"x {claim} 1.5 -3 99999 ²")
    picker = CodePicker(session, desk.reader)
    picker.open_at(QRect(0, 0, 10, 10))
    assert [row.name for row in picker.model.rows[:2]] == ["claim", "framing"]
    picker.dismiss()


def test_a_code_made_meanwhile_is_listed(desk, session):
    desk.open()
    changes = session.run(verbs.add_code, "evidence", coder_id=session.coder_id)
    assert changes.touches(Kind.CODE)
    assert desk.rows[-1] == "evidence"


def test_an_empty_codebook_offers_to_begin_one(desk, session):
    for code in reversed(list(session.codebook)):
        session.run(verbs.delete_code, code.id, coder_id=session.coder_id)
    desk.open()
    assert desk.rows == []
    assert desk.rules == "No codes yet. Type a name to make the first one."
    desk.press(KEY.Key_Return)
    assert desk.picker.isVisible()


@pytest.mark.parametrize(
    "anchor",
    [
        QRect(100, 60, 200, 30),
        QRect(700, 60, 60, 30),
        QRect(0, 0, 20, 20),
        QRect(100, 640, 300, 40),
        QRect(760, 690, 20, 10),
        QRect(10, 330, 120, 40),
        QRect(0, 250, 120, 200),
    ],
)
def test_lies_in_the_window_beside_the_words(desk, anchor):
    desk.open(anchor)
    assert desk.window.rect().contains(desk.card)
    assert not desk.card.intersects(anchor)


def test_stays_in_the_window_even_where_it_must_cover_words(desk):
    desk.open(desk.window.rect())
    assert desk.window.rect().contains(desk.card)
    desk.picker.dismiss()
    desk.window.resize(500, 260)
    desk.open(QRect(10, 100, 300, 50))
    assert desk.window.rect().contains(desk.card)


def test_closes_with_the_project(desk, session):
    desk.open()
    session.close_project()
    assert not desk.picker.isVisible()


def test_a_code_is_found_by_a_keyword_after_those_found_by_name() -> None:
    from uuid import uuid4

    from annotator.domain.codebook import Code, Codebook
    from annotator.ui.parts.picker_list import rows_for

    book = Codebook(
        [
            Code(1, uuid4(), None, 0, "framing", keywords=("angle", "perspective")),
            Code(2, uuid4(), None, 1, "rectangle"),
            Code(3, uuid4(), None, 2, "claim", keywords=("assertion",)),
        ]
    )
    assert [row.code_id for row in rows_for("angle", book, ())][:2] == [2, 1]
    assert next(row.code_id for row in rows_for("assert", book, ())) == 3
