"""Strangers: who they are, how they are reached, how fast they are asked, and what they were asked for."""
