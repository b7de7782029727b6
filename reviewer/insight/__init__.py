"""Timelines and what relates accounts: read from the store, without Qt."""
