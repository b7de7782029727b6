"""Screens of several people: what a signature is worth, an auditor's desk, merging and sync."""

from __future__ import annotations

TRUST_SCREENS = (
    ("trust-issuer", "A bundle signed by who may", "do:from_harbour-desk", "trusted"),
    ("trust-expired", "A bundle, its signer's time over", "do:from_old-harbour-desk", "trusted"),
    ("trust-revoked", "A bundle, its signer revoked", "do:from_lost-harbour-desk", "trusted"),
    ("trust-unknown", "A bundle, signed by an unknown key", "do:from_nobody", "trusted"),
    ("trust-unsigned", "A bundle that nobody signed", "do:from_unsigned", "trusted"),
    ("trust-preview", "What signatures are worth, shown first", "do:preview_bundles", "trusted"),
    ("sync-alone", "Sync without a roster", "Ctrl+Shift+P text:sync Return", "demo"),
    ("auditor", "An auditor's desk: all is only read", "Ctrl+2 d", "auditor"),
)
"""Name, title, steps, world."""

MERGING_SCREENS = (
    ("merged", "A lead's desk: contested, confirmed", "Ctrl+1"),
    ("contested", "Contested: both decisions side by side", "do:contest N"),
    ("settling", "A settlement staged by a lead", "do:contest Ctrl+2 d b r p"),
    ("merge", "Merge packages", "do:merge"),
    ("merge-preview", "What packages would bring", "do:merge do:more_packages"),
    ("sync-none", "Sync, no folder chosen", "Ctrl+Shift+P text:sync Return"),
    ("sync", "Sync, what would be done", "do:sync"),
    ("sync-done", "Sync, what was done", "do:sync do:do_sync"),
)
"""Name, title, steps."""
