"""The bytes of an SQL file as UTF-8, whatever they were; large files stay where they are and are mapped."""

from __future__ import annotations

import codecs
import mmap
from pathlib import Path
from typing import TypeAlias

Bytes: TypeAlias = "bytes | mmap.mmap"
MAX_SQL = 512 << 20  # bytes; a dump above it is left out, and that is told
_MAPPED = 4 << 20
_WIDE = 32 << 20  # bytes of a UTF-16 file, which has to be converted as a whole


class TooLarge(Exception):
    """A file above what is read."""


def content(file: Path) -> Bytes:
    """The file's bytes without a byte order mark. Raises OSError and TooLarge."""
    size = file.stat().st_size
    if size > MAX_SQL:
        raise TooLarge(f"larger than {MAX_SQL >> 20} MB")
    with file.open("rb") as stream:
        wide = _wide(stream.read(64))
        if size > _MAPPED and not wide:
            return mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        if size > _WIDE:
            raise TooLarge(f"UTF-16 of more than {_WIDE >> 20} MB")
        stream.seek(0)
        data = stream.read()
    return data.decode(wide, "replace").lstrip("\ufeff").encode() if wide else data.removeprefix(codecs.BOM_UTF8)


def _wide(head: bytes) -> str:
    """The name of a UTF-16 encoding: by its mark, or because every second byte of the beginning is zero."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    even, odd = head[::2], head[1::2]
    if len(head) >= 8 and odd.count(0) > len(odd) * 3 // 4 and not even.count(0):
        return "utf-16-le"
    if len(head) >= 8 and even.count(0) > len(even) * 3 // 4 and not odd.count(0):
        return "utf-16-be"
    return ""


def text(data: bytes) -> str:
    """UTF-8, or else the one-byte encoding of western Windows, in which every byte means something."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")
