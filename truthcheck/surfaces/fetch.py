"""The one place that uses the network: a document from its address, in bounds, or one clear line why not."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from truthcheck.errors import DocumentError
from truthcheck.surfaces.bounds import MAX_JSON

if TYPE_CHECKING:
    import httpx

Progress = Callable[[int, int], None]  # bytes so far, and all of them (0 when the server does not say)

_AGAIN = (429, 500, 502, 503, 504)
_REDIRECTS = (301, 302, 303, 307, 308)
_LOCAL = ("localhost", "127.0.0.1", "::1")
_SECRET_KEYS = re.compile(r"(^|_|-)(token|key|apikey|secret|password|sig|signature|auth|credential)s?$", re.I)
_HEADER = re.compile(r"([A-Za-z][A-Za-z0-9-]*):\s*(\S.*)")


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds and bytes. `silence` is the longest wait for the next byte, `total` for everything with its retries."""

    size: int = MAX_JSON
    connect: float = 10.0
    silence: float = 20.0
    total: float = 120.0
    attempts: int = 4
    pause: float = 0.5
    hops: int = 5


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Request:
    """What to fetch. With `etag` or `last_modified` the server may answer that nothing changed.

    `header_env` names the variable that holds a header; `allow_hosts` are further hosts that a redirect may lead to.
    """

    url: str
    etag: str = ""
    last_modified: str = ""
    header_env: str = ""
    allow_hosts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fetched:
    data: bytes
    etag: str = ""
    last_modified: str = ""


class Unchanged:
    """The server says that the document is still the one we have."""


class _Retry(Exception):
    """What went wrong may be over in a moment; `after` is what the server asks us to wait, in seconds."""

    def __init__(self, why: str, after: float = 0.0) -> None:
        super().__init__(why)
        self.after = after


def fetch(request: Request, progress: Progress = lambda done, size: None) -> Fetched | Unchanged:
    """Raises DocumentError; its message never holds the query of an address or the content of a header."""
    check_address(request.url)
    deadline = time.monotonic() + LIMITS.total
    secret = _header(request)
    attempt = 1
    while isinstance(answer := _attempt(request, secret, deadline, progress), _Retry):
        pause = max(answer.after, LIMITS.pause * 2 ** (attempt - 1))
        if attempt == LIMITS.attempts or time.monotonic() + pause > deadline:
            raise DocumentError(f"{shown(request.url)}: {answer}", "try again later; what was in use stays in use")
        attempt += 1
        time.sleep(pause)
    return answer


def _attempt(
    request: Request, secret: tuple[str, str] | None, deadline: float, progress: Progress
) -> Fetched | Unchanged | _Retry:
    try:
        return _follow(request, secret, deadline, progress)
    except _Retry as reason:
        return reason


def check_address(url: str) -> None:
    """Raise for what is no plain web address, or holds a secret that would end up in the lock."""
    import httpx

    try:
        parsed = httpx.URL(url)
    except (httpx.InvalidURL, ValueError):
        raise DocumentError("this is no address of a document", "give a file, or an address with https://") from None
    if parsed.scheme not in ("http", "https") or not parsed.host:
        raise DocumentError(f"{shown(url)}: is no web address", "give a file, or an address with https://")
    secret = [name for name in parsed.params if _SECRET_KEYS.search(name)]
    if parsed.userinfo or secret:
        what = f"a secret in `{secret[0]}`" if secret else "a password"
        raise DocumentError(
            f"{shown(url)}: the address holds {what}, which the lock would keep",
            "send it as a header: --header-env NAME",
        )


def shown(url: str) -> str:
    """The address without what may be secret."""
    bare = re.sub(r"//[^/?#]*@", "//", url)
    return re.split(r"[?#]", bare)[0]


def _host(url: str) -> str:
    import httpx

    return httpx.URL(url).host


def _header(request: Request) -> tuple[str, str] | None:
    """The header in the variable: "Name: value", or the value of Authorization, or a bare bearer token."""
    if not request.header_env:
        return None
    value = os.environ.get(request.header_env, "").strip()
    if not value:
        raise DocumentError(
            f"{shown(request.url)}: needs the header in the variable {request.header_env}, which is not set",
            f'set it: export {request.header_env}="Authorization: Bearer ..."',
        )
    if not value.isascii() or not value.isprintable():
        raise DocumentError(
            f"the variable {request.header_env} holds no header: a character is not allowed", "set it to one plain line"
        )
    if request.url.startswith("http:") and _host(request.url) not in _LOCAL:
        raise DocumentError(f"{shown(request.url)}: would carry the header in the open", "use the https:// address")
    named = _HEADER.fullmatch(value)
    if named:
        return named[1], named[2]
    return "Authorization", value if " " in value else f"Bearer {value}"


