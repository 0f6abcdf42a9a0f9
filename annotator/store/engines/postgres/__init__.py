"""A project as one schema of a PostgreSQL database. Needs the extra ``postgres``."""

from annotator.store.engines.postgres.connection import ServerProject
from annotator.store.engines.postgres.creation import create
from annotator.store.engines.postgres.server import Address

__all__ = ["Address", "ServerProject", "create"]
