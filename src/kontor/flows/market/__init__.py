"""What channels are offered and told."""
