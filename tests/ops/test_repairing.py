"""Repairing: whatever is damaged, a sound project comes of it, and the damaged file stays."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from annotator.domain.anchor import anchor
from annotator.domain.changes import Create, Kind, Update
from annotator.domain.errors import CancelledError, UserError
from annotator.domain.progress import State
from annotator.domain.records import new_uid
from annotator.domain.span import Span
from annotator.domain.text import text_sha256
from annotator.ops import backups, progress, repairing
from annotator.store import Project
from annotator.store.backups import Reason
from annotator.store.failures import OpenElsewhereError

PAGE = 4096
ANNOTATIONS = 300
A_PAGE = 22
"""So many annotations lie on one page, at most."""

WORDS = "Grain prices rose sharply, the farmers’ union said; silence followed. 🌾 "


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A project of 20 articles and 300 annotations, at rest."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ANNOTATOR_HOME", str(tmp_path_factory.mktemp("home")))
        path = tmp_path_factory.mktemp("sound") / "study.annotator"
        _made(path)
        return path.read_bytes()


def _made(path: Path) -> None:
    with Project.create(path, "Study", coder=(new_uid(), "Anna")) as project:
        codes = [Create(Kind.CODE, {"name": f"code {n}"}) for n in range(6)]
        articles = [
            Create(
                Kind.ARTICLE, {"headline": f"Article {n}", "text": WORDS * (20 + 5 * n) + str(n)}
            )
            for n in range(20)
        ]
        project.apply("Begin", [*codes, *articles], coder_id=1)
        for article in project.queries.article_ids():
            tags = _tags(project, article, range(15))
            ends = {"from_id": tags[0].uid, "to_id": tags[14].uid, "relation": "repeats"}
            project.apply(f"Tag {article}", [*tags, Create(Kind.LINK, ends)], coder_id=1)
            progress.set_state(project, [article], State.DONE, coder_id=1)


def _tags(project: Project, article: int, numbers: range) -> list[Create]:
    text = project.queries.text(article)
    return [
        Create(
            Kind.ANNOTATION,
            {
                "article_id": article,
                "coder_id": 1,
                "round_id": project.main_round,
                "code_id": 1 + n % 6,
                "anchor": anchor(text, text_sha256(text), Span(((n * 11, n * 11 + 9),))),
                "memo": f"Memo {n}",
            },
        )
        for n in numbers
    ]


def _bit(whole: bytes, chance: random.Random) -> bytes:
    damaged = bytearray(whole)
    damaged[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
    return bytes(damaged)


def _many_bits(whole: bytes, chance: random.Random) -> bytes:
    damaged = bytearray(whole)
    for _ in range(chance.randrange(1, 200)):
        damaged[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
    return bytes(damaged)


def _strange_table(whole: bytes, _chance: random.Random) -> bytes:
    """SQLite's own message about it is no text."""
    return whole.replace(b"CREATE TABLE coder", b"CREATE TABLE \xe9oder").replace(
        b"CREATE TABLE code (", b"CREATE TABLE \xc5ode ("
    )


