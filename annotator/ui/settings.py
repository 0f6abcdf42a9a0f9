"""The table of settings, and the file that keeps them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QObject, QSettings, QTemporaryDir, Signal

from annotator import paths


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing a person can set.

    Attributes:
        key: its name in the file.
        default: what it is at first; its type is the type of all its values.
        title: its name on the screen.
        help: what it does, in a sentence; "" where the title says it.
        choices: the words it may be, each with its name on the screen; none: any word.
        limits: the smallest and the largest number it may be.
        step: what a number goes up or down by.
        page: where it stands in the preferences; "" for what is set elsewhere.
    """

    key: str
    default: bool | int | str
    title: str
    help: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    limits: tuple[int, int] | None = None
    step: int = 1
    page: str = ""

    def allows(self, value: bool | int | str) -> bool:
        """Whether it may be that."""
        if isinstance(value, int) and self.limits is not None:
            return self.limits[0] <= value <= self.limits[1]
        return not self.choices or value in [choice for choice, _ in self.choices]


SETTINGS = {
    setting.key: setting
    for setting in (
        Setting(
            "look/theme",
            "system",
            "Colours",
            choices=(
                ("system", "Like the system"),
                ("light", "Light"),
                ("dark", "Dark"),
                ("sepia", "Sepia"),
                ("contrast", "High contrast"),
            ),
            page="Reading",
        ),
        Setting(
            "reader/pixels",
            18,
            "Size of the article’s text",
            "In pixels at 100 %: 11 to 54 are about 8 to 40 points.",
            limits=(10, 56),
            page="Reading",
        ),
        Setting(
            "reader/font",
            "Source Serif 4",
            "Font of the article",
            "Source Serif 4 and Inter come with the program; any font of this computer will do.",
            page="Reading",
        ),
        Setting(
            "reader/measure",
            66,
            "Width of the column",
            "In characters a line.",
            limits=(40, 110),
            step=2,
            page="Reading",
        ),
        Setting(
            "reader/spacing",
            180,
            "Line spacing",
            "In per cent of the text’s size; the air below the words holds the underlines.",
            limits=(140, 260),
            step=10,
            page="Reading",
        ),
        Setting(
            "reader/marks",
            "all",
            "Annotations are shown",
            choices=(
                ("all", "under the words and in the margin"),
                ("underlines", "under the words only"),
                ("brackets", "in the margin only"),
            ),
            page="Reading",
        ),
        Setting(
            "reader/neutral",
            False,
            "One neutral tint for all codes",
            "The tint then only says that words are coded; underlines say with what.",
            page="Reading",
        ),
        Setting(
            "reader/folded",
            True,
            "Page furniture is folded",
            "Navigation, players and notices become one line; a click on it unfolds them.",
            page="Reading",
        ),
        Setting("reader/snap", True, "Selections snap to whole words", page="Coding"),
        Setting(
            "reader/unselected",
            "sentence",
            "What a code’s key marks when nothing is selected",
            choices=(
                ("sentence", "the sentence at the caret"),
                ("paragraph", "the paragraph at the caret"),
                ("nothing", "nothing"),
            ),
            page="Coding",
        ),
        Setting(
            "coding/join",
            "ask",
            "A code on words beside or among those it lies on already",
            "Two annotations can become one, over all the words.",
            choices=(
                ("ask", "ask whether to join them"),
                ("always", "always join them"),
                ("never", "keep both"),
            ),
            page="Coding",
        ),
        Setting(
            "coding/values",
            True,
            "Ask for values when a code is applied",
            "A line under the text asks for what the code wants to know; Ctrl+E opens it any time.",
            page="Coding",
        ),
        Setting("charts/measure", "annotations", "What the bars measure"),
        Setting("charts/everybody", False, "Charts count all coders"),
    )
}

RECENT_LIMIT = 8


