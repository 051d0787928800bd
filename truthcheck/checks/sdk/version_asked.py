"""Calls through SDKs that ask for another version of the API than the package speaks.

A setting of the whole module, a keyword of the client, an argument of the call or one of its headers names it.
"""

from __future__ import annotations

from collections.abc import Iterator

from truthcheck.checks.calls import api_versions
from truthcheck.checks.calls.exchange import Judged
from truthcheck.checks.core.library import Library
from truthcheck.checks.sdk.subject import Subject
from truthcheck.model.call import Step
from truthcheck.model.provider import ApiVersions
from truthcheck.model.value import Mapping, Sequence


def weighed(judged: Judged, subject: Subject, library: Library) -> Judged:
    """The verdict, as far as it holds in the version that is asked for."""
    rules = library.provider(subject.chosen.provider).versions
    versions = tuple(_asked(subject, rules)) if rules is not None else ()
    if rules is None or not versions:
        return judged
    known = {version.package.header.api for version in subject.versions} - {""}
    missing = api_versions.undescribed(versions, known, rules)
    return judged if missing is None else judged._replace(checked=api_versions.doubted(judged.checked, missing))


def _asked(subject: Subject, rules: ApiVersions) -> Iterator[str]:
    """Every version that is named; what stands nearest to the call decides."""
    names = {*rules.settings, *rules.headers}
    given = list(_given(subject, names))
    built = [text for step in subject.member.steps for text in _of_step(step, names)]
    built += [api_versions.AT_RUN_TIME for step in subject.member.steps if step.text in rules.clients and not built]
    yield from given or built or (text for name, text in subject.member.versions if name in names)


def _given(subject: Subject, names: set[str]) -> Iterator[str]:
    """By the arguments, those inside a mapping included."""
    for argument in subject.call.arguments:
        items = argument.value.items if isinstance(argument.value, Sequence) else (argument.value,)
        for value in items:
            if isinstance(value, Mapping):
                yield from _named(value, names, 2)


def _named(value: Mapping, names: set[str], depth: int) -> Iterator[str]:
    for entry in value.entries:
        if entry.key in names:
            yield from api_versions.texts(entry.value)
        elif isinstance(entry.value, Mapping) and depth:
            yield from _named(entry.value, names, depth - 1)


def _of_step(step: Step, names: set[str]) -> Iterator[str]:
    texts = dict(step.texts)
    yield from (texts.get(name, api_versions.AT_RUN_TIME) for name in step.keywords if name in names)
