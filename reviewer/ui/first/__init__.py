"""Before a workspace is open: start, open, restore, unlock."""