class Settings(QObject):
    """Settings of this person on this machine, in ``settings.ini`` of the settings folder.

    Without ``remembers`` all are at their defaults, and what is set is forgotten at the end.

    Signals:
        changed: the setting of that key has another value.
    """

    changed = Signal(str)

    def __init__(self, *, remembers: bool = True) -> None:
        super().__init__()
        self._passing = None if remembers else QTemporaryDir()
        folder = Path(self._passing.path()) if self._passing else paths.config_dir()
        self._file = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)

    def flag(self, key: str) -> bool:
        """The value of a yes/no setting."""
        return bool(self._value(key))

    def number(self, key: str) -> int:
        """The value of a number setting."""
        return int(self._value(key))

    def word(self, key: str) -> str:
        """The value of a text setting."""
        return str(self._value(key))

    def set(self, key: str, value: bool | int | str) -> None:
        """Keep ``value`` from now on.

        Raises:
            ValueError: it may not be that.
        """
        if not SETTINGS[key].allows(value):
            raise ValueError(f"{key} can't be {value!r}")
        before = self._value(key)
        self._file.setValue(key, value)
        if value != before:
            self.changed.emit(key)

    def step(self, key: str, steps: int) -> None:
        """Make a number that many steps larger, within its limits; 0 for what it is at first."""
        setting = SETTINGS[key]
        value = self.number(key) + steps * setting.step if steps else int(setting.default)
        low, high = setting.limits or (value, value)
        self.set(key, min(high, max(low, value)))

    def state(self, key: str) -> QByteArray | None:
        """The remembered state of a window or splitter, if there is one."""
        value = self._file.value(f"state/{key}")
        return value if isinstance(value, QByteArray) else None

    def set_state(self, key: str, state: QByteArray) -> None:
        """Remember the state of a window or splitter."""
        self._file.setValue(f"state/{key}", state)

    def place(self, key: str) -> str:
        """Where somebody was, as text (last article of a project, hidden codes); '' at first."""
        return str(self._file.value(f"place/{key}", ""))

    def set_place(self, key: str, value: str) -> None:
        """Remember where somebody is."""
        self._file.setValue(f"place/{key}", value)

    def ids(self, key: str) -> list[int]:
        """Ids that were remembered under a place's key; what is no number is left out."""
        return [int(word) for word in self.place(key).split() if word.isdecimal()]

    def set_ids(self, key: str, ids: Iterable[int]) -> None:
        """Remember ids, in that order."""
        self.set_place(key, " ".join(map(str, ids)))

    def keys(self, action: str) -> tuple[str, ...] | None:
        """The keys that a person gave to an action, None where they left those it has."""
        value = self._file.value(f"keys/{action}")
        return None if value is None else tuple(str(value).split())

    def set_keys(self, action: str, keys: Iterable[str] | None) -> None:
        """Remember the keys of an action; None to forget them."""
        if keys is None:
            self._file.remove(f"keys/{action}")
        else:
            self._file.setValue(f"keys/{action}", " ".join(keys))

    def recent(self) -> list[str]:
        """Paths of the projects opened last, newest first."""
        # An INI file keeps a list of one as a word, and an empty one as nothing.
        value = self._file.value("recent") or []
        return [value] if isinstance(value, str) else [str(item) for item in value]

    def add_recent(self, path: str) -> None:
        """Put a project at the head of the list."""
        others = [known for known in self.recent() if known != path]
        self._file.setValue("recent", [path, *others][:RECENT_LIMIT])

    def forget_recent(self, path: str) -> None:
        """Take a project off the list."""
        self._file.setValue("recent", [known for known in self.recent() if known != path])

    def save(self) -> None:
        """Write what is not on disk yet."""
        self._file.sync()

    def _value(self, key: str) -> bool | int | str:
        setting = SETTINGS[key]
        raw = self._file.value(key, setting.default)
        try:
            value = _like(setting.default, raw)
        except ValueError:
            return setting.default
        return value if setting.allows(value) else setting.default


def _like(default: bool | int | str, raw: Any) -> bool | int | str:
    """``raw`` as read from an INI file (where everything is text), in the type of ``default``."""
    if isinstance(default, bool):
        return raw if isinstance(raw, bool) else str(raw).casefold() == "true"
    return type(default)(raw)
