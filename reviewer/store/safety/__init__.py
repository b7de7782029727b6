"""Backups and the check of a whole workspace."""
