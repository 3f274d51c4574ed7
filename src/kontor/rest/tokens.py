"""Tokens of OAuth 2 (RFC 6749, 4.4: client credentials): a program changes its key for a token that is over in an hour."""

from __future__ import annotations

import base64
import binascii
from typing import Any
from urllib.parse import unquote_plus

from django.core.exceptions import SuspiciousOperation
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from ninja import Router, Schema

from kontor.access.public import KeyRefused, ScopeRefused, issue_token
from kontor.kernel.clock import read_clock

router = Router(tags=["access"])


class TokenOut(Schema):
    """A token; it goes into ``Authorization: Bearer …`` until it is over."""

    access_token: str
    token_type: str
    expires_in: int
    scope: str


_ERROR = {
    "type": "object", "required": ["error"],
    "properties": {"error": {"type": "string"}, "error_description": {"type": "string"}},
}  # fmt: skip
_FORM = {
    "type": "object", "required": ["grant_type"],
    "properties": {
        "grant_type": {"type": "string", "enum": ["client_credentials"]},
        "client_id": {"type": "string", "description": "The name of the API key."},
        "client_secret": {"type": "string", "description": "The API key."},
        "scope": {"type": "string", "description": "Rights, with blanks; without: all that the key has."},
    },
}  # fmt: skip
_DESCRIBED: dict[str, Any] = {
    "requestBody": {"required": True, "content": {"application/x-www-form-urlencoded": {"schema": _FORM}}},
    "responses": {
        status: {"description": text, "content": {"application/json": {"schema": _ERROR}}}
        for status, text in ((400, "The request or the scope is wrong (RFC 6749, 5.2)."), (401, "No such client."))
    },
}


@router.post("/token", auth=None, response=TokenOut, openapi_extra=_DESCRIBED)
def change_key_for_token(request: HttpRequest) -> HttpResponse:
    """Change a key for a token: name and key of the client in the form or by HTTP Basic."""
    sent = _form_of(request)
    if sent.get("grant_type", "") != "client_credentials":
        code = "unsupported_grant_type" if sent.get("grant_type") else "invalid_request"
        return _refused(code, "grant_type is client_credentials.")
    name, secret = _client_of(request, sent)
    try:
        with transaction.atomic():
            issued = issue_token(
                name=name, secret=secret, scope=sent.get("scope", "").replace("\0", "").split(), at=read_clock()
            )
    except KeyRefused:
        return _refused("invalid_client", "There is no such client.", status=401)
    except ScopeRefused:
        return _refused("invalid_scope", "The key does not have these rights.")
    told = {
        "access_token": issued.token, "token_type": "Bearer", "expires_in": issued.life_s,
        "scope": " ".join(issued.capabilities),
    }  # fmt: skip
    return JsonResponse(told, headers={"Cache-Control": "no-store"})


def _form_of(request: HttpRequest) -> QueryDict:
    """Return what was sent as a form, nothing where it is none: whatever is sent, it is refused as the standard says."""
    if request.content_type != "application/x-www-form-urlencoded":
        return QueryDict()
    try:
        return QueryDict(request.body, encoding="utf-8")
    except (UnicodeDecodeError, SuspiciousOperation):
        return QueryDict()


def _client_of(request: HttpRequest, sent: QueryDict) -> tuple[str, str]:
    scheme, _, told = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "basic":
        try:
            name, _, secret = base64.b64decode(told, validate=True).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            return "", ""
        return unquote_plus(name).replace("\0", ""), unquote_plus(secret)
    return sent.get("client_id", "").replace("\0", ""), sent.get("client_secret", "")


def _refused(code: str, text: str, *, status: int = 400) -> HttpResponse:
    told = JsonResponse(
        {"error": code, "error_description": text}, status=status, headers={"Cache-Control": "no-store"}
    )
    if status == 401:
        told["WWW-Authenticate"] = 'Basic realm="kontor"'
    return told
