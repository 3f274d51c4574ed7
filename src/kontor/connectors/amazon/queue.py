"""Notifications: Amazon writes what changed into a queue of the merchant's at AWS (SQS), and we read it there.

Sources: SP-API Notifications v1 (models/notifications-api-model), schema OrderChangeNotification 1.0, Amazon SQS API
2012-11-05 in its JSON form. Messages are hints: the order itself is fetched, and the search by time finds what no message
spoke of.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from kontor.channels.ports import Account
from kontor.connectors.oauth import OAuthApart
from kontor.connectors.transport import Call, Refusal, Transport
from kontor.kernel.errors import Misconfigured

NOTIFICATIONS = "/notifications/v1"
KIND = "ORDER_CHANGE"
MOST_MESSAGES = 10
# So long nobody else sees a message that was read; by then its order is kept, or the message comes again.
HIDDEN_S = 120


class Queue:
    """One SQS queue, read with credentials of its own."""

    def __init__(self, account: Account, url: str) -> None:
        self.url = url
        self._account = account
        self._region = account.settings["queue_region"]
        parts = urlsplit(url)
        self._root = f"{parts.scheme}://{parts.netloc}/"
        self._owner_and_name = parts.path.strip("/").split("/")

    @classmethod
    def of(cls, account: Account) -> Queue | None:
        """Return the account's queue, or None where the merchant has none."""
        url = account.settings.get("queue_url", "")
        return cls(account, url) if url else None

    @property
    def arn(self) -> str:
        """Return the queue's name within AWS. Raises Misconfigured where the address has none."""
        if len(self._owner_and_name) != 2:
            raise Misconfigured("The address of the queue has no account number and name in it.", queue=self.url)
        owner, name = self._owner_and_name
        return f"arn:aws:sqs:{self._region}:{owner}:{name}"

    def receive(self) -> dict[str, str]:
        """Return up to ten messages: receipt → body. They come again after two minutes unless they are deleted."""
        told = self._call("ReceiveMessage", MaxNumberOfMessages=MOST_MESSAGES, VisibilityTimeout=HIDDEN_S)
        return {row["ReceiptHandle"]: row["Body"] for row in (told or {}).get("Messages") or ()}

    def delete(self, receipts: Sequence[str]) -> None:
        """Delete messages; one that cannot be deleted comes again, which does no harm."""
        for start in range(0, len(receipts), MOST_MESSAGES):
            some = receipts[start : start + MOST_MESSAGES]
            rows = [{"Id": str(place), "ReceiptHandle": receipt} for place, receipt in enumerate(some)]
            self._call("DeleteMessageBatch", Entries=rows)

    def _call(self, action: str, **more: Any) -> Any:
        """Call SQS. Both actions may be asked again: a message that was read and lost on the way comes back by itself."""
        transport = Transport(self._account, partial(self._sign, action), expired=lambda status, body: status == 403)
        return transport.call(
            "POST", self._root, bucket="queue", json={"QueueUrl": self.url, **more}, writes=False
        ).json

    def _sign(self, action: str, call: Call, fresh: bool) -> Mapping[str, str]:  # noqa: FBT001
        """Sign as AWS asks for (Signature Version 4)."""
        from botocore.auth import SigV4Auth  # noqa: PLC0415 - slow to load, and few merchants have a queue
        from botocore.awsrequest import AWSRequest  # noqa: PLC0415
        from botocore.credentials import Credentials  # noqa: PLC0415

        secrets = self._account.secrets
        if not (secrets.get("queue_key") and secrets.get("queue_secret")):
            raise Misconfigured("The queue has an address but no access key.", channel=self._account.code)
        headers = {"Content-Type": "application/x-amz-json-1.0", "X-Amz-Target": f"AmazonSQS.{action}"}
        request = AWSRequest(call.method, call.url, headers, call.body)
        SigV4Auth(Credentials(secrets["queue_key"], secrets["queue_secret"]), "sqs", self._region).add_auth(request)
        return dict(request.headers.items())


def orders_of(body: str, marketplace: str) -> Iterator[str]:
    """Yield the order that a message speaks of, unless Amazon ships it itself or it belongs to another marketplace.

    What is no notification is passed over: a message is a hint, and no hint may stop the others.
    """
    try:
        told = json.loads(body)["Payload"]["OrderChangeNotification"]
        summary = told["Summary"]
        if summary.get("FulfillmentType", "MFN") == "MFN" and summary.get("MarketplaceId", marketplace) == marketplace:
            yield str(told["AmazonOrderId"])
    except (ValueError, KeyError, TypeError):
        return


def subscribe(account: Account, transport: Transport, queue: Queue, *, seller: str) -> None:
    """Have changes of orders written into the queue; what stands already is left as it is."""
    if _subscribed(transport):
        return
    # The places for messages belong to the app, so a token of its own is asked for there, not the seller's.
    apart = Transport(account, OAuthApart(
        account, token_url=account.settings["token_url"], grant="client_credentials",
        header="x-amz-access-token", prefix="", scope="sellingpartnerapi::notifications",
    ))  # fmt: skip
    path = f"{NOTIFICATIONS}/destinations"
    known = apart.call("GET", path, bucket="subscriptions").json["payload"]
    places = [row["destinationId"] for row in known if (row["resource"].get("sqs") or {}).get("arn") == queue.arn]
    if not places:
        body = {"name": f"kontor-{seller}", "resourceSpecification": {"sqs": {"arn": queue.arn}}}
        places = [apart.call("POST", path, bucket="subscriptions", json=body).json["payload"]["destinationId"]]
    types = ["OrderStatusChange", "BuyerRequestedChange"]
    wanted = {
        "payloadVersion": "1.0", "destinationId": places[0],
        "processingDirective": {"eventFilter": {"eventFilterType": KIND, "orderChangeTypes": types}},
    }  # fmt: skip
    transport.call("POST", f"{NOTIFICATIONS}/subscriptions/{KIND}", bucket="subscriptions", json=wanted)


def _subscribed(transport: Transport) -> bool:
    query = {"payloadVersion": "1.0"}
    try:
        transport.call("GET", f"{NOTIFICATIONS}/subscriptions/{KIND}", bucket="subscriptions", params=query)
    except Refusal as refusal:
        if refusal.status == 404:
            return False
        raise
    return True
