from anthropic import Anthropic


class Assistant:
    def __init__(self, client=None):
        self.client = client or Anthropic()

    def summarise(self, text, messages):
        reply = self.client.messages.create(model="claude-sonnet-5", max_tokens=300, messages=[{"role": "user", "content": text}])  # right
        self.client.messages.create(model="claude-sonnet-5", messages=[{"role": "user", "content": text}])  # wrong: missing argument
        self.client.messages.create(model="claude-sonnet-5", max_tokens=300, messages=messages, stop=["END"])  # wrong: unknown argument
        self.client.messages.create(model="claude-sonnet-5", max_tokens=300, messages=messages, stop_sequences=["END"])  # right
        self.client.messages.create(model="claude-sonnet-5", max_tokens="300", messages=messages)  # wrong: type
        self.client.messages.create(model="claude-sonnet-5", max_tokens=300, messages=[{"role": "tool", "content": text}])  # wrong: closed value
        self.client.messages.create(model="claude-sonnet-5", max_tokens=300, messages=messages, system="Be brief.")  # right
        self.client.messages.create(model="claude-sonnet-5", max_tokens=300, messages=messages, thinking={"type": "on"})  # wrong: closed value
        self.client.completions.create(model="claude-2.1", prompt=text, max_tokens_to_sample=300)  # wrong: old syntax
        print(self.client.messages.count_tokens(model="claude-sonnet-5", messages=messages).input_tokens)  # right
        print(reply.completion)  # wrong: reply field
        print(reply.usage.output_tokens, reply.stop_reason)  # right
        return reply.content[0].text  # right

    def use_tools(self, schema, messages):
        self.client.messages.create(model="claude-sonnet-5", max_tokens=9, messages=messages, tools=[{"name": "find", "parameters": schema}])  # wrong: nested payload key
        self.client.messages.create(model="claude-sonnet-5", max_tokens=9, messages=messages, tools=[{"name": "find", "input_schema": {"type": "object"}}])  # right
        options = {"model": "claude-sonnet-5", "max_tokens": 9, "message": messages}
        self.client.messages.create(**options)  # wrong: spread payload
        with self.client.messages.stream(model="claude-sonnet-5", max_tokens=9, messages=messages) as stream:  # right
            for part in stream.text_stream:  # right
                print(part)
