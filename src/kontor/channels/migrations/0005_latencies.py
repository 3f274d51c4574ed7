"""How long the last changes took until a channel knew them, instead of one figure of it."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("channels", "0004_buffer_why")]

    operations = [
        migrations.RemoveField("connection", "slow_latency_s"),
        migrations.AddField(
            "connection",
            "latencies",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.FloatField(), db_default=[], default=list, size=None
            ),
        ),
    ]
