"""Dialogs of leads: draw, verdict, contested, inbox, quality."""
