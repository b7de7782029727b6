"""From what platforms hand out to evidence: sources, bundles, imports."""
