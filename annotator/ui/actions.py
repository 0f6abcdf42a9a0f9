"""The table of actions: menus, keys, the status line and the sheet of keys are made from it.

To add one: a row here, and ``actions.bind(id, …)`` where it belongs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QCoreApplication


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One thing that can be done.

    Attributes:
        id: its name in the program.
        title: its name on the screen, with the mnemonic's ``&``.
        menu: the menu it stands in; "" for none.
        keys: its keys at first, as Qt writes them; the first is shown. People may change them.
        also: other words that people look for it by.
        when: what must be there: some of "project", "article", "selection", "annotation",
            "writable" (a project that is not for reading only), "undo", "redo",
            "others" (coders besides the one at work), "code" (one is chosen in the codebook),
            "decision" (the scheme has a decision tree), "unlocked" (codes may be added to it).
        group: a rule is drawn between groups of one menu.
        checkable: it is switched on and off.
    """

    id: str
    title: str
    menu: str
    keys: tuple[str, ...] = ()
    when: frozenset[str] = frozenset()
    group: int = 0
    checkable: bool = False
    also: str = ""


def _spec(
    name: str,
    title: str,
    menu: str,
    keys: str = "",
    when: str = "",
    *,
    group: int = 0,
    also: str = "",
) -> ActionSpec:
    return ActionSpec(
        name,
        title,
        menu,
        tuple(keys.split()),
        frozenset(when.split()),
        group,
        checkable=name.startswith("switch."),
        also=also,
    )


MENUS = (
    "&Project",
    "&Edit",
    "&Article",
    "&Code",
    "A&nnotation",
    "Code&book",
    "&View",
    "&Reading",
    "&Help",
)

