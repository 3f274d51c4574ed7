"""Writes the typed Python client from the description of the API: ``python -m kontor.config.client clients/python``."""

from __future__ import annotations

import keyword
import os
import sys
from pathlib import Path
from typing import Any

import django

Schema = dict[str, Any]
_HEAD = '''"""The calls of the API and what they take and give; written by ``make client`` from its description, not by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal, NotRequired, TypedDict, cast
from urllib.parse import quote

from kontor_client.transport import Transport

'''
# Parameters that every list has, besides its conditions.
_OF_LISTS = ("q", "sort", "fields", "limit", "after")
_PLAIN = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "null": "None"}


class ClientWriter:
    """Collects the types that operations name, and writes both."""

    def __init__(self, document: Schema) -> None:
        self._document = document
        self._known: dict[str, str] = {}

    def write(self) -> str:
        """Return the module."""
        methods = "".join(
            self._method(method, path, operation)
            for path, operations in self._document["paths"].items()
            for method, operation in operations.items()
            if operation["operationId"] != "change_key_for_token"
        )
        types = "\n\n".join(it for it in self._known.values() if it)
        api = f'class Api(Transport):\n    """One Kontor, asked with one key."""\n{methods}'
        return f"{_HEAD}\n{types}\n\n\n{api}"

    def _type(self, schema: Schema, name: str = "") -> str:
        if "$ref" in schema:
            return self._named(schema["$ref"].rsplit("/", 1)[1])
        if "const" in schema or "enum" in schema:
            return f"Literal[{', '.join(repr(it) for it in schema.get('enum', [schema.get('const')]))}]"
        if "anyOf" in schema:
            kinds = [self._type(it, name) for it in schema["anyOf"]]
            # Amounts travel as texts, in both directions.
            kinds = [it for it in dict.fromkeys(kinds) if not (it == "float" and "str" in kinds)]
            return " | ".join(kinds)
        match schema.get("type"):
            case "array":
                return f"list[{self._type(schema.get('items', {}), name)}]"
            case "object" if "properties" in schema:
                return self._declare(schema.get("title") or name, schema)
            case "object":
                more = schema.get("additionalProperties")
                return f"dict[str, {self._type(more) if isinstance(more, dict) else 'Any'}]"
            case str() as kind:
                return _PLAIN[kind]
        return "Any"

    def _named(self, name: str) -> str:
        schema = self._document["components"]["schemas"][name]
        # What is one of some words is told by these words.
        return self._declare(name, schema) if "properties" in schema else self._type(schema, name)

    def _declare(self, name: str, schema: Schema) -> str:
        name = "".join(it for it in name.title().replace("_", "") if it.isalnum()) if "_" in name else name
        if name not in self._known:
            self._known[name] = ""  # one that names itself ends here
            needed = set(schema.get("required", ()))
            fields = ""
            for field, told in schema["properties"].items():
                kind = self._type(told, f"{name}_{field}")
                fields += f"    {field}: {kind if field in needed else f'NotRequired[{kind}]'}\n"
            text = " ".join(str(schema.get("description", name)).split()).replace("``", "`")
            # What is written last is named by what was written before.
            del self._known[name]
            self._known[name] = f'class {name}(TypedDict):\n    """{_wrapped(text, 4)}"""\n\n{fields}'
        return name

    def _method(self, method: str, path: str, operation: Schema) -> str:
        name = operation["operationId"]
        parameters = operation.get("parameters", [])
        of_path = [it["name"] for it in parameters if it["in"] == "path"]
        query = [it for it in parameters if it["in"] == "query"]
        is_list = any("." in it["name"] for it in query)
        content = operation.get("requestBody", {}).get("content", {}).get("application/json")
        gives, binary = self._gives(operation, name)
        takes = [f"{_safe(it)}: str | int" for it in of_path]
        if content:
            takes.append(f"body: {self._type(content['schema'], f'{name}_body')}")
        named, sent = self._query(query, is_list=is_list)
        if method != "get":
            named += ['idempotency_key: str = ""', 'if_match: str = ""']
        star = ["*", *named] if named else []
        place = path.removeprefix("/api/v1")
        for it in of_path:
            place = place.replace(f"{{{it}}}", f"{{quote(str({_safe(it)}), safe='')}}")
        asked = [f'"{method.upper()}"', f'{"f" if of_path else ""}"{place}"']
        asked += [f"query={sent}"] if sent else []
        asked += ["body=body"] if content else []
        asked += ["idempotency_key=idempotency_key", "if_match=if_match"] if method != "get" else []
        call = f"self.{'fetch' if binary else 'call'}({', '.join(asked)})"
        text = _wrapped(" ".join((operation.get("description") or operation["summary"]).split()).replace("``", "`"), 8)
        told = f"cast({gives!r}, {call})" if not binary and gives != "None" else call
        result = told if gives == "None" else f"return {told}"
        head = f"\n    def {name}({', '.join(['self', *takes, *star])}) -> {gives}:\n"
        written = f'{head}        """{text}"""\n        {result}\n'
        return written + (self._each(name, gives) if is_list else "")

    def _gives(self, operation: Schema, name: str) -> tuple[str, bool]:
        for status, answer in operation["responses"].items():
            if str(status).startswith("2"):
                content = answer.get("content") or {}
                if "application/json" in content:
                    return self._type(content["application/json"]["schema"], f"{name}_answer"), False
                if content:
                    return "bytes", True
                return ("Any", False) if str(status) == "200" else ("None", False)
        return "Any", False

    def _query(self, query: list[Schema], *, is_list: bool) -> tuple[list[str], str]:
        if is_list:
            named = ["where: Mapping[str, str] | None = None"]
            named += [
                f"{it}: {'int' if it == 'limit' else 'str'} = {50 if it == 'limit' else repr('')}" for it in _OF_LISTS
            ]
            pairs = ", ".join(f'"{it}": {it}' for it in _OF_LISTS)
            return named, f"{{**(where or {{}}), {pairs}}}"
        named = []
        for it in query:
            kind = self._type(it["schema"])
            several = kind.startswith("list[")
            kind = f"Sequence[{kind[5:-1]}]" if several else kind.replace(" | None", "")
            named.append(
                f"{_safe(it['name'])}: {kind}" if it.get("required") else f"{_safe(it['name'])}: {kind} | None = None"
            )
        pairs = ", ".join(f'"{it["name"]}": {_safe(it["name"])}' for it in query)
        return named, f"{{{pairs}}}" if query else ""

    def _each(self, name: str, page: str) -> str:
        rows = next(iter(self._document["components"]["schemas"][page]["properties"]))
        row = self._type(self._document["components"]["schemas"][page]["properties"][rows])[5:-1]
        each = name.replace("list_", "each_of_", 1)
        return f'''
    def {each}(self, *, where: Mapping[str, str] | None = None, q: str = "", sort: str = "", fields: str = "") -> Iterator[{row}]:
        """Walk through all rows of ``{name}``, page by page."""
        after = ""
        while True:
            page = self.{name}(where=where, q=q, sort=sort, fields=fields, limit=200, after=after)
            yield from page.get("{rows}", [])
            after = page.get("next") or ""
            if not after:
                return
'''


def _safe(name: str) -> str:
    return f"{name}_" if keyword.iskeyword(name) else name


def _wrapped(text: str, indent: int) -> str:
    lines, line = [], ""
    for word in text.split():
        if len(line) + len(word) > 110:
            lines.append(line)
            line = ""
        line = f"{line} {word}".strip()
    pad = " " * indent
    return f"\n{pad}".join([*lines, line]) + (f"\n{pad}" if lines else "")


def write_client(folder: Path) -> None:
    """Write the generated module of the client."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kontor.config.settings")
    django.setup()
    from kontor.rest.api import api  # noqa: PLC0415 - needs loaded apps

    text = ClientWriter(api.get_openapi_schema(path_prefix="/api/v1/")).write()
    (folder / "src" / "kontor_client" / "api.py").write_text(text)


if __name__ == "__main__":
    write_client(Path(sys.argv[1]))
