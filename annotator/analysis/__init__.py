"""Counts and comparisons: domain records in, plain tables out."""
