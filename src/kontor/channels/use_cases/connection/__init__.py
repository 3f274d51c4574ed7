"""A sales channel and the connection to it: a verb a file."""
