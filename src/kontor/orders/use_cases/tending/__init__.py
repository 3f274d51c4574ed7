"""Orders are noted, tagged, closed and put away: a verb a file."""
