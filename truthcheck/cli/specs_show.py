"""`truthcheck specs show` and `diff`: what a surface holds, and what two versions of it do not share."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from truthcheck.claims import languages
from truthcheck.cli import exits, options, terminal

if TYPE_CHECKING:
    from truthcheck.model.finding import Finding
    from truthcheck.model.report import Report
    from truthcheck.specs.difference import Change
    from truthcheck.surfaces.index import IndexSurface

_REPLY = "reply field "
_MOST = 6  # names on a line
_FORMAT = click.option(
    "--format",
    "chosen",
    type=click.Choice(["full", "json"]),
    default="full",
    show_default=True,
    help="How it is written.",
)


@click.command("show", context_settings=options.CONTEXT)
@click.argument("provider")
@click.argument("operation", nargs=-1)
@click.option("--all", "whole", is_flag=True, help="Leave out no field.")
@_FORMAT
def show(provider: str, operation: tuple[str, ...], whole: bool, chosen: str) -> int:
    """Show every operation of PROVIDER, or all about one OPERATION, given as "METHOD /path" or by its id."""
    from truthcheck.cli.lookup import clean_lines, described, store, surfaces_of
    from truthcheck.lookup.rank import named
    from truthcheck.lookup.screen import render

    surfaces = [one for one in surfaces_of(store(), provider) if one.origin.kind != "known"]
    if not operation:
        click.echo(_operations(surfaces, chosen))
        return exits.CLEAN
    found = [described(one) for one in named(surfaces, " ".join(operation))]
    if not found:
        raise _no_operation(provider, " ".join(operation))
    if chosen == "json":
        click.echo(_json(found))
    else:
        terminal.text(clean_lines("\n\n".join(render(one, whole) for one in found)))
    return exits.CLEAN


def _operations(surfaces: list[IndexSurface], chosen: str) -> str:
    from truthcheck.cli.lookup import clean_lines

    rows = [(one.origin, route) for one in surfaces for route in one.routes]
    if chosen == "json":
        return _json([{"document": o.document, "method": r.method, "path": r.path} for o, r in rows])
    return clean_lines("\n".join(f"{route.method:<7} {route.path}" for _, route in rows))


def _no_operation(provider: str, written: str) -> Exception:
    from truthcheck.errors import SurfaceError

    return SurfaceError(
        f"the {provider} API has no operation `{written}`", f"to find it by words: truthcheck lookup {provider} WORDS"
    )


@click.command("diff", context_settings=options.CONTEXT)
@click.argument("name")
@click.argument("words", nargs=-1, metavar="[OLD [NEW]] [PATHS]")
@click.option("--breaking", is_flag=True, help="Show only what can break a call.")
@_FORMAT
def diff(name: str, words: tuple[str, ...], breaking: bool, chosen: str) -> int:
    """Compare two versions of the API called NAME, and say which calls in PATHS the newer one breaks.

    OLD and NEW are versions that are kept or shipped, or documents (a file or an address). Without them, what is in
    use now is compared with what was before. With PATHS, exit with 1 when a call breaks.
    """
    from truthcheck.cli.lookup import store
    from truthcheck.cli.settings import sdk_rules, settings
    from truthcheck.specs.difference import differences
    from truthcheck.specs.versions import pair

    versions, paths = _split(words)
    old, new = pair(store(), name, *versions, sdk_rules(settings((), None)))
    changes = [change for change in differences(old, new) if change.breaking or not breaking]
    found: list[Finding] = []
    report = None
    if paths:
        from truthcheck.specs.breaks import broken

        found, report = broken(paths, settings(paths, None), name, old, new)
    title = f"{name}: {old.origin.version} -> {new.origin.version}"
    click.echo(_diff_json(changes, found) if chosen == "json" else _diff_text(title, changes, found, report))
    if report is not None and report.problems:
        return exits.CANNOT_RUN
    return exits.FINDINGS if found else exits.CLEAN


def _split(words: tuple[str, ...]) -> tuple[tuple[str, str], tuple[str, ...]]:
    """Folders and source files are paths; of the rest, the first two are versions."""
    paths = tuple(word for word in words if word.endswith(languages.named_suffixes()) or Path(word).is_dir())
    versions = [word for word in words if word not in paths]
    if len(versions) > 2:
        raise click.UsageError(
            f"`{versions[2]}` is neither a folder nor a {languages.names()} file, and there are two versions already"
        )
    return (versions[0] if versions else "", versions[1] if len(versions) > 1 else ""), paths


def _diff_text(title: str, changes: list[Change], found: list[Finding], report: Report | None) -> str:
    from truthcheck.report.text import clean, counted, place

    lines = [title, *_change_lines(changes)]
    whole = [change for change in changes if not change.what]
    gone = sum(change.kind == "removed" for change in whole)
    rest = counted(len(changes) - len(whole), "change")
    lines += ["", f"{counted(gone, 'operation')} removed, {len(whole) - gone} added; {rest} in others"]
    if report is not None:
        lines += [f"{place(one.at)}: {one.rule}: {one.message}" for one in found]
        lines += [f"error: {problem.path}: {problem.message}" for problem in report.problems]
        new, files = counted(len(found), "finding"), counted(report.files, "file")
        lines.append(f"{new} that the older version does not bring, in {files}")
    return "\n".join(map(clean, lines))


def _change_lines(changes: list[Change]) -> Iterator[str]:
    operation = ""
    for change, words in _grouped(changes):
        if not change.what:
            yield f"{'-' if change.kind == 'removed' else '+'} {change.operation}"
            continue
        if change.operation != operation:
            operation = change.operation
            yield f"  {operation}"
        yield f"    {'!' if change.breaking else ' '} {words}"


def _grouped(changes: list[Change]) -> Iterator[tuple[Change, str]]:
    """Each change with its words; fields of a reply that came or went together share a line."""
    for _, group in groupby(changes, key=_together):
        first, *others = group
        words = first.what if first.kind == "changed" else f"{first.kind}: {first.what}"
        names = [one.what.removeprefix(_REPLY) for one in others[: _MOST - 1]]
        more = f" and {len(others) - len(names)} more" if len(others) > len(names) else ""
        yield first, ", ".join([words, *names]) + more


def _together(change: Change) -> tuple[str, str, int]:
    alike = change.kind != "changed" and change.what.startswith(_REPLY) and ": value " not in change.what
    return change.operation, change.kind, 0 if alike else id(change)


def _diff_json(changes: list[Change], found: list[Finding]) -> str:
    from dataclasses import asdict

    calls = [{"path": f.at.path, "line": f.at.line, "rule": f.rule, "message": f.message} for f in found]
    return _json({"changes": [asdict(change) for change in changes], "broken": calls})


def _json(data: object) -> str:
    import json

    return json.dumps(data, indent=2)
