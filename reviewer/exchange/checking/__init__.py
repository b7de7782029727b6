"""Checking what is in a package, a packet or feedback; `verify`."""
