"""The bytes of a file to text, as Python itself would read them."""

from __future__ import annotations

import io
import tokenize

from truthcheck.claims.ir import Unreadable


def decode(source: bytes) -> str:
    """The text of a Python file, by its byte order mark or its declared encoding, else UTF-8."""
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(source).readline)
        return source.decode(encoding)
    except SyntaxError as error:
        raise Unreadable(f"cannot be decoded: {error.msg}", 1) from None
    except UnicodeDecodeError as error:
        line = source.count(b"\n", 0, error.start) + 1
        raise Unreadable(f"not {error.encoding} text: byte 0x{source[error.start]:02x}", line) from None
    except (LookupError, ValueError) as error:
        raise Unreadable(f"cannot be decoded: {error}") from None
