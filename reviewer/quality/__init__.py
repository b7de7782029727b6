"""Draws, estimators and agreement: pure functions."""
