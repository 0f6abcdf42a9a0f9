"""The sheet beside the text with the questions about the article as a whole."""

from annotator.ui.parts.article_sheet.lacking import LackingBar
from annotator.ui.parts.article_sheet.sheet import ArticleSheet

__all__ = ["ArticleSheet", "LackingBar"]
