"""Coding schemes as YAML files: a codebook to start from, to compare with and to hand on.

What the files look like is described in ``docs/formats/scheme.md``.
"""

from annotator.domain.codebook import Example
from annotator.domain.questions import End
from annotator.formats.schemes.model import (
    Choice,
    NearMiss,
    Relation,
    Scheme,
    SchemeAttribute,
    SchemeCode,
    SchemeVariable,
)
from annotator.formats.schemes.reading import parse_scheme
from annotator.formats.schemes.writing import write_scheme

__all__ = [
    "Choice",
    "End",
    "Example",
    "NearMiss",
    "Relation",
    "Scheme",
    "SchemeAttribute",
    "SchemeCode",
    "SchemeVariable",
    "parse_scheme",
    "write_scheme",
]
