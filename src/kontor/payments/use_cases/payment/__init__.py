"""What an order owes and what came in for it: a verb a file."""
