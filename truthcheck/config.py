"""`[tool.truthcheck]` to one frozen `Config`."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from truthcheck.errors import ConfigError
from truthcheck.model.finding import CONFIDENCES, SEVERITIES, Finding
from truthcheck.model.noun import dataclass, replace
from truthcheck.suggest import did_you_mean

FORMATS = ("full", "concise", "agent", "json", "jsonl", "sarif", "github", "gitlab", "junit", "markdown")
FAIL_ON = (*SEVERITIES, "never")
FILES = ("truthcheck.toml", "pyproject.toml")
LOCK = "truthcheck.lock"
PROMPT_LIMIT = 8000  # characters; about 2,000 tokens at four characters each, below what every harness lets through
_SIZE = 1_000_000  # a configuration file above a megabyte is a mistake or an attack


@dataclass(frozen=True, slots=True)
class Config:
    """What a run is asked to do. Folders are absolute; an empty `select` means every rule.

    `lock` is the project's truthcheck.lock, when it has one. `packages` are to be judged by their source although no
    rule page describes them; `environment` is the Python environment of the project when it lies elsewhere.
    `database` are the files and folders of SQL that make the project's database, in order; none: they are looked for.
    `root` is the folder of the configuration file: patterns of `per_file_ignores` and `exclude` are relative to it.
    `max_document_age_days` 0 sets no limit. What is reported is set by `min_confidence`, what fails by `fail_on` and
    `fail_confidence`.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    per_file_ignores: tuple[tuple[str, tuple[str, ...]], ...] = ()
    exclude: tuple[str, ...] = ()
    rules: tuple[Path, ...] = ()
    specs: tuple[Path, ...] = ()
    packages: tuple[str, ...] = ()
    environment: Path | None = None
    database: tuple[Path, ...] = ()
    fail_on: str = "error"
    min_confidence: str = "likely"
    fail_confidence: str = "likely"
    max_document_age_days: int = 0
    strict: bool = False
    format: str = "full"
    prices: tuple[tuple[str, float], ...] = ()
    root: Path = Path()
    file: Path | None = None
    lock: Path | None = None

    def fails(self, finding: Finding) -> bool:
        """Whether a finding fails the gate: the exit code, a hook's answer and the loop's goal follow this alone."""
        if self.fail_on == "never" or SEVERITIES.index(finding.severity) > SEVERITIES.index(self.fail_on):
            return False
        return CONFIDENCES.index(finding.confidence) <= CONFIDENCES.index(self.fail_confidence)

    @property
    def gated(self) -> Config:
        """The configuration of a run that speaks to an agent: what is not sure enough to fail is not told either."""
        return replace(self, min_confidence=min(self.min_confidence, self.fail_confidence, key=CONFIDENCES.index))

    @property
    def narrows(self) -> bool:
        """Whether some findings may not be asked for."""
        return bool(self.select or self.ignore or self.per_file_ignores or self.min_confidence != CONFIDENCES[-1])

    def wants(self, rule: str, path: str) -> bool:
        """Whether findings of `rule` in the file `path` (relative to the working directory) are asked for."""
        if rule in self.ignore or (self.select and rule not in self.select):
            return False
        if not self.per_file_ignores:
            return True
        return not any(rule in rules and self._fits(pattern, path) for pattern, rules in self.per_file_ignores)

    def _fits(self, pattern: str, path: str) -> bool:
        from fnmatch import fnmatchcase

        inner = os.path.relpath(path, self.root).replace(os.sep, "/")
        whole = pattern + "*" if pattern.endswith("/") else pattern
        return fnmatchcase(inner, whole) or fnmatchcase(inner.rpartition("/")[2], whole)


def load(folder: Path, explicit: Path | None = None) -> Config:
    """The configuration that holds for `folder`: the nearest file above it, or `explicit`; defaults when there is none.

    The nearest truthcheck.lock is found in the same way. Raises ConfigError: one line with file, key and what was
    expected.
    """
    return replace(_load(folder, explicit), lock=find_lock(folder))


def find_lock(folder: Path) -> Path | None:
    """The nearest truthcheck.lock in or above `folder`."""
    return next((file for parent in _upwards(folder) if (file := parent / LOCK).is_file()), None)


def _load(folder: Path, explicit: Path | None) -> Config:
    if explicit is not None:
        table = _section(explicit)
        if table is None:
            raise ConfigError(f"{_shown(explicit)}: no section [tool.truthcheck]", "add it, or name another file")
        return _build(explicit, table)
    for parent in _upwards(folder):
        for name in FILES:
            file = parent / name
            if file.is_file() and (table := _section(file)) is not None:
                return _build(file, table)
    return Config(root=Path.cwd())


def override(config: Config, **values: Any) -> Config:
    """`config` with the values of the command line; None leaves a value as it is, and `ignore` adds."""
    given = {key: value for key, value in values.items() if value is not None}
    if "ignore" in given:
        given["ignore"] = (*config.ignore, *given["ignore"])
    return replace(config, **given)


def check_rules(names: Iterable[str], known: Iterable[str], where: str) -> None:
    """Raise ConfigError for the first name that is no rule. `where` says where it was written."""
    rules = sorted(known)
    for name in names:
        if name not in rules:
            hint = did_you_mean(name, rules) or "run: truthcheck rules"
            raise ConfigError(f"{where}: there is no rule `{name}`", hint)


def _upwards(folder: Path) -> tuple[Path, ...]:
    start = Path(os.path.abspath(folder))
    return (start, *start.parents)


