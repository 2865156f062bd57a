"""Stands in for the package of a generated project."""
