"""The facts: records, policy, decision events and the pure fold. No clock, no files, no Qt."""
