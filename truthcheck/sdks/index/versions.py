"""What can be told of a version by its text alone; `project.version_ranges` compares versions."""

from __future__ import annotations

import re

_PRE = re.compile(r"\d[-_.]?(?:a|b|c|rc|alpha|beta|pre|preview|dev)[-_.]?\d*\b|\.dev\d*", re.IGNORECASE)


def is_pre_release(version: str) -> bool:
    """Whether a version is no general release: 2.0b1, 2.0.0-rc.1, 2.0.dev3."""
    return _PRE.search(version) is not None
