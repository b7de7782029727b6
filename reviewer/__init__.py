"""Reviewer: an offline desk on which trust-and-safety reviewers decide about accounts.

Importing this package imports nothing third-party, so that ``python3 -m reviewer.setup``
runs on a machine that has only Python.
"""

__version__ = "0.1.0"
