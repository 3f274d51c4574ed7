"""The platform: outbox, jobs, audit trail, idempotency, files, the embedded database, the merchant's legal entities."""
