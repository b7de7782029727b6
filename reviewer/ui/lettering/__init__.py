"""Text from outside, drawn plainly: direction, scripts, hidden characters, marks."""
