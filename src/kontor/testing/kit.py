"""One suite for every connector, in and out of the tree: what it declares must work, and every fault must end well.

A connector is checked against its stage: a simulator that speaks the channel's protocol over HTTP (``METADATA["stage"]``
names its module with ``STAGE``, ``SETTINGS`` and ``SECRETS``), and against the payloads in its folder.
"""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kontor.channels.ports import Account, Marketplace
from kontor.connectors.transport import close_client
from kontor.testing import fetching, payloads, pushing, telling
from kontor.testing.memory import MemoryAccount
from kontor.testing.subject import DoesNotApply, Subject

Check = Callable[[Subject], None]


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What became of one check. One that does not apply holds, and ``why`` says why it was left out."""

    name: str
    holds: bool
    why: str = ""
    applies: bool = True

    @property
    def verdict(self) -> str:
        """Return ``yes``, ``NO``, or a dash where the check does not apply."""
        return "NO" if not self.holds else "yes" if self.applies else "–"


class MarketplaceKit:
    """The checks of one connector: its class, and the name of the module that plays its channel."""

    skus: tuple[str, ...] = ("LAMP", "VASE", "BOOK")

    def __init__(self, connector: type[Any], stage: str) -> None:
        self.connector = connector
        self.manifest = connector.manifest
        self.stage_module = importlib.import_module(stage)
        self.payloads = Path(inspect.getfile(self.connector)).parent / "payloads"
        self.stage: Any = None
        self.account: Any = None

    def open_stage(self) -> None:
        """Start a stage of its own for a check, with a few articles on it."""
        self.close_stage()
        self.stage = self.stage_module.STAGE(seed=7).start()
        offers = [{"sku": sku, "quantity": 50, "price": "19.90", "title": sku.title()} for sku in self.skus]
        self.stage.world.put_offers(offers)
        settings = {
            key: value.format(base_url=self.stage.base_url) for key, value in self.stage_module.SETTINGS.items()
        }
        settings |= {"callback_url": "http://127.0.0.1/push"}
        self.account = MemoryAccount("kit", self.stage.base_url, settings, self.stage_module.SECRETS)

    def close_stage(self) -> None:
        """End the stage."""
        if self.stage is not None:
            close_client()
            self.stage.stop()
            self.stage = None

    def marketplace(self) -> Marketplace:
        """Return a fresh connector of the account; it may keep no state between calls."""
        account: Account = self.account
        made: Marketplace = self.connector(account)
        return made

    def checks(self) -> Iterator[tuple[str, Check]]:
        """Yield every check with its name, the first line of its docstring."""
        for module in (payloads, fetching, telling, pushing):
            for name, check in vars(module).items():
                if name.startswith("check_"):
                    yield (inspect.getdoc(check) or name).split("\n")[0].rstrip("."), check

    def run_check(self, name: str, check: Check) -> CheckResult:
        """Run one check on a stage of its own."""
        try:
            self.open_stage()
            check(self)
        except DoesNotApply as left_out:
            return CheckResult(name, holds=True, why=str(left_out), applies=False)
        except AssertionError as failure:
            return CheckResult(name, holds=False, why=str(failure) or "does not hold")
        except Exception as failure:  # noqa: BLE001 - a connector's bug is a failed check, not the end of the suite
            return CheckResult(name, holds=False, why=f"{type(failure).__name__}: {failure}")
        finally:
            self.close_stage()
        return CheckResult(name, holds=True)

    def run(self) -> list[CheckResult]:
        """Run every check."""
        return [self.run_check(name, check) for name, check in self.checks()]
