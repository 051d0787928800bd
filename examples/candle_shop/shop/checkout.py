"""Sells candles through Stripe's hosted checkout, straight over HTTP."""

import requests

from shop.settings import SHOP_URL, STRIPE_API, STRIPE_KEY

session = requests.Session()
session.headers["Authorization"] = f"Bearer {STRIPE_KEY}"


def start_checkout(price: str, quantity: int, email: str) -> str:
    """The address to send the buyer to."""
    reply = session.post(
        f"{STRIPE_API}/checkout/sessions",
        data={
            "mode": "payment",
            "line_items[0][price]": price,
            "line_items[0][quantity]": quantity,
            "receipt_email": email,
            "metadata[source]": "web",
            "success_url": f"{SHOP_URL}/thanks?session={{CHECKOUT_SESSION_ID}}",
            "cancel_url": f"{SHOP_URL}/cart",
        },
        timeout=20,
    )
    reply.raise_for_status()
    return reply.json()["url"]


def what_was_bought(checkout_id: str) -> list[dict]:
    reply = session.get(f"{STRIPE_API}/checkout/sessions/{checkout_id}/line_items", params={"limit": 100}, timeout=20)
    return reply.json()["data"]


def give_up(checkout_id: str) -> None:
    session.post(f"{STRIPE_API}/checkout/sessions/{checkout_id}/expire", timeout=20)


def charge_saved_card(customer: str, card: str, cents: int) -> str:
    """For standing orders: the buyer is not there."""
    payload = {
        "amount": cents,
        "currency": "eur",
        "customer": customer,
        "payment_method": card,
        "off_session": "true",
        "confirm": "true",
    }
    reply = session.post(f"{STRIPE_API}/payments", data=payload, timeout=20)
    return reply.json()["id"]


def refund(payment: str, changed_mind: bool) -> str:
    reason = "changed_mind" if changed_mind else "order_cancelled"
    reply = session.post(f"{STRIPE_API}/refunds", data={"payment_intent": payment, "reason": reason}, timeout=20)
    return reply.json()["status"]
