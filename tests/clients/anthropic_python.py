# SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The stock Anthropic SDK for Python against the sandbox and providers of every dialect."""
import anthropic
import pydantic

from sdkcase import (ANTHROPIC, CHAT, GEMINI, PNG, PNG_BASE64, RESULT, STATUSES, WEATHER_SCHEMA, SdkCase)
from upstreams import ERROR_WORDS, GREETING, REASONING, WEATHER

TOOL = {"name": "get_weather", "description": "The weather.", "input_schema": WEATHER_SCHEMA}
THINKING = {"type": "enabled", "budget_tokens": 2048}
PROVIDERS = (ANTHROPIC, CHAT, GEMINI)


class Place(pydantic.BaseModel):
    city: str
    degrees: int


class AnthropicCase(SdkCase):
    def setUp(self):
        # With the key in x-api-key, as the SDK sends it.
        self.client = anthropic.Anthropic(base_url=self.gateway.address, api_key=self.gateway.key, max_retries=0, timeout=60)
        self.addCleanup(self.client.close)

    def create(self, streamed, **request):
        request = {"max_tokens": 4096, **request}
        if not streamed:
            return self.client.messages.create(**request)
        with self.client.messages.stream(**request) as stream:
            return stream.get_final_message()

    def ask(self, model, text, streamed=False, **more):
        return self.create(streamed, model=model, messages=[{"role": "user", "content": text}], **more)


class Answers(AnthropicCase):
    def test_text_and_usage(self):
        for model in (*PROVIDERS, "openai/gpt-4o"):
            for streamed in (False, True):
                with self.on(model, stream=streamed):
                    answer = self.ask(model, "plain", streamed, system="Be kind.")
                    self.assertEqual([(b.type, b.text) for b in answer.content], [("text", GREETING)])
                    self.assertEqual(answer.stop_reason, "end_turn")
                    self.assertEqual((answer.usage.input_tokens, answer.usage.cache_read_input_tokens, answer.usage.output_tokens), (8, 3, 7))

    def test_the_sandbox_streams_word_by_word(self):
        with self.client.messages.stream(model="sandbox/echo", max_tokens=100,
                                         messages=[{"role": "user", "content": "Good morning, dear gateway"}]) as stream:
            pieces = list(stream.text_stream)
            answer = stream.get_final_message()
        self.assertGreater(len(pieces), 2)
        self.assertEqual("".join(pieces), answer.content[0].text)
        self.assertIn("Good morning, dear gateway", answer.content[0].text)
        self.assertGreater(answer.usage.output_tokens, 0)

    def test_lorem_ends_at_max_tokens(self):
        answer = self.ask("sandbox/lorem", "go on", max_tokens=20)
        self.assertEqual(answer.stop_reason, "max_tokens")
        self.assertLessEqual(answer.usage.output_tokens, 20)

    def test_thinking_comes_back_to_its_provider_with_the_tools_result(self):
        for model in PROVIDERS:
            for streamed in (False, True):
                with self.on(model, stream=streamed):
                    common = {"model": model, "tools": [TOOL], "thinking": THINKING}
                    messages = [{"role": "user", "content": "thinker"}]
                    first = self.create(streamed, messages=messages, **common)
                    self.assertEqual(first.stop_reason, "tool_use")
                    self.assertEqual("".join(b.thinking for b in first.content if b.type == "thinking"), REASONING)
                    self.assertEqual(first.usage.output_tokens, 30)
                    call = next(b for b in first.content if b.type == "tool_use")
                    self.assertEqual((call.name, call.input), ("get_weather", {"city": "Paris"}))
                    messages += [{"role": "assistant", "content": first.content}, {"role": "user", "content": [
                        {"type": "tool_result", "tool_use_id": call.id, "content": RESULT}]}]
                    second = self.create(streamed, messages=messages, **common)
                    self.assertEqual(second.content[-1].text, WEATHER)

    def test_a_tool_of_the_sandbox(self):
        first = self.ask("sandbox/echo", "Good morning", tools=[TOOL])
        call = first.content[-1]
        self.assertEqual((first.stop_reason, call.type, call.name), ("tool_use", "tool_use", "get_weather"))
        second = self.create(False, model="sandbox/echo", tools=[TOOL], messages=[
            {"role": "user", "content": "Good morning"}, {"role": "assistant", "content": first.content},
            {"role": "user", "content": [{"type": "tool_result", "tool_use_id": call.id, "content": RESULT}]}])
        self.assertIn(RESULT, second.content[0].text)

    def test_parse(self):
        for model in (ANTHROPIC, GEMINI, "openai/gpt-4o", "sandbox/echo"):
            with self.on(model):
                place = self.client.messages.parse(model=model, max_tokens=100, output_format=Place,
                                                   messages=[{"role": "user", "content": "schema"}]).parsed_output
                self.assertIsInstance(place, Place)
                if model != "sandbox/echo":
                    self.assertEqual(place, Place(city="Paris", degrees=21))

    def test_picture(self):
        for model in (ANTHROPIC, GEMINI, "openai/gpt-4o", "sandbox/echo"):
            with self.on(model):
                text = self.ask(model, [{"type": "text", "text": "picture"}, {"type": "image", "source": {
                    "type": "base64", "media_type": "image/png", "data": PNG_BASE64}}]).content[0].text
                if model == "sandbox/echo":
                    self.check_picture_was_seen(text)
                else:
                    self.assertEqual(text, f"a picture of {len(PNG)} bytes")

    def test_tokens_are_counted(self):
        count = self.client.messages.count_tokens(model="sandbox/echo", messages=[{"role": "user", "content": "one two three"}])
        self.assertGreater(count.input_tokens, 0)


