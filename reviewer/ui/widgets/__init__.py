"""The widgets of the desk: painted from the look, said aloud, never reading markup."""
