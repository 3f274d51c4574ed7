"""VIES asks the member state that issued a VAT id, and gives a consultation number as proof to whoever names his own.

Source: European Commission, VIES REST interface, ``POST /check-vat-number`` and its error words, as known in November 2026.
The register cannot be reached from where this was written: try it once before you rely on it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kontor.channels.ports import Account
from kontor.connectors.transport import Call, Refusal, Transport
from kontor.kernel.errors import Misconfigured, Retryable
from kontor.pricing.ports import VatAnswer, VatRegister

# What the register says where the question itself is no VAT id, and where the asker's own is none.
_NO_ID, _NO_ASKER = "INVALID_INPUT", "INVALID_REQUESTER_INFO"


class Vies(VatRegister):
    """The register. It asks for no login."""

    def __init__(self, account: Account) -> None:
        self._transport = Transport(account, self._open)

    def _open(self, call: Call, fresh: bool) -> Mapping[str, str]:  # noqa: FBT001
        return {}

    def ask(self, vat_id: str, asker: str) -> VatAnswer:
        """Ask whether a VAT id is in use today."""
        body = {"countryCode": vat_id[:2], "vatNumber": vat_id[2:]}
        if asker:
            body |= {"requesterMemberStateCode": asker[:2], "requesterNumber": asker[2:]}
        try:
            told = self._transport.call("POST", "/check-vat-number", bucket="calls", json=body, writes=False).json
        except Refusal as refusal:
            told = refusal.body
        if words := _errors(told):
            if _NO_ID in words:
                return VatAnswer(valid=False, name="", address="", proof="", told=told)
            if _NO_ASKER in words:
                raise Misconfigured("VIES knows no VAT id of ours: correct it at the legal entity.", asker=asker)
            raise Retryable("The member state cannot answer now.", why=", ".join(words))
        return VatAnswer(
            valid=bool(told["valid"]), name=_text(told.get("name")), address=_text(told.get("address")),
            proof=_text(told.get("requestIdentifier")), told=told,
        )  # fmt: skip


def _errors(told: Any) -> list[str]:
    """Return the words of the register's refusal; it comes under 200 or under 4xx alike."""
    if not isinstance(told, Mapping):
        return ["NO_ANSWER"]
    if "valid" in told:
        return []
    return [str(it.get("error", "")) for it in told.get("errorWrappers") or ()] or ["NO_ANSWER"]


def _text(value: Any) -> str:
    # Member states that tell no name answer with dashes.
    return "" if value in (None, "---") else str(value).strip()
