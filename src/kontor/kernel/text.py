"""Text as it comes from strangers: normalised, bounded, free of what a database cannot hold."""

from __future__ import annotations

import unicodedata


class UnusableText(ValueError):
    """The text holds a NUL byte, a lone surrogate, or is longer than allowed."""


def clean_text(text: str, limit: int) -> str:
    """Return the text in NFC without outer blanks; raise UnusableText where it cannot be stored or is too long."""
    if text.isascii():
        tidy = text.strip()
    else:
        if any(0xD800 <= ord(char) <= 0xDFFF for char in text):
            raise UnusableText("half of a surrogate pair")
        tidy = unicodedata.normalize("NFC", text).strip()
    if "\x00" in tidy:
        raise UnusableText("a NUL byte")
    if len(tidy) > limit:
        raise UnusableText(f"{len(tidy)} characters where {limit} are allowed")
    return tidy