def _follow(
    request: Request, secret: tuple[str, str] | None, deadline: float, progress: Progress
) -> Fetched | Unchanged:
    """The document, over its redirects: on the same host, or on one that the user allows."""
    import httpx

    first = url = httpx.URL(request.url)
    timeout = httpx.Timeout(LIMITS.silence, connect=LIMITS.connect)
    with httpx.Client(timeout=timeout, follow_redirects=False, max_redirects=0) as client:
        for _ in range(LIMITS.hops):
            headers = _conditions(request)
            if secret and (url.scheme, url.host, url.port) == (first.scheme, first.host, first.port):
                headers[secret[0]] = secret[1]
            answer = _ask(client, url, headers, deadline, progress, request)
            if not isinstance(answer, httpx.URL):
                return answer
            _check_redirect(url, answer, first, request)
            url = answer
    raise DocumentError(f"{shown(request.url)}: redirects without end", "give the address that it ends at")


def _conditions(request: Request) -> dict[str, str]:
    headers = {
        "Accept": "application/json, application/yaml, text/yaml;q=0.9, */*;q=0.5",
        "Accept-Encoding": "gzip",
        "User-Agent": "truthcheck",
    }
    if request.etag:
        headers["If-None-Match"] = request.etag
    if request.last_modified:
        headers["If-Modified-Since"] = request.last_modified
    return headers


def _check_redirect(here: httpx.URL, there: httpx.URL, first: httpx.URL, request: Request) -> None:
    if there.scheme not in ("http", "https") or (here.scheme == "https" and there.scheme == "http"):
        raise DocumentError(f"{shown(request.url)}: redirects to a place that is not https", "ask its publisher")
    if there.host not in (first.host, *request.allow_hosts):
        raise DocumentError(
            f"{shown(request.url)}: redirects to another host, {there.host}",
            f"if you trust it: --allow-host {there.host}",
        )


def _ask(
    client: httpx.Client,
    url: httpx.URL,
    headers: dict[str, str],
    deadline: float,
    progress: Progress,
    request: Request,
) -> Fetched | Unchanged | httpx.URL:
    """One exchange: the document, "unchanged", or the address of a redirect."""
    import httpx

    try:
        with client.stream("GET", url, headers=headers) as reply:
            if reply.status_code in _REDIRECTS and reply.headers.get("location"):
                return url.join(reply.headers["location"])
            if reply.status_code == 304 and (request.etag or request.last_modified):
                return Unchanged()
            _check_status(reply, request)
            data = b"".join(_chunks(reply, deadline, progress, request))
            return Fetched(data, _short(reply.headers.get("etag")), _short(reply.headers.get("last-modified")))
    except httpx.TimeoutException:
        raise _Retry("the server does not answer in time") from None
    except httpx.DecodingError:
        raise DocumentError(f"{shown(request.url)}: sends what cannot be unpacked", "try again later") from None
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        raise _Retry(f"the connection broke off ({_why(error)})") from None


def _why(error: Exception) -> str:
    return re.sub(r"\s+", " ", str(error))[:120] or type(error).__name__


def _short(header: str | None) -> str:
    return header if header and len(header) <= 200 else ""


def _check_status(reply: httpx.Response, request: Request) -> None:
    code, place = reply.status_code, shown(request.url)
    if code == 200:
        return
    if code in _AGAIN:
        wait = reply.headers.get("retry-after", "")
        raise _Retry(f"answers {code} {reply.reason_phrase}".strip(), float(wait) if wait.isdigit() else 0.0)
    if code in (401, 403):
        hint = "send what it wants: --header-env NAME, the variable that holds the header"
        if request.header_env:
            hint = f"is what {request.header_env} holds still valid?"
        raise DocumentError(f"{place}: answers {code} {reply.reason_phrase}: it wants to know who asks", hint)
    raise DocumentError(f"{place}: answers {code} {reply.reason_phrase}".strip(), "check the address in a browser")


def _chunks(reply: httpx.Response, deadline: float, progress: Progress, request: Request) -> Iterator[bytes]:
    """The body, unpacked, until it is complete, too large or too slow."""
    length = reply.headers.get("content-length", "")
    size = int(length) if length.isdigit() else 0
    done = 0
    for chunk in reply.iter_bytes():
        done += len(chunk)
        if max(done, size) > LIMITS.size:
            raise DocumentError(
                f"{shown(request.url)}: is larger than {_megabytes(LIMITS.size)}", "is this the document itself?"
            )
        if time.monotonic() > deadline:
            raise DocumentError(f"{shown(request.url)}: takes longer than {LIMITS.total:.0f} s", "try again later")
        progress(done, size)
        yield chunk


def _megabytes(size: int) -> str:
    return f"{size >> 20} MB" if size >= 1 << 20 else f"{size} bytes"
