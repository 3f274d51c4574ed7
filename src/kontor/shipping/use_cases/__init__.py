"""The verbs of shipping, one file each."""
