"""The bench: every hot path against its limit, in the same process and the same second."""
