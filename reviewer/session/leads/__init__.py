"""Leads: draws, blind re-review, verdicts, golden cases, inbox, quality."""
