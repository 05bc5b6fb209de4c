# SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The stock client against recorded provider answers, through the real gateway. One test per recording."""
import glob
import inspect
import json
import os
import unittest

import openai
from openai.resources.chat.completions import Completions

from expected import Meaning, arguments_of, meaning_of
from gateway import Gateway
from replay import Replay

PROVIDER_KEY = "replay-key-0123456789"
NATIVE_PATH = {"anthropic": "", "google": "/v1beta"}
KNOWN_ARGUMENTS = set(inspect.signature(Completions.create).parameters)


def provider_for(recording):
    """Who is asked. Providers whose own address scheme is not spoken yet are asked as OpenAI or Google would be."""
    if recording["api"] == "anthropic-messages":
        return "anthropic"
    if recording["api"].startswith("google-"):
        return "google"
    provider = recording["provider"]
    return "openai" if provider in ("azure-openai", "aws-bedrock", "anthropic", "google", "google-vertex") else provider


def changes_the_gateway(recording):
    """An answer that takes a key out, rests it or feeds the breaker: such a one gets a gateway of its own."""
    return (recording["status"] in (401, 402, 403, 408, 409, 429) or recording["status"] >= 500
            or "error_in_200" in recording["features"] or "API key" in recording["response_body"][:300])


def request_of(recording):
    body = recording["request_body"] or {}
    model = recording["model"] or "replayed-model"
    if recording["api"] == "openai-chat" and body:
        request = {k: v for k, v in body.items() if k != "model"}
    else:
        names = [t.get("name") for t in body.get("tools") or [] if t.get("input_schema")]
        names += [f["name"] for t in body.get("tools") or [] for f in t.get("functionDeclarations") or []]
        request = {"messages": [{"role": "user", "content": "Hello."}]}
        if names:
            request["tools"] = [{"type": "function", "function": {"name": n, "parameters": {"type": "object", "properties": {}}}}
                                for n in names]
    request["stream"] = bool(recording["stream"])
    if recording["stream"]:
        request["stream_options"] = {"include_usage": True}
    else:
        request.pop("stream_options", None)
    extra = {k: request.pop(k) for k in list(request) if k not in KNOWN_ARGUMENTS}
    return {"model": f"{provider_for(recording)}/{model}", **request, "extra_body": extra or None}


class Answer(Meaning):
    metadata = None


def read_answer(result):
    answer = Answer()
    choice = result.choices[0]
    answer.text = choice.message.content or ""
    answer.reasoning = getattr(choice.message, "reasoning_content", None) or ""
    for call in choice.message.tool_calls or []:
        assert call.id and call.type == "function", call
        answer.tools.append((call.function.name, arguments_of(call.function.arguments)))
    answer.finish = choice.finish_reason
    read_usage(answer, result.usage)
    answer.metadata = result.metadata
    return answer


def read_usage(answer, usage):
    answer.prompt, answer.completion = usage.prompt_tokens, usage.completion_tokens
    answer.cached = (usage.prompt_tokens_details.cached_tokens if usage.prompt_tokens_details else 0) or 0


def read_stream(stream, answer):
    calls = {}
    roles = []
    for chunk in stream:
        # AI21 names no model in its chunks: then the field is there and empty.
        assert chunk.id and chunk.model is not None and chunk.object == "chat.completion.chunk", chunk
        if chunk.usage:
            read_usage(answer, chunk.usage)
        answer.metadata = getattr(chunk, "metadata", None) or answer.metadata
        for choice in chunk.choices:
            delta = choice.delta
            roles.append(delta.role)
            answer.text += delta.content or ""
            answer.reasoning += getattr(delta, "reasoning_content", None) or ""
            for call in delta.tool_calls or []:
                entry = calls.setdefault(call.index, ["", "", ""])
                entry[0] = entry[0] or call.id or ""
                entry[1] = entry[1] or call.function.name or ""
                entry[2] += call.function.arguments or ""
            answer.finish = choice.finish_reason or answer.finish
    assert not roles or "assistant" in roles, "no delta carried the role"
    for _, (identifier, name, arguments) in sorted(calls.items()):
        assert identifier, "a tool call without an id"
        answer.tools.append((name, arguments_of(arguments)))


