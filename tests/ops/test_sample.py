from __future__ import annotations

import shutil
import time
from collections import Counter
from pathlib import Path

import pytest
import yaml

from annotator import resources
from annotator.domain.errors import UserError
from annotator.ops import sample

SEEDS = resources.seeds()


def load(name: str):
    return yaml.safe_load((SEEDS / name).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory):
    path = tmp_path_factory.mktemp("sample") / "sample.annotator"
    with pytest.MonkeyPatch.context() as patch:
        # Made before the folders of a single test are there.
        patch.setenv("ANNOTATOR_HOME", str(tmp_path_factory.mktemp("home")))
        began = time.process_time()
        with sample.create_sample(path) as project:
            yield project, time.process_time() - began


@pytest.fixture
def copied_seeds(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SEEDS, tmp_path / "seeds"))


def entries():
    """All entries of the codings: coder, file, entry."""
    for name in load("project.yaml")["codings"]:
        stated = load(name)
        for file, some in stated["articles"].items():
            for entry in some:
                yield stated["coder"], Path(file).name, entry


def quotes(entry) -> tuple[str, ...]:
    return tuple(entry["quotes"]) if "quotes" in entry else (entry["quote"],)


def test_it_is_made_at_once(made):
    assert made[1] < 2


def test_articles_are_those_of_the_sources_in_their_order(made):
    project, _ = made
    stated = load("project.yaml")
    queries = project.queries
    found = queries.articles(queries.article_ids())

    assert project.name == stated["name"]
    assert [
        (
            one.headline,
            one.outlet,
            one.author,
            one.published,
            one.url,
            one.language,
            one.source_file,
        )
        for one in found
    ] == [
        (
            *(
                str(one.get(key, ""))
                for key in ("headline", "outlet", "author", "published", "url")
            ),
            one["language"],
            Path(one["file"]).name,
        )
        for one in stated["articles"]
    ]
    for article, entry in zip(found, stated["articles"], strict=True):
        text = (SEEDS / entry["file"]).read_text(encoding="utf-8")
        assert queries.text(article.id) == text
        assert 0 < article.counted_words < article.words


def test_codes_are_those_of_the_scheme_in_its_order(made):
    project, _ = made

    def stated(codes, above=""):
        for code in codes:
            path = f"{above}{code['name']}"
            yield path, code.get("key", ""), code["definition"].strip(), len(code["examples"])
            yield from stated(code.get("children", ()), f"{path}/")

    codebook = project.queries.codebook()
    assert [
        (codebook.path(code.id), code.key, code.definition, len(code.examples)) for code in codebook
    ] == list(stated(load("scheme.yaml")["codes"]))


def test_coders_are_two_people(made):
    project, _ = made
    coders = project.queries.coders()
    assert [(coder.name, coder.kind) for coder in coders] == [
        (one["name"], "human") for one in load("project.yaml")["coders"]
    ]


def test_every_entry_is_an_annotation_and_nothing_else_is(made):
    project, _ = made
    queries, codebook = project.queries, project.queries.codebook()
    coders = {coder.id: coder.name for coder in queries.coders()}
    files = {one.id: one.source_file for one in queries.articles(queries.article_ids())}

    found = Counter(
        (
            coders[one.coder_id],
            files[one.article_id],
            codebook.path(one.code_id),
            one.anchor.quotes,
            one.memo,
            one.unsure,
        )
        for one in queries.annotations()
    )

    assert found == Counter(
        (
            coder,
            file,
            entry["code"],
            quotes(entry),
            entry.get("memo", ""),
            entry.get("unsure", False),
        )
        for coder, file, entry in entries()
    )
    assert found.total() > 100
    assert any(len(key[3]) > 1 for key in found)
    assert any(key[5] for key in found)
    assert any(key[4] for key in found)


def test_every_quote_stands_where_it_is_said_to_stand(made):
    project, _ = made
    texts = {one: project.queries.text(one) for one in project.queries.article_ids()}

    assert all(one.anchor.holds_in(texts[one.article_id]) for one in project.queries.annotations())
    assert project.check() == []


def test_nobody_can_undo_it(made):
    project, _ = made
    assert [project.undo_label(coder.id) for coder in project.queries.coders()] == [None, None]


def test_two_copies_hold_the_same_records(made, tmp_path):
    def uids(project):
        queries = project.queries
        return {
            *(coder.uid for coder in queries.coders()),
            *(code.uid for code in queries.codebook()),
            *(article.uid for article in queries.articles(queries.article_ids())),
            *(one.uid for one in queries.annotations()),
        }

    with sample.create_sample(tmp_path / "again.annotator") as again:
        assert uids(again) == uids(made[0])
        assert {uid.version for uid in uids(again)} == {5}


def test_copies_are_numbered_and_never_replaced(tmp_path):
    name = load("project.yaml")["name"]

    first = sample.fresh_path(tmp_path)
    first.write_text("somebody's work")
    second = sample.fresh_path(tmp_path)
    second.touch()

    assert [first.name, second.name] == [f"{name}.annotator", f"{name} 2.annotator"]
    assert sample.fresh_path(tmp_path).name == f"{name} 3.annotator"
    assert first.read_text() == "somebody's work"
    assert sample.fresh_path().parent.is_dir()


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("gate records for the morning shift", "gate records for the evening shift", "entry 5"),
        ("code: evidence", "code: nonsense", "nonsense"),
        ("coder: Ana Ruiz", "coder: Eve", "Eve"),
        ("articles/01-dockers", "articles/99-dockers", "99-dockers"),
        ('quote: "gate records for the morning shift"', 'quote: "the"', "times"),
        ('quote: "gate records for the morning shift"', "quote: [3]", "entry 5"),
        ("and we will not be told twice", "and we will be told twice", "follow"),
        ("coder: Ana Ruiz", "coder: [", "ana-ruiz.yaml"),
        ("coder: Ana Ruiz", "who: Ana Ruiz", "coder"),
    ],
)
def test_a_wrong_coding_names_file_and_entry_and_leaves_no_project(
    copied_seeds, tmp_path, before, after, said
):
    file = copied_seeds / "codings" / "ana-ruiz.yaml"
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after, 1), encoding="utf-8")
    path = tmp_path / "sample.annotator"

    with pytest.raises(UserError) as caught:
        sample.create_sample(path, copied_seeds)

    assert "ana-ruiz.yaml" in caught.value.what
    assert said in caught.value.what
    assert not path.exists()


def test_a_missing_source_is_named(copied_seeds, tmp_path):
    (copied_seeds / "articles" / "01-dockers-walk-out.txt").unlink()

    with pytest.raises(UserError, match="01-dockers-walk-out"):
        sample.create_sample(tmp_path / "sample.annotator", copied_seeds)
