"""The verbs of messaging, one file each."""
