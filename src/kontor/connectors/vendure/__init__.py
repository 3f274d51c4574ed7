"""Vendure 3, Admin API. It is tested against a real shop (`make e2e-vendure`), not against a played one."""

from kontor.connectors.vendure.connector import Vendure

METADATA = {"code": "vendure", "name": "Vendure", "kind": "marketplace", "connector": Vendure}
