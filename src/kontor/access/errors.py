"""The refusals of access."""

from kontor.kernel.errors import NotFound, Refused


class LastOwner(Refused):
    """Nobody could change users and roles any more; give another person that right first."""

    code = "access.last_owner"


class GrantTooMuch(Refused):
    """Nobody gives rights that he does not have himself, nor changes somebody who has more."""

    code = "access.grant_too_much"


class KeyTaken(Refused):
    """There is a key of this name already, or there was one."""

    code = "access.key_taken"


class KeyRefused(Refused):
    """There is no living API key of this name with this secret."""

    code = "access.key_refused"


class ScopeRefused(Refused):
    """The key does not have these rights."""

    code = "access.scope_refused"


class LocaleUnknown(Refused):
    """Kontor does not speak this language, or there is no such time zone."""

    code = "access.locale_unknown"


class NotAllowed(Refused):
    """Your role does not allow this; ask an owner of this Kontor for the right."""

    code = "access.not_allowed"


class ViewNotNamed(Refused):
    """A view needs a name of at most 60 signs."""

    code = "access.view_not_named"


class ViewTooLong(Refused):
    """These are more conditions than a view can hold; leave some out."""

    code = "access.view_too_long"


class TooManyViews(Refused):
    """You have kept as many views of this grid as its tabs can hold; delete one first."""

    code = "access.too_many_views"


class ViewMailed(Refused):
    """Others have this view mailed to them, and would hear no more; ask them to end that first."""

    code = "access.view_mailed"


class ViewUnknown(NotFound):
    """There is no such view, or it belongs to somebody else."""

    code = "access.view_unknown"


class RhythmUnknown(Refused):
    """Choose one of the days that are offered, and a time of the day."""

    code = "access.rhythm_unknown"


class ReadersWrong(Refused):
    """Name one to twenty mail addresses, each in a line of its own."""

    code = "access.readers_wrong"


class ListMailUnknown(NotFound):
    """This list is mailed to nobody, or somebody else set it up."""

    code = "access.list_mail_unknown"
