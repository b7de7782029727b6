"""What commands answer with ``--json``: one type for each."""
