"""What a channel sent: a verb a file."""
