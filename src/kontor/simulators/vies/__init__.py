"""A played VIES: it knows the VAT ids that the director enters, and member states that rest now and then."""

from __future__ import annotations

from typing import Any

from kontor.simulators.stage.protocol import Reply, Request, route
from kontor.simulators.stage.server import Stage


class ViesStage(Stage):
    """The play. ``known``: VAT id → name."""

    code = "vies"

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.known: dict[str, str] = {}
        self.resting: set[str] = set()
        self.refuses_us = False
        self.asked: list[dict[str, str]] = []

    def authorise(self, request: Request) -> None:
        """Anybody may ask."""

    @route("POST", "/check-vat-number")
    def check(self, request: Request) -> Reply:
        """Answer for the member state."""
        sent = request.json()
        self.asked.append(sent)
        country, number = sent["countryCode"], sent["vatNumber"]
        if country in self.resting:
            return Reply(200, {"actionSucceed": False, "errorWrappers": [{"error": "MS_UNAVAILABLE"}]})
        if self.refuses_us:
            return Reply(400, {"actionSucceed": False, "errorWrappers": [{"error": "INVALID_REQUESTER_INFO"}]})
        if not number.isalnum():
            return Reply(400, {"actionSucceed": False, "errorWrappers": [{"error": "INVALID_INPUT"}]})
        name = self.known.get(country + number)
        proof = f"WAPIAAAA{len(self.asked):06d}" if sent.get("requesterNumber") else ""
        return Reply(
            200,
            {
                "countryCode": country, "vatNumber": number, "requestDate": "2026-11-24T10:00:00.000Z",
                "valid": name is not None, "requestIdentifier": proof, "name": name or "---", "address": "---",
            },
        )  # fmt: skip


STAGE = ViesStage
