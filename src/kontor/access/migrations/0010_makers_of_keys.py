"""Who made a key of before stands in the trail."""

from django.db import migrations

SQL = """
UPDATE access_apikey k SET made_by_id = u.id
  FROM platform_auditentry a JOIN access_user u ON a.by = 'user:' || u.username
 WHERE a.subject = 'api_key' AND a.verb = 'create_api_key' AND a.key = k.id AND k.made_by_id IS NULL;
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0009_key_used"), ("platform", "0002_guards")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
