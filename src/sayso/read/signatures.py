"""Names of what sayso does not read, so that a message can say what a file is."""

from __future__ import annotations

import re

# First bytes -> what it is. Sources: the formats' own specifications and the IANA media type registrations.
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"II*\x00", "a TIFF picture"),
    (b"MM\x00*", "a TIFF picture"),
    (b"BM", "a BMP picture"),
    (b"\x00\x00\x01\x00", "an icon"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"\xcf\xfa\xed\xfe", "a program"),
    (b"\xca\xfe\xba\xbe", "a program"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file (.doc, .xls, .ppt or .msg)"),
    (b"{\\rtf", "an RTF text"),
    (b"%!PS", "a PostScript file"),
    (b"AT&TFORM", "a DjVu file"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"\xfd7zXZ\x00", "an xz file"),
    (b"BZh", "a bzip2 file"),
    (b"ID3", "a sound file"),
    (b"OggS", "a sound file"),
    (b"fLaC", "a sound file"),
    (b"\x1aE\xdf\xa3", "a video"),
    (b"wOF", "a font"),
    (b"ARROW1", "an Arrow file"),
    (b"\x93NUMPY", "a NumPy array"),
    (b"bplist00", "a property list (a Safari web archive?)"),
)
_TEXT_LIKE = (
    b"BM",
    b"MZ",
    b"ID3",
    b"BZh",
    b"GIF8",
)  # words may begin like this: ask for a control character too
_ZIPPED: tuple[tuple[str, str], ...] = (
    ("xl/workbook.xml", "an Excel workbook"),
    ("ppt/presentation.xml", "a PowerPoint presentation"),
    ("META-INF/container.xml", "an EPUB book"),
    ("mimetype", "an OpenDocument file"),
    ("META-INF/MANIFEST.MF", "a Java archive"),
    ("AndroidManifest.xml", "an Android program"),
)
_JSON: tuple[tuple[re.Pattern[str], str], ...] = (
    # Only in the outermost object: posts of X hold a "Feature" where they name a place.
    (
        re.compile(
            r'\{\s*(?:"[^"]{0,200}"\s*:\s*(?:"[^"]{0,500}"|[\d.]+)\s*,\s*){0,20}'
            r'"type"\s*:\s*"(?:FeatureCollection|Feature|Topology)"'
        ),
        "GeoJSON, a map",
    ),
    (re.compile(r'^\{\s*"log"\s*:\s*\{\s*"(?:version|creator)"'), "a HAR recording of a browser"),
    (re.compile(r'^\{\s*"(?:cells|nbformat)"\s*:'), "a Jupyter notebook"),
)
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
MIN_EBCDIC, MIN_SPACES = 64, 0.08  # bytes; share of spaces: English prose has 0.17
_CONTROL = bytes([*range(1, 7), *range(14, 27), 28, 29, 30, 31])
MAX_CONTROL_SHARE = 0.05
"""Share of control characters above which bytes are no text; text files with form feeds, bells or NULs stay below."""


def name_binary(head: bytes) -> str | None:
    """Return what the bytes are if they are no text in any encoding, else None."""
    for magic, name in _MAGIC:
        if head.startswith(magic) and (
            magic not in _TEXT_LIKE or _n_controls(head[:512]) or b"\x00" in head[:512]
        ):
            return name
    if head[4:8] == b"ftyp":
        return "a video or a HEIC picture"
    if head.startswith(b"RIFF") and head[8:12] in (b"WEBP", b"WAVE", b"AVI "):
        return "a picture, sound or video (RIFF)"
    if head[257:262] == b"ustar":
        return "a tar archive"
    if _is_ebcdic(head[:8192]):
        return "a text in EBCDIC, the encoding of mainframes"
    return None if head.startswith(_WIDE_MARKS) else _name_noise(head)


def _is_ebcdic(sample: bytes) -> bool:
    """Tell EBCDIC by its space, an at sign elsewhere, which stands where no ASCII space or line end does."""
    return (
        len(sample) >= MIN_EBCDIC
        and sample.count(b"@") > MIN_SPACES * len(sample)
        and not any(byte in sample for byte in b" \n\r\t")
    )


def _name_noise(head: bytes) -> str | None:
    sample = head[:8192]
    if _n_controls(sample) > MAX_CONTROL_SHARE * len(sample):
        return "a binary file of an unknown kind"
    if b"\x00" not in sample:
        return None
    zeros = [index % 4 for index, byte in enumerate(sample) if byte == 0]
    if len(zeros) <= MAX_CONTROL_SHARE * len(sample):
        return None
    # Many zeros are UTF-16 or UTF-32 where they stand in step (Western text: every second byte or three of four).
    out_of_step = min(
        sum(phase % 2 == 0 for phase in zeros),
        sum(phase % 2 for phase in zeros),
        zeros.count(0),
        zeros.count(3),
    )
    return "a binary file of an unknown kind" if out_of_step > 0.02 * len(sample) else None


def _n_controls(sample: bytes) -> int:
    return len(sample) - len(sample.translate(None, _CONTROL))


def name_zip(names: set[str]) -> str | None:
    """Return which document or program a ZIP file with these members is, or None for a plain archive."""
    return next((name for member, name in _ZIPPED if member in names), None)


def name_json(text: str) -> str | None:
    """Return what JSON that begins with ``text`` is where it is plainly no articles, else None."""
    return next((name for pattern, name in _JSON if pattern.match(text[:8192].lstrip())), None)