def _empty_page(whole: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(1, len(whole) // PAGE) * PAGE
    return whole[:at] + bytes(PAGE) + whole[at + PAGE :]


def _no_header(whole: bytes, _chance: random.Random) -> bytes:
    return bytes(PAGE) + whole[PAGE:]


def _cut(whole: bytes, chance: random.Random) -> bytes:
    return whole[: chance.randrange(len(whole) // PAGE // 2, len(whole) // PAGE) * PAGE]


def _cut_between(whole: bytes, chance: random.Random) -> bytes:
    return whole[: chance.randrange(len(whole) // 2, len(whole))]


DAMAGES = [
    *((_bit, seed, ANNOTATIONS - A_PAGE) for seed in range(10)),
    *((_empty_page, seed, ANNOTATIONS - A_PAGE) for seed in range(10)),
    (_no_header, 0, ANNOTATIONS),
    (_strange_table, 0, ANNOTATIONS),
    *((_many_bits, seed, 0) for seed in (264, 288, 304)),
    *((_cut, seed, 0) for seed in range(5)),
    *((_cut_between, seed, 0) for seed in range(4)),
]


@pytest.mark.parametrize(("damage", "seed", "least"), DAMAGES)
def test_sound_project_comes_of_any_damage(
    sound: bytes,
    tmp_path: Path,
    damage: Callable[[bytes, random.Random], bytes],
    seed: int,
    least: int,
) -> None:
    damaged, out = tmp_path / "study.annotator", tmp_path / "recovered.annotator"
    content = damage(sound, random.Random(seed))
    damaged.write_bytes(content)
    done = repairing.repair(damaged, out)
    assert damaged.read_bytes() == content
    assert done.finds == ()
    with suppress(UserError), Project.open(damaged, read_only=True) as project:
        project.check()
    with Project.open(out) as project:
        assert project.check() == []
        assert len(project.queries.annotations()) >= least
        project.apply("Work goes on", [Create(Kind.CODE, {"name": "new"})], coder_id=1)
        project.undo(1)
    assert sorted(file.name for file in tmp_path.iterdir() if file.is_file()) == [
        "recovered.annotator",
        "study.annotator",
    ]


def _records(project: Project) -> dict[str, dict[str, object]]:
    state = project.records.state()
    return {
        str(uid): {name: register.value for name, register in record.registers.items()}
        for uid, record in state.records.items()
    }


@pytest.mark.parametrize(
    ("damage", "seed"),
    [
        *((_empty_page, n) for n in range(8)),
        *((_bit, n) for n in range(4)),
        (_no_header, 0),
        (_cut, 1),
    ],
)
def test_nothing_that_a_backup_has_is_lost_and_what_is_newer_comes_in(
    sound: bytes, tmp_path: Path, damage: Callable[[bytes, random.Random], bytes], seed: int
) -> None:
    path, out = tmp_path / "study.annotator", tmp_path / "recovered.annotator"
    path.write_bytes(sound)
    with Project.open(path) as project:
        backups.back_up(project, Reason.ASKED)
        kept = _records(project)
        project.apply("Tag more", _tags(project, 1, range(15, 20)), coder_id=1)
        project.apply("Rename", [Update(Kind.CODE, 1, {"name": "renamed"})], coder_id=1)
        newest = _records(project)
    content = damage(path.read_bytes(), random.Random(seed))
    path.write_bytes(content)
    done = repairing.repair(path, out)
    assert path.read_bytes() == content
    assert done.backup is not None
    with Project.open(out) as project:
        assert project.check() == []
        found = _records(project)
    assert kept.keys() <= found.keys() <= newest.keys()
    for uid, values in found.items():
        assert values in (newest[uid], kept.get(uid))
    if damage is _no_header:
        assert found == newest


def test_file_that_was_renamed_is_recovered_with_its_backup(sound: bytes, tmp_path: Path) -> None:
    path = tmp_path / "study.annotator"
    path.write_bytes(sound)
    with Project.open(path) as project:
        made = backups.back_up(project, Reason.ASKED)
    renamed = path.rename(tmp_path / "renamed.annotator")
    assert repairing.repair(renamed, tmp_path / "out").backup == made


def test_damaged_text_comes_from_the_backup(sound: bytes, tmp_path: Path) -> None:
    path, out = tmp_path / "study.annotator", tmp_path / "recovered.annotator"
    path.write_bytes(sound)
    with Project.open(path) as project:
        text = project.queries.text(3)
        backups.back_up(project, Reason.ASKED)
    path.write_bytes(sound.replace(b"silence followed", b"silence swallows"))
    done = repairing.repair(path, out)
    assert done.lost == done.changed == ()
    with Project.open(out) as project:
        assert project.queries.text(3) == text


def test_damaged_text_without_a_backup_is_kept_with_all_that_is_quoted_of_it(
    sound: bytes, tmp_path: Path
) -> None:
    path, out = tmp_path / "study.annotator", tmp_path / "recovered.annotator"
    end = "followed. 🌾 19".encode()
    assert sound.count(end) == 1
    path.write_bytes(sound.replace(end, end.replace(b"llow", b"ll#w")))
    with Project.open(path) as project:
        before = {one.uid: one.anchor.quotes for one in project.queries.annotations()}
        assert len(project.check()) == 1
    done = repairing.repair(path, out)
    (lost,) = done.lost
    assert "is damaged, and kept as far as it is known" in lost
    with Project.open(out) as project:
        after = {one.uid: one.anchor.quotes for one in project.queries.annotations()}
        texts = [project.queries.text(one) for one in project.queries.article_ids()]
    assert after == before
    assert sum("foll#wed" in text for text in texts) == 1


def test_damaged_letters_that_are_quoted_somewhere_are_put_right(
    sound: bytes, tmp_path: Path
) -> None:
    path, out = tmp_path / "study.annotator", tmp_path / "recovered.annotator"
    at = sound.index(b"Grain prices rose sharply, the farmers")
    path.write_bytes(sound[:at] + b"Gra#n" + sound[at + 5 :])
    with Project.open(path) as project:
        assert project.check()
    done = repairing.repair(path, out)
    assert done.lost == done.changed == ()
    with Project.open(out) as project:
        texts = [project.queries.text(one) for one in project.queries.article_ids()]
    assert not any("#" in text for text in texts)


def test_work_that_is_only_in_the_log_is_recovered(sound: bytes, tmp_path: Path) -> None:
    path, out = tmp_path / "study.annotator", tmp_path / "recovered.annotator"
    path.write_bytes(sound)
    with Project.open(path) as project:
        project.apply("Add", [Create(Kind.CODE, {"name": "only in the log"})], coder_id=1)
        files = {end: Path(f"{path}{end}").read_bytes() for end in ("", "-wal")}
    for end, content in files.items():
        Path(f"{path}{end}").write_bytes(content)
    repairing.repair(path, out)
    assert {end: Path(f"{path}{end}").read_bytes() for end in files} == files
    with Project.open(out) as project:
        assert project.queries.codebook().find("only in the log")


def test_nothing_is_written_over_and_nothing_left_when_it_stops(
    sound: bytes, tmp_path: Path
) -> None:
    path, out = tmp_path / "study.annotator", tmp_path / "recovered.annotator"
    path.write_bytes(sound)
    with pytest.raises(UserError, match="already"):
        repairing.repair(path, path)
    for most in (0, 3, 30, 300):
        asked: list[int] = []

        def go_on(_done: int, _total: int, asked: list[int] = asked, most: int = most) -> bool:
            asked.append(1)
            return len(asked) <= most

        if most < 300:
            with pytest.raises(CancelledError):
                repairing.repair(path, out, go_on)
            assert [file.name for file in tmp_path.iterdir() if file.is_file()] == [path.name]
    with Project.open(path), pytest.raises(OpenElsewhereError):
        repairing.repair(path, out)
    with pytest.raises(UserError, match="no project file"):
        repairing.repair(tmp_path / "none.annotator", out)
