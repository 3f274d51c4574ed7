"""What stands before the first request: settings, the database, the messages."""
