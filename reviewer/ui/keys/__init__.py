"""Keys: what is pressed, what a key is called, the overlay and the list of keys."""
