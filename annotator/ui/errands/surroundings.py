"""Says what one should know of where a project lies: once, and never in the way."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.ui.session import Session
from annotator.ui.widgets.notice import Notice

if TYPE_CHECKING:
    from annotator.ops.whereabouts import Place

COPIES_SHOWN = 3


class Surroundings(QObject):
    """Looks round, beside the window, whenever a project is opened."""

    def __init__(self, session: Session, notice: Notice, parent: QObject) -> None:
        super().__init__(parent)
        self.session = session
        self.notice = notice
        session.project_changed.connect(self._look)

    def _look(self) -> None:
        session = self.session
        if session.is_open and not session.is_copy:
            path, uid = session.project.path, str(session.project.uid)
            # Asking a network drive can take its time.
            seen: list[tuple[Place | None, list[Path]]] = []
            session.background.do(
                lambda _goes_on: seen.append(_around(path)),
                lambda _done: self._tell(path, uid, *seen[0]),
            )

    def _tell(self, path: Path, uid: str, place: Place | None, copies: list[Path]) -> None:
        told = []
        if place is not None and self._is_new(uid, "lies_in", f"{place.sort.value} {place.name}"):
            told.append(self._of_place(path, place))
        if copies and self._is_new(uid, "copies", "\n".join(copy.name for copy in copies)):
            told.append(self._of_copies(path, copies))
        if told:
            self.notice.show_text("\n".join(told))

    def _is_new(self, uid: str, what: str, said: str) -> bool:
        """Whether that was not said of this project before; from now on it was."""
        settings, key = self.session.settings, f"{uid}/{what}"
        if settings.place(key) == said:
            return False
        settings.set_place(key, said)
        return True

    def _of_place(self, path: Path, place: Place) -> str:
        if place.sort.value == "synced":
            text = self.tr(
                "“{file}” lies in a folder that {name} copies to other machines. That works for "
                "one person at a time: close the project, and let {name} finish, before you open "
                "it elsewhere. In a team, give everybody a project file of their own, and exchange "
                "files instead of sharing one."
            )
        else:
            text = self.tr(
                "“{file}” lies on a network drive ({name}). That works for one person at a time, "
                "and as reliably as the network; in a folder of this machine it is quicker and "
                "safer. In a team, give everybody a project file of their own, and exchange files "
                "instead of sharing one."
            )
        return text.format(file=path.name, name=place.name)

    def _of_copies(self, path: Path, copies: list[Path]) -> str:
        shown = ", ".join(f"“{copy.name}”" for copy in copies[:COPIES_SHOWN])
        if len(copies) > COPIES_SHOWN:
            shown += self.tr(" and {n} more").format(n=len(copies) - COPIES_SHOWN)
        return self.tr(
            "Beside “{file}” lies {copies}: the project was changed in two places at the same "
            "time, and both were kept. Nothing is lost. Open each to see what is in it, keep them "
            "both until the work of both is in one, and go on with that one only."
        ).format(file=path.name, copies=shown)


def _around(path: Path) -> tuple[Place | None, list[Path]]:
    from annotator.ops import whereabouts

    place = whereabouts.place_of(path)
    return place, whereabouts.conflicting_copies(path, place)
