"""The kinds of tables that can be taken in, and under which headings other programs write their fields.

Source of the headings, by what their makers publish of their exports and by what merchants send (2026-11): Shopify (product
CSV), WooCommerce (product CSV), JTL-Wawi (Ameise), plentyONE (elastic export), Billbee (article export), Afterbuy (article
export), Amazon (inventory and listing reports), eBay (file exchange).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kontor.flows.imports.tables.fields import (
    TableField,
    TableKind,
    read_amount,
    read_codes,
    read_day,
    read_flag,
    read_land,
    read_language,
    read_long,
    read_mail,
    read_measure,
    read_pieces,
    read_tax,
    read_text,
)


def _headings(text: str) -> Sequence[str]:
    """Return headings that stand in one text, parted by bars."""
    return tuple(part.strip() for part in text.split("|"))


_SKU = _headings(
    "sku | artikelnummer | art.-nr. | art-nr | artikelnr | artikel-nr. | artnr | variant sku | seller-sku | seller "
    "sku | custom label (sku) | custom label | variation.number | variationnumber | item number | article number | "
    "anr | bestandseinheit | variantennummer"
)
_PRICE = _headings(
    "price | price gross | preis | vk | brutto-vk | vk brutto | std. vk brutto | verkaufspreis | variant price | "
    "regular price | start price | preis (brutto) | preis brutto | bruttopreis | variationsalesprice.price | uvp "
    "brutto | current price"
)
_QUANTITY = _headings(
    "quantity | on hand (new) | on hand (current) | menge | bestand | lagerbestand | anzahl | stock | stock quantity "
    "| variant inventory qty | available quantity | auf lager | verfügbar | verfügbarer bestand | gesamtbestand | "
    "bestand gesamt | on hand | auktionslagerbestand | stockphysical | fulfillable quantity"
)

PRODUCTS = TableKind(
    "products", "catalog:write", called=("code", "name"), once=("code",),
    fields=(
        TableField("code", read_text(60), _SKU, needed=True),
        TableField("name", read_text(200), _headings(
            "title de | artikelname de | artikelname deutsch | name | title | titel | artikelname | bezeichnung | "
            "item-name | product name | produktname | artikelbezeichnung | itemtext.name1 | name1 | kurztitel"
        )),
        TableField("parent", read_text(60), _headings(
            "vaterartikel-nr. | vater-artikelnummer | parent | parent sku | vaterartikel | vaterartikelnummer | "
            "variant of | hauptartikel | artikelnummer vater | parent-sku"
        )),
        TableField("handle", read_text(200), _headings("handle | parent id | gruppe | artikelgruppe")),
        TableField("variant", read_text(120), _headings(
            "variationswert 1 | wert 1 | variant | variante | option1 value | variationsname | ausprägung"
        )),
        TableField("variant_2", read_text(60), _headings("option2 value | variationswert 2 | wert 2")),
        TableField("tax_class", read_tax, _headings(
            "steuersatz in % | steuersatz (%) | vat index | mwst satz | tax class | steuerklasse | mwst | mwst. | ust "
            "| ust. | mwst-satz | steuersatz | vat | vat rate | variant taxable"
        )),
        TableField("price", read_amount, _PRICE),
        TableField("purchase_price", read_amount, _headings(
            "ek netto (gld) | costprice net | ek (netto) | durchschnittlicher einkaufspreis | purchase price | "
            "einkaufspreis | ek | ek netto | netto-ek | ek-preis | cost | cost per item | variation.purchaseprice | "
            "einkaufspreis netto | durchschnittlicher ek"
        ), right="pricing:read"),
        TableField("weight_g", read_measure("g"), _headings(
            "weight (g) | weight (g) net | weight (g) gross | gewicht (g) | variant grams | weight_g | gewicht in "
            "gramm | variation.weightg"
        )),
        # A plain "weight" is read by nobody before somebody says what unit it is in: grams taken for kilograms are no parcel.
        TableField("weight_kg", read_measure("kg"), _headings(
            "weight (kg) | gewicht (kg) | versandgewicht | artikelgewicht | gewicht in kg"
        )),
        TableField("length_mm", read_measure("mm"), _headings(
            "length (mm) | länge (mm) | variation.lengthmm"
        )),
        TableField("width_mm", read_measure("mm"), _headings(
            "width (mm) | breite (mm) | variation.widthmm"
        )),
        TableField("height_mm", read_measure("mm"), _headings(
            "height (mm) | höhe (mm) | variation.heightmm"
        )),
        TableField("bin", read_text(20), _headings(
            "bin | lagerplatz | stellplatz | regal | lagerort"
        )),
        TableField("barcodes", read_codes, _headings(
            "barcode | ean | gtin | variant barcode | upc | ean/gtin | ean code | isbn | gtin, upc, ean, or isbn | "
            "variationbarcode.code | barcodes"
        )),
        TableField("brand", read_text(100), _headings(
            "brand | marke | vendor | hersteller | manufacturer | item.manufacturer.name"
        )),
        TableField("category", read_text(400), _headings(
            "kategorie ebene 1 | hauptkategorie | category | kategorie | categories | kategorien | warengruppe | "
            "product category | kategoriepfad | type"
        )),
        TableField("description", read_long, _headings(
            "longdescription de | beschreibung deutsch | langtext | description | beschreibung | body (html) | "
            "langbeschreibung | artikelbeschreibung | itemtext.description | item-description"
        )),
        TableField("origin", read_land, _headings(
            "origin | ursprungsland | herkunftsland | country of origin"
        )),
        TableField("customs_number", read_text(20), _headings(
            "taric number | taric-nummer | customs number | zolltarifnummer | taric | taric-code | hs code | hs-code "
            "| warennummer | taric code"
        )),
        TableField("active", read_flag, _headings(
            "active | aktiv | published | veröffentlicht | variation.isactive"
        )),
    ),
)  # fmt: skip

STOCK = TableKind(
    "stock", "inventory:write", called=("code",), once=("code", "location"),
    fields=(
        TableField("code", read_text(60), _SKU, needed=True),
        TableField("quantity", read_pieces, _QUANTITY, needed=True),
        TableField("location", read_text(40), _headings(
            "location | lager | lagername | standort | warehouse | warehousename"
        )),
    ),
)  # fmt: skip

PRICES = TableKind(
    "prices", "pricing:write", called=("code",), once=("code", "price_list", "from_quantity", "valid_from"),
    fields=(
        TableField("code", read_text(60), _SKU, needed=True),
        TableField("amount", read_amount, _PRICE, needed=True),
        TableField("price_list", read_text(40), _headings(
            "price list | preisliste | kundengruppe | list"
        )),
        TableField("from_quantity", read_pieces, _headings(
            "from quantity | ab menge | ab | staffel | from | mindestmenge"
        )),
        TableField("valid_from", read_day, _headings(
            "valid from | gültig ab | gültig von | valid_from"
        )),
    ),
)  # fmt: skip

CUSTOMERS = TableKind(
    "customers", "customers:write", called=("company", "name", "last_name", "email", "number"),
    once=("email", "number"), apart=True,
    fields=(
        TableField("number", read_text(60), _headings(
            "number | kundennummer | kunden-nr. | kundennr | customer number | customer id | kd-nr. | debitorennummer"
        )),
        TableField("email", read_mail, _headings(
            "email | e-mail | mail | e-mail-adresse | e-mail address | email address"
        )),
        TableField("name", read_text(160), _headings(
            "name | kunde | full name | vollständiger name | kundenname"
        )),
        TableField("first_name", read_text(80), _headings(
            "first name | vorname | firstname"
        )),
        TableField("last_name", read_text(80), _headings(
            "last name | nachname | lastname | familienname"
        )),
        TableField("company", read_text(160), _headings(
            "company | firma | firmenname | unternehmen | default address company"
        )),
        TableField("phone", read_text(40), _headings(
            "phone | telefon | tel | tel. | telefonnummer | default address phone"
        )),
        TableField("vat_id", read_text(20), _headings(
            "vat id | ust-id | ust-idnr. | ustid | umsatzsteuer-id | vat number | ust-id-nr."
        )),
        TableField("group", read_text(40), _headings(
            "group | kundengruppe | gruppe | customer group | kundenklasse"
        )),
        TableField("language", read_language, _headings(
            "language | sprache"
        )),
        TableField("street", read_text(160), _headings(
            "street | straße | strasse | address1 | adresse | anschrift | default address address1"
        )),
        TableField("house_number", read_text(20), _headings(
            "house number | hausnummer | hausnr | hausnr. | nr."
        )),
        TableField("postal_code", read_text(16), _headings(
            "postal code | plz | postleitzahl | zip | postcode | default address zip"
        )),
        TableField("city", read_text(100), _headings(
            "city | ort | stadt | default address city"
        )),
        TableField("country", read_land, _headings(
            "country | land | country code | ländercode | default address country code"
        )),
    ),
)  # fmt: skip

KINDS: Mapping[str, TableKind] = {it.name: it for it in (PRODUCTS, STOCK, PRICES, CUSTOMERS)}
