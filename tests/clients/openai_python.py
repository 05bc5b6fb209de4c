# SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The stock OpenAI SDK for Python: responses, embeddings, pictures, moderations, and chat with providers of other dialects.

Chat with the sandbox is tested in sandbox.py.
"""
import json

import openai
import pydantic

from sdkcase import (ANTHROPIC, CHAT, GEMINI, PNG, PNG_BASE64, RESPONSES, RESULT, STATUSES, WEATHER_SCHEMA, SdkCase)
from upstreams import ERROR_WORDS, GREETING, REASONING, WEATHER

CHAT_TOOL = {"type": "function", "function": {"name": "get_weather", "description": "The weather.", "parameters": WEATHER_SCHEMA}}
TOOL = {"type": "function", "name": "get_weather", "description": "The weather.", "parameters": WEATHER_SCHEMA, "strict": False}


class Place(pydantic.BaseModel):
    city: str
    degrees: int


class OpenAiCase(SdkCase):
    def setUp(self):
        self.client = openai.OpenAI(base_url=self.gateway.base_url, api_key=self.gateway.key, max_retries=0, timeout=60)
        self.addCleanup(self.client.close)


class Chat(OpenAiCase):
    OTHERS = (CHAT, ANTHROPIC, GEMINI)

    def ask(self, model, text, **more):
        return self.client.chat.completions.create(model=model, messages=[{"role": "user", "content": text}], **more)

    def test_text_and_usage(self):
        for model in (*self.OTHERS, "openai/gpt-4o"):
            with self.on(model):
                answer = self.ask(model, "plain")
                self.assertEqual(answer.choices[0].message.content, GREETING)
                usage = answer.usage
                self.assertEqual((usage.prompt_tokens, usage.completion_tokens, usage.prompt_tokens_details.cached_tokens), (11, 7, 3))

    def test_stream_helper(self):
        for model in (*self.OTHERS, "sandbox/echo"):
            with self.on(model), self.client.chat.completions.stream(
                    model=model, messages=[{"role": "user", "content": "plain"}], stream_options={"include_usage": True}) as stream:
                text = "".join(event.delta for event in stream if event.type == "content.delta")
                answer = stream.get_final_completion()
                self.assertEqual(answer.choices[0].message.content, text)
                self.assertEqual(text, GREETING if model != "sandbox/echo" else "plain")
                self.assertEqual(answer.choices[0].finish_reason, "stop")
                self.assertGreater(answer.usage.completion_tokens, 0)

    def test_reasoning_comes_back_to_its_provider_with_the_tools_result(self):
        for model in self.OTHERS:
            for streamed in (False, True):
                with self.on(model, stream=streamed):
                    messages = [{"role": "user", "content": "thinker"}]
                    first = self.complete(streamed, model=model, messages=messages, tools=[CHAT_TOOL], reasoning_effort="low")
                    message = first.choices[0].message
                    self.assertEqual(first.choices[0].finish_reason, "tool_calls")
                    self.assertEqual(message.reasoning_content, REASONING)
                    self.assertEqual(first.usage.completion_tokens, 30)
                    call = message.tool_calls[0]
                    self.assertEqual((call.function.name, json.loads(call.function.arguments)), ("get_weather", {"city": "Paris"}))
                    messages += [message.model_dump(exclude_none=True), {"role": "tool", "tool_call_id": call.id, "content": RESULT}]
                    second = self.complete(streamed, model=model, messages=messages, tools=[CHAT_TOOL], reasoning_effort="low")
                    self.assertEqual(second.choices[0].message.content, WEATHER)

    def complete(self, streamed, **request):
        if not streamed:
            return self.client.chat.completions.create(**request)
        with self.client.chat.completions.stream(**request, stream_options={"include_usage": True}) as stream:
            return stream.get_final_completion()

    def test_parse(self):
        for model in (*self.OTHERS, "openai/gpt-4o", "sandbox/echo"):
            if model == CHAT:
                continue  # DeepSeek has no schemas
            with self.on(model):
                answer = self.client.chat.completions.parse(
                    model=model, messages=[{"role": "user", "content": "schema"}], response_format=Place)
                place = answer.choices[0].message.parsed
                self.assertIsInstance(place, Place)
                if model != "sandbox/echo":
                    self.assertEqual(place, Place(city="Paris", degrees=21))

    def test_picture(self):
        for model in (ANTHROPIC, GEMINI, "openai/gpt-4o"):
            with self.on(model):
                answer = self.client.chat.completions.create(model=model, messages=[{"role": "user", "content": [
                    {"type": "text", "text": "picture"},
                    {"type": "image_url", "image_url": {"url": f"data:image/png;base64,{PNG_BASE64}"}}]}])
                self.assertEqual(answer.choices[0].message.content, f"a picture of {len(PNG)} bytes")

    def test_a_providers_refusal(self):
        for model in (ANTHROPIC, GEMINI, "openai/gpt-4o"):
            with self.on(model), self.assertRaises(openai.BadRequestError) as raised:
                self.ask(model, "error-400")
            self.assertIn(ERROR_WORDS, raised.exception.message)


class Responses(OpenAiCase):
    OTHERS = (RESPONSES, CHAT, ANTHROPIC, GEMINI)

    def create(self, streamed, **request):
        if not streamed:
            return self.client.responses.create(**request)
        with self.client.responses.stream(**request) as stream:
            return stream.get_final_response()

    def test_text_and_usage(self):
        for model in (*self.OTHERS, "sandbox/echo"):
            for streamed in (False, True):
                with self.on(model, stream=streamed):
                    answer = self.create(streamed, model=model, input="plain", instructions="Be kind.")
                    self.assertEqual(answer.status, "completed")
                    self.assertEqual(answer.output_text, GREETING if model != "sandbox/echo" else "plain")
                    if model != "sandbox/echo":
                        usage = answer.usage
                        self.assertEqual((usage.input_tokens, usage.output_tokens, usage.input_tokens_details.cached_tokens), (11, 7, 3))

    def test_the_deltas_of_a_stream_are_the_text(self):
        for model in (*self.OTHERS, "sandbox/echo"):
            with self.on(model), self.client.responses.stream(model=model, input="plain") as stream:
                events = list(stream)
                text = "".join(e.delta for e in events if e.type == "response.output_text.delta")
                self.assertEqual(text, GREETING if model != "sandbox/echo" else "plain")
                self.assertEqual(events[-1].type, "response.completed")

    def test_reasoning_comes_back_by_value_and_by_the_id_of_the_response(self):
        for model in self.OTHERS:
            for streamed in (False, True):
                for stored in (False, True):
                    with self.on(model, stream=streamed, stored=stored):
                        self.tool_loop(model, streamed, stored)

    def tool_loop(self, model, streamed, stored):
        common = {"model": model, "tools": [TOOL], "reasoning": {"effort": "low", "summary": "auto"}, "store": stored,
                  "include": ["reasoning.encrypted_content"]}
        first = self.create(streamed, input="thinker", **common)
        self.assertEqual("".join(s.text for item in first.output if item.type == "reasoning" for s in item.summary), REASONING)
        self.assertEqual(first.usage.output_tokens, 30)
        call = next(item for item in first.output if item.type == "function_call")
        self.assertEqual((call.name, json.loads(call.arguments)), ("get_weather", {"city": "Paris"}))
        result = {"type": "function_call_output", "call_id": call.call_id, "output": RESULT}
        if stored:
            second = self.create(streamed, input=[result], previous_response_id=first.id, **common)
        else:
            history = [{"role": "user", "content": "thinker"}, *(item.to_dict() for item in first.output), result]
            second = self.create(streamed, input=history, **common)
        self.assertEqual(second.output_text, WEATHER)

    def test_a_tool_of_the_sandbox(self):
        first = self.client.responses.create(model="sandbox/echo", input="Good morning", tools=[TOOL])
        call = next(item for item in first.output if item.type == "function_call")
        second = self.client.responses.create(model="sandbox/echo", tools=[TOOL], previous_response_id=first.id, input=[
            {"type": "function_call_output", "call_id": call.call_id, "output": RESULT}])
        self.assertIn(RESULT, second.output_text)

    def test_parse(self):
        for model in (RESPONSES, ANTHROPIC, GEMINI, "sandbox/echo"):
            with self.on(model):
                place = self.client.responses.parse(model=model, input="schema", text_format=Place).output_parsed
                self.assertIsInstance(place, Place)
                if model != "sandbox/echo":
                    self.assertEqual(place, Place(city="Paris", degrees=21))

    def test_picture(self):
        for model in (RESPONSES, ANTHROPIC, GEMINI, "sandbox/echo"):
            with self.on(model):
                answer = self.client.responses.create(model=model, input=[{"role": "user", "content": [
                    {"type": "input_text", "text": "picture"},
                    {"type": "input_image", "image_url": f"data:image/png;base64,{PNG_BASE64}", "detail": "auto"}]}])
                if model == "sandbox/echo":
                    self.check_picture_was_seen(answer.output_text)
                else:
                    self.assertEqual(answer.output_text, f"a picture of {len(PNG)} bytes")

    def test_a_response_is_kept_retrieved_and_deleted(self):
        kept = self.client.responses.create(model="sandbox/echo", input="keep me")
        self.assertEqual(self.client.responses.retrieve(kept.id).output_text, "keep me")
        self.client.responses.delete(kept.id)
        with self.assertRaises(openai.NotFoundError):
            self.client.responses.retrieve(kept.id)

    def test_errors(self):
        classes = {400: openai.BadRequestError, 401: openai.AuthenticationError, 403: openai.PermissionDeniedError,
                   404: openai.NotFoundError, 429: openai.RateLimitError, 500: openai.InternalServerError,
                   503: openai.InternalServerError, 529: openai.InternalServerError}
        for status in STATUSES:
            for streamed in (False, True):
                with self.on(f"sandbox/error-{status}", stream=streamed):
                    with self.assertRaises(classes.get(status, openai.APIStatusError)) as raised:
                        self.client.responses.create(model=f"sandbox/error-{status}", input="x", stream=streamed)
                    self.assertEqual(raised.exception.status_code, status)
        with self.assertRaises(openai.BadRequestError) as raised:
            self.client.responses.create(model="gpt-4oo", input="x")
        self.assertEqual(raised.exception.code, "model_not_found")
        with self.assertRaises(openai.AuthenticationError):
            self.client.with_options(api_key="sk-wrong").responses.create(model="sandbox/echo", input="x")
        with self.assertRaises(openai.BadRequestError):
            self.client.responses.create(model="sandbox/echo", input="x", previous_response_id="resp_unknown")

    def test_a_stream_that_is_cut_does_not_end_well(self):
        with self.assertRaises((openai.APIError, RuntimeError)), \
                self.client.responses.stream(model="sandbox/cut", input="x", max_output_tokens=50) as stream:
            stream.get_final_response()


class Others(OpenAiCase):
    def test_embeddings(self):
        for model in ("openai/text-embedding-3-small", "google/gemini-embedding-001"):
            for form in ("base64", "float"):  # the SDK asks for base64 when nothing is said, and decodes it
                with self.on(model, form=form):
                    more = {} if form == "base64" else {"encoding_format": form}
                    answer = self.client.embeddings.create(model=model, input=["one", "two"], **more)
                    self.assertEqual([list(e.embedding) for e in answer.data], [[0.25, -0.5, 1.0]] * 2)
                    self.assertGreater(answer.usage.prompt_tokens, 0)

    def test_images(self):
        answer = self.client.images.generate(model="openai/gpt-image-1", prompt="a cat", n=1, size="1024x1024")
        self.assertEqual(answer.data[0].b64_json, "cGljdHVyZQ==")

    def test_moderations(self):
        answer = self.client.moderations.create(model="openai/omni-moderation-latest", input="I will hit you")
        self.assertTrue(answer.results[0].flagged)
        self.assertTrue(answer.results[0].categories.violence)

    def test_errors(self):
        # Models for moderation are in no catalog: a name without a provider goes to OpenAI.
        calls = (lambda m: self.client.embeddings.create(model=m, input="x"), lambda m: self.client.images.generate(model=m, prompt="x"))
        for number, call in enumerate(calls):
            with self.on("no-such-model", call=number):
                with self.assertRaises(openai.BadRequestError) as raised:
                    call("no-such-model")
                self.assertEqual(raised.exception.code, "model_not_found")


del SdkCase, OpenAiCase  # bases, not tests
