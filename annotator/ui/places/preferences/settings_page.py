"""A page of the preferences, built from the table of settings."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from annotator.domain.matching import contains_words
from annotator.ui.settings import SETTINGS, Setting, Settings
from annotator.ui.widgets.choice_box import ChoiceBox, FontBox

WIDEST = 640


class SettingRow(QWidget):
    """One setting: its name, a control that applies at once, what it does, and the way back."""

    def __init__(self, setting: Setting, settings: Settings, parent: QWidget) -> None:
        super().__init__(parent)
        self.setting = setting
        self._settings = settings
        title = translated(setting.title)
        self.control = self._made(title)
        self.back = QToolButton(self)
        self.back.setProperty("look", "quiet")
        self.back.setText(self.tr("Reset"))
        self.back.setAccessibleName(self.tr("Reset {setting}").format(setting=title))
        self.back.clicked.connect(lambda: settings.set(setting.key, setting.default))
        self._lay_out(title)
        settings.changed.connect(self._changed)
        self._show()

    def fits(self, words: str) -> bool:
        """Whether the setting is about these words."""
        choices = (translated(name) for _, name in self.setting.choices)
        texts = (translated(self.setting.title), translated(self.setting.help), *choices)
        return contains_words(words, " ".join(texts))

    def _lay_out(self, title: str) -> None:
        name = QLabel(title, self)
        name.setBuddy(self.control)
        line = QHBoxLayout()
        line.setSpacing(10)
        line.addWidget(name, 1)
        line.addWidget(self.back)
        line.addWidget(self.control)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 6, 0, 6)
        layout.setSpacing(2)
        layout.addLayout(line)
        if self.setting.help:
            explained = QLabel(translated(self.setting.help), self)
            explained.setProperty("look", "quiet")
            explained.setWordWrap(True)
            layout.addWidget(explained)
            self.control.setAccessibleDescription(explained.text())

    def _made(self, title: str) -> QWidget:
        setting, settings = self.setting, self._settings
        change = partial(settings.set, setting.key)
        if isinstance(setting.default, bool):
            box = QCheckBox(self)
            box.toggled.connect(change)
            made: QWidget = box
        elif isinstance(setting.default, int):
            number = QSpinBox(self)
            number.setRange(*(setting.limits or (0, 1_000_000)))
            number.setSingleStep(setting.step)
            number.valueChanged.connect(change)
            made = number
        elif setting.choices:
            names = {value: translated(name) for value, name in setting.choices}
            choice = ChoiceBox(title, names, self)
            choice.currentIndexChanged.connect(lambda _index: change(choice.value))
            made = choice
        elif setting.key.endswith("/font"):
            fonts = FontBox(self)
            typed = fonts.lineEdit()
            if typed is not None:
                typed.setAccessibleName(title)
            fonts.currentFontChanged.connect(lambda font: change(font.family()))
            made = fonts
        else:
            field = QLineEdit(self)
            field.editingFinished.connect(lambda: change(field.text()))
            made = field
        made.setAccessibleName(title)
        made.setObjectName(setting.key)
        return made

    def _changed(self, key: str) -> None:
        if key == self.setting.key:
            self._show()

    def _show(self) -> None:
        """Show the value in force, whoever set it."""
        key, control = self.setting.key, self.control
        value: bool | int | str
        control.blockSignals(True)
        if isinstance(control, QCheckBox):
            value = self._settings.flag(key)
            control.setChecked(value)
        elif isinstance(control, QSpinBox):
            value = self._settings.number(key)
            control.setValue(value)
        else:
            value = self._settings.word(key)
            if isinstance(control, ChoiceBox):
                control.set_value(value)
            elif isinstance(control, FontBox):
                control.setCurrentFont(QFont(value))
            elif isinstance(control, QLineEdit):
                control.setText(value)
        control.blockSignals(False)
        self.back.setVisible(value != self.setting.default)


class SettingsPage(QScrollArea):
    """The settings of one page, under its name."""

    def __init__(self, page: str, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "paper")
        self.setAccessibleName(translated(page))
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        inside.setMaximumWidth(WIDEST)
        inside.setProperty("look", "paper")
        inside.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.rows = [
            SettingRow(setting, settings, inside)
            for setting in SETTINGS.values()
            if setting.page == page
        ]
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(28, 6, 28, 24)
        layout.setSpacing(4)
        heading = QLabel(translated(page))
        heading.setProperty("look", "heading")
        layout.addWidget(heading)
        for row in self.rows:
            layout.addWidget(row)
        layout.addStretch(1)
        self.setWidget(inside)

    def filter(self, words: str) -> int:
        """Show the settings that are about these words; how many there are."""
        found = 0
        for row in self.rows:
            row.setVisible(row.fits(words))
            found += row.fits(words)
        return found


def pages() -> list[str]:
    """The pages that the table of settings names, in its order."""
    return list(dict.fromkeys(one.page for one in SETTINGS.values() if one.page))


def translated(text: str) -> str:
    """A text of the table in the language of the window."""
    return QCoreApplication.translate("settings", text)
