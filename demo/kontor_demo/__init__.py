"""The demo merchant: beside the product, found by its entry points."""
