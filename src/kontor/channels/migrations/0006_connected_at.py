"""Since when a channel is connected: what it told of the time before says nothing of how fast we hear."""

from django.db import migrations, models
from django.db.models.functions import Now


class Migration(migrations.Migration):
    dependencies = [("channels", "0005_latencies")]

    operations = [migrations.AddField("connection", "connected_at", models.DateTimeField(db_default=Now()))]
