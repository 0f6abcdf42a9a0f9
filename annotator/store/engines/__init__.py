"""What a project can lie in: one package for each engine, all behind ``store.engine``.

Only here a driver is imported, a dialect is named, or a statement is written that one of them
alone understands.
"""
