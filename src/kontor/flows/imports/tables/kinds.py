"""The kinds of tables that can be taken in, and under which headings other programs write their fields.

Source of the headings, by what their makers publish of their exports and by what merchants send (2026-11): Shopify (product
CSV), WooCommerce (product CSV), JTL-Wawi (Ameise), plentyONE (elastic export), Billbee (article export), Afterbuy (article
export), Amazon (inventory and listing reports), eBay (file exchange).
"""

from __future__ import annotations

from collections.abc import Mapping

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
    read_measure,
    read_pieces,
    read_tax,
    read_text,
)

_SKU = (
    "sku", "artikelnummer", "art.-nr.", "art-nr", "artikelnr", "artikel-nr.", "artnr", "variant sku",
    "seller-sku", "seller sku",
    "custom label (sku)", "custom label", "variation.number", "variationnumber", "item number", "article number", "anr",
    "bestandseinheit", "variantennummer",
)  # fmt: skip
_PRICE = (
    "price", "preis", "vk", "brutto-vk", "vk brutto", "std. vk brutto", "verkaufspreis", "variant price",
    "regular price",
    "start price", "preis (brutto)", "preis brutto", "bruttopreis", "variationsalesprice.price", "uvp brutto",
    "current price",
)  # fmt: skip
_QUANTITY = (
    "quantity", "menge", "bestand", "lagerbestand", "anzahl", "stock", "stock quantity", "variant inventory qty",
    "available quantity", "auf lager", "verfügbar", "verfügbarer bestand", "gesamtbestand", "bestand gesamt", "on hand",
    "auktionslagerbestand", "stockphysical", "fulfillable quantity",
)  # fmt: skip

PRODUCTS = TableKind(
    "products", "catalog:write", called="code",
    fields=(
        TableField("code", read_text(60), _SKU, needed=True),
        TableField("name", read_text(200), ("name", "title", "titel", "artikelname", "bezeichnung", "item-name",
                                            "product name",
                                            "produktname", "artikelbezeichnung", "itemtext.name1", "name1",
                                            "kurztitel")),
        TableField("parent", read_text(60), ("parent", "parent sku", "vaterartikel", "vaterartikelnummer", "variant of",
                                             "hauptartikel", "artikelnummer vater", "parent-sku")),
        TableField("variant", read_text(120), ("variant", "variante", "option1 value", "variationsname", "ausprägung")),
        TableField("tax_class", read_tax, ("tax class", "steuerklasse", "mwst", "mwst.", "ust", "ust.",
                                           "mwst-satz", "steuersatz",
                                           "vat", "vat rate", "variant taxable")),
        TableField("price", read_amount, _PRICE),
        TableField("purchase_price", read_amount, right="pricing:read", known_as=(
                                                   "purchase price", "einkaufspreis", "ek", "ek netto",
                                                   "netto-ek", "ek-preis",
                                                   "cost", "cost per item", "variation.purchaseprice",
                                                   "einkaufspreis netto",
                                                   "durchschnittlicher ek")),
        TableField("weight_g", read_measure("g"), ("weight (g)", "gewicht (g)", "variant grams", "weight_g",
                                               "gewicht in gramm",
                                               "variation.weightg")),
        TableField("weight_kg", read_measure("kg"), ("weight (kg)", "gewicht", "gewicht (kg)", "versandgewicht",
                                                   "artikelgewicht",
                                                   "weight", "gewicht in kg")),
        TableField("length_mm", read_measure("mm"), ("length (mm)", "länge (mm)", "variation.lengthmm")),
        TableField("width_mm", read_measure("mm"), ("width (mm)", "breite (mm)", "variation.widthmm")),
        TableField("height_mm", read_measure("mm"), ("height (mm)", "höhe (mm)", "variation.heightmm")),
        TableField("bin", read_text(20), ("bin", "lagerplatz", "stellplatz", "regal", "lagerort")),
        TableField("barcodes", read_codes, ("barcode", "ean", "gtin", "variant barcode", "upc", "ean/gtin",
                                            "ean code", "isbn",
                                            "gtin, upc, ean, or isbn", "variationbarcode.code", "barcodes")),
        TableField("brand", read_text(100), ("brand", "marke", "vendor", "hersteller", "manufacturer",
                                             "item.manufacturer.name")),
        TableField("category", read_text(400), ("category", "kategorie", "categories", "kategorien",
                                                "warengruppe", "product category",
                                                "kategoriepfad", "type")),
        TableField("description", read_long, ("description", "beschreibung", "body (html)", "langbeschreibung",
                                              "artikelbeschreibung",
                                              "itemtext.description", "item-description")),
        TableField("origin", read_land, ("origin", "ursprungsland", "herkunftsland", "country of origin")),
        TableField("customs_number", read_text(20), ("customs number", "zolltarifnummer", "taric", "taric-code",
                                                     "hs code",
                                                     "hs-code", "warennummer", "taric code")),
        TableField("active", read_flag, ("active", "aktiv", "published", "veröffentlicht", "variation.isactive")),
    ),
)  # fmt: skip

