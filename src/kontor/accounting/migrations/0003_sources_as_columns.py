"""What a posting or an archived document comes from stands in columns of its own. Their fingerprints stay as they are."""

from django.db import migrations, models

KINDS = [
    ("paper", "Document"),
    ("money", "Movement of money"),
    ("voucher", "Voucher"),
    ("settlement", "Booking of a sales channel"),
    ("provider", "Booking of a payment provider"),
    ("dunning", "Reminder"),
]

# As generated columns they are filled in one pass and without an UPDATE, which the books refuse to anybody.
SQL = """
ALTER TABLE accounting_posting DROP CONSTRAINT posting_once;
ALTER TABLE accounting_posting
    ADD COLUMN source_kind varchar(12) NOT NULL GENERATED ALWAYS AS (split_part(source, ':', 1)) STORED,
    ADD COLUMN source_id bigint NOT NULL GENERATED ALWAYS AS (split_part(source, ':', 2)::bigint) STORED;
ALTER TABLE accounting_posting ALTER COLUMN source_kind DROP EXPRESSION, ALTER COLUMN source_id DROP EXPRESSION;
ALTER TABLE accounting_posting DROP COLUMN source;
ALTER TABLE accounting_posting ADD CONSTRAINT posting_once UNIQUE (source_kind, source_id, position);
ALTER TABLE accounting_archiveentry DROP CONSTRAINT accounting_archiveentry_source_key;
ALTER TABLE accounting_archiveentry RENAME COLUMN source TO document_id;
DROP INDEX accounting_archiveentry_source_1c6c3eea_like;
ALTER TABLE accounting_archiveentry ALTER COLUMN document_id TYPE bigint USING split_part(document_id, ':', 2)::bigint;
ALTER TABLE accounting_archiveentry ADD CONSTRAINT archived_once UNIQUE (kind, document_id);
"""

REVERSE = """
ALTER TABLE accounting_archiveentry DROP CONSTRAINT archived_once;
ALTER TABLE accounting_archiveentry ALTER COLUMN document_id TYPE varchar(60) USING
    CASE kind WHEN 'received_invoice' THEN 'received' WHEN 'bank_statement' THEN 'statement' WHEN 'books' THEN 'export'
              ELSE kind END || ':' || document_id;
ALTER TABLE accounting_archiveentry RENAME COLUMN document_id TO source;
ALTER TABLE accounting_archiveentry ADD CONSTRAINT accounting_archiveentry_source_key UNIQUE (source);
CREATE INDEX accounting_archiveentry_source_1c6c3eea_like ON accounting_archiveentry (source varchar_pattern_ops);
ALTER TABLE accounting_posting DROP CONSTRAINT posting_once;
ALTER TABLE accounting_posting ALTER COLUMN source_id TYPE varchar(60) USING source_kind || ':' || source_id;
ALTER TABLE accounting_posting RENAME COLUMN source_id TO source;
ALTER TABLE accounting_posting DROP COLUMN source_kind;
ALTER TABLE accounting_posting ADD CONSTRAINT posting_once UNIQUE (source, position);
"""


class Migration(migrations.Migration):
    dependencies = [("accounting", "0002_guards")]
    operations = [
        migrations.RunSQL(
            SQL,
            REVERSE,
            state_operations=[
                migrations.RemoveConstraint("posting", "posting_once"),
                migrations.RemoveField("posting", "source"),
                migrations.AddField(
                    "posting", "source_kind", models.CharField("Source", max_length=12, choices=KINDS), False
                ),
                migrations.AddField("posting", "source_id", models.BigIntegerField("No. of the source"), False),
                migrations.AddConstraint(
                    "posting",
                    models.UniqueConstraint(fields=["source_kind", "source_id", "position"], name="posting_once"),
                ),
                migrations.RemoveField("archiveentry", "source"),
                migrations.AddField("archiveentry", "document_id", models.BigIntegerField(), False),
                migrations.AddConstraint(
                    "archiveentry", models.UniqueConstraint(fields=["kind", "document_id"], name="archived_once")
                ),
            ],
        )
    ]
