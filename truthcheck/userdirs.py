"""The folder of this user where truthcheck may keep what it can do without."""

from __future__ import annotations

import os
from pathlib import Path


def cache() -> Path:
    """`TRUTHCHECK_CACHE_DIR`, or the system's own place for caches."""
    chosen = os.environ.get("TRUTHCHECK_CACHE_DIR")
    if chosen:
        return Path(chosen)
    import platformdirs

    return Path(platformdirs.user_cache_dir("truthcheck", appauthor=False))
