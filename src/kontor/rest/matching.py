"""Versions of what is told: an answer bears its tag (ETag), and a change may say which one it builds on (If-Match; RFC 9110)."""

from __future__ import annotations

import hashlib
import json

from django.http import HttpRequest, HttpResponse
from ninja import Schema

from kontor.kernel.errors import Refused


class ChangedSince(Refused):
    """This is not what it was when you read it: read it again, and decide anew."""

    code = "request.changed_since"


def text_of(body: Schema) -> str:
    """Return an answer as it is sent."""
    return json.dumps(body.model_dump(mode="json"))


def tag_of(text: str) -> str:
    """Return the tag of an answer."""
    return f'"{hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:32]}"'


def tell(request: HttpRequest, body: Schema) -> HttpResponse:
    """Answer with its tag; 304 and nothing where the asker has just this."""
    text = text_of(body)
    tag = tag_of(text)
    if tag in _tags(request.headers.get("If-None-Match", "")):
        return HttpResponse(status=304, headers={"ETag": tag})
    return HttpResponse(text, content_type="application/json", headers={"ETag": tag})


def with_tag(answer: HttpResponse) -> HttpResponse:
    """Give an answer that tells the whole of a thing its tag."""
    if answer.status_code < 300:
        answer["ETag"] = tag_of(answer.content.decode())
    return answer


def asks_for_match(request: HttpRequest) -> bool:
    """Whether a change builds on what was read."""
    return "If-Match" in request.headers


def require_match(request: HttpRequest, body: Schema) -> None:
    """A change is made only to what its sender has seen. The caller holds it. Refuses: ChangedSince."""
    tags = _tags(request.headers.get("If-Match", "*"))
    if "*" not in tags and tag_of(text_of(body)) not in tags:
        raise ChangedSince


def _tags(header: str) -> set[str]:
    return {tag.strip() for tag in header.split(",") if tag.strip()}
