"""The verbs of inventory, one file each."""
