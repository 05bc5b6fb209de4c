# SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The stock OpenAI SDK for Python against the sandbox models: the whole way, without any provider."""
import concurrent.futures
import os
import signal
import unittest

import openai

from gateway import Gateway
from sdkcase import PNG_BASE64

WEATHER = {"type": "function", "function": {"name": "get_weather", "description": "The weather in a place.", "parameters": {
    "type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}}}


def user(text):
    return [{"role": "user", "content": text}]


class SandboxTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.gateway = Gateway()

    @classmethod
    def tearDownClass(cls):
        cls.gateway.close()

    def setUp(self):
        self.client = openai.OpenAI(base_url=self.gateway.base_url, api_key=self.gateway.key, max_retries=0, timeout=60)
        self.addCleanup(self.client.close)

    def chat(self, model, text="Good morning, gateway", **more):
        return self.client.chat.completions.create(model=model, messages=user(text), **more)

    def ledger_row(self, request_id):
        return self.gateway.wait_for_request(lambda row: request_id in row.values(), f"of request {request_id}")


class Answers(SandboxTest):
    def test_echo_answers_with_usage_cost_and_metadata(self):
        answer = self.chat("sandbox/echo")
        self.assertIn("Good morning, gateway", answer.choices[0].message.content)
        self.assertEqual(answer.choices[0].finish_reason, "stop")
        self.assertEqual(answer.choices[0].message.role, "assistant")
        self.assertGreater(answer.usage.prompt_tokens, 0)
        self.assertEqual(answer.usage.total_tokens, answer.usage.prompt_tokens + answer.usage.completion_tokens)
        self.assertEqual(answer.usage.cost, 0)
        self.assertEqual(answer.usage.cost_details["total"], 0)
        self.assertEqual(answer.metadata["used_provider"], "sandbox")
        self.assertEqual(answer.metadata["requested_model"], "sandbox/echo")
        self.assertEqual(len(answer.metadata["routing"]), 1)

    def test_echo_streams_word_by_word_and_says_the_usage_when_asked(self):
        chunks = list(self.chat("sandbox/echo", stream=True, stream_options={"include_usage": True}))
        self.assertEqual(chunks[0].choices[0].delta.role, "assistant")
        deltas = [c.choices[0].delta.content for c in chunks if c.choices and c.choices[0].delta.content]
        self.assertGreater(len(deltas), 2)
        self.assertIn("Good morning, gateway", "".join(deltas))
        finishes = [c.choices[0].finish_reason for c in chunks if c.choices and c.choices[0].finish_reason]
        self.assertEqual(finishes, ["stop"])
        usages = [c.usage for c in chunks if c.usage]
        self.assertEqual(len(usages), 1)
        self.assertGreater(usages[0].completion_tokens, 0)
        self.assertEqual(len({c.id for c in chunks}), 1)

    def test_a_stream_has_no_usage_chunk_when_not_asked(self):
        chunks = list(self.chat("sandbox/echo", stream=True))
        self.assertEqual([c.usage for c in chunks if c.usage], [])
        self.assertTrue(all(c.choices for c in chunks[:-1]))

    def test_lorem_ends_at_max_tokens(self):
        answer = self.chat("sandbox/lorem", max_tokens=20)
        self.assertGreater(len(answer.choices[0].message.content), 20)
        self.assertLessEqual(answer.usage.completion_tokens, 20)

    def test_a_tool_is_called_and_its_result_answered(self):
        first = self.chat("sandbox/echo", tools=[WEATHER])
        self.assertEqual(first.choices[0].finish_reason, "tool_calls")
        call = first.choices[0].message.tool_calls[0]
        self.assertEqual(call.function.name, "get_weather")
        second = self.client.chat.completions.create(model="sandbox/echo", tools=[WEATHER], messages=[
            *user("Good morning"), first.choices[0].message.model_dump(exclude_none=True),
            {"role": "tool", "tool_call_id": call.id, "content": "21 degrees in the sun"}])
        self.assertEqual(second.choices[0].finish_reason, "stop")

    def test_a_tool_call_streams(self):
        name, arguments, finish = "", "", None
        for chunk in self.chat("sandbox/echo", tools=[WEATHER], stream=True):
            for choice in chunk.choices:
                for call in choice.delta.tool_calls or []:
                    name += call.function.name or ""
                    arguments += call.function.arguments or ""
                finish = choice.finish_reason or finish
        self.assertEqual((name, finish), ("get_weather", "tool_calls"))
        self.assertTrue(arguments.startswith("{") and arguments.endswith("}"), arguments)

    def test_an_image_is_described_by_format_and_size(self):
        url = "data:image/png;base64," + PNG_BASE64
        answer = self.client.chat.completions.create(model="sandbox/echo", messages=[{"role": "user", "content": [
            {"type": "text", "text": "What is this?"}, {"type": "image_url", "image_url": {"url": url}}]}])
        text = answer.choices[0].message.content
        self.assertIn("png", text.lower())
        self.assertIn("37", text)
        self.assertIn("21", text)

    def test_thirty_two_at_once_are_all_answered_and_all_in_the_ledger(self):
        def ask(number):
            return self.client.chat.completions.with_raw_response.create(model="sandbox/echo", messages=user(f"number {number}."))
        with concurrent.futures.ThreadPoolExecutor(32) as pool:
            raws = list(pool.map(ask, range(32)))
        for number, raw in enumerate(raws):
            self.assertIn(f"number {number}.", raw.parse().choices[0].message.content)
        identifiers = {raw.headers["x-request-id"] for raw in raws}
        self.assertEqual(len(identifiers), 32)
        for identifier in identifiers:
            self.ledger_row(identifier)

    def test_models_are_listed_with_prices_and_providers(self):
        models = {m.id: m for m in self.client.models.list()}
        self.assertTrue(any(m.endswith("echo") for m in models), sorted(models)[:20])
        model = models["gpt-4o"]
        self.assertTrue(model.pricing)
        self.assertIn("openai", str(model.providers))
        self.assertEqual(self.client.models.retrieve("gpt-4o").id, "gpt-4o")


class Errors(SandboxTest):
    CLASSES = {400: openai.BadRequestError, 401: openai.AuthenticationError, 402: openai.APIStatusError,
               403: openai.PermissionDeniedError, 404: openai.NotFoundError, 408: openai.APIStatusError,
               413: openai.APIStatusError, 429: openai.RateLimitError, 500: openai.InternalServerError,
               502: openai.InternalServerError, 503: openai.InternalServerError, 529: openai.InternalServerError}

    def test_each_error_model_raises_its_class(self):
        for status, kind in self.CLASSES.items():
            for stream in (False, True):
                with self.subTest(status=status, stream=stream):
                    with self.assertRaises(kind) as raised:
                        self.chat(f"sandbox/error-{status}", stream=stream)
                    self.assertEqual(raised.exception.status_code, status)
                    self.assertTrue(raised.exception.body["message"])
                    self.assertTrue(raised.exception.body["code"])
                    if status == 429:
                        self.assertGreaterEqual(int(raised.exception.response.headers["retry-after"]), 1)

    def test_a_wrong_key_is_an_authentication_error_that_says_what_keys_look_like(self):
        for key in ("sk-not-one-of-ours", "llmg_" + "0" * 40):
            with self.subTest(key=key), self.assertRaises(openai.AuthenticationError) as raised:
                self.client.with_options(api_key=key).chat.completions.create(model="sandbox/echo", messages=user("x"))
            self.assertEqual(raised.exception.code, "invalid_api_key")
            self.assertNotIn(key, raised.exception.message)
        with self.assertRaises(openai.AuthenticationError) as raised:
            self.client.with_options(api_key="sk-x").chat.completions.create(model="sandbox/echo", messages=user("x"))
        self.assertIn("llmg_", raised.exception.message)

    def test_an_unknown_model_names_the_nearest(self):
        with self.assertRaises(openai.BadRequestError) as raised:
            self.chat("gpt-4oo")
        self.assertEqual(raised.exception.code, "model_not_found")
        self.assertIn("gpt-4o", raised.exception.message.replace("gpt-4oo", ""))

    def test_a_model_without_provider_key_says_so(self):
        with self.assertRaises(openai.BadRequestError) as raised:
            self.chat("openai/gpt-4o")
        self.assertEqual(raised.exception.code, "no_provider_key")

    def test_a_stream_that_is_cut_raises_after_what_came(self):
        text = ""
        with self.assertRaises(openai.APIError):
            for chunk in self.chat("sandbox/cut", stream=True):
                for choice in chunk.choices:
                    text += choice.delta.content or ""
        self.assertTrue(text)

    def test_garbage_from_upstream_is_a_gateway_failure(self):
        with self.assertRaises(openai.InternalServerError) as raised:
            self.chat("sandbox/garbage")
        self.assertEqual(raised.exception.status_code, 502)

    def test_an_error_with_a_valid_key_is_in_the_ledger(self):
        with self.assertRaises(openai.RateLimitError) as raised:
            self.chat("sandbox/error-429")
        self.assertIn(429, self.ledger_row(raised.exception.response.headers["x-request-id"]).values())


class Leaving(SandboxTest):
    def test_a_client_that_goes_away_leaves_a_canceled_row(self):
        raw = self.client.chat.completions.with_raw_response.create(
            model="sandbox/lorem", messages=user("go on"), stream=True, max_tokens=100000)
        stream = raw.parse()
        for _, _ in zip(range(3), stream):
            pass
        stream.close()
        row = self.ledger_row(raw.headers["x-request-id"])
        self.assertTrue(499 in row.values() or "canceled" in row.values(), row)

    def test_a_client_that_goes_away_while_nothing_comes_leaves_a_canceled_row(self):
        with self.assertRaises(openai.APITimeoutError):
            self.client.with_options(timeout=1).chat.completions.create(
                model="sandbox/stall", messages=user("hello"), extra_headers={"x-request-id": "left-while-silent"})
        row = self.ledger_row("left-while-silent")
        self.assertTrue(499 in row.values() or "canceled" in row.values(), row)

    def test_stopping_keeps_every_answered_request_and_no_secret_in_a_file(self):
        with Gateway(provider_keys={"openai": "sk-canary-0f3c9a"}) as gateway:
            with openai.OpenAI(base_url=gateway.base_url, api_key=gateway.key, max_retries=0) as client:
                identifiers = [client.chat.completions.with_raw_response.create(
                    model="sandbox/echo", messages=user(f"{n}")).headers["x-request-id"] for n in range(20)]
            gateway.process.send_signal(signal.SIGTERM)
            self.assertEqual(gateway.process.wait(timeout=20), 0)
            rows = gateway.requests()
            for identifier in identifiers:
                self.assertEqual(sum(identifier in row.values() for row in rows), 1)
            for folder, _, names in os.walk(gateway.data):
                for name in names:
                    with open(os.path.join(folder, name), "rb") as file:
                        content = file.read()
                    self.assertNotIn(gateway.key.encode(), content, name)
                    self.assertNotIn(b"sk-canary-0f3c9a", content, name)

    def test_a_key_made_while_it_runs_works_and_a_revoked_one_does_not(self):
        key = self.gateway.make_key("--limit", "5")
        client = self.client.with_options(api_key=key)
        self.assertTrue(client.chat.completions.create(model="sandbox/echo", messages=user("hi")).id)


del SandboxTest  # a base, not a test
