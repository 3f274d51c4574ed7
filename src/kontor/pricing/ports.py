"""What a register of VAT ids must offer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class VatAnswer:
    """What the register says: whether the VAT id is in use, whose it is where that is told, and the number of the answer that
    proves it to a tax office. ``told`` is the answer as it came.
    """

    valid: bool
    name: str
    address: str
    proof: str
    told: Mapping[str, Any]


class VatRegister(Protocol):
    """A register of VAT ids."""

    def __init__(self, account: Any) -> None:
        """Take where it is reached."""

    def ask(self, vat_id: str, asker: str) -> VatAnswer:
        """Return whether a VAT id is in use today; with our own as ``asker`` the answer has a proof.

        Raises Retryable where nobody can tell now, Misconfigured where our own VAT id is the fault.
        """
