"""The engine, files, locks and migrations under every database."""
