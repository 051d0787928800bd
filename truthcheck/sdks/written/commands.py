"""What install commands name: in images, workflows, makefiles and shell scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from truthcheck.sdks.written.conda_files import match_spec
from truthcheck.sdks.written.line_numbers import numbering
from truthcheck.sdks.written.mention import CONSTRAINT, EXTRA, Include, Mention, Row, requirement

MAX_COMMAND = 20_000  # characters of one command with its continuations
_COMMAND = re.compile(
    r"\b(pip[\d.]*|pipenv|pipx|uv[ \t]+pip|uv|poetry|pdm|rye|conda|mamba|micromamba|pixi)"
    r"(?:[ \t]+--?[\w-]+(?:=[^\s]+)?){0,4}[ \t]+(?:install|add)(?=[\s\\])"
)
_WITH = re.compile(r"\buv[x]?\b[^\n]{0,300}?--with[= \t]+(\"[^\"\n]*\"|'[^'\n]*'|\S+)")
_WORD = re.compile(r"\"[^\"]*\"|'[^']*'|[^\s\"']+")
_SET = re.compile(
    r"^[ \t]*(?:ARG|ENV|export)?[ \t]*([A-Za-z_]\w*)[=: ][ \t]*[\"']?(\d[\w.]*)[\"']?[ \t]*$", re.MULTILINE
)
_VARIABLE = re.compile(r"\$\{?(\w+)(?::?-([\w.]*))?\}?")
_END = re.compile(r"&&|\|\||[;|](?=\s|$)|(?<!\\)\n")
_EXEC = re.compile(r"\"\s*,\s*\"")
_CONDA = ("conda", "mamba", "micromamba", "pixi")
_FILES = {"-r": EXTRA, "--requirement": EXTRA, "--requirements": EXTRA, "-c": CONSTRAINT, "--constraint": CONSTRAINT}
# options with a value, as far as the value could be taken for a package
_VALUED = re.compile(
    r"-[iftpnCGE]|--(?:index-url|extra-index-url|index|find-links|target|prefix|root|python|name|cert|proxy|trusted-host"
    r"|group|extra|optional|cache-dir|platform|source|channel|only-binary|no-binary|package)"
)


def rows(text: str) -> Iterator[Row]:
    """Every package that a command in the text installs, with the files that it reads."""
    known, plain = _settings(text), "\n".join(_without_comments(text))
    line, found = numbering(plain), _COMMAND.search(plain)
    while found:
        end = _END.search(plain, found.end(), found.end() + MAX_COMMAND)
        stop = end.start() if end else min(len(plain), found.end() + MAX_COMMAND)
        yield from _command(found.group(1).split()[0], plain[found.end() : stop], line(found.start()), known)
        found = _COMMAND.search(plain, stop)
    for asked in _WITH.finditer(plain):
        yield from requirement(_filled(asked.group(1).strip("\"'"), known), line(asked.start()), EXTRA)


def _settings(text: str) -> dict[str, str]:
    """Variables that the text itself sets, to one version each."""
    found: dict[str, str] = {}
    for name, value in _SET.findall(text):
        found[name] = value if found.get(name, value) == value else ""
    return found


def _without_comments(text: str) -> Iterator[str]:
    """The lines; comments are empty, also where a command goes on below; exec forms as a shell has them."""
    goes_on = False
    for line in text.splitlines():
        bare = line.lstrip()
        if bare.startswith("#"):
            yield "\\" if goes_on else ""
            continue
        yield _EXEC.sub(" ", line) if '["' in line or "['" in line else line
        goes_on = line.endswith("\\")


def _command(tool: str, arguments: str, line: int, known: dict[str, str]) -> Iterator[Row]:
    words = _WORD.finditer(arguments.replace("\\\n", " \n"))
    for found in words:
        word = found.group().strip("\"'[]")
        if word.startswith("#"):
            return
        option, _, value = word.partition("=")
        if option in _FILES and tool not in _CONDA:
            yield from _file(option, value or _next(words))
        elif _VALUED.fullmatch(word) or (tool in _CONDA and word == "-c"):
            _next(words)
        elif not word.startswith("-"):
            yield from _package(tool, _filled(word, known), line + arguments.count("\n", 0, found.start()))


def _next(words: Iterator[re.Match[str]]) -> str:
    found = next(words, None)
    return found.group().strip("\"'") if found else ""


def _file(option: str, name: str) -> Iterator[Include]:
    if name and "$" not in name:
        yield Include(name, _FILES[option])


def _package(tool: str, word: str, line: int) -> Iterator[Mention]:
    word = word.rstrip(";)`")
    found = match_spec(word, line, EXTRA) if tool in _CONDA else requirement(word, line, EXTRA)
    yield from (one for one in found if one.address or "/" not in word)


def _filled(word: str, known: dict[str, str]) -> str:
    """Variables by what the same file sets them to."""
    return _VARIABLE.sub(lambda found: known.get(found.group(1)) or found.group(2) or found.group(), word)
