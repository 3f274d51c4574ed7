"""Messages to buyers: templates with flat placeholders, written once per cause, sent after the commit."""
