"""The verbs of sourcing, one file each."""
