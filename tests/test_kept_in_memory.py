"""A process that lives long holds no surface and no package that nobody needs any more."""

from __future__ import annotations

import gc
import weakref

from shipped_sdks import opened

from truthcheck.checks.sdk.walk import walk
from truthcheck.model.call import Member, Step
from truthcheck.shipped import folder
from truthcheck.surfaces.index import open_file
from truthcheck.surfaces.routing import table


def test_the_table_of_routes_goes_with_its_surface() -> None:
    surface = open_file(next(iter(sorted((folder("specs_cache") / "petstore").glob("*.jsonl")))))
    assert table(surface) is table(surface)
    gone = weakref.ref(surface)
    del surface
    gc.collect()
    assert gone() is None


def test_the_ways_through_a_package_go_with_it() -> None:
    package = opened("stripe@16.1.0")
    member = Member((Step("stripe"), Step("Customer"), Step("create")))
    assert walk(package, member) is walk(package, member)
    gone = weakref.ref(package)
    del package
    gc.collect()
    assert gone() is None
