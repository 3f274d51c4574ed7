"""What is bought changes, or is bought no more: a verb a file."""
