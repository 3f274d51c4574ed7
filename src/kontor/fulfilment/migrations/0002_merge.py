"""Fulfilment orders that leave in one parcel."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("fulfilment", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Merge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("opened_at", models.DateTimeField()),
                ("opened_by", models.CharField(max_length=80)),
                ("undone_at", models.DateTimeField(null=True)),
                ("undone_by", models.CharField(db_default="", max_length=80)),
            ],
        ),
        migrations.AddField(
            model_name="fulfilmentorder",
            name="merge",
            field=models.ForeignKey(
                db_index=False, null=True, on_delete=django.db.models.deletion.RESTRICT, related_name="members",
                to="fulfilment.merge",
            ),
        ),
        migrations.AddIndex(
            model_name="fulfilmentorder",
            index=models.Index(condition=Q(("merge__isnull", False)), fields=["merge"], name="fulfilment_merged"),
        ),
    ]  # fmt: skip
