"""What leaves and what comes in: imports, exports, merge, feedback, deal, sync, purge."""
