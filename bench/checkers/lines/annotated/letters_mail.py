import resend
from sendgrid import SendGridAPIClient
from sendgrid.helpers.mail import Mail


def letter(client: SendGridAPIClient, to: str) -> int:
    mail = Mail(from_email="shop@shop.example", to_emails=to, subject="Lamps", html_content="<b>New</b>")  # right
    Mail(from_email="shop@shop.example", to_emails=to, subject="Lamps", html="<b>New</b>")  # wrong: unknown argument
    client.send_mail(mail)  # wrong: unknown member
    client.client.mail.send.post(request_body=mail.get())  # right
    client.client.mail.send.create(request_body=mail.get())  # wrong: unknown member
    client.client.mail.send.post(request_body={"to": [{"email": to}], "from": {"email": "a@shop.example"}, "subject": "x", "content": [{"type": "text/plain", "value": "x"}]})  # wrong: nested payload key
    client.client.suppression.bounces.get(query_params={"limit": 5})  # right
    client.client.suppresion.bounces.get(query_params={"limit": 5})  # wrong: unknown member
    return client.send(mail).status_code  # right


def connect(key: str) -> SendGridAPIClient:
    SendGridAPIClient(apikey=key)  # wrong: old syntax
    return SendGridAPIClient(api_key=key)  # right


def note(to: str) -> str:
    email = resend.Emails.send({"from": "a@shop.example", "to": to, "subject": "Lamps", "html": "<b>New</b>"})  # right
    resend.Emails.send_email({"from": "a@shop.example", "to": to, "subject": "Lamps", "html": "x"})  # wrong: unknown member
    resend.Emails.send({"from": "a@shop.example", "to": to, "subject": "Lamps", "html_body": "x"})  # wrong: nested payload key
    resend.Emails.send({"from": "a@shop.example", "subject": "Lamps", "html": "x"})  # wrong: missing argument
    resend.Emails.send({"from": "a@shop.example", "to": [to], "subject": "x", "text": "x", "tags": ["a"]})  # wrong: type
    resend.Emails.send({"from": "a@shop.example", "to": [to], "subject": "x", "text": "x", "tags": [{"name": "a", "value": "b"}]})  # right
    resend.Domains.delete("d1")  # wrong: unknown member
    resend.Domains.remove("d1")  # right
    print(email["status"])  # wrong: reply field
    return email["id"]  # right
