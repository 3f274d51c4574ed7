"""Wiring: settings, addresses, worker, which connectors are installed."""
