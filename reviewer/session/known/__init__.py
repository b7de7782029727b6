"""What ledger and roster know: who may what, what was sent, merged, compared, superseded."""
