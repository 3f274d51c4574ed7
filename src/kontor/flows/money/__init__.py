"""Money that comes, goes and finds its orders."""
