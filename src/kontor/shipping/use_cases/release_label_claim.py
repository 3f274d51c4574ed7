"""Give a label booking back."""

from __future__ import annotations

from kontor.platform.bulk import execute


def release_label_claim(*, intent_id: int, fence: int, state: str, problem: str) -> bool:
    """A booking that did not succeed is given back as unknown or failed; False where somebody else owns it by now."""
    touched = execute(
        "UPDATE shipping_labelintent SET state = %s, lease_until = NULL, problem = %s"
        " WHERE id = %s AND fence = %s AND state = 'inflight'",
        [state, problem, intent_id, fence],
    )
    return touched == 1
