"""The documents beside the pages: what a page is for and how work is done with it, served by the house itself."""

from __future__ import annotations

from collections.abc import Container
from functools import cache
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.token import Token

from kontor.backoffice.access import needs
from kontor.backoffice.page import show_page

# Beside the package where it was built, in the repository else.
_HERE = Path(__file__).parents[2]
FOLDERS = (_HERE / "documents", _HERE.parents[1] / "docs")
_PARTS = ("how-to", "how-to/channels", "tutorials", "explanation")

FIRST = "first-order"
# Which document tells of a page: its name in the addresses, or that of its grid. A name that ends in * is all that begins so.
_OF = {
    "index": "set-up-the-house",
    "settings": "set-up-the-house",
    "order": "change-an-order",
    "order_change": "change-an-order",
    "order_enter*": "enter-an-order",
    "grid:orders": "work-with-lists",
    "bulk_job*": "work-with-lists",
    "list_mail*": "work-with-lists",
    "grid_mail*": "work-with-lists",
    "pick*": "pick-and-pack",
    "pack*": "pick-and-pack",
    "grid:shipments": "pick-and-pack",
    "stock*": "book-stock",
    "grid:stock": "book-stock",
    "grid:moves": "book-stock",
    "article*": "articles",
    "grid:articles": "articles",
    "catalog*": "articles",
    "customer*": "customers",
    "grid:customers": "customers",
    "grid:offers": "prices-and-vouchers",
    "pricing*": "prices-and-vouchers",
    "vouchers*": "prices-and-vouchers",
    "refund*": "payment-providers",
    "connect_provider": "payment-providers",
    "grid:payments": "payment-providers",
    "connect*": "sort-out-a-channel",
    "channel*": "sort-out-a-channel",
    "grid:inbox": "sort-out-a-channel",
    "grid:told": "sort-out-a-channel",
    "alarm*": "alarms",
    "waiting*": "sort-out-what-failed",
    "grid:failed": "sort-out-what-failed",
    "grid:mails": "sort-out-what-failed",
    "import*": "import-from-files",
    "grid:imports": "import-from-files",
    "bank*": "bookkeeping",
    "books*": "bookkeeping",
    "posting": "bookkeeping",
    "dunning*": "bookkeeping",
    "payouts": "bookkeeping",
    "margins": "bookkeeping",
    "invoice": "bookkeeping",
    "received*": "bookkeeping",
    "grid:invoices": "bookkeeping",
    "accounting*": "bookkeeping",
    "legal_entities*": "set-up-the-house",
    "locations*": "set-up-the-house",
    "sourcing*": "set-up-the-house",
    "messaging*": "set-up-the-house",
    "access*": "log-in-safely",
    "auth*": "log-in-safely",
    "person": "log-in-safely",
    "sign_in*": "log-in-safely",
    "mfa*": "log-in-safely",
    "keys": "use-the-api",
    "key_*": "use-the-api",
    "webhook*": "use-the-api",
    "grid:trail": "log-in-safely",
    "grid": "work-with-lists",
    "parts": "work-with-lists",
}


def document_of(name: str, grid: str = "") -> str:
    """Return the document that tells of a page, by the name of its address and of its grid."""
    if grid and (found := _OF.get(f"grid:{grid}")):
        return found
    if found := _OF.get(name):
        return found
    beginnings = [it for it in _OF if it.endswith("*") and name.startswith(it[:-1])]
    return _OF[max(beginnings, key=len)] if beginnings else FIRST


def help_link(request: HttpRequest) -> str:
    """Return the address of the document that tells of the page that is asked for."""
    match = request.resolver_match
    name = match.url_name or "" if match is not None else ""
    grid = str(match.kwargs.get("name", "")) if match is not None and name.startswith("grid") else ""
    return reverse("admin:help", args=[document_of(name, grid)])


@needs("", keeps_limits=True)
def show_help(request: HttpRequest, document: str) -> HttpResponse:
    """Show a document."""
    path = list_documents(get_language() or "").get(document)
    if path is None:
        raise Http404
    title, text = read_document(path, get_language() or "")
    return show_page(request, "home/help", title=title, text=text, others=_others())


def _others() -> list[tuple[str, str]]:
    """Return all documents by title, those first that say how something is done; of those in English alone it is said."""
    language = get_language() or ""
    own, english = list_documents(language), list_documents()
    told = {name: read_document(path, language)[0] for name, path in own.items()}
    foreign = () if language.startswith("en") else {name for name, path in own.items() if path == english[name]}
    return [(name, f"{title} ({_('in English')})" if name in foreign else title) for name, title in told.items()]


@cache
def list_documents(language: str = "") -> dict[str, Path]:
    """Return where the documents stand, by name: in the reader's language where they are written in it, else in English."""
    folder = next((it for it in FOLDERS if it.is_dir()), None)
    if folder is None:
        return {}
    found = {path.stem: path for part in _PARTS for path in sorted((folder / part).glob("*.md"))}
    translated = {path.stem: path for part in _PARTS for path in (folder / language[:2] / part).glob("*.md")}
    return found | translated


@cache
def read_document(path: Path, language: str = "") -> tuple[str, SafeString]:
    """Return the title of a document and what it says. Its HTML is written here: what stands in the text is never markup."""
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = reader.parse(path.read_text(encoding="utf-8"))
    title = str(_("Help"))
    if len(tokens) > 2 and tokens[0].tag == "h1":
        title, tokens = tokens[1].content, tokens[3:]
    for token in tokens:
        token.children = (
            _kept(token.children or [], list_documents(language)) if token.type == "inline" else token.children
        )
    return title, mark_safe(reader.renderer.render(tokens, reader.options, {}))


def _kept(parts: list[Token], known: Container[str]) -> list[Token]:
    """Lead links to other documents to their page here; of what is not here the words are left, of pictures nothing."""
    kept, closed = [], []
    for part in parts:
        if part.type == "link_open":
            name = Path(str(part.attrGet("href") or "").partition("#")[0]).stem
            outside = str(part.attrGet("href") or "").startswith("https://")
            closed.append(not (outside or name in known))
            if not closed[-1] and not outside:
                part.attrSet("href", reverse("admin:help", args=[name]))
        dropped = (part.type in ("link_open", "link_close") and closed and closed[-1]) or part.type == "image"
        if part.type == "link_close" and closed:
            closed.pop()
        if not dropped:
            kept.append(part)
    return kept
