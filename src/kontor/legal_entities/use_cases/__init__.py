"""The verbs of legal entities, one file each."""
