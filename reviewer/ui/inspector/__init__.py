"""The inspector: text, reports, criteria, custody, note."""
