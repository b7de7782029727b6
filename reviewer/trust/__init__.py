"""Canonical JSON, signatures, keys and their wrapping, sealing, profiles and the roster."""
