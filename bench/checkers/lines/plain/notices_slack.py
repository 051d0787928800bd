import os

from slack_sdk import WebClient


def slack():
    return WebClient(token=os.environ["SLACK_TOKEN"])


def announce(channel, text):
    client = slack()
    client.chat_post_message(channel=channel, text=text)  # wrong: unknown member
    client.chat_postMessage(channel=channel, message=text)  # wrong: unknown argument
    client.chat_postMessage(text=text)  # wrong: missing argument
    reply = client.chat_postMessage(channel=channel, text=text, unfurl_links=False)  # right
    print(reply["timestamp"])  # wrong: reply field
    client.chat_update(channel=channel, ts=reply["ts"], text=text)  # right
    client.reactions_add(channel=channel, emoji="eyes", timestamp=reply["ts"])  # wrong: unknown argument
    client.reactions_add(channel=channel, name="eyes", timestamp=reply["ts"])  # right
    client.files_upload_v2(channel=channel, content="a,b", filename="report.csv", title="Report")  # right
    client.api_call("chat.postMessage", json={"channel": channel, "text": text})  # right
    return reply["ts"]  # right


def read(channel, email):
    client = slack()
    client.users_lookup_by_email(email=email)  # wrong: unknown member
    print(client.users_lookupByEmail(email=email)["user"]["id"])  # right
    client.conversations_history(channel=channel, count=20)  # wrong: unknown argument
    client.conversations_history(channel=channel, limit="twenty")  # wrong: type
    for page in client.conversations_history(channel=channel, limit=20):  # right
        print(page["messages"])  # right
    options = {"channel": channel, "users": ["U1"], "message": "welcome"}
    client.conversations_invite(**options)  # wrong: spread payload

    options = {"channel": channel, "users": ["U1"]}
    client.conversations_invite(**options)  # right
