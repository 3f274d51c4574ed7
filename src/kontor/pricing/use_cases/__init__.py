"""The verbs of pricing, one file each."""
