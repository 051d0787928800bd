"""Writes product texts, and finds candles that smell alike."""

import os

import httpx
from openai import OpenAI

api = httpx.Client(
    base_url="https://api.openai.com/v1",
    headers={"Authorization": f"Bearer {os.environ.get('OPENAI_API_KEY', '')}"},
    timeout=60,
)
client = OpenAI()


def describe(candle: str, notes: list[str]) -> str:
    payload = {
        "model": "gpt-4o-mini",
        "messages": [
            {"role": "system", "content": "You write two plain sentences about a candle."},
            {"role": "user", "content": f"{candle}: {', '.join(notes)}"},
        ],
        "max_length": 120,
        "temperature": 0.7,
    }
    reply = api.post("/chat/completions", json=payload)
    return reply.json()["choices"][0]["message"]["content"]


def embed(texts: list[str]) -> list[list[float]]:
    reply = api.post("/embeddings", json={"model": "text-embedding-3-small", "texts": texts})
    return [row["embedding"] for row in reply.json()["data"]]


def is_harmless(text: str) -> bool:
    reply = api.post("/moderations", json={"model": "omni-moderation-latest", "input": text})
    return not reply.json()["results"][0]["flagged"]


def shorten(text: str) -> str:
    reply = client.responses.create(model="gpt-4o-mini", instructions="Say it in ten words.", input=text)
    return reply.output_text


def title_for(text: str) -> str:
    reply = client.chat.completions.create(
        model="gpt-4o-mini",
        messages=[{"role": "user", "content": f"A title for: {text}"}],
        max_completion_tokens=20,
    )
    return reply.choices[0].message.content or ""
