"""The verbs of access, one file each."""
