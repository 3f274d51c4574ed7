"""Kits for people who write connectors."""
