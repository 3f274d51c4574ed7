"""The login of the company (OpenID Connect), where the operator has named one."""

from __future__ import annotations

from typing import Any

from kontor.platform.start.environment import read_setting


def company_logins() -> list[dict[str, Any]]:
    """Return how allauth is to ask the company's login; empty where there is none.

    Only an e-mail that the login itself calls verified counts, unless the operator says that all are (KONTOR_OIDC_TRUST_MAIL):
    whoever may write a foreign e-mail into his own profile there would come in here as somebody else.
    """
    if not read_setting("KONTOR_OIDC_URL"):
        return []
    return [
        {
            "provider_id": "company", "name": read_setting("KONTOR_OIDC_NAME"),
            "client_id": read_setting("KONTOR_OIDC_CLIENT"), "secret": read_setting("KONTOR_OIDC_SECRET"),
            "settings": {
                "server_url": read_setting("KONTOR_OIDC_URL"), "oauth_pkce_enabled": True,
                "verified_email": read_setting("KONTOR_OIDC_TRUST_MAIL") == "1",
            },
        }
    ]  # fmt: skip
