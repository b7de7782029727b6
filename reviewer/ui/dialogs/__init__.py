"""Dialogs of everyday work: import, batch, settings, palette, print."""
