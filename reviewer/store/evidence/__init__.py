"""The evidence database: records of imported material, written and read."""