ACTIONS = (
    _spec("project.new", "&New project…", "&Project", "Ctrl+N"),
    _spec("project.open", "&Open…", "&Project", "Ctrl+O"),
    _spec("project.sample", "Open the &sample project", "&Project"),
    _spec("project.coder", "Co&der…", "&Project", "F7", "project", group=1),
    _spec(
        "project.round",
        "Ro&und…",
        "&Project",
        "Shift+F8",
        "project",
        group=1,
        also="pilot training reliability drift",
    ),
    _spec("project.health", "Project &health…", "&Project", "", "project", group=1),
    _spec("project.restore", "&Restore a backup…", "&Project", group=1),
    _spec("project.copy", "Sa&ve a copy and go on in it…", "&Project", "", "project", group=1),
    _spec("project.close", "&Close project", "&Project", "Ctrl+W", "project", group=2),
    _spec("project.quit", "&Quit", "&Project", "Ctrl+Q", group=2),
    _spec("edit.undo", "&Undo", "&Edit", "Ctrl+Z", "undo"),
    _spec("edit.redo", "&Redo", "&Edit", "Ctrl+Shift+Z Ctrl+Y", "redo"),
    _spec("edit.history", "&History…", "&Edit", "Ctrl+Shift+H", "project"),
    _spec("edit.copy", "&Copy", "&Edit", "Ctrl+C", "selection", group=1),
    _spec(
        "edit.preferences",
        "&Preferences…",
        "&Edit",
        "Ctrl+,",
        group=2,
        also="settings options configure",
    ),
    _spec("article.import", "&Import articles…", "&Article", "Ctrl+Shift+I", "writable"),
    _spec("article.import_folder", "Import a fold&er…", "&Article", "", "writable"),
    _spec("article.previous", "&Previous article", "&Article", "Ctrl+PgUp", "article", group=1),
    _spec("article.next", "&Next article", "&Article", "Ctrl+PgDown", "article", group=1),
    _spec(
        "article.done",
        "&Done, and on to the next",
        "&Article",
        "Ctrl+Return Ctrl+Enter",
        "article writable",
        group=3,
    ),
    _spec(
        "article.discuss",
        "&To be discussed",
        "&Article",
        "Ctrl+Shift+Return",
        "article writable",
        group=3,
    ),
    _spec("article.in_work", "Not d&one: in work", "&Article", "", "article writable", group=3),
    _spec("article.new", "As n&ew", "&Article", "", "article writable", group=3),
    _spec("article.furniture", "This is page &furniture", "", "", "article writable"),
    _spec("article.body", "This is &text of the article", "", "", "article writable"),
    _spec("article.heading", "This is a he&ading", "", "", "article writable"),
    _spec("article.caption", "This is a ca&ption", "", "", "article writable"),
    _spec(
        "article.outlet",
        "As said of lines: in all articles of the o&utlet",
        "&Article",
        "",
        "article writable",
        group=4,
        also="zones furniture",
    ),
    _spec(
        "article.sheet",
        "&Questions about the article",
        "&Article",
        "Ctrl+J",
        "project",
        group=1,
        also="sheet variables answers",
    ),
    _spec("article.filter", "Find an article in the &list", "&Article", "F3", "project", group=1),
    _spec("article.find", "&Find in this article…", "&Article", "Ctrl+F", "article", group=2),
    _spec("article.find_next", "Find ne&xt", "&Article", "Ctrl+G", "article", group=2),
    _spec(
        "article.find_previous", "Find previo&us", "&Article", "Ctrl+Shift+G", "article", group=2
    ),
    _spec("article.paragraph", "&Go to a paragraph…", "&Article", "F5", "article", group=2),
    _spec(
        "article.back", "&Back to where you were", "&Article", "Alt+PgUp Back", "article", group=2
    ),
    _spec(
        "article.forward", "For&ward again", "&Article", "Alt+PgDown Forward", "article", group=2
    ),
    _spec(
        "code.pick",
        "Ch&oose a code for the selection…",
        "&Code",
        "Enter Return",
        "article writable",
    ),
    _spec(
        "code.decide",
        "&Decide by questions…",
        "&Code",
        "Ctrl+T",
        "article writable decision",
        also="decision tree",
    ),
    _spec("code.repeat", "&Repeat the last code", "&Code", ".", "article writable"),
    _spec(
        "code.in_vivo",
        "Code &in the words selected",
        "&Code",
        "Ctrl+I",
        "selection writable unlocked",
    ),
    _spec(
        "code.remove",
        "Remove the &annotation",
        "A&nnotation",
        "Del",
        "annotation writable",
        group=3,
    ),
    _spec(
        "code.keep_this",
        "Keep &this one of exclusive codes",
        "&Code",
        "Ctrl+Shift+X",
        "article writable",
        group=1,
        also="group replace",
    ),
    _spec(
        "codebook.example",
        "Add the words as an &example of…",
        "&Code",
        "",
        "selection writable unlocked",
        group=3,
    ),
    _spec(
        "codebook.counter_example",
        "Add the words as a counter-e&xample of…",
        "&Code",
        "",
        "selection writable unlocked",
        group=3,
    ),
    _spec("code.same_words", "The same words &elsewhere…", "&Code", "Ctrl+D", "article writable"),
    _spec(
        "code.replace",
        "Re&place its code…",
        "A&nnotation",
        "Ctrl+R",
        "annotation writable",
        group=0,
    ),
    _spec("code.memo", "&Memo…", "A&nnotation", "Ctrl+M", "annotation writable", group=0),
    _spec("code.unsure", "&Unsure…", "A&nnotation", "Ctrl+U", "annotation writable", group=0),
    _spec("code.values", "Its &values…", "A&nnotation", "Ctrl+E", "annotation writable", group=0),
    _spec(
        "code.next_open",
        "Next &open point",
        "A&nnotation",
        "Ctrl+Shift+E",
        "article writable",
        group=4,
        also="required values missing",
    ),
    _spec("switch.ask", "Ask for &values when a code is applied", "&Code", "", "", group=2),
    _spec(
        "code.link",
        "&Link to another one…",
        "A&nnotation",
        "Ctrl+L",
        "annotation writable",
        group=1,
    ),
    _spec(
        "code.unlink",
        "Remove a lin&k…",
        "A&nnotation",
        "Ctrl+Shift+L",
        "annotation writable",
        group=1,
        also="links relation",
    ),
    _spec(
        "code.start_left",
        "Its start one word left",
        "A&nnotation",
        "Alt+Left",
        "annotation writable",
        group=2,
    ),
    _spec(
        "code.start_right",
        "Its start one word right",
        "A&nnotation",
        "Alt+Right",
        "annotation writable",
        group=2,
    ),
    _spec(
        "code.end_left",
        "Its end one word left",
        "A&nnotation",
        "Alt+Shift+Left",
        "annotation writable",
        group=2,
    ),
    _spec(
        "code.end_right",
        "Its end one word right",
        "A&nnotation",
        "Alt+Shift+Right",
        "annotation writable",
        group=2,
    ),
    _spec("code.next", "&Next annotation", "A&nnotation", "Tab", "article", group=4),
    _spec("code.previous", "P&revious annotation", "A&nnotation", "Shift+Tab", "article", group=4),
    _spec("code.say", "Sa&y what is here", "A&nnotation", "F2", "article", group=4),
    _spec("code.grow", "&Grow the selection", "&Code", "Space", "article", group=2),
    _spec("code.shrink", "&Shrink the selection", "&Code", "Shift+Space", "article", group=2),
    _spec(
        "code.hold",
        "&Hold, and select another piece",
        "&Code",
        "Ctrl+Space Ins",
        "article",
        group=2,
    ),
    _spec("switch.snap", "Selections snap to &whole words", "&Code", "F8", group=2),
    _spec(
        "codebook.take_over",
        "&Take over a codebook…",
        "Code&book",
        "",
        "writable unlocked",
        group=5,
        also="import scheme yaml csv excel qdc",
    ),
    _spec(
        "codebook.export",
        "E&xport the codebook…",
        "Code&book",
        "",
        "project",
        group=5,
        also="print word pdf html yaml csv excel qdc",
    ),
    _spec("switch.lock", "&Lock the scheme for the study", "Code&book", "", "writable", group=5),
    _spec(
        "codebook.propose", "&Propose a code that is missing…", "Code&book", "", "writable", group=5
    ),
    _spec(
        "code.recheck",
        "Recheck what was coded by &older rules…",
        "Code&book",
        "Ctrl+Shift+R",
        "article writable",
        group=5,
        also="revisions outdated",
    ),
    _spec(
        "codebook.compare",
        "Its rules then and no&w…",
        "Code&book",
        "",
        "code",
        group=5,
        also="revisions compare",
    ),
    _spec("codebook.guide", "The &guide of the scheme", "Code&book", "Shift+F1", "project"),
    _spec(
        "codebook.questions",
        "&Questions about articles…",
        "Code&book",
        "",
        "project",
        group=5,
        also="variables define ask sheet",
    ),
    _spec("codebook.filter", "&Find a code in the codebook", "Code&book", "F4", "project"),
    _spec("codebook.add", "&Add a code…", "Code&book", "Ctrl+Shift+N", "writable unlocked"),
    _spec("codebook.insert", "New &code beside this one", "", "Ins", "writable unlocked"),
    _spec(
        "codebook.insert_under",
        "New code &under this one",
        "Code&book",
        "Shift+Ins",
        "code writable unlocked",
    ),
    _spec(
        "codebook.edit",
        "&Edit its rules",
        "Code&book",
        "Alt+Return Alt+Enter",
        "code",
        group=1,
        also="definition examples properties status",
    ),
    _spec("codebook.rename", "&Rename", "Code&book", "F2", "code writable unlocked", group=1),
    _spec("codebook.key", "&Key…", "Code&book", "Alt+K", "code writable unlocked", group=1),
    _spec(
        "codebook.colour",
        "C&olour…",
        "Code&book",
        "Alt+O",
        "code writable unlocked",
        group=4,
        also="recolour hue",
    ),
    _spec("codebook.up", "Move u&p", "Code&book", "Alt+Up", "code writable unlocked", group=2),
    _spec(
        "codebook.down", "Move &down", "Code&book", "Alt+Down", "code writable unlocked", group=2
    ),
    _spec(
        "codebook.in",
        "Move &into the code above",
        "Code&book",
        "Alt+Right",
        "code writable unlocked",
        group=2,
    ),
    _spec(
        "codebook.out",
        "Move out, &beside its parent",
        "Code&book",
        "Alt+Left",
        "code writable unlocked",
        group=2,
    ),
    _spec(
        "codebook.under",
        "Move under &another code…",
        "Code&book",
        "Alt+U",
        "code writable unlocked",
        group=2,
        also="parent",
    ),
    _spec("codebook.hide", "Hide or sho&w in the text", "Code&book", "Space", "code", group=3),
    _spec("codebook.only", "Show only this o&ne in the text", "Code&book", "", "code", group=3),
    _spec("codebook.all", "Show all in the te&xt", "Code&book", "", "project", group=3),
    _spec(
        "codebook.several",
        "C&hange the codes selected…",
        "Code&book",
        "Shift+Return Shift+Enter",
        "code writable unlocked",
        group=4,
        also="several status unit colour keywords parent retire",
    ),
    _spec(
        "codebook.retire",
        "Re&tire, or use again",
        "Code&book",
        "",
        "code writable unlocked",
        group=4,
        also="status active",
    ),
    _spec(
        "codebook.merge",
        "&Merge into another code…",
        "Code&book",
        "",
        "code writable unlocked",
        group=4,
        also="join",
    ),
    _spec(
        "codebook.split",
        "&Split: deal its annotations out…",
        "Code&book",
        "",
        "code writable unlocked",
        group=4,
    ),
    _spec(
        "codebook.give",
        "&Give its annotations another code…",
        "Code&book",
        "",
        "code writable",
        group=4,
        also="move recode",
    ),
    _spec("codebook.delete", "De&lete…", "Code&book", "Del", "code writable unlocked", group=4),
    _spec("view.code", "&Code", "&View", "Ctrl+1", "project"),
    _spec("view.charts", "C&harts", "&View", "Ctrl+2", "project"),
    _spec("switch.articles", "&Articles panel", "&View", "F9", "project", group=2),
    _spec("switch.tools", "&Tool row above the text", "&View", "", "project", group=2),
    _spec("switch.codebook", "Code&book panel", "&View", "F10", "project", group=2),
    _spec("switch.others", "&Other coders’ annotations", "&View", "Shift+F7", "others", group=2),
    _spec("view.annotations", "Annotations of the articl&e", "&View", "F11", "project", group=2),
    _spec("view.next_pane", "&Next pane", "&View", "F6", "project", group=4),
    _spec("view.previous_pane", "&Previous pane", "&View", "Shift+F6", "project", group=4),
    _spec("view.larger", "&Larger text", "&Reading", "Ctrl++ Ctrl+=", "article"),
    _spec("view.smaller", "&Smaller text", "&Reading", "Ctrl+-", "article"),
    _spec("view.usual", "&Usual size", "&Reading", "Ctrl+0", "article"),
    _spec("view.wider", "&Wider column", "&Reading", "", "article", group=1),
    _spec("view.narrower", "&Narrower column", "&Reading", "", "article", group=1),
    _spec("view.looser", "&More space between lines", "&Reading", "", "article", group=1),
    _spec("view.tighter", "L&ess space between lines", "&Reading", "", "article", group=1),
    _spec("switch.furniture", "&Fold page furniture", "&Reading", "Ctrl+H", group=2),
    _spec("switch.marks_all", "Annotations in &text and margin", "&Reading", group=3),
    _spec("switch.marks_underlines", "Annotations in the text &only", "&Reading", group=3),
    _spec("switch.marks_brackets", "Annotations in the mar&gin only", "&Reading", group=3),
    _spec("switch.neutral", "One neutr&al tint for all codes", "&Reading", group=3),
    _spec("switch.system", "Colours li&ke the system", "&Reading", group=4),
    _spec("switch.light", "L&ight", "&Reading", group=4),
    _spec("switch.dark", "&Dark", "&Reading", group=4),
    _spec("switch.sepia", "Se&pia", "&Reading", group=4),
    _spec("switch.contrast", "High &contrast", "&Reading", group=4),
    _spec("help.palette", "&Do by name…", "&Help", "Ctrl+K Ctrl+Shift+P", also="command palette"),
    _spec("help.tour", "Show me a&round", "&Help", also="tour introduction first steps"),
    _spec("help.keys", "&Keys", "&Help", "F1"),
    _spec("help.about", "&About Annotator", "&Help"),
)

