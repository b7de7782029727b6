"""The command line: one contract for people and programs. ``main`` is its group."""

from reviewer.cli.group import main

__all__ = ["main"]
