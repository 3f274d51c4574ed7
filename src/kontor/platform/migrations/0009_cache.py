"""What all processes know for minutes: which codes were used, how often somebody tried. It need not outlive the database."""

from django.db import migrations

SQL = """
CREATE UNLOGGED TABLE platform_cache (
    cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL
);
CREATE INDEX platform_cache_expires ON platform_cache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("platform", "0008_feed")]
    operations = [migrations.RunSQL(SQL, "DROP TABLE platform_cache;")]