STOCK = TableKind(
    "stock", "inventory:write", called="code",
    fields=(
        TableField("code", read_text(60), _SKU, needed=True),
        TableField("quantity", read_pieces, _QUANTITY, needed=True),
        TableField("location", read_text(40), ("location", "lager", "lagername", "standort", "warehouse",
                                               "warehousename")),
    ),
)  # fmt: skip

PRICES = TableKind(
    "prices", "pricing:write", called="code",
    fields=(
        TableField("code", read_text(60), _SKU, needed=True),
        TableField("amount", read_amount, _PRICE, needed=True),
        TableField("price_list", read_text(40), ("price list", "preisliste", "kundengruppe", "list")),
        TableField("from_quantity", read_pieces, ("from quantity", "ab menge", "ab", "staffel", "from",
                                                  "mindestmenge")),
        TableField("valid_from", read_day, ("valid from", "gültig ab", "gültig von", "valid_from")),
    ),
)  # fmt: skip

CUSTOMERS = TableKind(
    "customers", "customers:write", called="name",
    fields=(
        TableField("number", read_text(60), ("number", "kundennummer", "kunden-nr.", "kundennr",
                                             "customer number", "customer id",
                                             "kd-nr.", "debitorennummer")),
        TableField("email", read_text(254), ("email", "e-mail", "mail", "e-mail-adresse", "e-mail address",
                                             "email address")),
        TableField("name", read_text(160), ("name", "kunde", "full name", "vollständiger name", "kundenname")),
        TableField("first_name", read_text(80), ("first name", "vorname", "firstname")),
        TableField("last_name", read_text(80), ("last name", "nachname", "lastname", "familienname")),
        TableField("company", read_text(160), ("company", "firma", "firmenname", "unternehmen",
                                               "default address company")),
        TableField("phone", read_text(40), ("phone", "telefon", "tel", "tel.", "telefonnummer",
                                            "default address phone")),
        TableField("vat_id", read_text(20), ("vat id", "ust-id", "ust-idnr.", "ustid", "umsatzsteuer-id",
                                             "vat number", "ust-id-nr.")),
        TableField("group", read_text(40), ("group", "kundengruppe", "gruppe", "customer group", "kundenklasse")),
        TableField("language", read_language, ("language", "sprache")),
        TableField("street", read_text(160), ("street", "straße", "strasse", "address1", "adresse", "anschrift",
                                              "default address address1")),
        TableField("house_number", read_text(20), ("house number", "hausnummer", "hausnr", "hausnr.", "nr.")),
        TableField("postal_code", read_text(16), ("postal code", "plz", "postleitzahl", "zip", "postcode",
                                                  "default address zip")),
        TableField("city", read_text(100), ("city", "ort", "stadt", "default address city")),
        TableField("country", read_land, ("country", "land", "country code", "ländercode",
                                          "default address country code")),
    ),
)  # fmt: skip

KINDS: Mapping[str, TableKind] = {it.name: it for it in (PRODUCTS, STOCK, PRICES, CUSTOMERS)}
