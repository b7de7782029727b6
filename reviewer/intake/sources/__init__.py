"""One module for each real-world format."""
