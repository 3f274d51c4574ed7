"""The verbs of customers, one file each."""
