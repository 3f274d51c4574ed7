"""The label on paper: PDF A6 by reportlab (and typst, for signs of other scripts), ZPL for 203 dpi printers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO

import pikepdf
from reportlab.graphics.barcode.code128 import Code128
from reportlab.lib.pagesizes import A6
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from kontor.kernel.typesetting import typeset
from kontor.shipping.ports import LabelRequest

# Larger than this is the address, in bold.
BOLD_FROM = 10.0


def _kilos(grams: int) -> str:
    return f"{grams / 1000:.2f}".replace(".", ",")


def draw_pdf(request: LabelRequest, number: str) -> bytes:
    """Draw the label as one A6 page. What the fonts of every printer lack (Polish, Greek, Chinese …) is set by typst with the
    fonts that come with Kontor, in the same places.
    """
    texts = _texts(request)
    plain = _is_latin("".join(text for _, _, text in texts))
    label = _draw(number, texts if plain else ())
    return label if plain else _set_over(label, texts)


def _texts(request: LabelRequest) -> list[tuple[float, float, str]]:
    """Return what is written: millimetres from the top, size in points, text."""
    about = f"{request.order_number}   {_kilos(request.weight_g)} kg"
    rows = [(22.0 + row * 7, 13.0, text) for row, text in enumerate(request.recipient.lines())]
    return [(9.0, 7.0, " · ".join(request.sender.lines())), *rows, (100.0, 8.0, about)]


def _is_latin(text: str) -> bool:
    """Whether the fonts that are in every reader have all of it."""
    try:
        text.encode("latin-1")
    except UnicodeEncodeError:
        return False
    return True


def _draw(number: str, texts: Iterable[tuple[float, float, str]]) -> bytes:
    out = BytesIO()
    canvas = Canvas(out, pagesize=A6, invariant=True)
    width, height = A6
    canvas.setTitle(number)
    canvas.line(6 * mm, height - 11 * mm, width - 6 * mm, height - 11 * mm)
    for top, size, text in texts:
        canvas.setFont("Helvetica-Bold" if size > BOLD_FROM else "Helvetica", size)
        canvas.drawString(6 * mm, height - top * mm, text)
    barcode = Code128(number, barHeight=24 * mm, barWidth=0.42 * mm)
    barcode.drawOn(canvas, (width - barcode.width) / 2, 18 * mm)
    canvas.setFont("Helvetica-Bold", 12)
    canvas.drawCentredString(width / 2, 10 * mm, number)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


_TEXT = b"""
#set page("a6", margin: 0mm, fill: none)
#let told = json(bytes(sys.inputs.label))
#for row in told.rows {
  let size = row.at(1) * 1pt
  let weight = if row.at(1) > told.bold { "bold" } else { "regular" }
  // The line stands on its baseline, as the printer's own fonts do.
  place(top + left, dx: 6mm, dy: row.at(0) * 1mm, place(bottom + left, text(size: size, weight: weight,
    bottom-edge: "baseline", row.at(2))))
}
"""


def _set_over(label: bytes, texts: Sequence[tuple[float, float, str]]) -> bytes:
    written = typeset(_TEXT, name="label", data={"rows": texts, "bold": BOLD_FROM})
    with pikepdf.open(BytesIO(label)) as page, pikepdf.open(BytesIO(written)) as over:
        page.pages[0].add_overlay(over.pages[0], None)
        out = BytesIO()
        page.save(out, deterministic_id=True)
    return out.getvalue()


def draw_zpl(request: LabelRequest, number: str) -> bytes:
    """Write the label in ZPL II, 105 × 148 mm at 8 dots per millimetre, text in UTF-8."""
    rows = "".join(
        f"^FO50,{180 + row * 60}^A0N,44,44^FD{_zpl(text)}^FS" for row, text in enumerate(request.recipient.lines())
    )
    sender = _zpl(" · ".join(request.sender.lines()))
    return (
        f"^XA^CI28^PW840^LL1184^FO50,60^A0N,24,24^FD{sender}^FS^FO50,110^GB740,2,2^FS{rows}"
        f"^FO50,780^A0N,28,28^FD{_zpl(request.order_number)}   {_kilos(request.weight_g)} kg^FS"
        f"^FO110,840^BY3^BCN,200,Y,N,N^FD{number}^FS^XZ"
    ).encode()


def _zpl(text: str) -> str:
    """Take out the two characters that begin a ZPL command."""
    return text.replace("^", " ").replace("~", " ")
