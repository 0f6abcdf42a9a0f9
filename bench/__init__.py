"""Benchmarks of the running program; ``python -m bench`` prints one JSON object a line."""
