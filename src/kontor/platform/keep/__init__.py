"""What is kept: files, pictures, secrets, the audit trail; and what is forgotten in its time."""
