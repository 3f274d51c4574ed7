"""Text as it comes from strangers: normalised, bounded, free of what a database cannot hold."""

from __future__ import annotations

import re
import unicodedata

# What XML 1.0 (section 2.2) knows no way to write: an electronic invoice could not hold it. Tab and line ends are none of these.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

_MAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s.,;<>]{2,}")


class UnusableText(ValueError):
    """The text holds a NUL byte, a lone surrogate, or is longer than allowed."""


def blank_controls(text: str) -> str:
    """Return the text with a blank for each control character, which no paper and no file for others can hold."""
    return _UNWRITABLE.sub(" ", text)


def clean_text(text: str, limit: int) -> str:
    """Return the text in NFC without control characters and outer blanks; raise UnusableText where it cannot be
    stored or is too long.
    """
    if "\x00" in text:
        raise UnusableText("a NUL byte")
    if text.isascii():
        tidy = text if text.isprintable() else blank_controls(text)
        tidy = tidy.strip()
    else:
        if any(0xD800 <= ord(char) <= 0xDFFF for char in text):
            raise UnusableText("half of a surrogate pair")
        tidy = blank_controls(unicodedata.normalize("NFC", text)).strip()
    if len(tidy) > limit:
        raise UnusableText(f"{len(tidy)} characters where {limit} are allowed")
    return tidy


def marked(text: str) -> str:
    """Mark a text that a person reads for the translators, where it is not translated yet (imported as ``_``)."""
    return text


def is_mail_address(text: str) -> bool:
    """Whether a text is the address of one mailbox, without a name before it."""
    return len(text) <= 254 and _MAIL.fullmatch(text) is not None
