"""What a channel paid out, and where its word and ours differ: a verb a file."""
