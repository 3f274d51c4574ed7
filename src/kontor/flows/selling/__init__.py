"""From the order that comes in to the one that is ready: understood, priced, paid for, amended."""