SUBMENUS = {
    "&State": "article.discuss article.in_work article.new",
    "&Go to": (
        "article.find_next article.find_previous article.paragraph article.back article.forward"
    ),
    "Move its &edges": "code.start_left code.start_right code.end_left code.end_right",
    "E&xamples": "codebook.example codebook.counter_example",
    "Mo&ve": "codebook.up codebook.down codebook.in codebook.out codebook.under",
    "C&hange": (
        "codebook.colour codebook.several codebook.retire codebook.merge codebook.split"
        " codebook.give"
    ),
    "&Scheme": (
        "codebook.guide code.recheck codebook.compare codebook.take_over codebook.export"
        " switch.lock codebook.propose"
    ),
    "In the te&xt": "codebook.hide codebook.only codebook.all",
    "Column and l&ines": "view.wider view.narrower view.looser view.tighter",
    "&Annotations": (
        "switch.marks_all switch.marks_underlines switch.marks_brackets switch.neutral"
    ),
    "&Colours": "switch.system switch.light switch.dark switch.sepia switch.contrast",
}
"""Menus within the menus of the window: their titles, and the actions that stand in them. One
opens where the first of its actions would stand."""

TOOLS = (
    ("edit.undo", "Undo"),
    ("edit.redo", "Redo"),
    ("article.previous", "Previous"),
    ("article.next", "Next"),
    ("article.done", "Done"),
    ("article.discuss", "Discuss"),
    ("article.find", "Find"),
    ("switch.furniture", "Fold furniture"),
    ("code.pick", "Code…"),
    ("code.memo", "Memo"),
    ("code.unsure", "Unsure"),
    ("code.remove", "Remove"),
)
"""The actions of the tool row, with the words on their buttons."""

