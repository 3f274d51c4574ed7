"""What is posted and kept."""
