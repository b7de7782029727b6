"""The ledger: chains of signed events, projection, merge, judging."""
