import httpx
import requests

GITHUB = "https://api.github.com"


def issues(token, number):
    headers = {"Authorization": f"Bearer {token}"}
    requests.get(f"{GITHUB}/repos/acme/shop/issues", params={"label": "bug"}, headers=headers)  # wrong: raw HTTP
    requests.get(f"{GITHUB}/repos/acme/shop/issues", params={"labels": "bug"}, headers=headers)  # right
    requests.post(f"{GITHUB}/repos/acme/shop/issue", json={"title": "Lamp"}, headers=headers)  # wrong: raw HTTP
    requests.patch(f"{GITHUB}/repos/acme/shop/issues/{number}", json={"state": "resolved"}, headers=headers)  # wrong: raw HTTP
    requests.patch(f"{GITHUB}/repos/acme/shop/issues/{number}", json={"state": "closed"}, headers=headers)  # right
    reply = requests.get(f"{GITHUB}/repos/acme/shop/issues/{number}", headers=headers).json()  # right
    print(reply["author"]["login"])  # wrong: raw HTTP
    return str(reply["user"]["login"])  # right


def pay(key, email):
    requests.post("https://api.stripe.com/v1/customers", json={"email": email}, auth=(key, ""))  # wrong: raw HTTP
    requests.post("https://api.stripe.com/v1/customers", data={"email": email}, auth=(key, ""))  # right
    requests.put("https://api.stripe.com/v1/customers/cus_1", data={"email": email}, auth=(key, ""))  # wrong: raw HTTP


def speak(client, text):
    client.post("https://api.openai.com/v1/embeddings", json={"model": "text-embedding-3-small", "text": text})  # wrong: raw HTTP
    client.post("https://api.openai.com/v1/embeddings", json={"model": "text-embedding-3-small", "input": text})  # right
    client.post("https://discord.com/api/v10/channels/1/messages", json={"message": text})  # wrong: raw HTTP
    client.post("https://discord.com/api/v10/channels/1/messages", json={"content": text})  # right
    client.post("https://api.sendgrid.com/v3/mail/sends", json={"subject": text})  # wrong: raw HTTP


def profile(user):
    with httpx.Client(base_url="https://api.github.com") as client:
        client.get(f"/users/{user}/contributions")  # wrong: raw HTTP
        client.get(f"/users/{user}/repos", params={"per_page": 50})  # right


def main(text):
    speak(httpx.Client(), text)
