"""What a person does about coders: saying who they are, joining, adding and renaming."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMessageBox, QWidget

from annotator.domain.annotation import Coder, CoderKind
from annotator.domain.changes import Kind
from annotator.domain.errors import UserError
from annotator.domain.tally import distinct_names
from annotator.ui.commands import Actions
from annotator.ui.session import Session
from annotator.ui.widgets.name_dialog import NameDialog
from annotator.ui.widgets.notice import Notice

if TYPE_CHECKING:
    from annotator.ops.people import Person
    from annotator.store.project import Project


class Coming(Enum):
    """How somebody comes into a project: as a coder of it, as a new one, to look, or not at all."""

    KNOWN = auto()
    JOINED = auto()
    LOOKS = auto()
    LEFT = auto()


class CoderErrands(QObject):
    """Asks with small dialogs over the window, and does it."""

    def __init__(self, session: Session, actions: Actions, notice: Notice, window: QWidget) -> None:
        super().__init__(window)
        self.session = session
        self._keys = actions.keys
        self.notice = notice
        self._window = window

    def person(self) -> Person | None:
        """The person at this machine; they are asked for their name if it is not known yet.

        Returns:
            ``None`` if they did not give it.

        Raises:
            UserError: the file that holds it is damaged, or can't be written.
        """
        from annotator.ops import people

        known = people.load_person()
        if known is not None:
            return known
        name = NameDialog(
            self.tr("What is your name?"),
            self.tr(
                "Your annotations carry it, so that in a team everybody can see whose they are. "
                "You can change it later; they stay yours."
            ),
            self.tr("Continue"),
            parent=self._window,
        ).ask()
        return people.save_person(name) if name else None

    def welcome(self, project: Project, person: Person) -> Coming:
        """Whoever is new in a project says whether they code in it, only look, or leave it.

        Nobody works as somebody else by this: that is chosen in the coders' menu.
        """
        coders = project.queries.coders()
        known = {str(person.uid), self.session.settings.place(f"{project.uid}/coder")}
        if project.read_only or any(str(coder.uid) in known for coder in coders):
            return Coming.KNOWN
        names = distinct_names({coder.id: coder.name for coder in coders})
        same = [
            one
            for one in coders
            if one.kind is CoderKind.HUMAN and one.name.casefold() == person.name.casefold()
        ]
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(project.path.name)
        accept = QMessageBox.ButtonRole.AcceptRole
        if same:
            box.setText(
                self.tr("There is a coder {me} in this project already. Is that you?").format(
                    me=person.name
                )
            )
            its = self.tr("You may have coded in it at another computer. Its coders are: {known}.")
        else:
            box.setText(
                self.tr("You have not coded in this project yet, {me}.").format(me=person.name)
            )
            its = self.tr("Its coders are: {known}. Their annotations stay theirs.")
        box.setInformativeText(its.format(known=", ".join(names.values())))
        found = {
            box.addButton(
                self.tr("Yes, that is me")
                if len(same) == 1
                else self.tr("Yes, I am {name}").format(name=names[one.id]),
                accept,
            ): one
            for one in same
        }
        title = self.tr("No, add me as another") if same else self.tr("Code as {me}")
        join = box.addButton(title.format(me=person.name), accept)
        look = box.addButton(self.tr("Only look"), QMessageBox.ButtonRole.ActionRole)
        leave = box.addButton(self.tr("Cancel"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(next(iter(found), join))
        box.setEscapeButton(leave)
        box.exec()
        answer = box.clickedButton()
        for button, one in found.items():
            if answer is button:
                self.session.settings.set_place(f"{project.uid}/coder", str(one.uid))
                return Coming.KNOWN
        if answer is join:
            return Coming.JOINED if self._join(project, person) else Coming.LEFT
        return Coming.LOOKS if answer is look else Coming.LEFT

    def sit_down(self, project: Project, person: Person) -> None:
        """In a copy of the sample one codes as oneself, with the first coder's work in view."""
        first, *_ = project.queries.coders()
        new = not any(coder.uid == person.uid for coder in project.queries.coders())
        if new and self._join(project, person):
            self.session.settings.set_place(f"{project.uid}/shown_coders", str(first.uid))

    def add(self) -> None:
        """Ask for the name of another coder, who then is the one at work."""
        from annotator.ops import people

        session = self.session
        try:
            person = people.load_person()
        except UserError as error:
            self.notice.show_error(error)
            return
        here = {coder.uid for coder in session.coders}
        name = NameDialog(
            self.tr("Add a coder"),
            self.tr("Each coder’s annotations are kept apart. The new one codes from now on."),
            self.tr("Add"),
            person.name if person is not None and person.uid not in here else "",
            self._window,
        ).ask()
        if name is None:
            return
        changes = session.run_now(people.add_coder, name, coder_id=session.coder_id)
        if changes is None:
            stays = session.names.get(session.coder_id or 0, "")
            session.told.emit(
                self.tr("{name} was not added; {stays} is coding still.").format(
                    name=name, stays=stays
                )
            )
        else:
            added = changes.one_created(Kind.CODER)
            session.choose_coder(next(coder for coder in session.coders if coder.id == added))
            session.told.emit(self.tr("{name} is coding now.").format(name=name))

    def rename(self, coder: Coder) -> None:
        """Ask for a coder's new name."""
        from annotator.ops import people

        name = NameDialog(
            self.tr("Rename {name}").format(name=coder.name),
            self.tr("They stay the same coder, and all their annotations stay theirs."),
            self.tr("Rename"),
            coder.name,
            self._window,
        ).ask()
        by = self.session.coder_id
        if name is not None and not self.session.run_now(
            people.rename_coder, coder.id, name, coder_id=by
        ):
            self.session.told.emit(self.tr("{name} was not renamed.").format(name=coder.name))

    def tell_hidden(self) -> None:
        """Say that the others' work is not shown, to whoever has just joined them."""
        self.session.told.emit(
            self.tr("Other coders’ annotations are hidden; {key} shows them.").format(
                key=self._keys.shown("switch.others")
            )
        )

    def _join(self, project: Project, person: Person) -> bool:
        from annotator.ops import people

        try:
            me = people.join(project, person)
        except UserError as error:
            self.notice.show_error(error)
            return False
        self.session.settings.set_place(f"{project.uid}/coder", str(me.uid))
        return True
