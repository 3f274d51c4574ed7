"""What every invoice needs to know of who sells."""

from __future__ import annotations

from kontor.kernel.text import marked as _

_SHOWN, _ONE_NUMBER = (
    _("Fill this in: every invoice shows it."),
    _("Fill in this or the VAT id: every invoice needs one of them."),
)
ON_PAPERS = ("street", "city", "vat_id", "tax_number")


def find_lacking_on_papers(*, street: str, city: str, vat_id: str, tax_number: str) -> dict[str, str]:
    """Return the fields without which a company writes no invoice, each with what to do: its address and one number of the tax
    office. Source: § 14 (4) no. 1 and 2 UStG.
    """
    lacking = {name: _SHOWN for name, value in (("street", street), ("city", city)) if not value}
    return lacking | ({} if vat_id or tax_number else {"tax_number": _ONE_NUMBER})
