"""The refusals of messaging."""

from kontor.kernel.errors import NotFound, Refused


class WebhookUnknown(NotFound):
    """There is no such webhook."""

    code = "messaging.webhook_unknown"


class WebhookWrong(Refused):
    """This does not fit a webhook. The fact *field* names where."""

    code = "messaging.webhook_wrong"


class WebhookRests(Refused):
    """This webhook is paused; let it hear again first."""

    code = "messaging.webhook_rests"


class WebhookTaken(Refused):
    """Another webhook has this name already."""

    code = "messaging.webhook_taken"


class NoMailAddress(Refused):
    """This is no mail address: correct it at the order, then send the mail again."""

    code = "messaging.no_mail_address"


class NoMailServer(Refused):
    """No mail server is set (KONTOR_SMTP_URL): set one, start Kontor anew, and send this mail then."""

    code = "messaging.no_mail_server"
