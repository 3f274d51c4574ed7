"""Files of articles, stock, prices, customers and orders, taken in as by the pages: kept, judged, worked on by a job."""

from __future__ import annotations

import binascii
from base64 import b64decode
from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import Field

from kontor.access.public import KeyHolder, NotAllowed
from kontor.channels.ports import Code, sized
from kontor.flows.bulk.files import begin_orders, begin_table
from kontor.flows.errors import ImportUnknown
from kontor.flows.imports.orders.columns import FIELDS_IN_ORDER
from kontor.flows.imports.orders.office import list_order_profiles
from kontor.flows.imports.tables.kinds import KINDS
from kontor.flows.imports.tables.running import guess_columns
from kontor.flows.imports.tables.sheets import Sheet, read_sheet
from kontor.kernel.actor import Actor
from kontor.legal_entities.public import list_legal_entities
from kontor.platform.keep.bulk_jobs import REFUSED, get_bulk_job, list_results_after
from kontor.platform.keep.imports import (
    ImportRow,
    change_import,
    get_import,
    keep_import,
    list_import_profiles,
    lock_import,
)
from kontor.platform.keep.runs import has_ended
from kontor.rest.auth import holder_of, require
from kontor.rest.finding import QueryWrong
from kontor.rest.once import do_once
from kontor.rest.schemas import After, Body, Limit, is_row

router = Router(tags=["imports"])


class ImportIn(Body):
    """A file. ``content``: its bytes in Base64. ``profile``: of orders, from which program they come; of a table, columns that
    were remembered under this name. ``columns``: field → heading; without, they are guessed. ``location``, ``price_list``: where
    no column says it. ``history``: orders of before, which touch no stock.
    """

    kind: Literal["orders", "products", "stock", "prices", "customers"]
    name: Annotated[Code, sized(200)]
    content: Annotated[str, Field(min_length=1, max_length=11_000_000)]
    profile: Annotated[str, Field(max_length=60)] = ""
    columns: Annotated[dict[str, str], Field(max_length=60)] | None = None
    decimal: Literal[",", "."] | None = None
    location: Annotated[str, sized(40)] = ""
    price_list: Annotated[str, sized(40)] = ""
    legal_entity: Annotated[str, sized(40)] = ""
    history: bool = False


class ImportOut(Schema):
    """A file on its way in, and how far it is; of orders only whether it is ended. ``columns``: which heading each field has."""

    id: int
    kind: str
    name: str
    columns: dict[str, str]
    rows: int
    done: int | None
    same: int | None
    refused: int | None
    waiting: int | None
    ended: bool


class RefusedRow(Schema):
    """A row that was refused, as it is numbered in the file, with the reason."""

    row: int
    name: str
    reason: str


class RefusedPage(Schema):
    """A page of rows; ``next`` goes into ``after`` of the next request, null on the last page."""

    rows: list[RefusedRow]
    next: str | None


@router.post("/imports", response={202: ImportOut})
def import_file(request: HttpRequest, file: ImportIn) -> HttpResponse:
    """Take a file in; what its rows do is worked on by a job, and none is refused for another one's sake."""
    by, holder = require(request, _right(file.kind)), holder_of(request)
    if file.kind == "orders":
        require(request, "payments:write")  # an order of a file may say that it is paid
    try:
        content = b64decode(file.content, validate=True)
    except (binascii.Error, ValueError):
        raise QueryWrong(field="content", reason="This is no Base64.") from None

    # Unpacking may take its time: it is done before the transaction, once.
    sheet = None if file.kind == "orders" else read_sheet(content)

    def work(at: datetime) -> tuple[int, dict[str, Any]]:
        facts = _facts_of_orders(file) if sheet is None else _facts_of_table(file, sheet, holder)
        rows = len(sheet.rows) if sheet is not None else 0
        key = keep_import(kind=file.kind, name=file.name, content=content, facts=facts, at=at, by=by)
        change_import(key, facts=facts, rows=rows)
        _begin(key, sheet, at, by)
        return 202, ImportOut(**_told(key)).model_dump(mode="json")

    return do_once(request, by, work, needs_key=True)


def _right(kind: str) -> str:
    return "orders:write" if kind == "orders" else KINDS[kind].right


