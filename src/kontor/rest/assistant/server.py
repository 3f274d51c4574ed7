"""The tools of the protocol. What changes something is shown first and done when its seal comes back: somebody has agreed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Annotated, Any, Literal

from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import ToolAnnotations
from pydantic import Field

from kontor.rest.assistant.house import House, HouseRefused, seal_of
from kontor.rest.assistant.reading import MOST_ROWS, find_order, find_rows, show_article, show_order

_ABOUT = """Kontor is the order management of a merchant. Read before you answer: lists take conditions such as
{"state.in": "PLACED,HELD", "gross.least": "50", "sort": "-gross"}; describe_list tells which there are. Amounts have a point,
times are UTC.
A tool that changes something does nothing at first: it answers with what it would do and a seal. Show that to the person you work
for, and call again with the seal once he agrees."""
READS = ToolAnnotations(read_only_hint=True, open_world_hint=False)
CHANGES = ToolAnnotations(read_only_hint=False, destructive_hint=True, idempotent_hint=True, open_world_hint=False)
ListName = Literal[
    "orders", "products", "stock", "moves", "shipments", "customers", "invoices", "payments", "messages", "told", "mails",
    "entries",
]  # fmt: skip
Named = Annotated[
    str, Field(max_length=100, description="Number of the order, its number at the channel, or its uuid.")
]
Seal = Annotated[
    str, Field(max_length=12, description="What the first answer gave as seal, once the person has agreed.")
]
# Returns the key with which a request asks; raises HouseRefused where it has none.
KeyOf = Callable[[Any], str]


# Steps that a bulk verb judges without doing anything.
_JUDGED = {"hold": "hold", "lift-hold": "lift", "release": "release", "cancel": "cancel"}


def _refuse_judged(house: House, order: dict[str, Any], verb: str) -> None:
    """What would be refused is refused before anybody is asked to agree. Raises HouseRefused."""
    judged = house.send("POST", "/bulk/judge", {"of": "orders", "verb": verb, "rows": [order["uuid"]]})
    for refusal in judged["refused"]:
        raise HouseRefused(f"{refusal['reason']} [{refusal['code']}]")


class Assistant:
    """The server with its tools, for one house. ``asks``: what changes something is shown first."""

    def __init__(self, url: str, key_of: KeyOf, *, asks: bool = True) -> None:
        self._url, self._key_of, self._asks = url, key_of, asks
        self.server = MCPServer("kontor", title="Kontor", instructions=_ABOUT, version=version("kontor"))
        for reads in (self.find, self.describe_list, self.show_order, self.show_article, self.what_happened):
            self.server.add_tool(reads, annotations=READS, structured_output=False)
        for changes in (
            self.hold_order, self.lift_hold, self.release_order, self.cancel_order, self.write_note, self.set_tags,
            self.do_to_many,
        ):  # fmt: skip
            self.server.add_tool(changes, annotations=CHANGES, structured_output=False)

    @contextmanager
    def _house(self, ctx: Context[Any, Any]) -> Iterator[House]:
        try:
            with House(self._url, self._key_of(ctx)) as house:
                yield house
        except HouseRefused as refused:
            raise ToolError(str(refused)) from refused

    def find(
        self,
        ctx: Context[Any, Any],
        name: ListName,
        where: dict[str, str] | None = None,
        search: str = "",
        fields: str = "",
        limit: Annotated[int, Field(ge=1, le=MOST_ROWS)] = 20,
        after: str = "",
    ) -> Any:
        """Find rows of a list by conditions and search, the newest first; next of the answer is after of the next page."""
        with self._house(ctx) as house:
            return find_rows(house, name, where or {}, q=search, fields=fields, limit=limit, after=after)

    def describe_list(self, ctx: Context[Any, Any], name: ListName) -> Any:
        """Tell by which conditions a list can be asked, what it is sorted by, and what can be done to many of its rows."""
        with self._house(ctx) as house:
            return house.get(f"/lists/{name}")

    def show_order(self, ctx: Context[Any, Any], order: Named) -> Any:
        """Show all of an order: lines, money, parcels, invoices, what its channel was told, and what stands in its way."""
        with self._house(ctx) as house:
            return show_order(house, order, now=datetime.now(UTC))

    def show_article(self, ctx: Context[Any, Any], sku: Annotated[str, Field(max_length=100)]) -> Any:
        """Show an article and what may be sold of it."""
        with self._house(ctx) as house:
            return show_article(house, sku)

    def what_happened(self, ctx: Context[Any, Any], after: int = 0, types: str = "", limit: int = MOST_ROWS) -> Any:
        """Tell the news behind a place of the feed (0: what is kept), of these types (order.placed,order.held), in order."""
        with self._house(ctx) as house:
            return house.get("/news", after=after, types=types, limit=min(limit, MOST_ROWS))

    def hold_order(
        self,
        ctx: Context[Any, Any],
        order: Named,
        reason: Literal["address", "payment", "fraud", "customer", "manual"],
        note: str = "",
        seal: Seal = "",
    ) -> Any:
        """Stop an order before it leaves."""
        return self._step(ctx, order, "hold", {"reason": reason, "note": note}, seal)

    def lift_hold(
        self,
        ctx: Context[Any, Any],
        order: Named,
        reason: Literal["address", "payment", "fraud", "customer", "manual"],
        seal: Seal = "",
    ) -> Any:
        """Lift the hold of a reason; the order goes on once none is left."""
        return self._step(ctx, order, "lift-hold", {"reason": reason}, seal)

    def release_order(self, ctx: Context[Any, Any], order: Named, seal: Seal = "") -> Any:
        """Release an order to the warehouse."""
        return self._step(ctx, order, "release", {}, seal)

    def cancel_order(
        self,
        ctx: Context[Any, Any],
        order: Named,
        reason: Literal["buyer_asked", "out_of_stock", "address_wrong", "price_wrong", "unpaid", "other"],
        seal: Seal = "",
    ) -> Any:
        """Cancel a whole order that has not left; its stock is free again, its buyer and its channel hear of it."""
        return self._step(ctx, order, "cancel", {"reason": reason}, seal)

    def write_note(self, ctx: Context[Any, Any], order: Named, text: str, seal: Seal = "") -> Any:
        """Write a note on an order, for colleagues."""
        return self._step(ctx, order, "notes", {"text": text}, seal)

    def set_tags(self, ctx: Context[Any, Any], order: Named, tags: list[str], seal: Seal = "") -> Any:
        """Give an order these tags and no other."""
        return self._step(ctx, order, "tags", {"tags": tags}, seal, method="PUT")

    def do_to_many(
        self,
        ctx: Context[Any, Any],
        name: ListName,
        verb: str,
        where: dict[str, str],
        reason: str = "",
        text: str = "",
        seal: Seal = "",
    ) -> Any:
        """Do a verb to all rows of a list that meet the conditions, as a job; describe_list tells verbs and reasons."""
        asked = {"of": name, "verb": verb, "where": where, "reason": reason, "text": text}
        with self._house(ctx) as house:
            judged = house.send("POST", "/bulk/judge", asked)
            known = seal_of("bulk", asked, judged)
            if self._asks and seal != known:
                return {"done": False, "would": f"{verb} of {judged['rows']} {name}", "judged": judged, "seal": known}
            return {"done": True, "job": house.send("POST", "/bulk", asked)}

    def _step(
        self, ctx: Context[Any, Any], named: str, step: str, body: dict[str, Any], seal: str, *, method: str = "POST"
    ) -> Any:
        with self._house(ctx) as house:
            order = find_order(house, named)
            known = seal_of(step, order, body)
            if self._asks and seal != known:
                if step in _JUDGED:
                    _refuse_judged(house, order, _JUDGED[step])
                would = f"{step} of order {order['number']} ({order['state']}, {order['gross']} {order['currency']})"
                return {"done": False, "would": would, "with": body, "seal": known}
            house.send(method, f"/orders/{order['uuid']}/{step}", body)
            return {"done": True, "order": find_order(house, order["uuid"])}
