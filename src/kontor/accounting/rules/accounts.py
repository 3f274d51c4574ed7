"""Which account of the German standard charts a sum belongs to.

Source: DATEV standard charts SKR03 and SKR04, 2026. The accounts for revenue are automatic ones where DATEV has them: they
take the VAT out of the gross amount by themselves.
"""

from __future__ import annotations

from decimal import Decimal
from enum import Enum

# Accounts of debtors; those of creditors follow.
DEBTORS = range(10_000, 70_000)


class Role(Enum):
    """What an account is for, besides revenue."""

    BANK = "bank"
    CLEARING = "clearing"
    ROUNDING = "rounding"
    DUNNING = "dunning"
    INTEREST = "interest"
    FEES = "fees"
    VOUCHERS = "vouchers"


_ROLES = {
    "SKR03": {
        Role.BANK: 1200, Role.CLEARING: 1360, Role.ROUNDING: 4900, Role.DUNNING: 2700, Role.INTEREST: 2650, Role.FEES:
        4760, Role.VOUCHERS: 1700,
    },
    "SKR04": {
        Role.BANK: 1800, Role.CLEARING: 1460, Role.ROUNDING: 6300, Role.DUNNING: 4830, Role.INTEREST: 7100, Role.FEES:
        6770, Role.VOUCHERS: 3500,
    },
}  # fmt: skip
# Revenue by case of VAT; None stands for the domestic accounts by rate.
_REVENUE: dict[str, dict[str, int | None]] = {
    "SKR03": {
        "domestic": None, "origin": None, "oss": 8320, "registered": 8320, "intra_community": 8125, "reverse_charge": 8336,
        "export": 8120, "small_business": 8195, "margin": 8193, "margin_taxed": 8191, "deemed_supplier": 8338,
    },
    "SKR04": {
        "domestic": None, "origin": None, "oss": 4320, "registered": 4320, "intra_community": 4125, "reverse_charge": 4336,
        "export": 4120, "small_business": 4185, "margin": 4138, "margin_taxed": 4136, "deemed_supplier": 4338,
    },
}  # fmt: skip
_BY_RATE = {
    "SKR03": {Decimal(19): 8400, Decimal(7): 8300, Decimal(16): 8340, Decimal(5): 8310, Decimal(0): 8290},
    "SKR04": {Decimal(19): 4400, Decimal(7): 4300, Decimal(16): 4340, Decimal(5): 4310, Decimal(0): 4290},
}
_OTHER_RATE = {"SKR03": 8200, "SKR04": 4200}


def account_of(chart: str, what: Role | str, rate: Decimal = Decimal(0)) -> int:
    """Return an account: of a role, or of the revenue of a case of VAT and, at home, a rate."""
    if isinstance(what, Role):
        return _ROLES[chart][what]
    if what == Role.VOUCHERS.value:  # sold vouchers are no revenue: they are owed
        return _ROLES[chart][Role.VOUCHERS]
    fixed = _REVENUE[chart][what]
    return fixed if fixed is not None else _BY_RATE[chart].get(rate, _OTHER_RATE[chart])
