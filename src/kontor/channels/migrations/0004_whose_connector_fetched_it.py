"""By which connector a message was fetched stands in a column of its own."""

from django.db import migrations, models

FILL = """
UPDATE channels_inboundmessage SET connector = substr(kind, 11), kind = 'connector' WHERE kind LIKE 'connector:%';
"""
BACK = "UPDATE channels_inboundmessage SET kind = 'connector:' || connector WHERE kind = 'connector';"


class Migration(migrations.Migration):
    dependencies = [("channels", "0003_one_form_of_strangers")]
    operations = [
        migrations.AddField(
            "inboundmessage", "connector", models.CharField("Connector", max_length=40, db_default="")
        ),
        migrations.RemoveConstraint("inboundmessage", "inbound_message_once"),
        migrations.RunSQL(FILL, BACK),
        migrations.AddConstraint(
            "inboundmessage",
            models.UniqueConstraint(
                fields=["channel", "kind", "connector", "external_id"], name="inbound_message_once"
            ),
        ),
    ]
