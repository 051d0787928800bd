import stripe
from stripe import StripeClient


def register(client: StripeClient, email: str) -> str:
    customer = client.v1.customers.create({"email": email, "metadata": {"plan": "gold"}})  # right
    client.v1.customers.find({"email": email})  # wrong: unknown service method
    client.v1.customers.search({"query": f"email:'{email}'", "limit": 1})  # right
    client.v1.customers.update(customer.id, {"phone_number": "+4930123"})  # wrong: nested payload key
    client.v1.customers.update(customer.id, {"phone": "+4930123"}, {"idempotency_key": "k1"})  # right
    client.v1.invoices.finalize("in_1")  # wrong: unknown service method
    client.v1.invoices.finalize_invoice("in_1")  # right
    client.v1.subscriptions.delete("sub_1")  # wrong: unknown service method
    client.v1.subscriptions.cancel("sub_1", {"prorate": True})  # right
    return customer.id  # right


def charge(customer: str, cents: int) -> None:
    intent = stripe.PaymentIntent.create(amount=cents, currency="eur", customer=customer)  # right
    print(intent.client_secret)  # right
    stripe.PaymentIntent.create(amount=cents, currency="eur", customer_id=customer)  # wrong: unknown argument
    stripe.PaymentIntent.create(amount=12.5, currency="eur")  # wrong: type
    stripe.PaymentIntent.create(amount=cents, currency="eur", capture_method="later")  # wrong: open value
    stripe.PaymentIntent.create(amount=cents, currency="eur", capture_method="manual")  # right
    stripe.PaymentIntent.create(amount=cents)  # wrong: missing argument
    stripe.Transfer.create(amount=cents, currency="eur")  # wrong: missing argument
    stripe.Transfer.create(amount=cents, currency="eur", destination="acct_1", stripe_account="acct_2")  # right
    stripe.Customer.find(customer)  # wrong: unknown member
    stripe.Customer.retrieve(customer, expand=["default_source"])  # right
    stripe.Refund.create(payment_intent="pi_1", reason="customer_request")  # wrong: open value
    stripe.Refund.create(payment_intent="pi_1", reason="requested_by_customer")  # right
    stripe.Subscription.modify("sub_1", pause_collection={"behavior": "pause"})  # wrong: open value
    stripe.Invoice.upcoming(customer=customer)  # wrong: old syntax
    stripe.Invoice.create_preview(customer=customer)  # right


def receipt(cents: int, email: str) -> None:
    payload = {"amount": cents, "currency": "eur", "reciept_email": email}
    stripe.PaymentIntent.create(**payload)  # wrong: spread payload

    payload = {"amount": cents, "currency": "eur", "receipt_email": email}
    stripe.PaymentIntent.create(**payload)  # right


def checkout(price: str) -> None:
    session = stripe.checkout.Session.create(mode="payment", line_items=[{"price": price, "quantity": 1}], success_url="https://shop.example")  # right
    print(session.url)  # right
    print(session.checkout_url)  # wrong: reply field
    stripe.checkout.Session.create(mode="payment", line_items=[{"price_id": price}])  # wrong: nested payload key
    stripe.checkout.Session.create(mode="one_time", line_items=[{"price": price}])  # wrong: open value
    stripe.Checkout.Session.create(mode="payment", line_items=[{"price": price}])  # wrong: unknown member
    for item in stripe.checkout.Session.list_line_items(session.id, limit=5).auto_paging_iter():  # right
        print(item.quantity)  # right
