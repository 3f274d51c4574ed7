"""The refusals of access."""

from kontor.kernel.errors import Refused


class LastOwner(Refused):
    """Nobody could change users and roles any more; give another person that right first."""

    code = "access.last_owner"


class GrantTooMuch(Refused):
    """Nobody gives rights that he does not have himself, nor changes somebody who has more."""

    code = "access.grant_too_much"


class NotAllowed(Refused):
    """Your role does not allow this; ask an owner of this Kontor for the right."""

    code = "access.not_allowed"
