"""Countries by their code or by their name in German or English, as files and people write them."""

from __future__ import annotations

from functools import cache, lru_cache

from babel import Locale

# What the library names beside countries: unions, islands without a code of their own in ISO 3166, placeholders.
_NO_COUNTRIES = frozenset("EU EZ UN ZZ QO XA XB AC CP DG EA IC TA CQ".split())
# Names and codes that are common and stand in no list.
_OTHER_NAMES = {
    "usa": "US", "u.s.a.": "US", "united states of america": "US", "uk": "GB", "great britain": "GB", "england": "GB",
    "scotland": "GB", "großbritannien": "GB", "grossbritannien": "GB", "england (uk)": "GB", "holland": "NL", "eire": "IE",
    "czech republic": "CZ", "tschechische republik": "CZ", "rsa": "ZA", "uae": "AE", "brd": "DE", "el": "GR", "xi": "GB",
    "turkey": "TR", "türkei": "TR", "ic": "ES", "channel islands": "JE", "korea": "KR", "russia": "RU",
}  # fmt: skip


@cache
def list_codes() -> dict[str, str]:
    """Return each name and code in lower case with the code of ISO 3166."""
    found = dict(_OTHER_NAMES)
    for language in ("de", "en"):
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRIES:
                found[name.casefold()] = found[code.casefold()] = code
    return found


def find_country(text: str) -> str | None:
    """Return the code of a country that is told by a code or by a name, None where there is none such."""
    return list_codes().get(" ".join(text.split()).casefold())


@lru_cache(maxsize=64)
def name_countries(language: str) -> tuple[tuple[str, str], ...]:
    """Return all countries with their names in a language, in the order of these."""
    names = Locale.parse(language.replace("-", "_")).territories
    return tuple(sorted(((code, names[code]) for code in set(list_codes().values())), key=lambda it: it[1]))
