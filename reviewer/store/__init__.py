"""The workspace on disk, all of it encrypted: evidence, ledger, desk, cache, blobs, search."""
