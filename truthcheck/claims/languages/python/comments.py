"""Comments: real ones, not strings that look like one."""

from __future__ import annotations

import io
import tokenize
from collections.abc import Iterator

from truthcheck.claims.language import Comment


def comments(source: bytes) -> Iterator[Comment]:
    try:
        for token in tokenize.tokenize(io.BytesIO(source).readline):
            if token.type == tokenize.COMMENT:
                line, column = token.start
                yield Comment(token.string, line, column + 1, token.line[:column].rstrip())
    except (tokenize.TokenError, SyntaxError, UnicodeDecodeError):
        return  # a file that cannot be read has no findings to ignore
