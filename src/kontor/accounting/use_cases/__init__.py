"""The verbs of accounting, one file each."""
