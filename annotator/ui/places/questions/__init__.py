"""The page on which one says what is asked of articles."""

from annotator.ui.places.questions.place import QuestionsPlace

__all__ = ["QuestionsPlace"]
