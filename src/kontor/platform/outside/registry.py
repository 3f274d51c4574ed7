"""Connectors are found by entry point (``kontor.connectors``), so third parties need no fork."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import entry_points
from typing import Any


@dataclass(frozen=True, slots=True)
class ConnectorFound:
    """What a connector package says of itself in METADATA. ``stage`` names the module that plays its channel, if any."""

    code: str
    name: str
    kind: str
    make: Any
    stage: str = ""

    @property
    def manifest(self) -> Any:
        """Return what the connector declares: a ConnectorManifest of a marketplace, None of others."""
        return getattr(self.make, "manifest", None)


@lru_cache(maxsize=1)
def list_connectors() -> Mapping[str, ConnectorFound]:
    """Return every installed connector by its code."""
    found = {}
    for point in entry_points(group="kontor.connectors"):
        metadata = point.load().METADATA
        found[metadata["code"]] = ConnectorFound(
            metadata["code"], metadata["name"], metadata["kind"], metadata["connector"], metadata.get("stage", "")
        )
    return found
