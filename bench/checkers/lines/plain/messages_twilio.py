import os
from datetime import datetime

from twilio.rest import Client


def connect():
    return Client(os.environ["TWILIO_SID"], os.environ["TWILIO_TOKEN"])


class Reminders:
    def __init__(self):
        self.client = connect()

    def remind(self, to, sender):
        message = self.client.messages.create(to=to, from_=sender, body="Shift at six")  # right
        self.client.messages.create(to=to, from_number=sender, body="Shift at six")  # wrong: unknown argument
        self.client.messages.create(from_=sender, body="Shift at six")  # wrong: missing argument
        self.client.messages.send(to=to, from_=sender, body="Shift at six")  # wrong: unknown member
        self.client.sms.messages.create(to=to, from_=sender, body="Shift at six")  # wrong: old syntax
        print(message.message_sid)  # wrong: reply field
        print(message.sid, message.status)  # right
        print(self.client.messages("SM1").fetch().date_sent)  # right
        for old in self.client.messages.list(to=to, date_sent_after=datetime(2026, 1, 1), limit=20):  # right
            print(old.body)  # right

    def call(self, to, sender):
        self.client.calls.create(to=to, from_=sender, url="https://shop.example/twiml", method="FETCH")  # wrong: open value
        self.client.calls.create(to=to, from_=sender, url="https://shop.example/twiml", method="GET", record=True)  # right
        self.client.calls.create(to=to, from_=sender, url="https://shop.example/twiml", timeout="soon")  # wrong: type
        self.client.calls("CA1").update(status="completed")  # right
        self.client.calls("CA1").hangup()  # wrong: unknown member

    def verify(self, to, code):
        self.client.verify.v2.services("VA1").verifications.create(to=to, channel="sms")  # right
        self.client.verify.v2.services("VA1").verifications.create(to=to, via="sms")  # wrong: unknown argument
        self.client.lookups.v2.phone_numbers(to).fetch(fields="line_type_intelligence")  # right
        return self.client.verify.v2.services("VA1").verification_checks.create(to=to, code=code).status == "approved"  # right
