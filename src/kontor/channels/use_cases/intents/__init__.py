"""What a channel is told about an order: a verb a file."""
