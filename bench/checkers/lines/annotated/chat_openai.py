import openai
from openai import OpenAI
from openai.types.chat import ChatCompletionMessageParam


def answer(client: OpenAI, question: str, messages: list[ChatCompletionMessageParam]) -> str | None:
    reply = client.chat.completions.create(model="gpt-4o-mini", messages=[{"role": "user", "content": question}])  # right
    client.chat.completion.create(model="gpt-4o-mini", messages=[{"role": "user", "content": question}])  # wrong: unknown member
    client.chat.completions.create(model="gpt-4o-mini", messages=[{"role": "usr", "content": question}])  # wrong: closed value
    client.chat.completions.create(model="gpt-4o-mini", messages=messages, max_output_tokens=50)  # wrong: unknown argument
    client.chat.completions.create(model="gpt-4o-mini", messages=messages, max_completion_tokens=50)  # right
    client.chat.completions.create(model="gpt-4o-mini", messages=messages, temperature="low")  # wrong: type
    client.chat.completions.create(model="gpt-4o-mini", messages=messages, reasoning_effort="extreme")  # wrong: closed value
    client.chat.completions.create(model="gpt-5-nano", messages=messages, reasoning_effort="low")  # right
    client.chat.completions.create(model="gpt-4o-mini", messages=messages, response_format={"type": "json"})  # wrong: closed value
    client.chat.completions.create(model="gpt-4o-mini", messages=messages, response_format={"type": "json_object"})  # right
    client.chat.completions.create(model="gpt-4o-mini", messages=messages, extra_body={"top_k": 3})  # right
    client.chat.completions.create(model="gpt-4o-mini")  # wrong: missing argument
    client.with_options(timeout=5).chat.completions.create(model="o4-mini", messages=messages, seed=7)  # right
    print(reply.choices[0].text)  # wrong: reply field
    return reply.choices[0].message.content  # right


def respond(client: OpenAI, question: str) -> str:
    response = client.responses.create(model="gpt-5", input=question, max_output_tokens=300)  # right
    client.responses.create(model="gpt-5", messages=[{"role": "user", "content": question}])  # wrong: unknown argument
    client.responses.create(model="gpt-5", input=question, reasoning={"effort": "max_effort"})  # wrong: closed value
    client.responses.create(model="gpt-5", input=question, tools=[{"type": "web_search"}])  # right
    print(response.choices)  # wrong: reply field
    return response.output_text  # right


def embed(client: OpenAI, texts: list[str]) -> list[float]:
    options = {"model": "text-embedding-3-small", "text": texts}
    client.embeddings.create(**options)  # wrong: spread payload

    options = {"model": "text-embedding-3-small", "input": texts}
    found = client.embeddings.create(**options)  # right

    client.embeddings.create(model="text-embedding-3-small", input=texts, dimensions="small")  # wrong: type
    client.embeddings.create(model="text-embedding-3-small", input=texts, encoding_format="float")  # right
    return found.data[0].embedding  # right


def media(client: OpenAI, path: str) -> None:
    with open(path, "rb") as audio:
        print(client.audio.transcriptions.create(model="whisper-1", file=audio).text)  # right
        client.audio.transcribe(model="whisper-1", file=audio)  # wrong: unknown member
    client.audio.speech.create(model="tts-1", voice="alloy", input="Hi", response_format="ogg")  # wrong: closed value
    client.audio.speech.create(model="tts-1", voice="alloy", input="Hi").write_to_file("hi.mp3")  # right
    for model in client.models.list():  # right
        print(model.id, model.owned_by)  # right


def legacy(question: str) -> None:
    openai.ChatCompletion.create(model="gpt-4", messages=[{"role": "user", "content": question}])  # wrong: old syntax
    openai.chat.completions.create(model="gpt-4o", messages=[{"role": "user", "content": question}])  # right
