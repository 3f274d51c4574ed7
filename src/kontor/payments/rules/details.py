"""Who paid, and for what: the text of a transaction in MT940 (:86:), in the subfields of German banks or the words of others.

Source: DFÜ agreement (Die Deutsche Kreditwirtschaft), annex 3, chapter 8.2 (SEPA, 2024): subfields and keys of field 86;
the words between slashes are those of Dutch and Belgian banks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kontor.payments.rules.bank import find_iban

# A subfield holds so many signs: one that is full goes on in the next, in the middle of a word or a number.
_FULL = 27
_GERMAN = re.compile(r"\d{3}(?P<sign>[^0-9A-Za-z\s])(?=\d\d)")
_PURPOSE = frozenset((*range(20, 30), *range(60, 64)))
_KEYS = ("EREF", "KREF", "MREF", "CRED", "DEBT", "COAM", "OAMT", "SVWZ", "ABWA", "ABWE", "IBAN", "BIC", "PURP", "RREF")
_KEY = re.compile(rf"(?:^|(?<=[\s\n]))({'|'.join(_KEYS)})[+:]", re.MULTILINE)
_KEY_FIRST = re.compile(rf"(?:{'|'.join(_KEYS)})[+:]")
# What others put between slashes, where the whole text is made of it.
_SLASHED = re.compile(
    r"/(IBAN|BIC|NAME|REMI|EREF|MARF|CSID|TRTP|CNTP|CREF|ORDP|BENM|RTRN|PURP|ULTD|ULTB|CDTRREFTP|ID)/"
)


@dataclass(frozen=True, slots=True)
class Details:
    """What the text of a transaction tells."""

    purpose: str = ""
    name: str = ""
    account: str = ""
    end_to_end: str = ""


def read_details(text: str) -> Details:
    """Return what field 86 tells. ``text`` holds the bank's line breaks; a text of no known shape is all purpose."""
    if german := _GERMAN.match(text):
        return _read_german(text.replace("\n", ""), german["sign"])
    if text.startswith("/") and _SLASHED.match(text):
        return _read_slashed(text.replace("\n", ""))
    return Details(purpose=_tidy(text))


def _read_german(text: str, sign: str) -> Details:
    pieces: dict[int, list[str]] = {}
    purposes: list[str] = []
    # What follows the sign without a number of two digits is text: an address of mail, a question.
    for found in re.split(rf"{re.escape(sign)}(?=\d\d)", text)[1:]:
        number, words = int(found[:2]), found[2:]
        if number in _PURPOSE:
            purposes.append(words)
        else:
            pieces.setdefault(number, []).append(words)
    told = _read_keys(_join(purposes))
    bank, account = "".join(pieces.get(30, [])).strip(), "".join(pieces.get(31, [])).replace(" ", "")
    if account.isdigit() and re.fullmatch(r"\d{8}", bank):
        account = f"{bank}/{account}"
    purpose = " ".join(filter(None, (told.get(""), told.get("SVWZ"))))
    return Details(
        _tidy(purpose or " ".join(pieces.get(0, []))), _tidy(_join([*pieces.get(32, []), *pieces.get(33, [])])),
        find_iban(account or told.get("IBAN", "")), told.get("EREF", ""),
    )  # fmt: skip


def _join(pieces: list[str]) -> str:
    """Put pieces together: a full one goes on in the next, after a shorter one and before a key a new word begins."""
    joined = ""
    for before, piece in zip(["", *pieces], pieces, strict=False):
        if joined and (len(before) < _FULL or _KEY_FIRST.match(piece)):
            joined += "\n"
        joined += piece
    return joined


def _read_keys(text: str) -> dict[str, str]:
    """Return what stands behind each key of SEPA; what stands before the first, by an empty key."""
    head, *rest = _KEY.split(text)
    told = {"": _tidy(head)}
    for key, words in zip(rest[::2], rest[1::2], strict=True):
        # A reference is one word, however the pieces were broken; a purpose has its spaces.
        found = _tidy(words) if key in ("SVWZ", "ABWA", "ABWE") else "".join(words.split())
        told[key] = " ".join(filter(None, (told.get(key), found)))
    return told


def _read_slashed(text: str) -> Details:
    _, *rest = _SLASHED.split(text)
    told = {key: _tidy(words.strip("/")) for key, words in zip(rest[::2], rest[1::2], strict=True)}
    # The other side in one: account, bank, name and town.
    party = [part.strip() for part in told.get("CNTP", "").split("/")] + ["", "", ""]
    purpose = re.sub(r"^(USTD//|STRD/(CUR/|ISO/)?)", "", told.get("REMI", ""))
    return Details(
        purpose or told.get("TRTP", ""), told.get("NAME") or party[2],
        find_iban(told.get("IBAN") or party[0]), told.get("EREF", ""),
    )  # fmt: skip


def _tidy(text: str) -> str:
    return " ".join(text.split())
