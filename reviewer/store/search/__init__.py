"""Full-text search: folding, index, query, hits."""
