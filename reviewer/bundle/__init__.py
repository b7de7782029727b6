"""The strict bundle profile: verify, read, write."""
