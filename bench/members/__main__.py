"""`python -m bench.members FOLDER [--releases 3] [--true 1000] [--absent 300]`: how members of releases fare.

Installs releases drawn at random into FOLDER, each into an environment of its own, asks there which members there are,
writes programs that use them, and verifies these with the release pinned and nothing installed. Prints a table.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from bench.members import environments, programs
from bench.members.programs import Member
from truthcheck.config import Config
from truthcheck.model.report import REFUTED, SUPPORTED
from truthcheck.pipeline import verify
from truthcheck.sdks.index.dist_names import normal
from truthcheck.sdks.index.history_file import SUFFIX, History
from truthcheck.shipped import folder as shipped

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

HERE = Path(__file__).parent
BESIDE = ("deprecated", "retired")  # they say that something is there


class Pinned(NamedTuple):
    """One release of an SDK with what the oracle says of it."""

    sdk: str
    distribution: str
    version: str
    place: Path
    setup: Mapping[str, Any]
    found: tuple[Member, ...]

    @property
    def requirement(self) -> str:
        return f"{self.distribution}=={self.version}"


class Judged(NamedTuple):
    """What became of one program."""

    release: Pinned
    member: Member
    verdict: str
    told: str


def releases(setups: Mapping[str, Any], count: int, folder: Path, chance: random.Random) -> Iterator[Pinned]:
    for sdk, setup in setups.items():
        distribution = setup.get("distribution", sdk)
        history = History(shipped("specs_cache") / "sdks" / f"{normal(distribution)}{SUFFIX}")
        versions = list(history.releases)
        chance.shuffle(versions)
        yield from _usable(sdk, distribution, setup, versions, count, folder)


def _usable(
    sdk: str, distribution: str, setup: Mapping[str, Any], versions: list[str], count: int, folder: Path
) -> Iterator[Pinned]:
    """The first releases that can be installed and imported here."""
    taken = 0
    for version in versions[: count * 4]:
        place = environments.installed(distribution, version, folder) if taken < count else None
        told = environments.asked(place, "list", _question(setup)) if place else None
        found = programs.members(told, setup) if told else []
        if place is not None and found:
            taken += 1
            yield Pinned(sdk, distribution, version, place, setup, tuple(found))
            print(f"{sdk} {version}: {len(found)} members", file=sys.stderr, flush=True)


def _question(setup: Mapping[str, Any]) -> dict[str, Any]:
    return {"setups": setup["setups"], "package": setup["package"]}


def judged(release: Pinned, members: list[Member], folder: Path) -> Iterator[Judged]:
    """Every member in a file of its own, all in one project that pins the release."""
    project = folder / f"{release.sdk}-{release.version}"
    project.mkdir(parents=True, exist_ok=True)
    for old in project.glob("*.py"):
        old.unlink()
    (project / ".git").mkdir(exist_ok=True)
    (project / "requirements.txt").write_text(f"{release.requirement}\n", "utf-8")
    for number, member in enumerate(members):
        (project / f"m{number:04}.py").write_text(member.source, "utf-8")
    report = verify((str(project),), Config(root=project))
    by_file: dict[str, list[Any]] = {}
    for one in report.calls:
        by_file.setdefault(Path(one.call.at.path).name, []).append(one)
    for number, member in enumerate(members):
        yield Judged(release, member, *_outcome(by_file.get(f"m{number:04}.py", [])))


def _outcome(calls: list[Any]) -> tuple[str, str]:
    """The worst that is said of the calls of a program; what is only deprecated is there."""
    refuting = [one for one in calls if one.verdict == REFUTED]
    findings = [f for one in refuting for f in one.findings if f.rule not in BESIDE]
    if findings:
        worst = max(findings, key=lambda finding: str(finding.confidence) == "certain")
        return f"refuted {worst.confidence}", f"{worst.rule}: {worst.message}; {worst.help}"
    if any(one.verdict == SUPPORTED for one in calls):
        return "verified", ""
    reasons = "; ".join(f"{one.call.name}: {one.reason}" for one in calls)
    return ("unverified", reasons) if calls else ("not a call", "")


def absent(release: Pinned, others: list[Pinned]) -> list[Member]:
    """Members of other releases of the SDK that this one lacks, as it says itself."""
    own = {member.key for member in release.found}
    wanted = {member.key: member for other in others for member in other.found if member.key not in own}
    chains = sorted({member.chain for member in wanted.values()})
    told = environments.asked(release.place, "check", {**_question(release.setup), "chains": chains})
    if told is None:
        return []
    return [member for member in wanted.values() if _is_absent(member, told["found"][member.chain], told["code"])]


def _is_absent(member: Member, found: Mapping[str, Any] | None, code: str) -> bool:
    """A method that is not there, or a name that it does not take; how it is reached must be the same."""
    if not member.source.startswith(f"{code}\n"):
        return False
    if member.kind == "method":
        return found is None
    if member.kind != "argument" or found is None or found["open"] or found["parameters"] is None:
        return False
    return member.name not in {row[0] for row in found["parameters"]}


def table(title: str, rows: list[Judged], columns: list[str]) -> str:
    lines = [f"| {title} | members | {' | '.join(columns)} |", "| --- | --: |" + " --: |" * len(columns)]
    groups = sorted({row.release.sdk for row in rows})
    for name in [*groups, "all"]:
        mine = Counter(row.verdict for row in rows if name in (row.release.sdk, "all"))
        versions = sorted({row.release.version for row in rows if row.release.sdk == name})
        shown = f"{name} {', '.join(versions)}".strip()
        lines.append(f"| {shown} | {sum(mine.values())} | {' | '.join(str(mine[column]) for column in columns)} |")
    return "\n".join(lines)


COLUMNS = ["verified", "unverified", "not a call", "refuted likely", "refuted certain"]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.members", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--releases", type=int, default=3, help="of each SDK")
    parser.add_argument("--true", type=int, default=1000)
    parser.add_argument("--absent", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", action="append", default=[])
    given = parser.parse_args()
    chance = random.Random(given.seed)
    setups = tomllib.loads((HERE / "sdks.toml").read_text("utf-8"))
    setups = {name: setup for name, setup in setups.items() if not given.only or name in given.only}
    pinned = list(releases(setups, given.releases, given.folder / "environments", chance))
    share = -(-given.true // max(1, len(pinned)))
    true = [
        row for one in pinned for row in judged(one, programs.drawn(one.found, share, chance), given.folder / "true")
    ]
    print(table("true members", true, COLUMNS), flush=True)
    keep(true, given.folder / "true.json")
    pairs = [(one, absent(one, [other for other in pinned if other.sdk == one.sdk and other != one])) for one in pinned]
    missing = [(one, found) for one, found in pairs if found]
    share = -(-given.absent // max(1, len(missing)))
    false = [
        row
        for one, found in missing
        for row in judged(one, programs.drawn(found, share, chance), given.folder / "absent")
    ]
    print("\n" + table("absent members", false, COLUMNS))
    keep(false, given.folder / "absent.json")
    return 0


def keep(rows: list[Judged], place: Path) -> None:
    """What became of each, to be read."""
    told = [[row.release.requirement, *row.member.key, row.verdict, row.told, row.member.source] for row in rows]
    place.write_text(json.dumps(told, indent=0) + "\n", "utf-8")


if __name__ == "__main__":
    sys.exit(main())
