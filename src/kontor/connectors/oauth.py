"""Access tokens: asked for with authlib's OAuth2, kept for all workers, renewed a minute before they end."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from urllib.parse import parse_qsl

import httpx2
from authlib.oauth2.auth import ClientAuth
from authlib.oauth2.rfc6749 import OAuth2Token
from authlib.oauth2.rfc6749.parameters import prepare_token_request

from kontor.channels.ports import Account, Token
from kontor.connectors.transport import Call, shared_client
from kontor.kernel.errors import Misconfigured, Retryable

# A token that ends while a call is under way is of no use.
LEEWAY = timedelta(seconds=60)
DEFAULT_LIFE_S = 600


class OAuth:
    """The tokens of one account, by client credentials or by a refresh token."""

    def __init__(
        self,
        account: Account,
        *,
        token_url: str,
        grant: str,
        auth_method: str = "client_secret_post",
        as_json: bool = False,
        header: str = "Authorization",
        prefix: str = "Bearer ",
        **extra: str,
    ) -> None:
        self._account = account
        self._url = token_url
        self._grant = grant
        self._method = auth_method
        self._as_json = as_json
        self._header, self._prefix = header, prefix
        self._extra = extra

    def __call__(self, call: Call, fresh: bool) -> Mapping[str, str]:  # noqa: FBT001
        """Return the header that proves who we are."""
        return {self._header: self._prefix + self.access_token(fresh=fresh)}

    def access_token(self, *, fresh: bool = False) -> str:
        """Return a token that lives long enough; another worker may have renewed it already."""
        kept = self._kept()
        if kept is not None and not fresh and kept.expires_at - LEEWAY > self._account.now():
            return kept.access_token
        return self._renew(kept).access_token

    def _kept(self) -> Token | None:
        return self._account.token()

    def _keep(self, token: Token) -> None:
        self._account.keep_token(token)

    def _renew(self, kept: Token | None) -> Token:
        secrets = self._account.secrets
        refresh = (kept.refresh_token if kept else "") or secrets.get("refresh_token", "")
        wanted = {"refresh_token": refresh} if self._grant == "refresh_token" else {}
        body = prepare_token_request(self._grant, **wanted, **self._extra)
        auth = ClientAuth(secrets.get("client_id", ""), secrets.get("client_secret", ""), self._method)
        headers = {"Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded"}
        url, headers, body = auth.prepare("POST", self._url, headers, body)  # type: ignore[no-untyped-call]
        response = self._send(url, headers, body)
        try:
            told = response.json()
        except ValueError:
            raise Retryable("The channel's token server gives no token.", channel=self._account.code) from None
        if response.status_code == 429 or response.status_code >= 500:
            raise Retryable("The channel's token server is not available.", status=response.status_code)
        if response.status_code >= 400 or "access_token" not in told:
            raise Misconfigured(
                "The channel gives us no token: enter the credentials again.", channel=self._account.code,
                error=str(told.get("error", response.status_code) if isinstance(told, dict) else response.status_code),
            )  # fmt: skip
        token = OAuth2Token.from_dict(told)  # type: ignore[no-untyped-call]
        life = timedelta(seconds=int(token.get("expires_in", DEFAULT_LIFE_S)))
        new = Token(token["access_token"], self._account.now() + life, token.get("refresh_token") or refresh)
        self._keep(new)
        return new

    def _send(self, url: str, headers: Mapping[str, str], body: str) -> httpx2.Response:
        try:
            if self._as_json:
                pairs = dict(parse_qsl(body))
                return shared_client().post(url, json=pairs, headers={"Accept": "application/json"})
            return shared_client().post(url, content=body.encode(), headers=dict(headers))
        except httpx2.TransportError as failure:
            raise Retryable("The channel's token server cannot be reached.", why=type(failure).__name__) from None


class OAuthApart(OAuth):
    """Tokens for another purpose than the account's: kept by this object alone, so that none takes the place of the account's."""

    _own: Token | None = None

    def _kept(self) -> Token | None:
        return self._own

    def _keep(self, token: Token) -> None:
        self._own = token
