"""Every user action as data."""
