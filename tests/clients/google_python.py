# SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The stock Google Gen AI SDK for Python against the sandbox and providers of every dialect."""
import pydantic
from google import genai
from google.genai import errors, types

from sdkcase import (ANTHROPIC, CHAT, GEMINI, PNG, RESULT, STATUSES, WEATHER_SCHEMA, SdkCase)
from upstreams import ERROR_WORDS, GREETING, REASONING, WEATHER

TOOL = types.Tool(function_declarations=[types.FunctionDeclaration(
    name="get_weather", description="The weather.", parameters_json_schema=WEATHER_SCHEMA)])
PROVIDERS = (GEMINI, ANTHROPIC, CHAT)


class Place(pydantic.BaseModel):
    city: str
    degrees: int


def get_weather(city: str) -> str:
    """The weather in a city."""
    return f"{city}: {RESULT}"


class GoogleCase(SdkCase):
    def setUp(self):
        self.client = self.client_with(self.gateway.key)

    def client_with(self, key):
        client = genai.Client(api_key=key, vertexai=False, http_options=types.HttpOptions(
            base_url=self.gateway.address, timeout=60_000, retry_options=types.HttpRetryOptions(attempts=1)))
        self.addCleanup(client.close)
        return client

    def parts(self, streamed, model, contents, **config):
        """All parts of the answer, what ended it, and the usage."""
        ask = self.client.models.generate_content_stream if streamed else self.client.models.generate_content
        answer = ask(model=model, contents=contents, config=types.GenerateContentConfig(**config))
        answers = list(answer) if streamed else [answer]
        parts = [p for a in answers for c in a.candidates or [] if c.content for p in c.content.parts or []]
        finish = [c.finish_reason for a in answers for c in a.candidates or [] if c.finish_reason]
        usage = [a.usage_metadata for a in answers if a.usage_metadata][-1]
        return parts, finish[-1], usage


def text_of(parts):
    return "".join(p.text for p in parts if p.text and not p.thought)


