"""Statements of reasons."""
