"""Channels: connected, in health, told; messages that nobody understood."""
