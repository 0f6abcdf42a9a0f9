"""The codebook for Qt's tree: filtered, with counts, and with room for a code not yet made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from html import escape
from typing import Any, overload

from PySide6.QtCore import (
    QAbstractItemModel,
    QCoreApplication,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from annotator.domain.code_place import Place
from annotator.domain.code_search import CodeSearch
from annotator.domain.codebook import Code, Status
from annotator.ui.parts.code_drag import CODE_MIME, code_data, dragged_code
from annotator.ui.parts.guide_page import PATH_SEPARATOR, Page
from annotator.ui.places.code.codebook_verbs import CodebookVerbs
from annotator.ui.session import Session

Index = QModelIndex | QPersistentModelIndex
UNKNOWN = "…"
"""In the place of a number that is being counted."""
DRAFT = 2**62
"""Stands for the id of a code that is being named and not yet made."""
_TOP = 0
"""What Qt has in the place of an id for what the codes of the top level are under."""

_DROP = Qt.ItemFlag.ItemIsDropEnabled
_ROOT = {True: Qt.ItemFlag.NoItemFlags, False: _DROP}
_GONE = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_OWN = _GONE | Qt.ItemFlag.ItemIsEditable | Qt.ItemFlag.ItemIsDragEnabled
_CODE = {True: _OWN, False: _OWN | _DROP}
"""What can be done to rows, by whether codes are left out."""
_ALONE = Qt.ItemFlag.ItemNeverHasChildren
"""Of codes that nothing is under: Qt need not ask for that, nor remember that they are open."""


class CodebookModel(QAbstractItemModel):
    """A row per code. An index carries the id of its code, so that it outlives other changes.

    Qt asks ``index``, ``flags`` and ``rowCount`` of every row that it lays out, at every key of the
    filter: they look up what ``_arrange`` has made ready.
    """

    def __init__(self, session: Session, verbs: CodebookVerbs, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._verbs = verbs
        self._words = ""
        self._draft_under: int | None = None
        self._has_draft = False
        self._here: Mapping[int, int] | None = None
        self._children: dict[int | None, list[int]] = {}
        self._parents: dict[int, int | None] = {}
        self._rows: dict[int, int] = {}
        self._under: dict[int, list[QModelIndex]] = {}
        self._flags: dict[int, Qt.ItemFlag] = {}
        self._searched = session.codebook, CodeSearch(session.codebook, PATH_SEPARATOR)
        self.given: tuple[int, str] | None = None
        self.retry = ""
        self.rebuild()

    # -- what is shown

    def rebuild(self) -> None:
        """Show the codebook as it is now; indexes of codes that stay keep pointing to them."""
        self._rebuild(self._shown_ids())

    def _rebuild(self, shown: Collection[int]) -> None:
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        self._arrange(shown)
        self.changePersistentIndexList(before, [self._index_now(index) for index in before])
        self.layoutChanged.emit()

    def hasChildren(self, parent: Index = QModelIndex()) -> bool:  # noqa: B008 - Qt's own default
        """Whether codes are under a parent."""
        return parent.internalId() in self._under

    def filter(self, words: str) -> bool:
        """Show only codes of which something said has these words, and what they are under.

        Returns:
            Whether other codes are shown than before.
        """
        if words.split() == self._words.split():
            return False
        before, was_filtered = self._rows, self.is_filtered
        self._words = words
        shown = self._shown_ids()
        if (
            was_filtered == self.is_filtered
            and len(shown) == len(before)
            and all(one in before for one in shown)
        ):
            return False
        self._rebuild(shown)
        return True

    def make_ready(self) -> None:
        """Read what is said of the codes, so that the first letter need not wait for it."""
        self._search().make_ready()

    @property
    def is_filtered(self) -> bool:
        """Whether codes are left out."""
        return bool(self._words.split())

    def show_counts_here(self, counts: Mapping[int, int] | None) -> None:
        """Show these numbers of annotations in the article at hand; None for no article."""
        before, self._here = self._here, counts
        if before is None or counts is None:
            self.tell_changed()
            return
        for code_id in before.keys() | counts.keys():
            if before.get(code_id, 0) != counts.get(code_id, 0):
                self.tell_code_changed(code_id)

    def tell_code_changed(self, code_id: int) -> None:
        """One code's numbers have changed: its row alone is painted anew."""
        index = self.index_of(code_id)
        if index.isValid():
            self.dataChanged.emit(index, index)

    def tell_changed(self) -> None:
        """Counts, colours or eyes have changed: what is on screen is painted anew."""
        for parent_id, ids in self._children.items():
            parent = self.index_of(parent_id)
            self.dataChanged.emit(self.index(0, 0, parent), self.index(len(ids) - 1, 0, parent))

    def begin_draft(self, parent_id: int | None, retry: str = "") -> QModelIndex:
        """Make room for a code that is about to be named; ``retry`` is a name to start from."""
        self._has_draft, self._draft_under, self.retry = True, parent_id, retry
        self.rebuild()
        return self.index_of(DRAFT)

    def drop_draft(self) -> None:
        """Take the room away again."""
        self._has_draft = False
        self.rebuild()

    @property
    def has_draft(self) -> bool:
        """Whether a code is being named."""
        return self._has_draft

    @property
    def draft_parent(self) -> int | None:
        """Under which code the draft is."""
        return self._draft_under

    # -- codes and indexes

    def index_of(self, code_id: int | None) -> QModelIndex:
        """The index of a code; an invalid one where it is not shown (or for None, the root)."""
        if code_id is None or code_id not in self._rows:
            return QModelIndex()
        return self.createIndex(self._rows[code_id], 0, code_id)

    def code_id(self, index: Index) -> int | None:
        """The id of an index's code, None for the root and for the draft."""
        code_id = index.internalId()
        return code_id if code_id not in (_TOP, DRAFT) else None

    def code(self, index: Index) -> Code | None:
        """The code of an index, None for the draft."""
        code_id = self.code_id(index)
        codebook = self._session.codebook
        return codebook[code_id] if code_id is not None and code_id in codebook else None

    def first_match(self) -> int | None:
        """The first code that has the words of the filter itself, not only one under it."""
        search = self._search()
        fitting = [*search.named(self._words), *search.fitting(self._words)]
        return next((one for one in fitting if one in self._rows), None)

    def neighbour(self, code_id: int) -> int | None:
        """The code to go to when this one goes: the next sibling, the one before, the parent."""
        parent_id = self._parents.get(code_id)
        siblings = self._children.get(parent_id, [])
        row = self._rows.get(code_id, 0)
        beside = [*siblings[row + 1 : row + 2], *siblings[max(0, row - 1) : row]]
        return beside[0] if beside else parent_id

    def counts(self, code_id: int) -> tuple[int | None, int | None]:
        """How many annotations of the coder carry the code: in the article, in all.

        None where there is no article, and while the number of all is not known.
        """
        here = None if self._here is None else self._here.get(code_id, 0)
        return here, self._session.total(code_id)

    # -- what Qt asks

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        """The index of the ``row``-th code under a parent."""
        under = self._under.get(parent.internalId(), ())
        return under[row] if column == 0 and 0 <= row < len(under) else QModelIndex()

    @overload
    def parent(self) -> QObject: ...
    @overload
    def parent(self, index: Index) -> QModelIndex: ...
    def parent(self, index: Index | None = None) -> QObject | QModelIndex | None:
        """The index of a code's parent; without an index, who owns the model."""
        if index is None:
            return super().parent()
        return self.index_of(self._parents.get(index.internalId()) if index.isValid() else None)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """How many codes are under a parent."""
        return len(self._under.get(parent.internalId(), ()))

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """One."""
        return 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The name, or what is said about the code on hover and aloud."""
        code = self.code(index)
        if role == Qt.ItemDataRole.EditRole:
            return self.retry or (code.name if code else "")
        if code is None:
            new = self.tr("A new code") if index.isValid() else None
            return new if role == Qt.ItemDataRole.AccessibleTextRole else None
        if role == Qt.ItemDataRole.DisplayRole:
            return shown_name(code)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(code)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(self._described(code).splitlines())
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Remember the name that was given; it is acted on when its editor is gone."""
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        self.given = (index.internalId(), str(value))
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Codes can be renamed and dragged, and other codes dropped between and on them."""
        return self._flags[index.internalId()]

    # -- dragging

    def mimeTypes(self) -> list[str]:
        """Codes."""
        return [CODE_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """The code that is dragged."""
        code = self.code(indexes[0])
        return code_data(code.id, code.name) if code else QMimeData()

    def supportedDropActions(self) -> Qt.DropAction:
        """A dropped code is moved."""
        return Qt.DropAction.MoveAction

    def canDropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        """Whether what is dragged is a code that may go under that parent."""
        code_id, codebook = dragged_code(data), self._session.codebook
        if code_id is None or code_id not in codebook or self.is_filtered:
            return False
        return self.code_id(parent) not in codebook.subtree(code_id)

    def put(self, code_id: int, place: Place) -> bool:
        """Move a code that was dropped; whether it could be."""
        if self.is_filtered or place.parent_id in self._session.codebook.subtree(code_id):
            return False
        return self._verbs.move(code_id, place.parent_id, place.position) is not None

    def place_at(self, code_id: int, row: int, parent: Index) -> Place:
        """The place for a code before that row, or (row -1) at the end of what is under it."""
        parent_id = self.code_id(parent)
        siblings = [code.id for code in self._session.codebook.children(parent_id)]
        before = siblings if row < 0 else siblings[:row]
        return Place(parent_id, sum(other != code_id for other in before))

    # -- inside

    def _arrange(self, shown: Collection[int]) -> None:
        children: defaultdict[int | None, list[int]] = defaultdict(list)
        for code_id, parent in self._search().parents.items():
            if code_id in shown:
                children[parent].append(code_id)
        self._children = dict(children)
        if self._draft_under is not None and self._draft_under not in shown:
            self._has_draft = False
        if self._has_draft:
            self._children.setdefault(self._draft_under, []).append(DRAFT)
        self._parents = {one: parent for parent, ids in self._children.items() for one in ids}
        self._rows = {one: row for ids in self._children.values() for row, one in enumerate(ids)}
        made = self.createIndex
        self._under = {
            parent or _TOP: [made(row, 0, one) for row, one in enumerate(ids)]
            for parent, ids in self._children.items()
        }
        self._flags = self._flags_now()

    def _flags_now(self) -> dict[int, Qt.ItemFlag]:
        opened = _CODE[self.is_filtered]
        flags = dict.fromkeys(self._rows, opened | _ALONE)
        flags |= dict.fromkeys(self._under, opened)
        gone = self._search().deleted.intersection(self._rows)
        flags |= {one: _GONE if one in self._under else _GONE | _ALONE for one in gone}
        flags[_TOP] = _ROOT[self.is_filtered]
        return flags

    def _shown_ids(self) -> Collection[int]:
        search = self._search()
        if not self.is_filtered:
            return search.parents
        return search.with_above(search.fitting(self._words))

    def _search(self) -> CodeSearch:
        """What is said of the codes as they are now; it is kept until one changes."""
        codebook, (known, search) = self._session.codebook, self._searched
        if known is not codebook:
            search = CodeSearch(codebook, PATH_SEPARATOR)
            self._searched = codebook, search
        return search

    def _index_now(self, before: QModelIndex) -> QModelIndex:
        return self.index_of(before.internalId())

    def _tip(self, code: Code) -> str:
        """Path, rules and counts, as HTML, so that long rules are wrapped."""
        theme = self._session.look.theme
        page = Page(self._session.codebook, theme.mute.name(), theme.ink.name())
        path, *counts = self._described(code).splitlines()
        told = "<br>".join(map(escape, counts))
        return f"<p><b>{escape(path)}</b></p>{page.in_short(code)}{page.muted(told)}"

    def _described(self, code: Code) -> str:
        codebook, session = self._session.codebook, self._session
        lines = [shown_name(code) if code.is_deleted else codebook.path(code.id, PATH_SEPARATOR)]
        if code.status is Status.RETIRED:
            lines.append(self.tr("Retired: not applied any more"))
        elif code.status is Status.PROPOSED:
            lines.append(self.tr("Proposed: not yet part of the scheme"))
        if code.key:
            lines.append(self.tr("Key {key}").format(key=code.key))
        lines.append(self._counted([code.id]))
        if codebook.children(code.id):
            all_under = self._counted(sorted(codebook.subtree(code.id)))
            lines.append(self.tr("With its sub-codes: {counts}").format(counts=all_under))
        mine, everybody = session.total(code.id), session.total(code.id, everybody=True)
        if session.coder is not None and len(session.coders) > 1 and mine is not None:
            others = (everybody or 0) - mine
            counted = self.tr("Counted are {name}’s own; other coders have {n} {where}")
            name = session.names[session.coder.id]
            lines.append(counted.format(name=name, n=f"{others:,}", where=self._where()))
        if code.id in session.hidden:
            lines.append(self.tr("Hidden in the text"))
        return "\n".join(lines)

    def _counted(self, ids: Sequence[int]) -> str:
        pairs = [self.counts(code_id) for code_id in ids]
        totals = [total for _, total in pairs if total is not None]
        total = f"{sum(totals):,}" if len(totals) == len(pairs) else UNKNOWN
        if self._here is None:
            return self.tr("{total} {where}").format(total=total, where=self._where())
        here = sum(here or 0 for here, _ in pairs)
        return self.tr("{here} in this article, {total} {where}").format(
            here=f"{here:,}", total=total, where=self._where()
        )

    def _where(self) -> str:
        return self.tr("in this round") if self._session.has_rounds else self.tr("in the project")


def shown_name(code: Code) -> str:
    """What the codebook calls a code."""
    said = {
        Status.RETIRED: QCoreApplication.translate("CodebookModel", "{name} (retired)"),
        Status.PROPOSED: QCoreApplication.translate("CodebookModel", "{name} (proposed)"),
    }.get(code.status, "{name}")
    if code.is_deleted:
        said = QCoreApplication.translate("CodebookModel", "{name} (deleted, still used)")
    return said.replace("{name}", code.name)
