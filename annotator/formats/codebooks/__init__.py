"""Codebooks as other programs write and read them: tables, REFI-QDA, pages to print.

All of them hold a ``Scheme`` here; what a format has no place for is left out, and each module
says what that is.
"""
