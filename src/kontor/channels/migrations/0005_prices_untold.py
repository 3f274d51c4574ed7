"""Prices that were changed while the one before was being told were never told: they are, with the next publication."""

from django.db import migrations

_UNTOLD = """
UPDATE channels_offer o SET state = 'waiting'
 WHERE o.state IN ('published', 'refused', 'suppressed') AND o.wanted_price IS NOT NULL
   AND o.wanted_price IS DISTINCT FROM o.published_price AND o.wanted_price IS DISTINCT FROM o.refused_price
   AND EXISTS (SELECT FROM channels_offer other WHERE other.channel_id = o.channel_id AND other.published_price IS NOT NULL)
"""


class Migration(migrations.Migration):
    dependencies = [("channels", "0004_whose_connector_fetched_it")]
    operations = [migrations.RunSQL(_UNTOLD, migrations.RunSQL.noop)]
