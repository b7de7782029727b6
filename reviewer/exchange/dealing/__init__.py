"""Dealing cases to reviewers."""