class ReplayTest(unittest.TestCase):
    maxDiff = 2000

    @classmethod
    def setUpClass(cls):
        cls.replay = Replay()
        cls.gateway = cls.new_gateway()

    @classmethod
    def tearDownClass(cls):
        cls.gateway.close()
        cls.replay.close()

    @classmethod
    def new_gateway(cls, only=None):
        providers = {provider_for(r) for r in ([only] if only else cls.recordings.values())}
        address = cls.replay.address
        return Gateway({p: address + NATIVE_PATH.get(p, "/v1") for p in providers}, {p: PROVIDER_KEY for p in providers})

    def check(self, recording):
        self.replay.play(recording)
        wanted = meaning_of(recording)
        gateway = self.new_gateway(recording) if changes_the_gateway(recording) else self.gateway
        try:
            with openai.OpenAI(base_url=gateway.base_url, api_key=gateway.key, max_retries=0, timeout=60) as client:
                if wanted.error:
                    self.check_error(client, recording, wanted)
                else:
                    self.check_answer(client, recording, wanted)
            self.check_upstream_request(recording)
        except Exception as error:
            error.add_note(f"gateway's log:\n{gateway.errors()[-1500:]}")
            raise
        finally:
            if gateway is not self.gateway:
                gateway.close()

    def check_answer(self, client, recording, wanted):
        result = client.chat.completions.create(**request_of(recording))
        if recording["stream"]:
            answer = Answer()
            read_stream(result, answer)
        else:
            answer = read_answer(result)
        if "code_execution" in recording["features"] and recording["api"].startswith("google-"):
            self.assertIn(wanted.text, answer.text)  # the code that Google ran, and what it printed, stand before it
        else:
            self.assertEqual(answer.text, wanted.text)
        self.assertEqual(answer.reasoning, wanted.reasoning)
        self.assertEqual(answer.tools, wanted.tools)
        self.assertEqual(answer.finish, wanted.finish)
        if wanted.prompt is None:  # the provider told nothing: an estimate, but never nothing
            self.assertGreater(answer.prompt, 0)
            self.assertGreater(answer.completion, 0)
        else:
            self.assertEqual((answer.prompt, answer.completion, answer.cached),
                             (wanted.prompt, wanted.completion, wanted.cached), "prompt, completion, cached tokens")
        self.assertEqual(answer.metadata["used_provider"], provider_for(recording))
        self.assertEqual(answer.metadata["cached"], False)

    def check_error(self, client, recording, wanted):
        answer = Answer()
        with self.assertRaises(openai.APIError) as raised:
            result = client.chat.completions.create(**request_of(recording))
            if recording["stream"]:
                read_stream(result, answer)
        error = raised.exception
        self.assertIn(wanted.error[:60], str(error.message))
        status = recording["status"]
        if status == 200:
            if wanted.answered_before_error:
                self.assertEqual(answer.text, wanted.text)
            elif isinstance(error, openai.APIStatusError):
                self.assertGreaterEqual(error.status_code, 400)
            return
        self.assertIsInstance(error, openai.APIStatusError)
        if status == 429:
            self.assertEqual(error.status_code, 429)
            self.assertIn("retry-after", error.response.headers)
        elif status in (401, 402, 403) or status >= 500:
            self.assertEqual(error.status_code, 502)
        elif status == 404 or changes_the_gateway(recording):
            self.assertIn(error.status_code, (400, 404, 502))
        else:
            self.assertEqual(error.status_code, status)

    def check_upstream_request(self, recording):
        self.assertGreater(len(self.replay.seen), 0, "the provider was never asked")
        seen, api = self.replay.seen[0], recording["api"]
        model = recording["model"] or "replayed-model"
        headers, body = seen["headers"], seen["body"]
        if api == "openai-chat":
            self.assertTrue(seen["path"].endswith("/chat/completions"), seen["path"])
            self.assertIn(headers.get("authorization"), (f"Bearer {PROVIDER_KEY}", None))
            self.assertEqual(body["model"], model)
            self.assertEqual(bool(body.get("stream")), bool(recording["stream"]))
        elif api == "anthropic-messages":
            self.assertEqual(seen["path"], "/v1/messages")
            self.assertEqual(headers.get("x-api-key"), PROVIDER_KEY)
            self.assertEqual(headers.get("anthropic-version"), "2023-06-01")
            self.assertEqual(body["model"], model)
            self.assertGreater(body["max_tokens"], 0)
        else:
            action = "streamGenerateContent?alt=sse" if recording["stream"] else "generateContent"
            self.assertEqual(seen["path"], f"/v1beta/models/{model}:{action}")
            self.assertEqual(headers.get("x-goog-api-key"), PROVIDER_KEY)
        self.assertNotIn("llmg_", json.dumps(seen), "our key must not travel")


def load(namespace, *apis):
    """Defines a test class in `namespace` with one test per recording of these APIs."""
    folder = os.environ["LLMG_RECORDINGS_DIR"]
    recordings = {}
    for path in sorted(glob.glob(os.path.join(folder, "*.json"))):
        with open(path, encoding="utf-8") as file:
            recording = json.load(file)
        if recording.get("api") not in apis:
            continue
        # An array of answers is what Google sends when not asked for server-sent events; the gateway always asks.
        if recording["stream"] and recording["status"] == 200 and recording["framing"] != "sse":
            continue
        recordings[os.path.basename(path)[:-5]] = recording
    tests = {f"test_{name}": (lambda self, recording=recording: self.check(recording))
             for name, recording in recordings.items()}
    namespace["Recordings"] = type("Recordings", (ReplayTest,), {**tests, "recordings": recordings,
                                                                "__module__": namespace["__name__"]})
