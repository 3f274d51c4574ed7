"""The verbs of locations, one file each."""
