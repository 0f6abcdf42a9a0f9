"""The benchmarks run and print what they promise, on corpora of a moment's size."""

from __future__ import annotations

import json

import pytest

from bench import __main__ as bench_main
from bench import corpora, suites


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(corpora, "ARTICLES", {"6KB": (2_000, 10)})
    monkeypatch.setattr(corpora, "PROJECTS", {"10k": (4, 20)})
    monkeypatch.setattr(suites, "OPEN_BUDGET", {"6KB": 30.0})
    monkeypatch.setattr(suites, "RUNS", 1)
    monkeypatch.setattr(suites, "TAGS", 3)


def test_the_promised_benchmarks_are_there() -> None:
    assert set(suites.SUITES) == {
        "start",
        "open_article",
        "tag",
        "scroll",
        "toggle_code",
        "frequencies",
        "open_project",
        "memory",
    }


@pytest.mark.parametrize("name", ["tag", "toggle_code", "frequencies", "open_project"])
def test_a_benchmark_prints_one_json_object_a_line(
    qapp: object,
    name: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("sys.argv", ["bench", name])
    assert bench_main.main() == 0
    figures = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert figures
    for figure in figures:
        assert set(figure) == {"name", "value", "unit", "budget", "runs", "corpus"}
        assert figure["name"].split("/")[0] == name
        assert figure["value"] > 0


def test_an_unknown_benchmark_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["bench", "nonsense"])
    assert bench_main.main() == 2
    assert "nonsense" in capsys.readouterr().err
