"""Letters to buyers."""
