"""Dialogs of what leaves and what comes: export, merge, feedback, sync."""
