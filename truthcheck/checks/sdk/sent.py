"""Which request a method makes: the package's code shows it, or rule data states it."""

from __future__ import annotations

from truthcheck.checks.sdk import builders
from truthcheck.checks.sdk.subject import Subject, Version
from truthcheck.model.call import Member
from truthcheck.sdks.index.package import Package
from truthcheck.sdks.index.values import SdkMethod


def method(version: Version) -> SdkMethod | None:
    """What is called, with the operation that rule data states where the code does not show one."""
    called = version.method
    if called is None or called.operations:
        return called
    verb, _, path = version.package.rules.operations.get(called.symbol, "").partition(" ")
    return called._replace(operations=((verb, path, ""),)) if path else called


def built(subject: Subject) -> str:
    """ "METHOD /path" of a request that was built in steps before, "" when the call sends none."""
    return builders.operation(subject.version.package.rules.builder, subject.member)


def sends(package: Package, member: Member, called: SdkMethod) -> bool:
    """Whether a call makes a request."""
    if called.operations or called.symbol in package.rules.operations:
        return True
    return bool(builders.operation(package.rules.builder, member))
