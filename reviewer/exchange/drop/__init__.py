"""The drop folder that both sides use."""
