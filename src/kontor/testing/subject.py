"""What a check is given: the connector under test and the stage it plays on."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol

from kontor.channels.ports import Feature, Marketplace


class Subject(Protocol):
    """The connector under test."""

    connector: type[Any]
    manifest: Any
    stage: Any
    stage_module: Any
    account: Any
    skus: tuple[str, ...]
    payloads: Path

    def marketplace(self) -> Marketplace:
        """Return a fresh connector of the account."""


class DoesNotApply(Exception):
    """The check asks for something that this connector does not declare."""


def needs(kit: Subject, feature: Feature) -> None:
    """Leave a check out where the feature is not declared. Raises DoesNotApply with the manifest's reason."""
    if feature not in kit.manifest.features:
        raise DoesNotApply(kit.manifest.without[feature])