CONTEXT_MENUS = {
    "text": (
        "code.pick code.decide code.grow | article.furniture article.body article.heading"
        " article.caption article.outlet"
    ),
    "selection": (
        "code.pick code.decide code.repeat code.in_vivo code.hold | code.grow | edit.copy"
        " | codebook.example codebook.counter_example"
        " | article.furniture article.body article.heading article.caption"
    ),
    "annotation": (
        "code.pick code.repeat code.replace | code.memo code.values code.unsure"
        " | code.link code.unlink | code.same_words | code.remove code.keep_this"
    ),
    "article": (
        "article.done article.discuss article.in_work article.new"
        " | article.previous article.next | article.import"
    ),
    "code": (
        "codebook.insert codebook.insert_under | codebook.edit codebook.rename codebook.key"
        " codebook.colour"
        " | codebook.up+codebook.down+codebook.in+codebook.out+codebook.under"
        " codebook.hide+codebook.only+codebook.all"
        " codebook.several+codebook.retire+codebook.merge+codebook.split+codebook.give"
        " | codebook.delete"
    ),
}
"""The menus at the pointer: for the text, the selection and an annotation in the article, for an
article in the list, and for a code in the codebook. A bar draws a rule; what is joined by “+”
stands in a menu within, called as in ``SUBMENUS``."""

