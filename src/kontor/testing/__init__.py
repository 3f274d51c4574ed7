"""Kits for people who write connectors."""

from kontor.testing.kit import CheckResult, MarketplaceKit
from kontor.testing.memory import MemoryAccount

__all__ = ["CheckResult", "MarketplaceKit", "MemoryAccount"]
