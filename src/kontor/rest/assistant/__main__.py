"""Start the server: over standard input and output for an assistant on this machine, or over HTTP for others."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from typing import Any

from mcp.server.transport_security import TransportSecuritySettings

from kontor.rest.assistant.house import HouseRefused
from kontor.rest.assistant.server import Assistant


def _given_key(ctx: Any) -> str:
    """Return the key of this process."""
    return os.environ["KONTOR_API_KEY"]


def _sent_key(ctx: Any) -> str:
    """Return the key that a request brought along. Raises HouseRefused."""
    request = ctx.request_context.request
    scheme, _, key = (request.headers.get("authorization", "") if request is not None else "").partition(" ")
    if scheme.lower() != "bearer" or not key:
        raise HouseRefused("Send the API key as Authorization: Bearer …")
    return str(key)


def main(arguments: list[str] | None = None) -> int:
    """Serve until told to stop."""
    parser = argparse.ArgumentParser(prog="kontor mcp")
    parser.add_argument("--url", default="http://127.0.0.1:8000")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--bind", default="127.0.0.1")
    parser.add_argument("--host", action="append", default=[])
    parser.add_argument("--without-asking", action="store_true")
    given = parser.parse_args(arguments)
    # Standard output belongs to the protocol.
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING)
    asks = not given.without_asking
    if given.port:
        import uvicorn  # noqa: PLC0415 - only where it serves over HTTP

        assistant = Assistant(given.url, _sent_key, asks=asks)
        hosts = [f"{name}:{given.port}" for name in ("127.0.0.1", "localhost")] + given.host
        app = assistant.server.streamable_http_app(
            stateless_http=True, json_response=True, host=given.bind,
            transport_security=TransportSecuritySettings(allowed_hosts=hosts, allowed_origins=[]),
        )  # fmt: skip
        uvicorn.run(app, host=given.bind, port=given.port, log_level="warning")
        return 0
    if not os.environ.get("KONTOR_API_KEY"):
        print("Set KONTOR_API_KEY to the key that the assistant asks with.", file=sys.stderr)  # noqa: T201
        return 2
    Assistant(given.url, _given_key, asks=asks).server.run("stdio")
    return 0


if __name__ == "__main__":
    sys.exit(main())
