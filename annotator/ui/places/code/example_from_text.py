"""Words of an article become an example, or a counter-example, of the code that is picked."""

from __future__ import annotations

from PySide6.QtCore import QObject

from annotator.domain.article import Article
from annotator.domain.codebook import Code, Example, NewCode
from annotator.ui.parts.guide_page import PATH_SEPARATOR
from annotator.ui.parts.reader import Reader

_LEFT_OUT = " […] "


class ExampleFromText(QObject):
    """Asks for the code with the picker; the words keep their selection."""

    def __init__(self, reader: Reader) -> None:
        super().__init__(reader)
        self._reader = reader
        self._example: Example | None = None
        self._counters = False

    @property
    def is_asking(self) -> bool:
        """Whether the code that is picked next is for an example."""
        return self._example is not None

    def begin(self, *, counters: bool) -> None:
        """Take the words selected; the code that is picked next gets them."""
        reader, session = self._reader, self._reader.session
        span = reader.selected_span()
        articles = session.project.queries.articles([session.article_id or 0])
        if span is None or not articles:
            return
        words = _LEFT_OUT.join(span.quotes(reader.text))
        self._example = Example(words, where_from(articles[0]))
        self._counters = counters
        reader.instead = self._add
        reader.pick()

    def end(self) -> None:
        """No code was picked."""
        if self._example is not None:
            self._example = None
            self._reader.instead = None

    def _add(self, wanted: int | NewCode) -> None:
        from annotator.ops import rule_editing

        session, example = self._reader.session, self._example
        self.end()
        if example is None:
            return
        path = self._path(wanted)
        if isinstance(wanted, int) and self._has(session.codebook[wanted], example):
            told = self.tr("“{code}” has this passage already.")
        else:
            verb = rule_editing.add_example
            done = session.run(
                verb, wanted, example, counters=self._counters, coder_id=session.coder_id
            )
            if done is None:
                return
            told = self.tr("Added as an example of “{code}”.")
            if self._counters:
                told = self.tr("Added as a counter-example of “{code}”.")
        session.told.emit(told.format(code=path))

    def _path(self, wanted: int | NewCode) -> str:
        codebook = self._reader.session.codebook
        if isinstance(wanted, int):
            return codebook.path(wanted, PATH_SEPARATOR)
        above = [] if wanted.parent_id is None else [self._path(wanted.parent_id)]
        return PATH_SEPARATOR.join([*above, wanted.name])

    def _has(self, code: Code, example: Example) -> bool:
        kept = code.counter_examples if self._counters else code.examples
        return any((one.text, one.source) == (example.text, example.source) for one in kept)


def where_from(article: Article) -> str:
    """An article as the source of a passage: outlet, date and headline."""
    headline = f"“{article.headline}”" if article.headline else ""
    return ", ".join(part for part in (article.outlet, article.published, headline) if part)
