"""The verbs of catalog, one file each."""
