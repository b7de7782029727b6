"""The decision bar, the case strip, the last decisions and the status line."""
