"""`kontor backup` and `kontor restore`: the whole house in a folder, and back."""
