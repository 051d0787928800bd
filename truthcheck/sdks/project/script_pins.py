"""Scripts that name their own dependencies (PEP 723): nothing around them counts."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from truthcheck.model.noun import NamedTuple
from truthcheck.sdks.project.pin import Pin
from truthcheck.sdks.project.weighing import weighed
from truthcheck.sdks.written.files import MAX_BYTES, NOTHING, FileRows, WrittenFile, collected, rows

_MARK = b"# /// script"
_NOTHING: Mapping[str, bytes] = MappingProxyType({})


class PinnedScript(NamedTuple):
    """A file with such a block: what it says, and what the lock beside it says, of each package."""

    name: str
    block: FileRows
    lock: FileRows = NOTHING

    def pin(self, wanted: str) -> Pin | None:
        """None where neither names the package."""
        for said, shown in ((self.lock, f"{self.name}.lock"), (self.block, self.name)):
            if wanted in said.packages:
                return weighed(wanted, [(shown, said.packages[wanted])])
        return None


def script(file: Path, contents: Mapping[str, bytes] = _NOTHING) -> PinnedScript | None:
    """None for a file without such a block. `contents` stand in for what is on disk, by path."""
    data = contents.get(str(file))
    if data is not None:
        return _script(file, data)
    try:
        facts = file.stat()
    except OSError:
        return None
    return _stored(file, facts.st_mtime_ns) if facts.st_size <= MAX_BYTES else None


@lru_cache(maxsize=4096)
def _stored(file: Path, changed: int) -> PinnedScript | None:
    try:
        return _script(file, file.read_bytes())
    except OSError:
        return None


def _script(file: Path, data: bytes) -> PinnedScript | None:
    if _MARK not in data:
        return None
    from truthcheck.sdks.written import scripts

    said = scripts.rows(data.decode("utf-8", "replace"))
    if said is None:
        return None
    lock = file.with_name(f"{file.name}.lock")
    return PinnedScript(file.name, collected(said), rows(WrittenFile(lock, lock.name, "tables"), file.parent))
