"""Jobs of pricing: ask the register of VAT ids."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import close_old_connections, transaction
from procrastinate.contrib.django import app

from kontor.kernel.actor import Actor
from kontor.kernel.clock import read_clock
from kontor.kernel.errors import Outside, Retryable
from kontor.platform.outside.guard import calling_outside
from kontor.platform.outside.registry import list_connectors
from kontor.platform.post.outbox import publish
from kontor.platform.start.environment import read_setting
from kontor.pricing.calls import VAT_CHECK_TASK, call_vat_check
from kontor.pricing.ports import VatRegister
from kontor.pricing.public import VatIdChecked, keep_vat_check

# Member states rest for an hour or a night.
ASK_AGAIN = timedelta(minutes=10)


class RegisterAccess:
    """Where the register is reached. It knows no accounts: nothing of it is kept, and it says itself when it is too much."""

    code = "vies"
    settings: Mapping[str, str] = {}
    secrets: Mapping[str, str] = {}

    @property
    def base_url(self) -> str:
        """Return its address."""
        return read_setting("KONTOR_VIES_URL").rstrip("/")

    def pace(self, bucket: str, cost: float = 1) -> None:
        """The register says when it is too much."""

    def slow_down(self, bucket: str, seconds: float) -> None:
        """Wait a moment; longer waits come with the next attempt."""
        time.sleep(min(seconds, 2.0))

    def token(self) -> None:
        """There is none."""

    def keep_token(self, token: Any) -> None:
        """There is none."""

    def now(self) -> datetime:
        """Return the time."""
        return read_clock()


@app.task(name=VAT_CHECK_TASK, queue="payments")
def check_vat_id(vat_id: str, asker: str, order_ids: list[int]) -> None:
    """Ask whether a VAT id is in use, and keep the answer; where nobody can tell now, ask again later."""
    close_old_connections()
    found = next((it for it in list_connectors().values() if it.kind == "vat_register"), None)
    if found is None:
        return
    register: VatRegister = found.make(RegisterAccess())
    try:
        with calling_outside():
            answer = register.ask(vat_id, asker)
    except Retryable:
        call_vat_check(vat_id=vat_id, asker=asker, order_ids=order_ids, wait=ASK_AGAIN)
        return
    except Outside:  # our own VAT id is wrong, or the register is not what we think: somebody looks
        with transaction.atomic():
            publish([VatIdChecked(order_id) for order_id in order_ids], at=read_clock(), by=Actor("register", "vies"))
        return
    with transaction.atomic():
        keep_vat_check(
            vat_id=vat_id,
            asker=asker,
            answer=answer,
            order_ids=order_ids,
            at=read_clock(),
            by=Actor("register", "vies"),
        )
