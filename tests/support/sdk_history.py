"""A package made here over six releases: what came, what went, and what came again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from truthcheck.sdks.index.catalogue import NAME
from truthcheck.sdks.index.history_file import SUFFIX
from truthcheck.sdks.index.history_write import write
from truthcheck.sdks.index.records import function, module, parameter
from truthcheck.sdks.registry import catalogue_of

RELEASES = ("1.0.0", "1.1.0", "2.0.0b1", "2.0.0", "2.1.0", "3.0.0", "4.0.0b1")
BOAT = "boats.boat:Boat"
REPLY = "boats.boat:Reply"

# each name with the releases that have it
METHODS = {
    "launch": RELEASES,
    "sail": RELEASES[1:5],  # came with 1.1.0, went with 3.0.0
    "fly": RELEASES[5:],  # came with 3.0.0
    "row": (*RELEASES[:3], *RELEASES[4:]),  # gone in 2.0.0
    "float": RELEASES[2:3],  # in a pre-release alone
    "sink": RELEASES[:1],  # in the first alone
}
ARGUMENTS = {"name": RELEASES, "sails": RELEASES[3:], "oars": RELEASES[:3], "rope": RELEASES[3:5]}
FIELDS = {"mast": RELEASES, "keel": RELEASES[:3], "wing": RELEASES[5:], "rudder": (*RELEASES[:3], *RELEASES[4:])}


UNTYPED = function([parameter("name", "k", 0), parameter("more", "**", 0)], REPLY, [("POST", "/boats/tow")], "static")


def records(version: str) -> dict[str, Any]:
    taken = [parameter(name, "k", 0, "str") for name, held in ARGUMENTS.items() if version in held]
    methods = {
        name: function(taken, REPLY, [("POST", f"/boats/{name}")], "static")
        for name, held in METHODS.items()
        if version in held
    }
    fields = {name: "str" for name, held in FIELDS.items() if version in held}
    return {
        "boats:": module({"Boat": ["type", BOAT]}),
        BOAT: {"m": methods | {"tow": UNTYPED}},
        REPLY: {"k": "data", "f": fields},
    }


def header() -> dict[str, Any]:
    lists = {name: [] for name in ("clients", "redirects")}
    maps = {name: {} for name in ("chains", "closed_bases")}
    own = {"package": "boats", "provider": "boats", "imports": ["boats"], "api": "", "models": [REPLY]}
    return own | lists | maps


def keep(specs: Path) -> None:
    """The history in a folder of specs, with its catalogue."""
    folder = specs / "sdks"
    folder.mkdir(parents=True)
    write(folder / f"boats{SUFFIX}", ((version, header(), records(version)) for version in RELEASES))
    (folder / NAME).write_bytes(catalogue_of(folder))
