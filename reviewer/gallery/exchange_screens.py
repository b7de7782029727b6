"""Screens of what leaves and what comes: targets, purge, deal, and what is refused."""

from __future__ import annotations

EXCHANGE_SCREENS = (
    ("target", "Write a target: what is in force", "do:target", "merged"),
    ("target-empty", "A target, nothing in force", "do:target", "demo"),
    ("purge-filled", "Purge: what goes, a kept package named", "do:purge", "merged"),
    ("purge-refused", "Purge, the kept package proves nothing", "do:purge_junk", "merged"),
    ("merge-refused", "Merge, no package among the files", "do:merge_junk", "merged"),
    ("feedback-refused", "Feedback that is none", "do:feedback_junk", "merged"),
    ("export-refused", "Export to a card that is none", "do:export_junk", "merged"),
    ("deal-sealed", "Deal, with the box that seals", "do:deal", "lead"),
)
"""Name, title, steps, world."""