class Errors(AnthropicCase):
    CLASSES = {400: anthropic.BadRequestError, 401: anthropic.AuthenticationError, 403: anthropic.PermissionDeniedError,
               404: anthropic.NotFoundError, 429: anthropic.RateLimitError, 500: anthropic.InternalServerError,
               503: anthropic.InternalServerError, 529: anthropic.InternalServerError}
    KINDS = {400: "invalid_request_error", 401: "authentication_error", 403: "permission_error", 404: "not_found_error",
             429: "rate_limit_error", 500: "api_error", 529: "overloaded_error"}

    def test_each_error_model_raises_its_class(self):
        for status in STATUSES:
            for streamed in (False, True):
                with self.on(f"sandbox/error-{status}", stream=streamed):
                    with self.assertRaises(self.CLASSES.get(status, anthropic.APIStatusError)) as raised:
                        self.ask(f"sandbox/error-{status}", "x", streamed)
                    error = raised.exception
                    self.assertEqual((error.status_code, error.body["type"]), (status, "error"))
                    self.assertEqual(error.body["error"]["type"], self.KINDS.get(status, error.body["error"]["type"]))
                    self.assertTrue(error.body["error"]["message"])
                    if status == 429:
                        self.assertIn("retry-after", error.response.headers)

    def test_a_wrong_key(self):
        with self.assertRaises(anthropic.AuthenticationError) as raised:
            self.client.with_options(api_key="sk-ant-wrong").messages.create(
                model="sandbox/echo", max_tokens=9, messages=[{"role": "user", "content": "x"}])
        self.assertIn("llmg_", str(raised.exception))

    def test_an_unknown_model(self):
        with self.assertRaises(anthropic.APIStatusError) as raised:
            self.ask("claude-sonet-4-5", "x")
        self.assertIn(raised.exception.status_code, (400, 404))
        self.assertIn("claude-sonnet-4", str(raised.exception))

    def test_a_providers_refusal(self):
        for model in (ANTHROPIC, GEMINI, "openai/gpt-4o"):
            with self.on(model):
                with self.assertRaises(anthropic.BadRequestError) as raised:
                    self.ask(model, "error-400")
                self.assertIn(ERROR_WORDS, str(raised.exception))

    def test_a_stream_that_is_cut(self):
        with self.assertRaises(anthropic.APIError):
            self.ask("sandbox/cut", "x", True, max_tokens=50)


del SdkCase, AnthropicCase  # bases, not tests
