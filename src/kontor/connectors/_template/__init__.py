"""A connector to begin with: a shop with the smallest API that can be sold on."""

from kontor.connectors._template.connector import Template

METADATA = {
    "code": "template",
    "name": "Template",
    "kind": "marketplace",
    "connector": Template,
    "stage": "kontor.simulators.template",
}
