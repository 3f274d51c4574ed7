"""Pictures for papers: checked when they come in, and drawn into a paper without a file beside it."""

from __future__ import annotations

import base64
import struct
import zlib
from datetime import datetime
from functools import lru_cache
from io import BytesIO
from threading import Lock

from PIL import Image, ImageOps

from kontor.kernel.errors import Refused
from kontor.platform.keep.files import read_file, store_file
from kontor.platform.models import StoredFile

MOST_BYTES = 500_000
MOST_PIXELS = 4_000
_PNG = b"\x89PNG\r\n\x1a\n"


class PictureRefused(Refused):
    """The picture is no PNG, or it is too large: at most 500 kB and 4,000 pixels on each side."""

    code = "platform.picture_refused"


def store_picture(content: bytes, *, name: str, at: datetime) -> StoredFile:
    """Store a picture. Refuses: PictureRefused."""
    width, height = _size(content)
    if (
        len(content) > MOST_BYTES
        or not _is_whole(content)
        or not _can_be_drawn(content)
        or not (0 < width <= MOST_PIXELS and 0 < height <= MOST_PIXELS)
    ):
        raise PictureRefused(name=name[:100])
    return store_file(content, name=name[:200], media_type="image/png", at=at)


# A photograph is kept as its page shows it: no larger, and without what a camera writes beside it (place, time, owner).
MOST_PHOTO_BYTES, LONGEST_SIDE, MOST_PHOTO_PIXELS = 20_000_000, 2_000, 40_000_000
# One at a time: drawn, a small file may be a hundred megabytes.
_DRAWING = Lock()


class PhotoRefused(Refused):
    """This is no picture that can be read: JPEG, PNG or WebP, at most 20 MB and 40 million pixels."""

    code = "platform.photo_refused"


def store_photo(content: bytes, *, name: str, at: datetime) -> StoredFile:
    """Store a photograph, drawn anew as a JPEG of at most 2,000 pixels on its longer side. Refuses: PhotoRefused."""
    try:
        with _DRAWING, Image.open(BytesIO(content), formats=["JPEG", "PNG", "WEBP"]) as picture:
            if len(content) > MOST_PHOTO_BYTES or picture.width * picture.height > MOST_PHOTO_PIXELS:
                raise PhotoRefused(name=name[:100])
            picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            small = picture if picture.mode in ("RGB", "RGBA", "L", "LA") else picture.convert("RGBA")
            small.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(small).convert("RGBA")
            drawn = Image.new("RGB", upright.size, "white")
            drawn.paste(upright, mask=upright.getchannel("A"))
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError):
        raise PhotoRefused(name=name[:100]) from None
    written = BytesIO()
    drawn.save(written, "JPEG", quality=85, optimize=True)
    return store_file(
        written.getvalue(), name=f"{name.rpartition('.')[0] or name}.jpg"[:200], media_type="image/jpeg", at=at
    )


def _size(content: bytes) -> tuple[int, int]:
    """Return width and height of a PNG from its first chunk; nothing where it is none."""
    if not content.startswith(_PNG) or content[12:16] != b"IHDR" or len(content) < 24:
        return 0, 0
    width, height = struct.unpack(">II", content[16:24])
    return width, height


def _is_whole(content: bytes) -> bool:
    """Whether every chunk of a PNG is there and as it was written, up to the last: an upload may have broken off."""
    place = len(_PNG)
    while place + 12 <= len(content):
        (length,) = struct.unpack(">I", content[place : place + 4])
        kind, rest = content[place + 4 : place + 8], content[place + 8 + length : place + 12 + length]
        if len(rest) != 4 or struct.unpack(">I", rest)[0] != zlib.crc32(content[place + 4 : place + 8 + length]):
            return False
        if kind == b"IEND":
            return True
        place += 12 + length
    return False


def _can_be_drawn(content: bytes) -> bool:
    """Whether its points are all there; a PNG may be whole and hold none."""
    try:
        with Image.open(BytesIO(content), formats=["PNG"]) as picture:
            picture.load()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return False
    return True


@lru_cache(maxsize=16)
def draw_picture(sha256: str) -> str:
    """Return a stored picture as SVG with the picture inside: what is put into a paper. Empty where there is none."""
    if not sha256:
        return ""
    content = read_file(StoredFile.objects.get(sha256=sha256))
    width, height = _size(content)
    inside = base64.b64encode(content).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
        f'<image width="{width}" height="{height}" href="data:image/png;base64,{inside}"/></svg>'
    )
