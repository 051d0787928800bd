from anthropic import Anthropic
from anthropic.types import MessageParam


def summarise(client: Anthropic, text: str, messages: list[MessageParam]) -> str:
    reply = client.messages.create(model="claude-sonnet-5", max_tokens=300, messages=[{"role": "user", "content": text}])  # right
    client.messages.create(model="claude-sonnet-5", messages=[{"role": "user", "content": text}])  # wrong: missing argument
    client.messages.create(model="claude-sonnet-5", max_tokens=300, messages=messages, stop=["END"])  # wrong: unknown argument
    client.messages.create(model="claude-sonnet-5", max_tokens=300, messages=messages, stop_sequences=["END"])  # right
    client.messages.create(model="claude-sonnet-5", max_tokens="300", messages=messages)  # wrong: type
    client.messages.create(model="claude-sonnet-5", max_tokens=300, messages=[{"role": "tool", "content": text}])  # wrong: closed value
    client.messages.create(model="claude-sonnet-5", max_tokens=300, messages=messages, system="Be brief.")  # right
    client.messages.create(model="claude-sonnet-5", max_tokens=300, messages=messages, thinking={"type": "on"})  # wrong: closed value
    client.completions.create(model="claude-2.1", prompt=text, max_tokens_to_sample=300)  # wrong: old syntax
    print(client.messages.count_tokens(model="claude-sonnet-5", messages=messages).input_tokens)  # right
    print(reply.completion)  # wrong: reply field
    print(reply.usage.output_tokens, reply.stop_reason)  # right
    return reply.content[0].text  # right


def use_tools(client: Anthropic, schema: dict[str, object], messages: list[MessageParam]) -> None:
    client.messages.create(model="claude-sonnet-5", max_tokens=9, messages=messages, tools=[{"name": "find", "parameters": schema}])  # wrong: nested payload key
    client.messages.create(model="claude-sonnet-5", max_tokens=9, messages=messages, tools=[{"name": "find", "input_schema": {"type": "object"}}])  # right
    options = {"model": "claude-sonnet-5", "max_tokens": 9, "message": messages}
    client.messages.create(**options)  # wrong: spread payload
    with client.messages.stream(model="claude-sonnet-5", max_tokens=9, messages=messages) as stream:  # right
        for part in stream.text_stream:  # right
            print(part)
