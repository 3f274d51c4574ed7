"""Bank transactions get their name of the trade, and what tells one of them from another."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("payments", "0003_bank")]

    operations = [
        migrations.RemoveConstraint("BankMovement", "bank_movement_once"),
        migrations.RemoveConstraint("BankMovement", "bank_movement_moves"),
        migrations.RemoveConstraint("BankMovement", "bank_movement_settled"),
        migrations.RemoveIndex("BankMovement", "bank_movement_open"),
        migrations.RenameModel("BankMovement", "BankTransaction"),
        migrations.AlterModelOptions(
            "BankTransaction", {"verbose_name": "Bank transaction", "verbose_name_plural": "Bank transactions"}
        ),
        migrations.AlterField(
            "BankTransaction",
            "statement",
            models.ForeignKey(on_delete=models.RESTRICT, related_name="transactions", to="payments.bankstatement"),
        ),
        migrations.AddField("BankTransaction", "end_to_end", models.CharField(db_default="", max_length=80)),
        migrations.AddField("BankTransaction", "bank_reference", models.CharField(db_default="", max_length=80)),
        migrations.AddField("BankTransaction", "batch", models.CharField(db_default="", max_length=80)),
        migrations.AddField("BankStatement", "format", models.CharField(db_default="", max_length=10)),
        migrations.AddField("PaymentEntry", "booked_on", models.DateField(null=True)),
        migrations.AddIndex(
            "BankTransaction",
            models.Index(condition=models.Q(state="open"), fields=["booked_on"], name="bank_transaction_open"),
        ),
        migrations.AddConstraint(
            "BankTransaction", models.UniqueConstraint(fields=("account", "fingerprint"), name="bank_transaction_once")
        ),
        migrations.AddConstraint(
            "BankTransaction",
            models.CheckConstraint(condition=~models.Q(amount=0), name="bank_transaction_moves"),
        ),
        migrations.AddConstraint(
            "BankTransaction",
            models.CheckConstraint(
                condition=models.Q(state="open", settled_at=None)
                | models.Q(state__in=["booked", "ignored"], settled_at__isnull=False),
                name="bank_transaction_settled",
            ),
        ),
    ]