READER_KEYS = frozenset(
    {
        "article.done",
        "article.discuss",
        "code.pick",
        "code.repeat",
        "code.remove",
        "code.next",
        "code.previous",
        "code.say",
        "code.grow",
        "code.shrink",
        "code.hold",
        "code.start_left",
        "code.start_right",
        "code.end_left",
        "code.end_right",
    }
)
"""Actions whose keys mean this only while the article has the focus: the reader looks them up."""

CODEBOOK_KEYS = frozenset(
    {
        "codebook.insert",
        "codebook.insert_under",
        "codebook.edit",
        "codebook.rename",
        "codebook.key",
        "codebook.up",
        "codebook.down",
        "codebook.in",
        "codebook.out",
        "codebook.under",
        "codebook.colour",
        "codebook.hide",
        "codebook.only",
        "codebook.all",
        "codebook.several",
        "codebook.delete",
    }
)
"""Actions whose keys mean this only while the tree of codes has the focus."""

Scope = Literal["window", "reader", "codebook"]
"""Where a key means an action: everywhere in the window, or in one pane alone."""

NEEDS = {
    "project": "Open a project first.",
    "writable": "This project is for reading only.",
    "unlocked": "The coding scheme of this study is locked: use the code that fits best, or propose"
    " one (menu Codebook › Scheme).",
    "article": "Choose an article first.",
    "others": "Nobody else has coded in this project.",
    "annotation": "There is no annotation here.",
    "code": "Choose a code in the codebook first.",
    "decision": "The scheme of this study has no decision tree.",
    "selection": "Select words first.",
    "undo": "There is nothing to undo.",
    "redo": "There is nothing to redo.",
}
"""What may have to be there (see ``ActionSpec.when``), and what is said where it is not; the first
that is missing is said."""


def scope_of(name: str) -> Scope:
    """Where the keys of an action mean it."""
    if name in READER_KEYS:
        return "reader"
    return "codebook" if name in CODEBOOK_KEYS else "window"


def translated(text: str) -> str:
    """A text of the tables in the language of the window."""
    return QCoreApplication.translate("actions", text)


def plain(title: str) -> str:
    """A title of the table in the language of the window, without the mnemonic's mark."""
    return translated(title).replace("&", "")
