"""Plays Amazon's notifications and the queue at AWS into which they are written."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
import uuid
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from kontor.simulators.stage.protocol import Refuse, Reply, Request, iso, open_to_all, route
from kontor.simulators.stage.server import Stage
from kontor.simulators.stage.things import SimOrder

SELLER, MARKETPLACE = "A2KONTOR", "A1PA6795UKMFR9"
QUEUE_KEY, QUEUE_SECRET = "AKIAKONTOR", "secret-queue"
ARN = "arn:aws:sqs:eu-west-1:123456789012:kontor"
SCOPE = "sellingpartnerapi::notifications"
CLOCK_SKEW_S = 900


def errors(code: str, message: str, details: str = "") -> dict[str, Any]:
    """Return the body of a refusal."""
    return {"errors": [{"code": code, "message": message, "details": details}]}


@dataclass(slots=True)
class Waiting:
    """A message in the queue; hidden until ``seen_at`` for everybody but who holds its last receipt."""

    body: str
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    receipt: str = ""
    hidden_until: float = 0.0


class Notices(Stage):
    """The part of the play that writes into the queue."""

    def __init__(self, *, seed: int = 1, port: int = 0) -> None:
        self.queue: list[Waiting] = []
        self._grantless: set[str] = set()
        self._destinations: dict[str, dict[str, Any]] = {}
        self._subscription: dict[str, Any] | None = None
        super().__init__(seed=seed, port=port)

    def grantless_token(self, scope: str) -> Reply:
        """Give the app a token of its own, which no seller stands behind."""
        if scope != SCOPE:
            return Reply(400, {"error": "invalid_scope", "error_description": "The requested scope is invalid"})
        token = self.new_token()
        self._grantless.add(token)
        return Reply(200, {"access_token": token, "token_type": "bearer", "expires_in": self.token_life_s})

    def _push_soon(self, order: SimOrder) -> None:
        super()._push_soon(order)
        if self._subscription is not None:
            with self.world.lock:
                self.queue.append(Waiting(json.dumps(self._notice(order, self._subscription["subscriptionId"]))))

    def _notice(self, order: SimOrder, subscription: str) -> dict[str, Any]:
        now = iso(self.world.now())
        status = {"pending": "Pending", "partly": "PartiallyShipped", "shipped": "Shipped", "cancelled": "Canceled"}
        told = {
            "NotificationLevel": "OrderLevel", "SellerId": SELLER, "AmazonOrderId": order.id,
            "OrderChangeType": "OrderStatusChange",
            "OrderChangeTrigger": {"TimeOfOrderChange": now, "ChangeReason": "Order status changed"},
            "Summary": {
                "MarketplaceId": MARKETPLACE, "OrderStatus": status.get(order.stage, "Unshipped"),
                "PurchaseDate": iso(order.created_at), "FulfillmentType": "MFN", "OrderType": "StandardOrder",
                "DestinationPostalCode": order.postal_code,
                "NumberOfItemsShipped": sum(line.shipped for line in order.lines),
                "NumberOfItemsUnshipped": sum(line.open for line in order.lines),
                "OrderItems": [
                    {
                        "OrderItemId": line.id, "SellerSKU": line.sku, "OrderItemStatus": "Unshipped",
                        "SupplySourceId": "",
                        "Quantity": line.quantity, "QuantityShipped": line.shipped,
                    }
                    for line in order.lines
                ],
            },
        }  # fmt: skip
        about = {"ApplicationId": "amzn1.app", "SubscriptionId": subscription, "PublishTime": now}
        return {
            "NotificationVersion": "1.0", "NotificationType": "ORDER_CHANGE", "PayloadVersion": "1.0", "EventTime": now,
            "Payload": {"OrderChangeNotification": told},
            "NotificationMetadata": {**about, "NotificationId": str(uuid.uuid4())},
        }  # fmt: skip

    # --- destinations and subscriptions ------------------------------------------------------------------------

    def _app_only(self, request: Request) -> None:
        if request.headers.get("x-amz-access-token", "") not in self._grantless:
            raise Refuse(403, errors("Unauthorized", "Access to requested resource is denied.", "Grantless only."))

    @route("GET", "/notifications/v1/destinations")
    def destinations(self, request: Request) -> Reply:
        """List where messages may go."""
        self._app_only(request)
        return Reply(200, {"payload": list(self._destinations.values())})

    @route("POST", "/notifications/v1/destinations")
    def make_destination(self, request: Request) -> Reply:
        """Take a queue in."""
        self._app_only(request)
        told = request.json()
        arn = told["resourceSpecification"]["sqs"]["arn"]
        if any(row["resource"]["sqs"]["arn"] == arn for row in self._destinations.values()):
            return Reply(409, errors("InvalidInput", "The destination exists already."))
        row = {"destinationId": str(uuid.uuid4()), "name": told["name"], "resource": {"sqs": {"arn": arn}}}
        self._destinations[row["destinationId"]] = row
        return Reply(200, {"payload": row})

    @route("GET", "/notifications/v1/subscriptions/ORDER_CHANGE")
    def subscription(self, request: Request) -> Reply:
        """Tell the subscription."""
        if self._subscription is None:
            return Reply(404, errors("NotFound", "No subscription found."))
        return Reply(200, {"payload": self._subscription})

    @route("POST", "/notifications/v1/subscriptions/ORDER_CHANGE")
    def make_subscription(self, request: Request) -> Reply:
        """Subscribe a destination; there is one for each seller and app."""
        told = request.json()
        destination = self._destinations.get(told["destinationId"])
        if destination is None or told["payloadVersion"] != "1.0":
            return Reply(400, errors("InvalidInput", "The destination or the version is unknown."))
        if self._subscription is not None:
            return Reply(409, errors("InvalidInput", "The subscription exists already."))
        row = {"subscriptionId": str(uuid.uuid4()), "payloadVersion": "1.0", "destinationId": told["destinationId"]}
        self._subscription = row if destination["resource"]["sqs"]["arn"] == ARN else None
        return Reply(200, {"payload": row})

    # --- the queue ------------------------------------------------------------------------------------------------

    @route("POST", "/")
    @open_to_all
    def sqs(self, request: Request) -> Reply:
        """Answer as SQS: one address for every action."""
        if problem := _signature_problem(request):
            return Reply(403, {"__type": f"com.amazon.coral.service#{problem}", "message": problem})
        told = request.json()
        if not str(told["QueueUrl"]).endswith("/123456789012/kontor"):
            kind = "com.amazonaws.sqs#QueueDoesNotExist"
            return Reply(400, {"__type": kind, "message": "The specified queue does not exist."})
        action = request.headers.get("x-amz-target", "").removeprefix("AmazonSQS.")
        if action == "ReceiveMessage":
            return self._receive(int(told.get("MaxNumberOfMessages", 1)), int(told.get("VisibilityTimeout", 30)))
        if action == "DeleteMessageBatch":
            return self._delete(told["Entries"])
        return Reply(400, {"__type": "com.amazon.coral.service#UnknownOperationException"})

    def _receive(self, most: int, hidden_s: int) -> Reply:
        with self.world.lock:
            seen = [row for row in self.queue if row.hidden_until <= time.monotonic()][:most]
            for row in seen:
                row.receipt, row.hidden_until = str(uuid.uuid4()), time.monotonic() + hidden_s
            told = [
                {
                    "MessageId": row.id, "ReceiptHandle": row.receipt, "Body": row.body,
                    "MD5OfBody": hashlib.md5(row.body.encode(), usedforsecurity=False).hexdigest(),
                }
                for row in seen
            ]  # fmt: skip
        return Reply(200, {"Messages": told} if told else {})

    def _delete(self, entries: list[dict[str, Any]]) -> Reply:
        if not 1 <= len(entries) <= 10:
            return Reply(400, {"__type": "com.amazonaws.sqs#TooManyEntriesInBatchRequest"})
        gone = {entry["ReceiptHandle"] for entry in entries}
        with self.world.lock:
            self.queue = [row for row in self.queue if row.receipt not in gone]
        return Reply(200, {"Successful": [{"Id": entry["Id"]} for entry in entries], "Failed": []})

    def show_again(self) -> None:
        """Let the time pass after which messages that nobody deleted come again."""
        with self.world.lock:
            for row in self.queue:
                row.hidden_until = 0.0


def _signature_problem(request: Request) -> str:
    """Check Signature Version 4, written from its description and not with the connector's library. Returns what is wrong."""
    scheme, _, rest = request.headers.get("authorization", "").partition(" ")
    parts = dict(part.strip().split("=", 1) for part in rest.split(",") if "=" in part)
    if scheme != "AWS4-HMAC-SHA256" or not parts.keys() >= {"Credential", "SignedHeaders", "Signature"}:
        return "MissingAuthenticationToken"
    key, _, scope = parts["Credential"].partition("/")
    if key != QUEUE_KEY:
        return "InvalidClientTokenId"
    moment = request.headers.get("x-amz-date", "")
    age = abs(time.time() - _seconds(moment))
    if age > CLOCK_SKEW_S:
        return "SignatureDoesNotMatch"
    names = parts["SignedHeaders"].split(";")
    heads = "".join(f"{name}:{' '.join(request.headers.get(name, '').split())}\n" for name in names)
    digest = hashlib.sha256(request.body).hexdigest()
    canonical = "\n".join([request.method, urlsplit(request.url).path or "/", "", heads, ";".join(names), digest])
    wanted = "\n".join(["AWS4-HMAC-SHA256", moment, scope, hashlib.sha256(canonical.encode()).hexdigest()])
    secret = f"AWS4{QUEUE_SECRET}".encode()
    for part in scope.split("/"):
        secret = hmac.new(secret, part.encode(), hashlib.sha256).digest()
    right = hmac.new(secret, wanted.encode(), hashlib.sha256).hexdigest()
    return "" if hmac.compare_digest(right, parts["Signature"]) else "SignatureDoesNotMatch"


def _seconds(moment: str) -> float:
    from calendar import timegm  # noqa: PLC0415

    try:
        return float(timegm(time.strptime(moment, "%Y%m%dT%H%M%SZ")))
    except ValueError:
        return 0.0
