"""Where each piece ships from, and its way out of the door."""
