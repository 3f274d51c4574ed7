"""A played login of a company: OpenID Connect Core 1.0, code flow with PKCE (RFC 7636), over real HTTP.

Whoever is sent there is let in at once as the person whom the director has seated (``person``).
"""

from __future__ import annotations

import base64
import hashlib
import secrets
import time
from typing import Any
from urllib.parse import parse_qs, urlencode

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from kontor.simulators.stage.protocol import Refuse, Reply, Request, open_to_all, route
from kontor.simulators.stage.server import Stage

CLIENT, SECRET = "kontor-client", "kontor-secret"
_KEY_ID = "played"


class CompanyLoginStage(Stage):
    """The play. ``person``: what is told of who comes; ``refuses``: the error that everybody is sent back with."""

    code = "company_login"

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.person: dict[str, Any] = {"sub": "1", "email": "", "email_verified": True}
        self.refuses = ""
        self._codes: dict[str, tuple[dict[str, Any], str]] = {}
        self._known: dict[str, dict[str, Any]] = {}
        self._key = rsa.generate_private_key(public_exponent=65537, key_size=2048)

    @open_to_all
    @route("GET", "/.well-known/openid-configuration")
    def describe_itself(self, request: Request) -> Reply:
        """Say where what is found."""
        return Reply(
            200,
            {
                "issuer": self.base_url, "authorization_endpoint": f"{self.base_url}/authorize",
                "token_endpoint": f"{self.base_url}/token", "userinfo_endpoint": f"{self.base_url}/userinfo",
                "jwks_uri": f"{self.base_url}/keys", "response_types_supported": ["code"],
                "subject_types_supported": ["public"], "id_token_signing_alg_values_supported": ["RS256"],
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
                "code_challenge_methods_supported": ["S256"],
            },
        )  # fmt: skip

    @open_to_all
    @route("GET", "/authorize")
    def authorise_somebody(self, request: Request) -> Reply:
        """Let somebody in, or send him back with an error."""
        if request.arg("client_id") != CLIENT or request.arg("response_type") != "code":
            raise Refuse(400, {"error": "unauthorized_client"})
        back = {"state": request.arg("state")}
        if self.refuses:
            back["error"] = self.refuses
        else:
            back["code"] = secrets.token_urlsafe(16)
            self._codes[back["code"]] = (dict(self.person), request.arg("code_challenge"))
        return Reply(302, None, {"Location": f"{request.arg('redirect_uri')}?{urlencode(back)}"})

    @open_to_all
    @route("POST", "/token")
    def give_token(self, request: Request) -> Reply:
        """Change a code for tokens, once, to who can prove that he asked for it."""
        sent = {name: values[0] for name, values in parse_qs(request.body.decode()).items()}
        if (sent.get("client_id"), sent.get("client_secret")) != (CLIENT, SECRET):
            raise Refuse(401, {"error": "invalid_client"})
        person, challenge = self._codes.pop(sent.get("code", ""), ({}, ""))
        proof = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        if not person or base64.urlsafe_b64encode(proof).rstrip(b"=").decode() != challenge:
            raise Refuse(400, {"error": "invalid_grant"})
        access, now = self.new_token(), int(time.time())
        self._known[access] = person
        told = {"iss": self.base_url, "aud": CLIENT, "iat": now, "exp": now + 300, **person}
        signed = jwt.encode(told, self._key, algorithm="RS256", headers={"kid": _KEY_ID})
        return Reply(200, {"access_token": access, "token_type": "Bearer", "expires_in": 300, "id_token": signed})

    @route("GET", "/userinfo")
    def tell_person(self, request: Request) -> Reply:
        """Tell who came."""
        return Reply(200, self._known[request.headers["authorization"].removeprefix("Bearer ")])

    @open_to_all
    @route("GET", "/keys")
    def list_keys(self, request: Request) -> Reply:
        """Tell the key that tokens are signed with."""
        public = jwt.algorithms.RSAAlgorithm.to_jwk(self._key.public_key(), as_dict=True)
        return Reply(200, {"keys": [{**public, "kid": _KEY_ID, "use": "sig", "alg": "RS256"}]})


STAGE = CompanyLoginStage
