"""VIES: the European Commission's register of VAT ids, asked over its REST interface."""

from kontor.connectors.vies.connector import Vies

METADATA = {
    "code": "vies",
    "name": "VIES",
    "kind": "vat_register",
    "connector": Vies,
    "stage": "kontor.simulators.vies",
}
