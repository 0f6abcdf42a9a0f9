"""The benchmarks run and print what they promise, on corpora of a moment's size."""

from __future__ import annotations

import json

import pytest

from bench import __main__ as bench_main
from bench import corpora, measuring, suites, table
from bench.measuring import Figure
from bench.suites import filtering, merging, reading


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(corpora, "ARTICLES", {"6KB": (2_000, 10)})
    monkeypatch.setattr(corpora, "PROJECTS", {"10k": (4, 20)})
    monkeypatch.setattr(corpora, "LIBRARIES", {"10k": 4})
    monkeypatch.setattr(reading, "OPEN_BUDGET", {"6KB": 30.0})
    monkeypatch.setattr(merging, "SIZES", {"10k": 40})
    monkeypatch.setattr(filtering, "CODES", {60: 16.0})
    monkeypatch.setattr(measuring, "RUNS", 1)
    monkeypatch.setattr(measuring, "TAGS", 3)


def test_the_promised_benchmarks_are_there() -> None:
    assert {
        "start",
        "open_article",
        "tag",
        "scroll",
        "toggle_code",
        "hover",
        "resize",
        "zoom",
        "reader_memory",
        "frequencies",
        "counts",
        "article_list",
        "open_project",
        "memory",
        "backup",
        "check",
        "recover",
        "merge",
        "search",
        "filter_codes",
    } <= set(suites.found())


@pytest.mark.parametrize(
    "name",
    [
        "tag",
        "filter_codes",
        "toggle_code",
        "toggle_coder",
        "hover",
        "resize",
        "zoom",
        "frequencies",
        "counts",
        "article_list",
        "open_project",
        "backup",
        "check",
        "recover",
        "merge",
        "search",
    ],
)
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
        assert set(figure) == {"name", "value", "unit", "budget", "runs", "corpus", "met"}
        assert figure["name"].split("/")[0] == name
        assert figure["value"] > 0


def test_an_unknown_benchmark_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["bench", "nonsense"])
    assert bench_main.main() == 2
    assert "nonsense" in capsys.readouterr().err


def test_a_table_shows_how_figures_grow(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(corpora, "PROJECTS", {"10k": (1, 1), "1M": (2, 2)})
    monkeypatch.setattr(corpora, "ARTICLES", {"6KB": (6_000, 1), "1MB": (1_000_000, 2)})
    figures = [
        Figure("tag", 2.04, "ms", 16, 9, "project 10k"),
        Figure("tag", 17.0, "ms", 16, 9, "project 1M"),
        Figure("memory", 300.0, "MB", 400, 3, "project 1M"),
        Figure("open", 20.0, "ms", 30, 9, corpora.described("6KB")),
        Figure("open", 90.0, "ms", 200, 9, corpora.described("1MB")),
        Figure("start", 700.0, "ms", 800, 9, "warm"),
    ]
    lines = [line.split() for line in table.lines(figures)]
    assert lines == [
        ["10k", "1M", "budget", "unit"],
        ["tag", "2.0", "17.0!", "16", "ms"],
        ["memory", "300.0", "400", "MB"],
        [],
        ["6KB", "1MB", "budget", "unit"],
        ["open", "20.0", "90.0", "30/200", "ms"],
        [],
        ["start", "700.0", "800", "ms", "warm"],
    ]


def test_a_table_is_printed_when_it_is_wanted(
    qapp: object, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["bench", "--table", "open_project"])
    assert bench_main.main() == 0
    head, *rows = capsys.readouterr().out.splitlines()
    assert head.split() == ["10k", "budget", "unit"]
    assert [row.split()[0] for row in rows] == [
        "open_project",
        "open_project/window",
        "open_project/counted",
    ]
