"""Writes the history of one package: `write(path, releases)`. See `history_file` for what is written."""

from __future__ import annotations

import json
import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias

from truthcheck.sdks.index.history_file import FORMAT, PARTS
from truthcheck.sdks.index.history_merge import merged, named
from truthcheck.sdks.index.temporal import dumps
from truthcheck.sdks.index.versions import is_pre_release

BLOCK = 16 * 1024  # bytes before packing: 8 cost a fifth more room, 32 twice the time of a look-up
MAX_WORDS = 32 * 1024  # what zlib looks back on
_WORD = re.compile(rb'"[^"]{4,}"[^"]{0,3}')
# Of each index, not of the package: `bytes` and the like; the hashes of wheels are kept where they are built.
OF_FILES = ("truthcheck_members", "records", "bytes", "sha256", "date", "version")

Fed: TypeAlias = "tuple[str, Mapping[str, Any], Mapping[str, Any]]"
FedTexts: TypeAlias = "tuple[str, Mapping[str, Any], Mapping[str, str]]"


def write(path: Path, releases: Iterable[Fed]) -> int:
    """`write_texts` of records that are at hand as they are, not as texts."""
    texts = (
        (version, header, {key: dumps(record) for key, record in held.items()}) for version, header, held in releases
    )
    return write_texts(path, texts)


def write_texts(path: Path, releases: Iterable[FedTexts]) -> int:
    """Each release is its version, its header (`date` is the day of its upload, may be left out) and all its records,
    each as the text that an index file holds; the oldest version first. The same releases give the same bytes.

    Returns the number of bytes. Raises ValueError without any release, and when a name in a record is one of the
    marks of `temporal`.
    """
    versions: list[str] = []
    dates: list[str] = []
    headers: dict[str, int] = {}
    records: dict[str, dict[str, int]] = {}
    for place, (version, header, held) in enumerate(releases):
        versions.append(version)
        dates.append(str(header.get("date", "")))
        kept = dumps({name: value for name, value in header.items() if name not in OF_FILES})
        headers[kept] = headers.get(kept, 0) | 1 << place
        for key, text in held.items():
            texts = records.setdefault(key, {})
            texts[text] = texts.get(text, 0) | 1 << place
    if not versions:
        raise ValueError(f"{path.name}: no release")
    present = next((at for at in range(len(versions) - 1, -1, -1) if not is_pre_release(versions[at])), -1)
    head = {
        "releases": versions,
        "dates": dates,
        "present": present % len(versions),
        "headers": dumps(_merged(headers, len(versions))[1]),
    }
    data = _packed(head, list(_lines(records, len(versions))))
    path.write_bytes(data)
    return len(data)


def _merged(texts: Mapping[str, int], count: int) -> tuple[str, Any]:
    """The span in which any of the texts stands, and all of them as one value."""
    standing = [(mask, json.loads(text)) for text, mask in texts.items()]
    whole = 0
    for mask, _ in standing:
        whole |= mask
    return named(whole, count), merged(standing, lambda mask: named(mask, count))


def _lines(records: Mapping[str, Mapping[str, int]], count: int) -> Iterator[tuple[str, bytes]]:
    for key in sorted(records):
        span, value = _merged(records[key], count)
        yield key, f"{dumps([key, span, value])}\n".encode()


def _packed(head: Mapping[str, Any], lines: list[tuple[str, bytes]]) -> bytes:
    words = _words(line for _, line in lines)
    firsts: list[str] = []
    blocks: list[bytes] = []
    for first, block in _blocks(lines):
        firsts.append(first)
        blocks.append(_pack(block, words))
    directory = [firsts, [len(block) for block in blocks]]
    parts = [_pack(dumps(head).encode()), _pack(dumps(directory).encode()), _pack(words), b"".join(blocks)]
    stated = {"truthcheck_history": FORMAT} | dict(zip(PARTS, map(len, parts), strict=True))
    return b"".join((f"{dumps(stated)}\n".encode(), *parts))


def _blocks(lines: list[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    """Lines in blocks, each with its first key."""
    held: list[bytes] = []
    first, size = "", 0
    for key, line in lines:
        first = first if held else key
        held.append(line)
        size += len(line)
        if size >= BLOCK:
            yield first, b"".join(held)
            held, size = [], 0
    if held:
        yield first, b"".join(held)


def _words(lines: Iterable[bytes]) -> bytes:
    """The texts that save most when all blocks know them, the best last."""
    counted = Counter(word for line in lines for word in _WORD.findall(line))
    worth = sorted(((count - 1) * len(word), word) for word, count in counted.items() if count > 3)
    chosen: list[bytes] = []
    room = MAX_WORDS
    while worth and len(worth[-1][1]) <= room:
        chosen.append(worth.pop()[1])
        room -= len(chosen[-1])
    return b"".join(reversed(chosen))


def _pack(data: bytes, words: bytes = b"") -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS, 9, zdict=words)
    return packer.compress(data) + packer.flush()
