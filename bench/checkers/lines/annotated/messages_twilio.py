from datetime import datetime

from twilio.rest import Client


def remind(client: Client, to: str, sender: str) -> None:
    message = client.messages.create(to=to, from_=sender, body="Shift at six")  # right
    client.messages.create(to=to, from_number=sender, body="Shift at six")  # wrong: unknown argument
    client.messages.create(from_=sender, body="Shift at six")  # wrong: missing argument
    client.messages.send(to=to, from_=sender, body="Shift at six")  # wrong: unknown member
    client.sms.messages.create(to=to, from_=sender, body="Shift at six")  # wrong: old syntax
    print(message.message_sid)  # wrong: reply field
    print(message.sid, message.status)  # right
    print(client.messages("SM1").fetch().date_sent)  # right
    for old in client.messages.list(to=to, date_sent_after=datetime(2026, 1, 1), limit=20):  # right
        print(old.body)  # right


def call(client: Client, to: str, sender: str) -> None:
    client.calls.create(to=to, from_=sender, url="https://shop.example/twiml", method="FETCH")  # wrong: open value
    client.calls.create(to=to, from_=sender, url="https://shop.example/twiml", method="GET", record=True)  # right
    client.calls.create(to=to, from_=sender, url="https://shop.example/twiml", timeout="soon")  # wrong: type
    client.calls("CA1").update(status="completed")  # right
    client.calls("CA1").hangup()  # wrong: unknown member


def verify(client: Client, to: str, code: str) -> bool:
    client.verify.v2.services("VA1").verifications.create(to=to, channel="sms")  # right
    client.verify.v2.services("VA1").verifications.create(to=to, via="sms")  # wrong: unknown argument
    client.lookups.v2.phone_numbers(to).fetch(fields="line_type_intelligence")  # right
    return client.verify.v2.services("VA1").verification_checks.create(to=to, code=code).status == "approved"  # right
