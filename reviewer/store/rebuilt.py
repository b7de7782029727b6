"""Opening what can be made again: the evidence from bundles, the index from the evidence."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from reviewer.domain.errors import Damaged, Refused
from reviewer.store.disk import shape
from reviewer.store.disk.shape import Keys
from reviewer.store.evidence.evidence import Evidence
from reviewer.store.making import belonging, remove_database
from reviewer.store.search.search import SearchIndex


def open_evidence(folder: Path, keys: Keys, stack: ExitStack, *, read_only: bool) -> Evidence:
    """The evidence of the workspace in ``folder``; the stack closes it.

    Raises:
        Damaged: it is missing, empty, or of another workspace.
    """
    path = folder / shape.EVIDENCE
    with belonging(path):
        evidence = Evidence(path, keys.database(shape.EVIDENCE), read_only=read_only)
    stack.callback(evidence.close)
    return evidence


def open_search(
    folder: Path, keys: Keys, evidence: Evidence, stack: ExitStack, *, read_only: bool
) -> SearchIndex:
    """The index; a damaged one is made anew, or finds nothing where we only read."""
    path = folder / shape.SEARCH / shape.SEARCH_DB
    key = keys.database(shape.SEARCH_DB)
    try:
        index = SearchIndex(path, key, evidence, read_only=read_only)
    except (Damaged, Refused):
        if read_only:
            path = path.with_name("none")
        else:
            remove_database(path)
        index = SearchIndex(path, key, evidence, read_only=read_only)
    stack.callback(index.close)
    return index
