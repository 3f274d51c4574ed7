"""When a second person decides about money and credits."""

from __future__ import annotations

from decimal import Decimal
from hashlib import sha256

# By these the causes of refunds begin that somebody gave by hand, and of what is left over since less was agreed with the buyer.
BY_HAND, LEFT_OVER = "hand:", "left_over:"
# Of a cause of eighty signs so many name the form.
_NAMED = 40


def needs_second(amount: Decimal, *, limit: Decimal | None, given_before: Decimal) -> bool:
    """Whether a second person decides: what is to be given back of an order by hand, with what was so before, is above the limit.

    Without a limit nobody is asked; parting an amount into small ones does not get around it, and nothing needs nobody.
    """
    return limit is not None and amount > 0 and amount + given_before > limit


def request_cause(kind: str, form: str) -> str:
    """Return by what a request is known again that is sent twice: its kind and the number of the form, of forty signs at most."""
    return f"{kind}:{form if len(form) <= _NAMED else sha256(form.encode()).hexdigest()[:_NAMED]}"
