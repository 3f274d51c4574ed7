"""The label on paper: PDF A6 by reportlab, ZPL for 203 dpi printers."""

from __future__ import annotations

from io import BytesIO

from reportlab.graphics.barcode.code128 import Code128
from reportlab.lib.pagesizes import A6
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from kontor.shipping.ports import LabelRequest


def _printable(text: str) -> str:
    """Return the text in Latin-1, the character set of the built-in fonts; what it lacks becomes a question mark."""
    return text.encode("latin-1", "replace").decode("latin-1")


def draw_pdf(request: LabelRequest, number: str) -> bytes:
    """Draw the label as one A6 page."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=A6, invariant=True)
    width, height = A6
    canvas.setTitle(number)
    canvas.setFont("Helvetica", 7)
    canvas.drawString(6 * mm, height - 9 * mm, _printable(" · ".join(request.sender.lines())))
    canvas.line(6 * mm, height - 11 * mm, width - 6 * mm, height - 11 * mm)
    canvas.setFont("Helvetica-Bold", 13)
    for row, text in enumerate(request.recipient.lines()):
        canvas.drawString(6 * mm, height - (22 + row * 7) * mm, _printable(text))
    canvas.setFont("Helvetica", 8)
    canvas.drawString(6 * mm, 48 * mm, _printable(f"{request.order_number}   {request.weight_g / 1000:.2f} kg"))
    barcode = Code128(number, barHeight=24 * mm, barWidth=0.42 * mm)
    barcode.drawOn(canvas, (width - barcode.width) / 2, 18 * mm)
    canvas.setFont("Helvetica-Bold", 12)
    canvas.drawCentredString(width / 2, 10 * mm, number)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def draw_zpl(request: LabelRequest, number: str) -> bytes:
    """Write the label in ZPL II, 105 × 148 mm at 8 dots per millimetre, text in UTF-8."""
    rows = "".join(
        f"^FO50,{180 + row * 60}^A0N,44,44^FD{_zpl(text)}^FS" for row, text in enumerate(request.recipient.lines())
    )
    sender = _zpl(" · ".join(request.sender.lines()))
    return (
        f"^XA^CI28^PW840^LL1184^FO50,60^A0N,24,24^FD{sender}^FS^FO50,110^GB740,2,2^FS{rows}"
        f"^FO50,780^A0N,28,28^FD{_zpl(request.order_number)}   {request.weight_g / 1000:.2f} kg^FS"
        f"^FO110,840^BY3^BCN,200,Y,N,N^FD{number}^FS^XZ"
    ).encode()


def _zpl(text: str) -> str:
    """Take out the two characters that begin a ZPL command."""
    return text.replace("^", " ").replace("~", " ")
