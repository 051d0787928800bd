"""The folder of this user where truthcheck may keep what it can do without."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def cache() -> Path:
    """`TRUTHCHECK_CACHE_DIR`, or the system's own place for caches; not absolute where there is no home."""
    chosen = os.environ.get("TRUTHCHECK_CACHE_DIR")
    if chosen:
        return Path(os.path.abspath(chosen))
    if sys.platform == "linux":  # as platformdirs does it, whose import takes 20 ms
        chosen = os.environ.get("XDG_CACHE_HOME", "").strip() or os.path.expanduser("~/.cache")
        return Path(chosen) / "truthcheck"
    import platformdirs

    return Path(platformdirs.user_cache_dir("truthcheck", appauthor=False))
