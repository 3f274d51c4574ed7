"""Kontor: order management for merchants who sell on many channels."""
