"""Parcels and their labels: booked at a carrier by intent, so that a crash never buys one twice."""