def _facts_of_orders(file: ImportIn) -> dict[str, Any]:
    known = sorted(list_order_profiles())
    remembered = list_import_profiles("orders").get(file.profile, {})
    if file.profile not in known and not remembered:
        raise QueryWrong(field="profile", reason=f"Known: {', '.join([*known, *list_import_profiles('orders')])}.")
    columns = dict(file.columns or remembered.get("columns", {}))
    if unknown := sorted(set(columns).difference(FIELDS_IN_ORDER)):
        raise QueryWrong(field="columns", reason=f"No such field: {unknown[0]}.")
    companies = {it.code: it.id for it in list_legal_entities().values()}
    company = companies.get(file.legal_entity)
    if not file.legal_entity and len(companies) == 1:
        (company,) = companies.values()
    if company is None:
        raise QueryWrong(field="legal_entity", reason=f"Whose orders are these? Known: {', '.join(sorted(companies))}.")
    profile = remembered.get("profile", file.profile)
    return {"profile": profile, "columns": columns, "history": file.history, "legal_entity": company}


def _facts_of_table(file: ImportIn, sheet: Sheet, holder: KeyHolder) -> dict[str, Any]:
    kind = KINDS[file.kind]
    remembered = list_import_profiles(file.kind).get(file.profile, {}) if file.profile else {}
    if file.profile and not remembered:
        raise QueryWrong(field="profile", reason="No columns were remembered under this name.")
    columns = file.columns or remembered.get("columns") or guess_columns(kind, sheet.headings)
    named = file.columns is not None
    for field, heading in list(columns.items()):
        if field not in kind.by_name or heading not in sheet.headings:
            raise QueryWrong(field="columns", reason="No such field, or no such heading in the file.")
        if (right := kind.by_name[field].right) and not holder.may(right):
            if named:
                raise NotAllowed("This API key is not scoped for that.", needs=right)
            del columns[field]  # what it was not asked to write it does not write
    facts = {"decimal": sheet.decimal} | dict(remembered.get("facts", {})) | sheet.told
    told = {"decimal": file.decimal, "location": file.location, "price_list": file.price_list}
    facts |= {name: value for name, value in told.items() if value}
    return {"columns": dict(columns), "facts": facts}


def _begin(key: int, sheet: Sheet | None, at: datetime, by: Actor) -> None:
    lock_import(key)
    it = _import(key)
    if sheet is None:
        begin_orders(it, legal_entity_id=int(it.content["legal_entity"]), at=at, by=by)
    else:
        begin_table(it, sheet, at=at, by=by)


@router.get("/imports/{file}", response=ImportOut)
def show_import(request: HttpRequest, file: int) -> dict[str, Any]:
    """Return how far a file is."""
    _open(request, file)
    return _told(file)


@router.get("/imports/{file}/refused", response=RefusedPage)
def list_refused_rows(request: HttpRequest, file: int, after: After = 0, limit: Limit = 50) -> RefusedPage:
    """Return the rows of a table that were refused, each with its reason."""
    it = _open(request, file)
    found = list_results_after(it.job, after, outcome=REFUSED, most=limit) if it.job else []
    rows = [RefusedRow(row=row.key + 1, name=row.name, reason=row.reason) for _place, row in found]
    return RefusedPage(rows=rows, next=str(found[-1][0]) if len(found) == limit else None)


def _open(request: HttpRequest, key: int) -> ImportRow:
    """Return a file to whom may take such ones in. Refuses: NotAllowed, ImportUnknown."""
    if not any(holder_of(request).may(_right(kind)) for kind in ("orders", *KINDS)):
        raise NotAllowed("This API key is not scoped for that.")
    it = _import(key)
    require(request, _right(it.kind))
    return it


def _import(key: int) -> ImportRow:
    found = get_import(key) if is_row(key) else None
    if found is None:
        raise ImportUnknown(file=key)
    return found


def _told(key: int) -> dict[str, Any]:
    it = _import(key)
    job = get_bulk_job(it.job) if it.job else None
    ended = job.ended_at is not None if job else bool(it.run and has_ended(it.run))
    return {
        "id": it.id, "kind": it.kind, "name": it.name, "columns": it.content.get("columns", {}),
        "rows": it.rows, "done": job and job.done, "same": job and job.same, "refused": job and job.refused,
        "waiting": job and job.left, "ended": ended,
    }  # fmt: skip
