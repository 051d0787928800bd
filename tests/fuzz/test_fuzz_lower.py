"""Mutated real files: lowering either succeeds or says what is wrong, in bounded time.

TRUTHCHECK_FUZZ_SECONDS is the time to spend (3 without it), TRUTHCHECK_FUZZ_SEED the start of the random sequence.
"""

from __future__ import annotations

import os
import random
import re
import time
from pathlib import Path

from truthcheck.claims.ir import Unreadable
from truthcheck.claims.languages.python.parse.lower import lower

SECONDS = float(os.environ.get("TRUTHCHECK_FUZZ_SECONDS", "3"))
SEED = int(os.environ.get("TRUTHCHECK_FUZZ_SEED", "20"))
LIBRARY = Path(os.__file__).parent
PIECES = [
    *(b"(", b")", b"[", b"]", b"{", b"}", b'"', b"'", b'"""', b"'''", b"f'", b"rb'", b"\\", b"\\\n", b"\n", b"\r"),
    *(b"\r\n", b"#", b":", b";", b",", b"=", b":=", b"**", b"*", b"@", b"->", b".", b"...", b"\t", b"\f", b"\x00"),
    *(b"\xff", b"lambda ", b"for x in ", b"async ", b"await ", b"yield ", b"match x:\n", b"case ", b"else ", b"not "),
    *(b"{x=!r:>{y}}", "é".encode(), "😀".encode(), b"\xef\xbb\xbf", b"# coding: latin-1\n", b"0x", b"1e", b"1_"),
    *(b"\\N{", b"\\x", b"{{"),
]
LIMIT = 10  # seconds for one file of at most 8 kB: it takes a tenth, a busy machine ten times that


def originals() -> list[bytes]:
    files = sorted(LIBRARY.glob("*.py")) + sorted(LIBRARY.glob("asyncio/*.py"))
    return [text for text in (file.read_bytes() for file in files) if text]


def statements(source: bytes, chance: random.Random) -> bytes:
    """Whole statements of the top level, so that most of the time something can be read."""
    starts = [found.end() for found in re.finditer(rb"\n\n(?=(?:def|class|import|from) )", source)] or [0]
    start = chance.choice(starts)
    ends = [end for end in starts if start < end < start + 8_000] or [start + 8_000]
    return source[start : chance.choice(ends)]


def mutated(source: bytes, chance: random.Random) -> bytes:
    text = bytearray(statements(source, chance))
    for _ in range(chance.randrange(5)):
        place = chance.randrange(len(text) + 1)
        length = chance.randrange(0, 40)
        match chance.randrange(4):
            case 0:
                text[place:place] = chance.choice(PIECES) * chance.choice((1, 1, 1, 2, 30, 2_000))
            case 1:
                del text[place : place + length]
            case 2:
                text[place:place] = text[place : place + length] * chance.choice((1, 2, 50))
            case _:
                text[place : place + 1] = chance.choice(PIECES)
    return bytes(text)


def test_lowering_succeeds_or_says_why() -> None:
    chance = random.Random(SEED)
    sources = originals()
    read = refused = 0
    until = time.monotonic() + SECONDS
    while time.monotonic() < until or not (read and refused):
        source = mutated(chance.choice(sources), chance)
        started = time.process_time()
        try:
            lower("fuzz.py", source)
            read, error = read + 1, None
        except Unreadable as caught:
            refused, error = refused + 1, caught
        except Exception as caught:
            raise AssertionError(f"seed {SEED}, file {read + refused}: {caught!r} for {source!r}") from caught
        if error is not None:
            assert error.message, source
            assert "\n" not in error.message, source
            assert error.line >= 0
        assert time.process_time() - started < LIMIT, source
