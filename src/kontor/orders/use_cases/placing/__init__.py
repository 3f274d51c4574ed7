"""Orders come in and are put away: a verb a file."""
