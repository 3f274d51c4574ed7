"""By which line of the bank money came, and whether it was taken in elsewhere, stands in columns of its own."""

import django.db.models.deletion
from django.db import migrations, models

# What a person typed may begin like a reference of ours: it is one where that line of the bank is there.
FILL = """
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE payments_paymententry DISABLE TRIGGER payment_entry_append_only;
UPDATE payments_paymententry entry SET transaction_id = told.id FROM payments_banktransaction told
 WHERE entry.kind IN ('captured', 'unbooked') AND entry.reference ~ '^bank:[0-9]+(:[0-9]+)?$'
   AND split_part(entry.reference, ':', 2) = told.id::text;
UPDATE payments_paymententry SET elsewhere = true WHERE reference ~ '^paid elsewhere(:[0-9]+)?$';
ALTER TABLE payments_paymententry ENABLE TRIGGER payment_entry_append_only;
SET CONSTRAINTS ALL DEFERRED;
"""


class Migration(migrations.Migration):
    dependencies = [("payments", "0003_one_form_of_strangers")]
    operations = [
        migrations.RemoveIndex("paymententry", "payment_entry_of_bank"),
        migrations.AddField(
            "paymententry",
            "transaction",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="entries",
                to="payments.banktransaction",
            ),
        ),
        migrations.AddField("paymententry", "elsewhere", models.BooleanField(db_default=False)),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddIndex(
            "paymententry",
            models.Index(
                fields=["transaction"],
                condition=models.Q(("transaction__isnull", False)),
                name="payment_entry_by_transaction",
            ),
        ),
    ]
