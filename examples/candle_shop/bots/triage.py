"""Tidies the shop's issue tracker every night."""

import os

import requests

API = "https://api.github.com"
REPO = "candle-shop/storefront"


class GitHub:
    def __init__(self, token: str) -> None:
        self.session = requests.Session()
        self.session.headers.update({"Authorization": f"Bearer {token}", "Accept": "application/vnd.github+json"})

    def call(self, method: str, path: str, **kwargs):
        reply = self.session.request(method, f"{API}/repos/{REPO}{path}", timeout=20, **kwargs)
        reply.raise_for_status()
        return reply.json() if reply.content else None

    def stale(self, before: str) -> list[dict]:
        issues = self.call("GET", "/issues", params={"state": "open", "sort": "updated", "order": "asc", "per_page": 50})
        return [issue for issue in issues if issue["updated_at"] < before]

    def label(self, number: int, *names: str) -> None:
        self.call("POST", f"/issues/{number}/labels", json={"labels": list(names)})

    def say(self, number: int, text: str) -> None:
        self.call("POST", f"/issues/{number}/comments", json={"body": text})

    def give_to(self, number: int, person: str) -> None:
        self.call("PUT", f"/issues/{number}/assignees", json={"assignees": [person]})

    def close(self, number: int) -> None:
        self.call("POST", f"/issues/{number}/close", json={"state_reason": "not_planned"})


def main() -> None:
    bot = GitHub(os.environ["GITHUB_TOKEN"])
    for issue in bot.stale(before="2026-01-01"):
        bot.say(issue["number"], "Nobody has touched this for a while, so I am closing it.")
        bot.label(issue["number"], "stale")
        bot.close(issue["number"])


if __name__ == "__main__":
    main()
