"""Targets: what is in force, as files for those who carry it out. One module for each form."""
