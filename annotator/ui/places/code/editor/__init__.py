"""The pane in which all that the codebook says of one code is written."""

from annotator.ui.places.code.editor.code_editor import CodeEditor

__all__ = ["CodeEditor"]
