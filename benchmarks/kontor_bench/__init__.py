"""Benchmarks: Kontor beside the limit of pure SQL, in one run, on one database, with fsync on."""
