"""Pictures of every screen, state, theme and size, taken from the real desk."""
