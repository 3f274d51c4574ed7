"""Credits wait for a second person, too: what waits is a refund, a correction of an invoice, or a voucher."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("payments", "0008_four_eyes_guard")]
    operations = [
        migrations.RenameModel("RefundRequest", "MoneyRequest"),
        migrations.AlterModelOptions(
            "moneyrequest",
            {
                "verbose_name": "Request for a second person", "verbose_name_plural": "Requests for a second person",
            },
        ),
        migrations.AddField(
            "moneyrequest", "kind",
            models.CharField(
                choices=[("refund", "Refund"), ("correction", "Correction of an invoice"), ("voucher", "Voucher")],
                db_default="refund", default="refund", max_length=10, verbose_name="Kind",
            ),
        ),
        migrations.AddField("moneyrequest", "facts", models.JSONField(db_default={}, default=dict)),
        migrations.AlterField("moneyrequest", "order_id", models.BigIntegerField(db_index=True, null=True)),
        migrations.AddConstraint(
            "moneyrequest",
            models.CheckConstraint(
                condition=models.Q(("kind", "voucher"), ("order_id__isnull", False), _connector="OR"),
                name="money_request_of_an_order",
            ),
        ),
    ]
