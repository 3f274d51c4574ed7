"""What an assistant reads: lists, one order with all that stands in its way, one article, the news."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from kontor.rest.assistant.house import House, HouseRefused

MOST_ROWS = 50


def find_rows(house: House, name: str, where: Mapping[str, str], **page: Any) -> Any:
    """Return rows of a list that meet all conditions ("state.in": "PLACED,HELD")."""
    paths = {"moves": "/stock/moves", "messages": "/inbox", "entries": "/trail"}
    return house.get(paths.get(name, f"/{name}"), **{**where, **page})


def find_order(house: House, named: str) -> dict[str, Any]:
    """Return an order by its number, their number or its uuid. Raises HouseRefused where there is none, or more than one."""
    text = named.strip().lstrip("#")
    if len(text) == 36 and text.count("-") == 4:
        told: dict[str, Any] = house.get(f"/orders/{text}")
        return told
    for condition in ("number.is", "external_id.is"):
        rows = house.get("/orders", **{condition: text, "fields": "uuid,number,channel", "limit": 2})["orders"]
        if len(rows) > 1:
            raise HouseRefused(f"Several channels have an order {text}: {', '.join(it['channel'] for it in rows)}.")
        if rows:
            told = house.get(f"/orders/{rows[0]['uuid']}")
            return told
    raise HouseRefused(f"There is no order {text}.")


def show_order(house: House, named: str, *, now: datetime) -> dict[str, Any]:
    """Return all of an order with its parcels, money and messages, as far as the key may see them, and what stands in its way."""
    order = find_order(house, named)
    beside: dict[str, Any] = {}
    for name, path, asked in (
        ("shipments", "/shipments", order["number"]), ("payments", "/payments", order["number"]),
        ("invoices", "/invoices", order["number"]), ("told", "/told", order["external_id"]),
    ):  # fmt: skip
        try:
            beside[name] = next(iter(house.get(path, q=asked, limit=20).values()))
        except HouseRefused as closed:
            beside[name] = str(closed)
    return {"order": order, "in_its_way": list_obstacles(order, now), **beside}


def list_obstacles(order: Mapping[str, Any], now: datetime) -> list[str]:
    """Return why an order has not left, in words."""
    found = [f"on hold ({it['reason']}) since {it['placed_at']}: {it['note']}".rstrip(": ") for it in order["holds"]]
    if not order["secured"] and order["state"] in ("PLACED", "HELD"):
        found.append(f"its payment ({order['payment']}) is not certain yet")
    for line in order["lines"]:
        if line["short"]:
            found.append(f"{line['short']} of {line['ordered']} {line['sku']} are not in stock")
    open_pieces = sum(line["ordered"] - line["cancelled"] - line["shipped"] for line in order["lines"])
    if order["state"] == "RELEASED" and open_pieces:
        found.append(f"{open_pieces} pieces are with the warehouse and have not left")
    due = order.get("ship_by")
    if due and open_pieces and datetime.fromisoformat(due) < now:
        found.append(f"it should have left by {due}")
    return found


def show_article(house: House, sku: str) -> dict[str, Any]:
    """Return an article with what may be sold of it."""
    told: dict[str, Any] = house.get(f"/products/{sku}")
    try:
        told["availability"] = house.get("/availability", sku=sku)
    except HouseRefused as closed:
        told["availability"] = str(closed)
    return told
