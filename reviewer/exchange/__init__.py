"""Packages that leave and come: export, verification, and what merging will need."""
