"""Which location serves which piece, and why: rules as data, one pure plan, every decision kept with its reasons."""