class Answers(GoogleCase):
    def test_text_and_usage(self):
        for model in (*PROVIDERS, "openai/gpt-4o"):
            for streamed in (False, True):
                with self.on(model, stream=streamed):
                    parts, finish, usage = self.parts(streamed, model, "plain", system_instruction="Be kind.")
                    self.assertEqual((text_of(parts), finish), (GREETING, types.FinishReason.STOP))
                    counted = (usage.candidates_token_count or 0) + (usage.thoughts_token_count or 0)
                    self.assertEqual((usage.prompt_token_count, counted, usage.cached_content_token_count), (11, 7, 3))

    def test_the_sandbox_streams_word_by_word(self):
        pieces = [a.text for a in self.client.models.generate_content_stream(model="sandbox/echo", contents="Good morning, dear gateway")]
        self.assertGreater(len(pieces), 2)
        self.assertIn("Good morning, dear gateway", "".join(p or "" for p in pieces))

    def test_lorem_ends_at_max_tokens(self):
        _, finish, usage = self.parts(False, "sandbox/lorem", "go on", max_output_tokens=20)
        self.assertEqual(finish, types.FinishReason.MAX_TOKENS)
        self.assertLessEqual(usage.candidates_token_count, 20)

    def test_thoughts_come_back_to_their_provider_with_the_tools_result(self):
        for model in PROVIDERS:
            for streamed in (False, True):
                with self.on(model, stream=streamed):
                    config = {"tools": [TOOL], "thinking_config": types.ThinkingConfig(include_thoughts=True, thinking_budget=2048)}
                    contents = [types.Content(role="user", parts=[types.Part(text="thinker")])]
                    parts, finish, usage = self.parts(streamed, model, contents, **config)
                    self.assertEqual(finish, types.FinishReason.STOP)
                    self.assertEqual("".join(p.text or "" for p in parts if p.thought), REASONING)
                    self.assertEqual((usage.candidates_token_count or 0) + (usage.thoughts_token_count or 0), 30)
                    call = next(p.function_call for p in parts if p.function_call)
                    self.assertEqual((call.name, call.args), ("get_weather", {"city": "Paris"}))
                    result = types.FunctionResponse(id=call.id, name=call.name, response={"result": RESULT})
                    contents += [types.Content(role="model", parts=parts),
                                 types.Content(role="user", parts=[types.Part(function_response=result)])]
                    parts, _, _ = self.parts(streamed, model, contents, **config)
                    self.assertEqual(text_of(parts), WEATHER)

    def test_the_sdk_calls_the_python_function_itself(self):
        for model in PROVIDERS:
            with self.on(model):
                answer = self.client.models.generate_content(model=model, contents="thinker", config=types.GenerateContentConfig(
                    tools=[get_weather], thinking_config=types.ThinkingConfig(include_thoughts=True)))
                self.assertEqual(answer.text, WEATHER)

    def test_a_chat_keeps_its_history(self):
        for model in PROVIDERS:
            with self.on(model):
                chat = self.client.chats.create(model=model, config=types.GenerateContentConfig(
                    tools=[get_weather], thinking_config=types.ThinkingConfig(include_thoughts=True)))
                self.assertEqual("".join(a.text or "" for a in chat.send_message_stream("thinker")), WEATHER)

    def test_a_tool_of_the_sandbox(self):
        parts, _, _ = self.parts(False, "sandbox/echo", "Good morning", tools=[TOOL])
        self.assertEqual(parts[0].function_call.name, "get_weather")
        answer = self.client.models.generate_content(model="sandbox/echo", contents="Paris", config=types.GenerateContentConfig(
            tools=[get_weather]))
        self.assertIn(RESULT, answer.text)

    def test_a_schema(self):
        for model in (GEMINI, ANTHROPIC, "openai/gpt-4o", "sandbox/echo"):
            for form in ("response_schema", "response_json_schema"):
                with self.on(model, form=form):
                    place = self.client.models.generate_content(model=model, contents="schema", config=types.GenerateContentConfig(
                        response_mime_type="application/json",
                        **{form: Place if form == "response_schema" else Place.model_json_schema()})).parsed
                    if form == "response_schema":
                        self.assertIsInstance(place, Place)
                    if model != "sandbox/echo":
                        self.assertEqual(Place.model_validate(place), Place(city="Paris", degrees=21))

    def test_picture(self):
        for model in (GEMINI, ANTHROPIC, "openai/gpt-4o", "sandbox/echo"):
            with self.on(model):
                text = self.client.models.generate_content(model=model, contents=[
                    types.Part(text="picture"), types.Part.from_bytes(data=PNG, mime_type="image/png")]).text
                if model == "sandbox/echo":
                    self.check_picture_was_seen(text)
                else:
                    self.assertEqual(text, f"a picture of {len(PNG)} bytes")

    def test_tokens_are_counted(self):
        self.assertGreater(self.client.models.count_tokens(model="sandbox/echo", contents="one two three").total_tokens, 0)


class Errors(GoogleCase):
    def test_each_error_model_raises_its_class(self):
        for status in STATUSES:
            for streamed in (False, True):
                with self.on(f"sandbox/error-{status}", stream=streamed):
                    with self.assertRaises(errors.ClientError if status < 500 else errors.ServerError) as raised:
                        self.parts(streamed, f"sandbox/error-{status}", "x")
                    self.assertEqual(raised.exception.code, status)
                    self.assertTrue(raised.exception.status and raised.exception.message)

    def test_a_wrong_key(self):
        with self.assertRaises(errors.ClientError) as raised:
            self.client_with("AIza-wrong").models.generate_content(model="sandbox/echo", contents="x")
        self.assertEqual((raised.exception.code, raised.exception.status), (401, "UNAUTHENTICATED"))
        self.assertIn("llmg_", raised.exception.message)

    def test_an_unknown_model(self):
        with self.assertRaises(errors.ClientError) as raised:
            self.client.models.generate_content(model="gemini-2.5-prro", contents="x")
        self.assertIn(raised.exception.code, (400, 404))
        self.assertIn("gemini-2.5-pro", raised.exception.message.replace("gemini-2.5-prro", ""))

    def test_a_providers_refusal(self):
        for model in (GEMINI, ANTHROPIC, "openai/gpt-4o"):
            with self.on(model):
                with self.assertRaises(errors.ClientError) as raised:
                    self.client.models.generate_content(model=model, contents="error-400")
                self.assertIn(ERROR_WORDS, raised.exception.message)

    def test_a_stream_that_is_cut_does_not_end_well(self):
        with self.assertRaises(Exception):
            self.parts(True, "sandbox/cut", "x", max_output_tokens=50)


del SdkCase, GoogleCase  # bases, not tests
