"""CSV and JSON files in a folder: for a shop, a partner or a till that has no API."""

from kontor.connectors.files.connector import Files

METADATA = {"code": "files", "name": "CSV and JSON files", "kind": "marketplace", "connector": Files}
