"""Drawn tables: what a rule means, as a picture that a clinician can check."""

from __future__ import annotations


def rows(table: str) -> list[tuple[str, ...]]:
    """The rows of a drawn table below its head, each as its cells."""
    lines = table.strip().splitlines()[1:]
    return [tuple(cell.strip() for cell in line.split("|")) for line in lines]
