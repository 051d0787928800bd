"""The changelog's part in a release.

python .ci/changelog.py cut 1.2.3      what is unreleased becomes 1.2.3 of today; the version is set
python .ci/changelog.py notes 1.2.3    prints the section of 1.2.3; fails unless it is the version of the code
"""

from __future__ import annotations

import re
import sys
from datetime import datetime, timezone
from pathlib import Path

ROOT = Path(__file__).parent.parent
CHANGELOG = ROOT / "CHANGELOG.md"
VERSION = ROOT / "truthcheck" / "version.py"
UNRELEASED = "## [Unreleased]\n"
ASSIGNED = re.compile(r'(?<=^__version__ = ")[^"]+(?=")', re.M)


def cut(version: str, changelog: str, day: str) -> str:
    """The changelog with a section of this version where the unreleased one was, and an empty one above it."""
    head, found, rest = changelog.partition(UNRELEASED)
    if not found or f"## [{version}]" in changelog:
        raise SystemExit(f"CHANGELOG.md: nothing is unreleased, or {version} is there already")
    return f"{head}{UNRELEASED}\n## [{version}] - {day}\n{rest}"


def notes(version: str, changelog: str) -> str:
    """The section of a version, without its heading."""
    found = re.search(rf"^## \[{re.escape(version)}\][^\n]*\n(.*?)(?=^## \[|\Z)", changelog, re.M | re.S)
    if found is None or not found[1].strip():
        raise SystemExit(f"CHANGELOG.md says nothing of {version}")
    return found[1].strip() + "\n"


def main(task: str, version: str) -> None:
    changelog, code = CHANGELOG.read_text("utf-8"), VERSION.read_text("utf-8")
    if task == "cut":
        CHANGELOG.write_text(cut(version, changelog, f"{datetime.now(timezone.utc):%Y-%m-%d}"), "utf-8")
        VERSION.write_text(ASSIGNED.sub(version, code), "utf-8")
    elif ASSIGNED.findall(code) != [version]:
        raise SystemExit(f"the code is not version {version}")
    else:
        sys.stdout.write(notes(version, changelog))


if __name__ == "__main__":
    main(*sys.argv[1:])
