"""Orders come in: a verb a file."""
