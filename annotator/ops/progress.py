"""How far a coder is with articles: states set, and what comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.domain.changes import Create, Kind, Update
from annotator.domain.progress import State, progress_uid
from annotator.ops.coding import excerpt

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from annotator.domain.changes import Changes, Edit
    from annotator.store.project import Project

_AS = {
    State.NEW: "new",
    State.IN_WORK: "in work",
    State.DONE: "done",
    State.DISCUSS: "to be discussed",
}


def set_state(
    project: Project, article_ids: Iterable[int], state: State, *, coder_id: int
) -> Changes:
    """Say how far a coder is with articles, all in one step of the history.

    Articles that have that state already are left alone: ``Changes.txn`` is then 0.
    """
    queries = project.queries
    articles = queries.articles(list(dict.fromkeys(article_ids)))
    now = queries.states(coder_id, [one.id for one in articles])
    changing = [one for one in articles if now[one.id] is not state]
    what = excerpt(changing[0].headline) if len(changing) == 1 else f"{len(changing)} articles"
    label = f"Mark {what} as {_AS[state]}"
    if not changing:
        return project.apply(label, (), coder_id=coder_id)
    known = queries.progress_ids([one.id for one in changing], coder_id)
    coder = queries.uids(Kind.CODER, [coder_id])[coder_id]
    round_id = project.round_id
    round_ = queries.uids(Kind.ROUND, [round_id])[round_id]
    edits: list[Edit] = []
    for one in changing:
        if one.id in known:
            edits.append(Update(Kind.PROGRESS, known[one.id], {"state": state.value}))
            continue
        keys = {"article_id": one.id, "coder_id": coder_id, "round_id": round_id}
        uid = progress_uid(one.uid, coder, round_)
        edits.append(Create(Kind.PROGRESS, {**keys, "state": state.value}, uid))
    return project.apply(label, edits, coder_id=coder_id)


def done_count(project: Project, *, coder_id: int) -> int:
    """How many articles the coder is done with."""
    return project.queries.articles_in(State.DONE, coder_id)


def next_not_done(
    project: Project, article_ids: Sequence[int], after: int | None, *, coder_id: int
) -> int | None:
    """The article to go on with: the first that isn't done.

    Args:
        project: the project.
        article_ids: the articles in the order in which they are coded.
        after: the article to look behind first; those before it come last.
        coder_id: who codes.

    Returns:
        Its id, ``None`` where the coder is done with all others.
    """
    states = project.queries.set_states(coder_id)
    at = article_ids.index(after) + 1 if after in article_ids else 0
    for part in (article_ids[at:], article_ids[:at]):
        for one in part:
            if one != after and states.get(one) is not State.DONE:
                return one
    return None
