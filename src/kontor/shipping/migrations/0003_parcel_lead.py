"""Several shipments in one box."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("shipping", "0002_parcel_return_tracking_number")]

    operations = [
        migrations.AddField(
            model_name="parcel",
            name="lead",
            field=models.ForeignKey(
                db_index=False, null=True, on_delete=django.db.models.deletion.RESTRICT, related_name="mates",
                to="shipping.parcel",
            ),
        ),
        migrations.AddIndex(
            model_name="parcel",
            index=models.Index(condition=Q(("lead__isnull", False)), fields=["lead"], name="parcel_mates"),
        ),
    ]  # fmt: skip
