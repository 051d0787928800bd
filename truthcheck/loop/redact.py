"""Keeps secrets out of what is written down: an agent's output and the user's code may hold some."""

from __future__ import annotations

import re

_SHAPES = re.compile(
    r"""
    (?:sk|rk|pk|whsec|ghp|gho|ghu|ghs|ghr|github_pat|glpat|xox[abprs]|xapp|npm|pypi|re|SG|hf|AIza|ya29)[-_.][A-Za-z0-9_\-.]{16,}
    | AIza[A-Za-z0-9_\-]{30,}
    | (?:AKIA|ASIA)[A-Z0-9]{16}
    | eyJ[A-Za-z0-9_\-]{10,}\.[A-Za-z0-9_\-]{10,}\.[A-Za-z0-9_\-]{5,}
    | (?<=Bearer\ )[A-Za-z0-9_\-.=+/]{16,}
    | (?<=://)[^\s/:@"']{1,64}:[^\s/@"']{4,}(?=@)
    | -----BEGIN[A-Z ]*PRIVATE\ KEY-----[\s\S]*?-----END[A-Z ]*PRIVATE\ KEY-----
    """,
    re.VERBOSE,
)
MARK = "[redacted]"


def redact(text: str) -> str:
    """`text` with everything that has the shape of a key or token replaced."""
    return _SHAPES.sub(MARK, text)
