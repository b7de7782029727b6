"""Staging and committing: outcome, criteria, batches, the bar."""
