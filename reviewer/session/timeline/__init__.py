"""Timeline and media of the open case."""
