"""From a scheme to a YAML file that people can read, and compare line by line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import yaml

from annotator.domain.codebook import Example
from annotator.domain.questions import End
from annotator.formats.schemes.model import (
    Choice,
    Scheme,
    SchemeAttribute,
    SchemeCode,
    SchemeVariable,
)

_WIDTH = 88
_LONG = 60


class _Folded(str):
    """Long text, folded into lines."""

    __slots__ = ()


class _Block(str):
    """Text that keeps its lines."""

    __slots__ = ()


class _Short(list[Any]):
    """A list on one line."""


class _Dumper(yaml.SafeDumper):
    """Lists are indented under their field."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


_Dumper.add_representer(
    _Folded, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style=">")
)
_Dumper.add_representer(
    _Block, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|")
)
_Dumper.add_representer(
    _Short,
    lambda dumper, found: dumper.represent_sequence(
        "tag:yaml.org,2002:seq", list(found), flow_style=True
    ),
)


def write_scheme(scheme: Scheme) -> bytes:
    """The scheme as YAML in UTF-8; ``parse_scheme`` of it gives the scheme again."""
    fields = {
        "name": scheme.name,
        "title": scheme.title,
        "version": scheme.version,
        "language": scheme.language,
        "licence": scheme.licence,
        "citation": _prose(scheme.citation),
        "description": _prose(scheme.description),
        "guide": _block(scheme.guide),
        "codes": [_code(code) for code in scheme.codes],
        "relations": [
            _given({"name": one.name, "from": one.source, "to": one.target})
            for one in scheme.relations
        ],
        "exclusive": [{"name": one.name, "codes": _Short(one.codes)} for one in scheme.exclusive],
        "variables": [_variable(one) for one in scheme.variables],
        "decide": _block(scheme.decide),
    }
    text = yaml.dump(
        _given(fields), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=_WIDTH
    )
    return text.encode("utf-8")


def _code(code: SchemeCode) -> dict[str, Any]:
    return _given(
        {
            "name": code.name,
            "uid": code.uid,
            "key": code.key,
            "colour": code.colour,
            "unit": "" if code.unit == "span" else code.unit,
            "status": "" if code.status == "active" else code.status,
            "definition": _prose(code.definition),
            "use_when": _prose(code.use_when),
            "do_not_use_when": _prose(code.do_not_use_when),
            "boundary": _prose(code.boundary),
            "examples": [_example(one) for one in code.examples],
            "counter_examples": [_example(one) for one in code.counter_examples],
            "instead": [_given({"when": one.when, "use": one.use}) for one in code.instead],
            "keywords": _Short(code.keywords),
            "citation": _prose(code.citation),
            "attributes": [_attribute(one) for one in code.attributes],
            "children": [_code(child) for child in code.children],
        }
    )


def _example(example: Example) -> Any:
    if not example.source and not example.why:
        return _prose(example.text)
    return _given({"text": _prose(example.text), "from": example.source, "why": example.why})


def _attribute(attribute: SchemeAttribute) -> dict[str, Any]:
    return _given(
        {
            "name": attribute.name,
            "kind": attribute.kind,
            "question": _prose(attribute.question),
            "choices": _choices(attribute.choices),
            "low": _end(attribute.low),
            "high": _end(attribute.high),
            "required": attribute.required,
            "default": attribute.default,
            "when": attribute.when,
        }
    )


def _variable(variable: SchemeVariable) -> dict[str, Any]:
    return _given(
        {
            "key": variable.key,
            "uid": variable.uid,
            "title": variable.title,
            "section": variable.section,
            "question": _prose(variable.question),
            "rule": _prose(variable.rule),
            "scale": variable.scale,
            "choices": _choices(variable.choices),
            "several": variable.several,
            "low": _end(variable.low),
            "high": _end(variable.high),
            "missing": _Short(variable.missing),
            "required": variable.required,
            "when": variable.when,
            "mean_of": _Short(variable.mean_of),
            "needs": variable.needs if variable.mean_of else 0,
        }
    )


def _choices(choices: Iterable[Choice]) -> list[Any]:
    found = [_choice(one) for one in choices]
    return _Short(found) if all(isinstance(one, str) for one in found) else found


def _choice(choice: Choice) -> Any:
    if choice.value is None and not choice.definition:
        return choice.name
    fields = {"name": choice.name, "definition": _prose(choice.definition)}
    value = {} if choice.value is None else {"value": _tidy(choice.value)}
    return {**value, **_given(fields)}


def _end(end: End | None) -> dict[str, Any]:
    if end is None:
        return {}
    return {"value": _tidy(end.value), **_given({"label": end.label})}


def _tidy(number: float) -> float:
    return int(number) if number == int(number) else number


def _given(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value}


def _prose(text: str) -> str:
    """Folded where it is long, and where folding gives it back as it is."""
    plain = " ".join(text.split()) == text
    return _Folded(text) if len(text) > _LONG and plain else text


def _block(text: str) -> str:
    return _Block(f"{text}\n") if "\n" in text else text
