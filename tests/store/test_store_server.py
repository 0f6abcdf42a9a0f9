"""What is a server's own: its lock, its errors, lost connections, and what others hear."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sites import ServerSite, Site, server_site
from store_making import ANNA, TEXT, add_article, add_code, everything, tag

from annotator.domain.changes import Create, Kind, Update
from annotator.domain.errors import UserError
from annotator.domain.merge import merge
from annotator.store import Project
from annotator.store.backups import Reason
from annotator.store.engines.sqlite import schema as of_files

psycopg = pytest.importorskip("psycopg", reason="the extra “postgres” is not installed")

from annotator.store.engines import postgres  # noqa: E402
from annotator.store.engines.postgres import schema  # noqa: E402
from annotator.store.engines.postgres.server import connect  # noqa: E402

SITES = ["server"]


@pytest.fixture
def beside(site: ServerSite, project: Project) -> Iterator[Any]:
    """Whoever looks after the server, at the same tables."""
    with closing(connect(site.address)) as raw:
        yield raw


def _cut_off(beside: Any) -> None:
    """Ends all connections of the program."""
    beside.execute(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
        " WHERE application_name = 'Annotator' AND pid <> pg_backend_pid()"
    )


def _names(project: Project) -> set[str]:
    return {code.name for code in project.queries.codebook()}


# -- finding and making


def test_both_engines_write_the_same_version() -> None:
    assert schema.latest() == of_files.latest()


def test_project_that_is_not_there_is_named(site: ServerSite) -> None:
    with pytest.raises(UserError, match="There is no project") as error:
        site.open()
    assert str(site.address.path) in error.value.what


def test_schema_of_somebody_else_is_no_project(site: ServerSite) -> None:
    with closing(connect(site.address)) as raw:
        raw.execute(f'CREATE SCHEMA "{site.address.schema}"'.encode())
    for act in (site.open, site.new):
        with pytest.raises(UserError, match=r"There is (no project|a project or another schema)"):
            act()


def test_project_is_not_made_over_another(site: ServerSite) -> None:
    with site.new("First"):
        pass
    with pytest.raises(UserError, match="already") as error:
        site.new("Second")
    assert "not changed" in error.value.way_out
    with site.open() as project:
        assert project.name == "First"


def test_nothing_is_left_of_a_project_that_could_not_be_filled(site: ServerSite) -> None:
    def fail(_: object) -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        postgres.create(site.address, fill=fail)
    left = site.rows("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'study %.part'")
    assert left == []
    with site.new() as project:
        assert project.name == "Test"


@pytest.mark.parametrize(
    "server", ["host=/nowhere", "host=/nowhere dbname=nothing user=nobody"], ids=["host", "more"]
)
def test_server_that_is_away_is_a_message(server: str) -> None:
    address = postgres.Address(server, "study")
    for act in (lambda: postgres.ServerProject(address), lambda: ServerSite(address).new()):
        with pytest.raises(UserError, match="cannot be reached") as error:
            act()
        assert str(address.path) in error.value.what
        assert "Nothing was changed" in error.value.way_out


def test_unknown_database_and_person_are_messages(site: ServerSite) -> None:
    for wrong in ("dbname=nothing", "user=nothing"):
        there = replace(site.address, server=f"{site.address.server} {wrong}")
        with pytest.raises(UserError, match="cannot be reached") as error:
            ServerSite(there).open()
        assert "nothing" in error.value.what


# -- the lock


def test_project_open_elsewhere_is_refused_with_who_and_since(site: ServerSite) -> None:
    with site.new() as project:
        for read_only in (False, True):
            with pytest.raises(UserError, match=r"in another window since \d{4}-.* by annotator"):
                site.open(read_only=read_only)
        add_code(project, "still mine")
    with site.open(read_only=True) as one, site.open(read_only=True) as other:
        assert everything(one) == everything(other)
        with pytest.raises(UserError, match="open in another window"):
            site.open()
    site.open().close()


def test_project_that_was_closed_opens_at_once(site: ServerSite) -> None:
    site.new().close()
    for _ in range(40):
        site.open(read_only=True).close()
        site.open().close()


def test_other_projects_of_the_server_are_not_locked(project: Project, server: str) -> None:
    with server_site(server) as other, other.new() as second:
        add_code(second, "there")
        assert _names(project) == set()


def test_reading_only_refuses_changes(site: ServerSite) -> None:
    site.new().close()
    with site.open(read_only=True) as project:
        assert project.read_only
        with pytest.raises(UserError, match="reading only") as error:
            add_code(project, "x")
        assert "Not saved: Add x" in error.value.way_out
        assert project.check() == []


def test_person_who_may_only_read_is_told_so(site: ServerSite, server: str) -> None:
    with site.new() as project:
        add_code(project, "claim")
    name = site.address.schema
    with closing(connect(site.address)) as raw:
        raw.execute(f'CREATE ROLE "{name}" LOGIN'.encode())
        raw.execute(f'GRANT USAGE ON SCHEMA "{name}" TO "{name}"'.encode())
        raw.execute(f'GRANT SELECT ON ALL TABLES IN SCHEMA "{name}" TO "{name}"'.encode())
    reader = ServerSite(replace(site.address, server=f"{server} user='{name}'"))
    with pytest.raises(UserError, match="cannot be opened for writing"):
        reader.open()
    with reader.open(read_only=True) as project:
        assert _names(project) == {"claim"}


# -- what goes wrong


def test_lost_connection_loses_nothing_that_was_saved_and_gives_up_the_lock(
    site: ServerSite, project: Project, beside: Any
) -> None:
    add_code(project, "saved")
    _cut_off(beside)
    for _ in range(2):
        with pytest.raises(UserError, match="cannot be reached") as error:
            add_code(project, "lost")
        assert "Not saved: Add lost" in error.value.way_out
    with pytest.raises(UserError, match="cannot be reached"):
        project.queries.codebook()
    project.close()
    with site.open() as again:
        assert _names(again) == {"saved"}
        add_code(again, "more")


def test_job_whose_connection_is_lost_is_taken_out_on_the_next_opening(
    site: ServerSite, project: Project, beside: Any
) -> None:
    add_code(project, "saved")
    before = project.records.state()

    def articles() -> Iterator[Create]:
        for n in range(900):
            if n == 800:
                _cut_off(beside)
            yield Create(Kind.ARTICLE, {"headline": f"{n}", "text": f"{n} {TEXT}"})

    with project.begin("Import", coder_id=ANNA) as job:
        with pytest.raises(UserError, match="cannot be reached") as error:
            job.take(articles())
        assert "Not saved: Import" in error.value.way_out
        with pytest.raises(UserError, match="cannot be reached"):
            job.cancel()
    project.close()
    assert site.rows("SELECT count(*) > 0, min(deleted) FROM article") == [(True, 1)]
    with site.open() as again:
        assert again.records.state() == before
        assert again.undo_label(ANNA) == "Add saved"
        assert again.check() == []
    assert site.rows("SELECT count(*) FROM article") == [(0,)]


def test_listener_survives_the_loss_of_its_connection(site: ServerSite, server: str) -> None:
    site.new().close()
    heard: list[int] = []
    with closing(site.database()) as database, database.listen(heard.append):
        with closing(psycopg.connect(server, autocommit=True)) as beside:
            _cut_off(beside)
        with pytest.raises(UserError, match="cannot be reached"):
            Project(database)
    assert heard == []


def test_save_that_was_not_answered_is_said_to_be_in_doubt(
    site: ServerSite, project: Project, beside: Any
) -> None:
    beside.execute("""
        CREATE FUNCTION gone() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$
    """)
    beside.execute("""
        CREATE CONSTRAINT TRIGGER gone AFTER INSERT ON code DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION gone()
    """)
    with pytest.raises(UserError, match="went away while it was saving") as error:
        add_code(project, "doubtful")
    assert "not known whether it saved: Add doubtful" in error.value.way_out
    beside.execute("DROP TRIGGER gone ON code")
    with site.open() as again:
        assert _names(again) == set()


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ("40001", "Somebody else is at work"),
        ("40P01", "Somebody else is at work"),
        ("55P03", "Somebody else is at work"),
        ("42501", "reading only"),
        ("53100", "no room left"),
        ("53200", "cannot be reached"),
        ("58030", "cannot be reached"),
        ("XX001", "is damaged"),
    ],
)
def test_errors_are_told_in_words_and_nothing_is_half_saved(
    project: Project, beside: Any, state: str, sentence: str
) -> None:
    beside.execute(f"""
        CREATE FUNCTION wrong() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '{state}'; END $$
    """)
    beside.execute("""
        CREATE TRIGGER wrong BEFORE INSERT ON txn FOR EACH ROW EXECUTE FUNCTION wrong()
    """)
    before = everything(project)
    with pytest.raises(UserError, match=sentence) as error:
        add_code(project, "lost")
    assert str(project.path) in error.value.what
    assert "Not saved: Add lost" in error.value.way_out
    assert everything(project) == before
    beside.execute("DROP TRIGGER wrong ON txn")
    add_code(project, "kept")
    assert _names(project) == {"kept"}


def test_what_the_server_cannot_hold_is_refused_as_a_whole(project: Project) -> None:
    before = everything(project)
    for name in ("a\0b", "a\ud800b"):
        edits = [Create(Kind.CODE, {"name": "fine"}), Create(Kind.CODE, {"name": name})]
        with pytest.raises(ValueError, match=r"NUL|surrogates"):
            project.apply("Add", edits, coder_id=ANNA)
        many = [Create(Kind.CODE, {"name": f"{name}{n}"}) for n in range(40)]
        with pytest.raises(ValueError, match=r"NUL|surrogates"):
            project.apply("Add", many, coder_id=ANNA)
    assert everything(project) == before
    add_code(project, "next")


def test_failure_that_was_overlooked_is_not_taken_for_saved(site: ServerSite) -> None:
    site.new().close()
    with closing(postgres.ServerProject(site.address)) as database:
        with pytest.raises(psycopg.InternalError), database.writing("Work"), suppress(Exception):
            database.tell("no number" * 3000)  # type: ignore[arg-type]
        with database.writing("Work"):
            database.tell(1)


def test_missing_records_are_found(site: ServerSite, project: Project, beside: Any) -> None:
    tag(project, add_article(project), add_code(project, "claim"), (0, 5))
    beside.execute("SET session_replication_role TO replica")
    beside.execute("DELETE FROM code")
    finds = [find.words for find in project.check() if "“annotation”" in find.words]
    assert finds == ["An entry of the table “annotation” refers to one of “code” that is missing."]


def test_newer_project_is_refused_and_steps_are_whole(site: ServerSite) -> None:
    def add(raw: Any) -> None:
        raw.execute("ALTER TABLE code ADD COLUMN note TEXT NOT NULL DEFAULT ''")

    def fail(raw: Any) -> None:
        raw.execute("UPDATE annotator SET version = 99")
        raise RuntimeError

    site.new().close()
    latest, path = schema.latest(), site.address.path
    with closing(connect(site.address)) as raw:
        with pytest.raises(UserError, match="older version"):
            schema.refuse_older(raw, path, (*schema.LADDER, add))
        with pytest.raises(RuntimeError):
            schema.migrate(raw, path, (*schema.LADDER, add, fail))
        assert raw.execute("SELECT version FROM annotator").fetchall() == [(latest + 1,)]
        assert raw.execute("SELECT note FROM code").fetchall() == []
    for read_only in (False, True):
        with pytest.raises(UserError, match=f"format {latest + 1}, this program knows"):
            site.open(read_only=read_only)


# -- a copy


def test_backup_is_a_project_file_of_one_instant(project: Project) -> None:
    article = add_article(project, headline="a\tb\\c 🌾")
    newer, older = add_code(project, "newer"), add_code(project, "older")
    under = [Update(Kind.CODE, newer, {"parent_id": older})]
    project.apply("Move", under, coder_id=ANNA)
    tag(project, article, newer, (0, 5), (8, 14), memo="x")
    project.undo(ANNA)
    project.redo(ANNA)
    before = project.records.state()

    def work(_done: int, _total: int) -> bool:
        add_code(project, f"meanwhile {_done}")
        return True

    made = project.back_up(Reason.ASKED, work)
    assert len(project.queries.codebook()) > 4
    with Project.open(made.path) as copy:
        assert copy.records.state() == before
        assert copy.check() == []
        assert copy.undo_label(ANNA) == "Tag"
        copy.undo(ANNA)
        copy.undo(ANNA)
        assert copy.queries.codebook()[newer].parent_id is None
        add_code(copy, "more")


def test_work_in_a_copy_is_merged_back_and_the_merge_undone(
    project: Project, tmp_path: Path
) -> None:
    article, claim = add_article(project), add_code(project, "claim")
    one = tag(project, article, claim, (0, 5)).one_created(Kind.ANNOTATION)
    path = tmp_path / "copy.annotator"
    project.copy(path)
    with Project.open(path) as copy:
        tag(copy, add_article(copy, f"{TEXT} more"), add_code(copy, "frame"), (3, 9))
        change = Update(Kind.ANNOTATION, one, {"memo": "there"})
        copy.apply("Memo", [change], coder_id=ANNA)
        tag(project, article, claim, (8, 12))
        before = project.records.state()
        changes, _ = project.join(copy, "Merge", coder_id=ANNA, about={})
        expected = merge(before, copy.records.state())
    assert project.records.state().records == expected.records
    assert project.records.state().texts == expected.texts
    assert len(changes.created[Kind.ANNOTATION]) == 1
    assert project.check() == []
    project.undo(ANNA)
    assert project.records.state().records == before.records


def test_copy_that_is_stopped_or_cannot_be_written_leaves_nothing(
    project: Project, tmp_path: Path
) -> None:
    target = tmp_path / "copy.annotator"
    with pytest.raises(UserError, match="cancelled"):
        project.copy(target, lambda _done, _total: False)
    assert list(tmp_path.glob("copy*")) == []
    target.write_text("mine")
    with pytest.raises(UserError, match="already"):
        project.copy(target)
    assert target.read_text() == "mine"


def test_copy_of_a_server_that_is_away_is_a_message(
    project: Project, beside: Any, tmp_path: Path
) -> None:
    def cut(_done: int, _total: int) -> bool:
        _cut_off(beside)
        return True

    with pytest.raises(UserError, match="cannot be reached"):
        project.copy(tmp_path / "copy.annotator", cut)
    assert list(tmp_path.glob("copy*")) == []


# -- many at once, and sums


def test_many_records_are_the_same_as_few(site: Site, project: Project) -> None:
    odd = ["tab\tline\nback\\slash", "\\N", "", "“ü 🌾”", "a\\.\n\\.", "NULL"]
    made = [
        Create(Kind.ARTICLE, {"headline": f"{odd[n % 6]}{n}", "text": f"{odd[n % 6]} {TEXT} {n}"})
        for n in range(60)
    ]
    project.apply("Import", made, coder_id=ANNA)
    for one in made[:6]:
        project.apply("Import", [replace(one, uid=Create(Kind.ARTICLE, {}).uid)], coder_id=ANNA)
    ids = project.queries.article_ids()
    articles = project.queries.articles(ids)
    assert [(one.headline, project.queries.text(one.id)) for one in articles] == [
        (one.values["headline"], one.values["text"]) for one in (*made, *made[:6])
    ]
    project.close()
    with site.open() as again:
        assert again.check() == []
        assert again.undo(ANNA) is not None


def test_long_metadata_is_no_trouble(project: Project) -> None:
    article = add_article(project, headline="word " * 4000)
    change = Update(Kind.ARTICLE, article, {"outlet": "x" * 9000})
    project.apply("Edit", [change], coder_id=ANNA)
    assert project.queries.article_ids("word xxx") == [article]


def test_sums_are_whole_numbers(project: Project) -> None:
    code = add_code(project, "claim")
    for outlet in "ab":
        article = add_article(project, f"{TEXT} {outlet}", outlet=outlet, counted_words=3)
        tag(project, article, code, (0, 5))
    for by in ("code", "outlet", "month", "coder"):
        for tally in project.queries.tallies(by, [ANNA]):
            assert (type(tally.annotations), type(tally.articles)) == (int, int)
        for base in project.queries.bases(by, [ANNA]).values():
            assert (type(base.articles), type(base.counted_words)) == (int, int)
