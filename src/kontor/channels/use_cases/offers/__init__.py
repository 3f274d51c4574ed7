"""What a channel shows of ours: quantities and prices: a verb a file."""