def _section(file: Path) -> dict[str, Any] | None:
    """The table of our settings; None when a pyproject.toml has none. Any other file is ours as a whole."""
    data = _read(file)
    shared = file.name == "pyproject.toml"
    if shared and b"truthcheck" not in data:
        return None  # the usual case costs no TOML parser (16 ms)
    parsed = _parse(file, data)
    if not shared:
        return parsed
    tool = parsed.get("tool")
    section = tool.get("truthcheck") if isinstance(tool, dict) else None
    if section is not None and not isinstance(section, dict):
        raise ConfigError(f"{_shown(file)}: tool.truthcheck: expected a table, got {_kind(section)}")
    return section


def _read(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            data = stream.read(_SIZE + 1)
    except FileNotFoundError:
        raise ConfigError(f"{_shown(file)}: no such file", "check the path given to --config") from None
    except OSError as error:
        raise ConfigError(f"{_shown(file)}: cannot read: {error.strerror}") from None
    if len(data) > _SIZE:
        raise ConfigError(f"{_shown(file)}: larger than a megabyte", "name a configuration file with --config")
    return data


def _parse(file: Path, data: bytes) -> dict[str, Any]:
    from truthcheck.rulebook.toml import loads

    try:
        return loads(data.decode())
    except UnicodeDecodeError as error:
        raise ConfigError(f"{_shown(file)}: not UTF-8 (byte {error.start})", "save the file as UTF-8") from None
    except ValueError as error:
        raise ConfigError(f"{_shown(file)}: not valid TOML: {str(error).splitlines()[0]}") from None


def _build(file: Path, table: dict[str, Any]) -> Config:
    root = Path(os.path.abspath(file)).parent
    values: dict[str, Any] = {}
    for key, value in table.items():
        if key not in _KEYS:
            hint = did_you_mean(key, _KEYS) or f"known keys: {', '.join(_KEYS)}"
            raise ConfigError(f"{_shown(file)}: unknown key `{key}`", hint)
        try:
            values[key.replace("-", "_")] = _KEYS[key](value, root)
        except _Expected as expected:
            raise ConfigError(f"{_shown(file)}: {key}: expected {expected}, got {_kind(value)}") from None
    return Config(**values, root=root, file=file)


class _Expected(Exception):
    """What a value should have been, as a phrase."""


def _names(value: object, _root: Path) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise _Expected("a list of strings")
    return tuple(value)


def _folders(value: object, root: Path) -> tuple[Path, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise _Expected("a list of folders")
    for item in value:
        if not (root / item).is_dir():
            raise _Expected(f"folders that exist (`{item}` does not)")
    return tuple(root / item for item in value)


def _paths(value: object, root: Path) -> tuple[Path, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise _Expected("a list of files and folders")
    for item in value:
        if not (root / item).exists():
            raise _Expected(f"files and folders that exist (`{item}` does not)")
    return tuple(root / item for item in value)


def _place(value: object, root: Path) -> Path:
    """A folder that need not be there: another machine may have none."""
    if not isinstance(value, str) or not value:
        raise _Expected("a folder")
    return Path(os.path.abspath(root / Path(value).expanduser()))


def _per_file(value: object, root: Path) -> tuple[tuple[str, tuple[str, ...]], ...]:
    if not isinstance(value, dict):
        raise _Expected('a table such as { "tests/*" = ["unknown-endpoint"] }')
    try:
        return tuple((pattern, _names(rules, root)) for pattern, rules in value.items())
    except _Expected:
        raise _Expected("a list of rules for every pattern") from None


def _flag(value: object, _root: Path) -> bool:
    if not isinstance(value, bool):
        raise _Expected("true or false")
    return value


def _count(value: object, _root: Path) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise _Expected("a whole number, 0 or more")
    return value


def _prices(value: object, _root: Path) -> tuple[tuple[str, float], ...]:
    """US dollars for a million tokens of an agent's model."""
    table = value if isinstance(value, dict) else {"": 0}
    if not set(table) <= {"input", "output"} or not all(map(_is_price, table.values())):
        raise _Expected("a table such as { input = 3.0, output = 15.0 }")
    return tuple((name, float(price)) for name, price in table.items())


def _is_price(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and value >= 0


def _one_of(words: tuple[str, ...]) -> Callable[[object, Path], str]:
    def check(value: object, _root: Path) -> str:
        if not isinstance(value, str) or value not in words:
            raise _Expected(f"one of {', '.join(words)}")
        return value

    return check


def _kind(value: object) -> str:
    if isinstance(value, str):
        return f'"{value[:40]}"'
    names = {bool: "a boolean", int: "a number", float: "a number", list: "a list", dict: "a table"}
    return names.get(type(value), type(value).__name__)


def _shown(file: Path) -> str:
    """`file` as a person would write it: relative when below the working directory."""
    whole = Path(os.path.abspath(file))
    here = Path.cwd()
    return (whole.relative_to(here) if whole.is_relative_to(here) else whole).as_posix()


_KEYS: dict[str, Callable[[object, Path], Any]] = {
    "select": _names,
    "ignore": _names,
    "per-file-ignores": _per_file,
    "exclude": _names,
    "rules": _folders,
    "specs": _folders,
    "packages": _names,
    "environment": _place,
    "database": _paths,
    "fail-on": _one_of(FAIL_ON),
    "min-confidence": _one_of(CONFIDENCES),
    "fail-confidence": _one_of(CONFIDENCES),
    "max-document-age-days": _count,
    "strict": _flag,
    "format": _one_of(FORMATS),
    "prices": _prices,
}
