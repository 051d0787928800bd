"""How large a document may be: it is somebody else's, and may be made to cost."""

from __future__ import annotations

MAX_JSON = 40 * 1024 * 1024  # bytes: three times the largest known document
MAX_DEPTH = 400  # objects and lists inside one another
