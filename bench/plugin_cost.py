"""What `pytest --truthcheck` adds to an exchange: 1,000 mocked requests with and without, in one run.

`python -m bench.plugin_cost`. Every body differs, so that none is known already; one request of each operation is made
before, since the first use of a surface reads it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

COUNT = 1_000
GITHUB = "https://api.github.com"


def tags(number: int) -> Any:
    tag = {
        "name": f"v{number}",
        "commit": {"sha": "c", "url": "u"},
        "zipball_url": "z",
        "tarball_url": "t",
        "node_id": "n",
    }
    return [tag] * 20


def issue(number: int) -> Any:
    user = {"login": "octo", "id": number, "type": "User", "site_admin": False}
    labels = [{"id": number, "name": "bug", "color": "f29513", "default": False}] * 5
    return {
        "id": number,
        "number": number,
        "state": "open",
        "title": "x",
        "body": "y" * 500,
        "user": user,
        "labels": labels,
    }


def chat(number: int) -> Any:
    message = {"role": "assistant", "content": f"answer {number}", "refusal": None}
    choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}
    usage = {"prompt_tokens": 9, "completion_tokens": number, "total_tokens": number + 9}
    return {
        "id": f"chatcmpl-{number}",
        "object": "chat.completion",
        "created": 1,
        "model": "m",
        "choices": [choice],
        "usage": usage,
    }


ROUTES: tuple[tuple[str, str, Callable[[int], Any]], ...] = (
    ("GET", f"{GITHUB}/repos/a/b/tags", tags),
    ("GET", f"{GITHUB}/repos/a/b/issues/1", issue),
    ("POST", "https://api.openai.com/v1/chat/completions", chat),
)


def times(run: Any) -> list[float]:
    """Seconds of each exchange; with a run also of what it says of it."""
    import requests
    import responses

    found = []
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mocked:
        for number in range(COUNT + len(ROUTES)):
            method, url, body = ROUTES[number % len(ROUTES)]
            mocked.upsert(method, url, json=body(number))
            sent = {"model": "m", "messages": [{"role": "user", "content": f"q{number}"}]} if method == "POST" else None
            started = perf_counter()
            requests.request(method, url, json=sent)
            if run is not None and run.judge("test", "test.py", 1):
                raise SystemExit("a true exchange is refuted")
            found.append(perf_counter() - started)
    return found[len(ROUTES) :]


def main() -> int:
    from truthcheck.testing.session import WatchedRun

    without = median(times(None))
    run = WatchedRun(Path.cwd(), "fail")
    run.start()
    beside = median(times(run))
    run.stop()
    again = median(times(None))
    base, cost = 1e3 * (without + again) / 2, 1e3 * beside
    print(f"median of {COUNT}: {base:.2f} ms without, {cost:.2f} ms with: {cost - base:.2f} ms more")
    return 0


if __name__ == "__main__":
    sys.exit(main())
