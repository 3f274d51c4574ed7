"""The verbs of invoicing, one file each."""
