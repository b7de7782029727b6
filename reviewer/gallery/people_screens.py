"""Screens of several people: signatures, an auditor's desk, merging and sync, and leads."""

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

DRAW = "Ctrl+Shift+P text:draw_a_spot Return"
AGAIN = "Ctrl+Shift+P text:change_a_verdict Return"
GOLDEN = "Ctrl+Shift+P text:make_it_a_golden Return"
LEAD_SCREENS = (
    ("lead", "A lead's desk with what waits", "", "lead"),
    ("lead-inbox", "The lead's inbox", "Ctrl+I", "lead"),
    ("lead-inbox-all", "The inbox with every kind", "Ctrl+I", "waiting"),
    ("lead-inbox-asked", "The inbox, a question in Arabic", f"Ctrl+I{10 * ' Down'}", "waiting"),
    ("lead-inbox-empty", "The inbox, empty", "Ctrl+I", "alone"),
    ("lead-approval", "An approval, opened from the inbox", "Ctrl+I Down Return", "waiting"),
    ("lead-draw", "Draw a spot-check", DRAW, "lead"),
    ("lead-draw-simple", "Draw over all alike", f"{DRAW} Down", "lead"),
    ("lead-draw-none", "Nothing to draw from", DRAW, "alone"),
    ("lead-draw-round", "Draw a calibration round", f"{DRAW} End", "lead"),
    ("lead-blind", "An item looked at again, nothing answered", "Ctrl+J", "lead"),
    ("lead-blind-staged", "A blind answer staged", "Ctrl+J Ctrl+2 d b e p", "lead"),
    ("lead-blind-criteria", "A blind answer, questions open", "Ctrl+J Ctrl+2 d b r j", "asked"),
    ("lead-blind-keys", "Keys while one looks again", "Ctrl+J Ctrl+2 F1", "lead"),
    ("lead-reveal", "The first decision beside it", "Ctrl+J", "judged"),
    ("lead-reveal-again", "A verdict given again", AGAIN, "judged"),
    ("lead-reveal-criteria", "A question answered otherwise", "Ctrl+J", "answered"),
    ("lead-quality", "Quality", "do:lead.quality", "judged"),
    ("lead-quality-people", "Quality, by reviewer", f"do:lead.quality{5 * ' Down'}", "judged"),
    ("lead-quality-criteria", "Quality, by question", f"do:lead.quality{2 * ' Down'}", "answered"),
    ("lead-quality-policy", "Quality, unclear answers", f"do:lead.quality{6 * ' Down'}", "asked"),
    (
        "lead-quality-reasons",
        "Quality, why guides are left",
        f"do:lead.quality{9 * ' Down'}",
        "asked",
    ),
    ("lead-quality-none", "Quality, nothing drawn", "do:lead.quality", "alone"),
    ("lead-quality-empty", "Quality, nothing answered yet", "do:lead.quality", "lead"),
    ("lead-round", "A calibration round of three", "do:lead.quality", "calibrated"),
    ("lead-round-cases", "A round, case by case", "do:lead.quality Down", "calibrated"),
    ("lead-golden", "Make it a golden case", f"do:decided {GOLDEN}", "merged"),
    ("lead-golden-filled", "A golden case, filled in", f"do:decided {GOLDEN} do:golden", "merged"),
    ("lead-golden-refused", "A golden case refused", f"do:decided {GOLDEN} do:agree", "merged"),
)
"""Name, title, steps, world."""
