"""Papers: typst writes them as PDF/A, with fonts that come with Kontor; a sign that none of them has is replaced, never fatal."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import Any

import typst

# Fonts beside those inside typst: Noto Sans CJK (Chinese, Japanese, Korean) and Noto Sans Thai, both under the SIL OFL.
_FONT_PACKAGES = ("cvttf_NotoSansCJK_Regular", "pylopdf_fonts_th")
# What stands where no font has the sign: an empty box, as everywhere.
REPLACEMENT = "\u25a1"
# So many different signs are replaced one by one; past that, whatever lies outside of the common planes is.
MOST_SIGNS = 40
_LACKING = re.compile(r"the text `\"(.+?)\"` could not be displayed", re.DOTALL)
# So the message writes what is not to be seen by itself.
_CODE = re.compile(r"\\u\{([0-9a-f]{1,6})\}")
_RARE = re.compile(r"[\u2190-\u2bff\U00010000-\U0010ffff\ufe0f\u200d]")


# The compiler is one object of a library that lets one thread in: a second one is refused ("Already borrowed").
_one_at_a_time = Lock()


@lru_cache(maxsize=1)
def _compiler() -> typst.Compiler:
    """Return the one compiler of this process: its fonts are read once, and it knows the fonts that come with it only."""
    folders = [place for name in _FONT_PACKAGES if (place := _folder_of(name)) is not None]
    fonts = typst.Fonts(font_paths=[str(place) for place in folders], include_system_fonts=False)
    return typst.Compiler(font_paths=fonts, ignore_system_fonts=True)


def _folder_of(package: str) -> Path | None:
    spec = find_spec(package)
    return Path(next(iter(spec.submodule_search_locations or []))) if spec else None


def typeset(template: bytes, *, name: str, data: Mapping[str, Any]) -> bytes:
    """Return a paper as PDF/A-3b. ``data`` is handed to the template as JSON under ``name``. Raises TypstError for a template
    that cannot be compiled.
    """
    text = json.dumps(data, ensure_ascii=False)
    for _ in range(MOST_SIGNS):
        try:
            return _compile(template, name, text)
        except typst.TypstError as failure:
            lacking = _LACKING.search(str(failure))
            if lacking is None:
                raise
            text = _replace(text, lacking[1])
    return _compile(template, name, _RARE.sub(REPLACEMENT, text))


def _replace(text: str, lacking: str) -> str:
    """Replace a sign that no font has; one that the message writes otherwise than the text goes with all of its kind."""
    sign = _CODE.sub(lambda code: chr(int(code[1], 16)), lacking)
    replaced = text.replace(sign, REPLACEMENT)
    return replaced if replaced != text else _RARE.sub(REPLACEMENT, text)


def _compile(template: bytes, name: str, text: str) -> bytes:
    with _one_at_a_time:
        pdf = _compiler().compile(input=template, format="pdf", sys_inputs={name: text}, pdf_standards=["a-3b"])
    assert isinstance(pdf, bytes)
    return pdf
