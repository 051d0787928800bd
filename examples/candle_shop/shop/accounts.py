"""Sign-in for the shop's own pages, over Supabase's auth endpoints."""

import httpx

from shop.settings import SUPABASE_KEY, SUPABASE_URL

auth = httpx.Client(base_url=f"{SUPABASE_URL}/auth/v1", headers={"apikey": SUPABASE_KEY}, timeout=20)


def sign_up(email: str, password: str) -> dict:
    return auth.post("/signup", json={"email": email, "password": password, "data": {"newsletter": False}}).json()


def sign_in(email: str, password: str) -> str:
    reply = auth.post("/login", json={"email": email, "password": password})
    return reply.json()["access_token"]


def stay_signed_in(refresh_token: str) -> str:
    reply = auth.post("/token", params={"grant_type": "refresh_token"}, json={"refresh_token": refresh_token})
    return reply.json()["access_token"]


def forgot_password(email: str) -> None:
    auth.post("/recover", json={"email": email})


def who_is(token: str) -> dict:
    return auth.get("/user", headers={"Authorization": f"Bearer {token}"}).json()
