"""Errors that nobody caught: what people can act on is a message, all else a report."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from annotator.domain.errors import DamagedError
from annotator.ui import crash
from annotator.ui.main_window import MainWindow


@pytest.fixture
def installed(window: MainWindow) -> Iterator[MainWindow]:
    before = sys.excepthook
    crash.install(window, window.session.failed.emit)
    yield window
    sys.excepthook = before


def test_a_damaged_file_met_while_painting_is_told_once_with_the_way_out(
    installed: MainWindow, qtbot: QtBot
) -> None:
    error = DamagedError("“{path}” is damaged.", "Nothing was changed.", path="x.annotator")
    for _ in range(20):
        sys.excepthook(type(error), error, None)
    qtbot.waitUntil(lambda: "x.annotator" in installed.notice.text)
    assert installed.notice.text.count("damaged") == 1
    assert installed.findChildren(QMessageBox) == []


def test_a_fault_of_the_program_is_reported(
    installed: MainWindow, qtbot: QtBot, capsys: pytest.CaptureFixture[str]
) -> None:
    error = ZeroDivisionError("by nought")
    sys.excepthook(type(error), error, None)
    (box,) = installed.findChildren(QMessageBox)
    assert "by nought" in box.detailedText()
    assert "by nought" in capsys.readouterr().err
    box.close()
