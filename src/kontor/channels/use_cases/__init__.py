"""The verbs of channels, one file each."""
