"""The account of a stranger as it stands in the database: its address, settings, secrets, token, and the pace of all workers."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from typing import Any, Protocol

from django.db import models
from django.utils.translation import gettext_lazy as _

from kontor.kernel.accounts import Bucket, SettingField, Token
from kontor.kernel.clock import read_clock
from kontor.kernel.errors import Retryable
from kontor.platform.keep.vault import seal, unseal
from kontor.platform.outside.rate_limit import block, return_slot, take_slot

# A job waits for its turn for so long; past that it gives its place back and comes again later.
MOST_WAIT_S = 45.0
# Nobody is silent for longer than this at once, whatever a stranger says.
MOST_SILENCE_S = 900.0


class Card(Protocol):
    """What an account needs to know of its connector."""

    @property
    def base_url(self) -> str:
        """Return where the stranger is reached where the merchant said nothing else."""

    @property
    def buckets(self) -> tuple[Bucket, ...]:
        """Return its limits."""

    @property
    def fields(self) -> tuple[SettingField, ...]:
        """Return what a merchant must tell."""


class Account(models.Model):
    """Columns of every account of a stranger. Secrets and token are encrypted and bound to their row (``keep.vault``)."""

    base_url = models.CharField(_("Address"), max_length=200, blank=True)
    settings = models.JSONField(_("Settings"), default=dict, blank=True)
    secrets = models.BinaryField(default=b"")
    token = models.BinaryField(default=b"")
    token_expires_at = models.DateTimeField(_("Token ends"), null=True)
    problem = models.TextField(_("Last problem"), blank=True, default="")
    failed_at = models.DateTimeField(_("Last failure"), null=True)

    class Meta:
        abstract = True


class StoredAccount:
    """What a connector sees of its row: secrets are opened when they are needed and shown to nobody else. ``owner`` is what they
    are bound to, and whose turns are counted.
    """

    def __init__(self, row: Account, manifest: Card, *, owner: str, code: str) -> None:
        self._row = row
        self._manifest, self._owner, self._code = manifest, owner, code
        self._buckets = {bucket.name: bucket for bucket in manifest.buckets}

    def __repr__(self) -> str:
        return f"<account of {self.code}>"

    @property
    def code(self) -> str:
        """Return the code of the channel or of the account."""
        return self._code

    @property
    def base_url(self) -> str:
        """Return where the stranger is reached."""
        return str(self._row.base_url or self._manifest.base_url).rstrip("/")

    @property
    def settings(self) -> Mapping[str, str]:
        """Return what the merchant told, or the connector's defaults."""
        defaults = {field.name: field.default for field in self._manifest.fields if not field.secret}
        return {**defaults, **self._row.settings}

    @cached_property
    def secrets(self) -> Mapping[str, str]:
        """Return the credentials."""
        sealed = bytes(self._row.secrets)
        opened: dict[str, str] = json.loads(unseal(sealed, bound_to=f"{self._owner}:secrets")) if sealed else {}
        return opened

    def pace(self, bucket: str, cost: float = 1) -> None:
        """Wait for a turn within the stranger's limit. Raises Retryable where that takes too long."""
        limit = self._buckets[bucket]
        wait = take_slot(owner=self._owner, bucket=limit, cost=cost)
        if wait > MOST_WAIT_S:
            return_slot(owner=self._owner, bucket=limit, cost=cost)
            raise Retryable("The limit of calls is used up for the moment.", account=self.code, after_s=round(wait))
        if wait > 0:
            time.sleep(wait)

    def slow_down(self, bucket: str, seconds: float) -> None:
        """Let nobody ask for so long."""
        block(owner=self._owner, bucket=self._buckets[bucket], seconds=min(seconds, MOST_SILENCE_S))

    def token(self) -> Token | None:
        """Return the token that any worker got last."""
        row = self._rows().values_list("token", flat=True).first()
        if not row:
            return None
        kept = json.loads(unseal(bytes(row), bound_to=f"{self._owner}:token"))
        return Token(kept["access_token"], datetime.fromisoformat(kept["expires_at"]), kept.get("refresh_token", ""))

    def keep_token(self, token: Token) -> None:
        """Keep a new token for all workers."""
        told = {
            "access_token": token.access_token,
            "expires_at": token.expires_at.isoformat(),
            "refresh_token": token.refresh_token,
        }
        sealed = seal(json.dumps(told).encode(), bound_to=f"{self._owner}:token")
        self._rows().update(token=sealed, token_expires_at=token.expires_at)

    def _rows(self) -> Any:
        return type(self._row)._default_manager.filter(pk=self._row.pk)

    def now(self) -> datetime:
        """Return the time."""
        return read_clock()
