"""Which line of the German advance VAT return a sale belongs to.

Source: form USt 1 A 2026, part on sales: lines are named by their code numbers (Kennzahlen).
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

_BY_RATE = {Decimal(19): "81", Decimal(7): "86"}
_OTHER_RATE = "35"
_BY_CASE = {
    "intra_community": "41", "export": "43", "margin": "", "vouchers": "", "small_business": "",
    # Services to businesses of other member states (§ 18b UStG).
    "reverse_charge": "21",
    # Taxed abroad, so not taxable here; the OSS return tells the tax.
    "oss": "45", "registered": "45", "deemed_supplier": "45",
}  # fmt: skip


def line_of_return(tax_case: str, rate: Decimal) -> str:
    """Return the code number; empty for what the return does not ask."""
    if tax_case in ("domestic", "origin", "margin_taxed"):
        return _BY_RATE.get(rate, _OTHER_RATE if rate else "48")
    return _BY_CASE.get(tax_case, "")


def quarter_end(day: date) -> date:
    """Return the last day of the quarter in which a day lies."""
    first_after = date(day.year + 1, 1, 1) if day.month > 9 else date(day.year, (day.month - 1) // 3 * 3 + 4, 1)
    return first_after - timedelta(days=1)
