"""The figures of a buffer instead of a sentence about it, and the slow end of a channel's latency."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("channels", "0003_connections")]

    operations = [
        migrations.RemoveField("offer", "buffer_reason"),
        migrations.AddField("offer", "buffer_why", models.JSONField(db_default={})),
        migrations.AddField("connection", "slow_latency_s", models.FloatField(null=True)),
    ]
