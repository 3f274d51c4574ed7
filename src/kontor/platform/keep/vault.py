"""The vault: secrets are encrypted at rest and bound to the row that they belong to (AES-256-GCM).

A sealed secret that is copied to another row does not open there; one that was altered does not open at all.
"""

from __future__ import annotations

import base64
import os
import secrets
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kontor.kernel.errors import Misconfigured
from kontor.platform.start.environment import home, make_home, read_setting

_NONCE_BYTES = 12
_KEY_BYTES = 32


class SecretLocked(Misconfigured):
    """A stored secret does not open: the credentials key is another one, or the row was altered. Enter it again."""

    code = "platform.secret_locked"


def seal(plain: bytes, *, bound_to: str) -> bytes:
    """Encrypt a secret for one owner."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + AESGCM(credentials_key()).encrypt(nonce, plain, bound_to.encode())


def unseal(sealed: bytes, *, bound_to: str) -> bytes:
    """Decrypt a secret of this owner. Refuses: SecretLocked."""
    try:
        return AESGCM(credentials_key()).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], bound_to.encode())
    except (InvalidTag, ValueError):
        raise SecretLocked(owner=bound_to) from None


def key_here(folder: Path) -> bytes | None:
    """Return the key of the environment, or the one that lies in a folder of keys; None where there is none. Makes none."""
    given = read_setting("KONTOR_CREDENTIALS_KEY")
    path = folder / "credentials_key"
    if not given and not path.exists():
        return None
    return base64.b64decode(given or path.read_text())


@lru_cache(maxsize=1)
def credentials_key() -> bytes:
    """Return the key of the vault; an embedded installation makes its own once."""
    found = key_here(home() / "keys")
    if found is not None:
        return found
    make_home()
    path = home() / "keys" / "credentials_key"
    path.parent.mkdir(exist_ok=True, mode=0o700)
    draft = path.with_name(f"credentials_key.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(base64.b64encode(secrets.token_bytes(_KEY_BYTES)).decode())
    try:
        os.link(draft, path)  # the first of two starters wins, and nobody reads half a key
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return base64.b64decode(path.read_text())
