"""Keys of other programs."""
