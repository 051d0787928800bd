from supabase import Client, create_client


def login(client: Client, email: str, password: str) -> None:
    client.auth.sign_in(email=email, password=password)  # wrong: old syntax
    client.auth.sign_in_with_password(email=email, password=password)  # wrong: unknown argument
    client.auth.sign_in_with_password({"email": email, "password": password})  # right
    client.auth.sign_up({"email": email, "pasword": password})  # wrong: nested payload key
    client.auth.sign_up({"email": email, "password": password, "options": {"data": {"plan": "gold"}}})  # right
    client.auth.user()  # wrong: old syntax
    client.auth.get_user()  # right
    client.auth.reset_password_for_email(email, {"redirect_to": "https://shop.example/reset"})  # right
    client.auth.sign_out()  # right


def todos(client: Client, owner: str) -> None:
    client.table("todos").select("*").order("due", ascending=False).execute()  # wrong: unknown argument
    client.table("todos").select("*").order("due", desc=True).limit(5).execute()  # right
    client.table("todos").select("*").where("owner", owner).execute()  # wrong: unknown member
    client.table("todos").eq("owner", owner).select("*").execute()  # wrong: unknown member
    client.table("todos").select("*").eq("owner").execute()  # wrong: missing argument
    client.table("todos").select("*").limit("five").execute()  # wrong: type
    client.from_("todos").upsert({"id": 1, "owner": owner}, on_conflict="id").execute()  # right
    client.table("todos").delete().in_("id", [1, 2]).execute()  # right
    reply = client.table("todos").select("*", count="exact").eq("owner", owner).execute()  # right
    print(reply.error)  # wrong: reply field
    print(reply.count)  # right
    print(reply.data)  # right


def avatar(client: Client, picture: bytes) -> str:
    bucket = client.storage.from_("avatars")
    bucket.upload_file("ada.png", picture)  # wrong: unknown member
    bucket.upload("ada.png", picture, {"content-type": "image/png", "upsert": "true"})  # right
    bucket.create_signed_url("ada.png", expires=60)  # wrong: unknown argument
    bucket.create_signed_url("ada.png", expires_in=60)  # right
    return bucket.get_public_url("ada.png")  # right


def start(url: str, key: str) -> Client:
    return create_client(url, key)  # right
