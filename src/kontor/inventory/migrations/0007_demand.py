"""Demand with what it was counted from. It is counted anew each hour, so nothing is carried over."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("inventory", "0006_demandrate")]

    operations = [
        migrations.RunSQL("DELETE FROM inventory_demandrate", migrations.RunSQL.noop),
        migrations.RemoveField("demandrate", "per_day"),
        migrations.AddField("demandrate", "pieces", models.FloatField(default=0), preserve_default=False),
        migrations.AddField("demandrate", "days", models.FloatField(default=1), preserve_default=False),
        migrations.AddField("demandrate", "clump", models.FloatField(default=1), preserve_default=False),
    ]
