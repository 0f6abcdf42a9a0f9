"""Where a project can lie: made there, and opened again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Protocol
from uuid import uuid4

from store_making import in_file

from annotator.domain.records import new_uid
from annotator.store import Project, creation
from annotator.store.engine import Database
from annotator.store.engines.sqlite import ProjectFile

if TYPE_CHECKING:
    from annotator.store.engines.postgres import Address


class Site(Protocol):
    """One place for one project."""

    def new(self, name: str = "Test") -> Project: ...

    def open(self, *, read_only: bool = False) -> Project: ...

    def database(self) -> Database:
        """The project as its engine opens it."""

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """What a statement finds in the closed project, past the program."""


@dataclass(frozen=True)
class FileSite:
    path: Path

    def new(self, name: str = "Test") -> Project:
        return Project.create(self.path, name, coder=(new_uid(), "Anna"))

    def open(self, *, read_only: bool = False) -> Project:
        return Project.open(self.path, read_only=read_only)

    def database(self) -> Database:
        return ProjectFile(self.path)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return in_file(self.path, sql)


@dataclass(frozen=True)
class ServerSite:
    address: Address

    def new(self, name: str = "Test") -> Project:
        from annotator.store.engines import postgres

        coder, path = (new_uid(), "Anna"), self.address.path
        postgres.create(self.address, lambda database: creation.fill(database, path, name, coder))
        return self.open()

    def open(self, *, read_only: bool = False) -> Project:
        from annotator.store.engines import postgres

        return Project.on(postgres.ServerProject(self.address, read_only=read_only))

    def database(self) -> Database:
        from annotator.store.engines import postgres

        return postgres.ServerProject(self.address)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        from annotator.store.engines.postgres.server import connect

        with closing(connect(self.address)) as raw:
            return raw.execute(sql.encode()).fetchall()


@contextmanager
def file_site() -> Iterator[FileSite]:
    with TemporaryDirectory() as folder:
        yield FileSite(Path(folder) / "study.annotator")


@contextmanager
def server_site(server: str) -> Iterator[ServerSite]:
    from annotator.store.engines.postgres import Address

    yield ServerSite(Address(server, f"study {uuid4().hex[:8]}"))
