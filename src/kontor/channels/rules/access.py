"""Whether everything is there that a connector needs."""

from __future__ import annotations

from collections.abc import Mapping

from kontor.channels.errors import AccessIncomplete
from kontor.channels.ports import ConnectorManifest
from kontor.kernel.egress import fault_of


def check_access(
    manifest: ConnectorManifest, base_url: str, settings: Mapping[str, str], secrets: Mapping[str, str]
) -> None:
    """Judge what was told of an account. Refuses: AccessIncomplete, naming what is missing and what nobody asked for."""
    asked = {field.name for field in manifest.fields}
    told = {name for name, value in {**settings, **secrets}.items() if value}
    missing = [
        field.name for field in manifest.fields if not field.optional and not field.default and field.name not in told
    ]
    if not (base_url or manifest.base_url):
        missing.insert(0, "base_url")
    if unknown := sorted(told - asked):
        raise AccessIncomplete(
            "The connector knows no such setting.", connector=manifest.name, unknown=", ".join(unknown),
            known=", ".join(sorted(asked)),
        )  # fmt: skip
    if missing:
        raise AccessIncomplete("The connector needs more.", connector=manifest.name, missing=", ".join(missing))
    if base_url and (fault := fault_of(base_url)):
        raise AccessIncomplete(fault, base_url=base_url[:60])
