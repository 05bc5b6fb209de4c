# SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Recorded answers of Anthropic, Google and OpenAI's responses, asked for with the provider's own SDK."""
import glob
import json
import os
import re
import unittest

import anthropic
import openai
from google import genai
from google.genai import types

from expected import ANTHROPIC_FINISH, GOOGLE_FILTERED, Meaning, arguments_of, meaning_of, sse_data
from gateway import Gateway
from replay import Replay

PROVIDER_KEY = "replay-key-0123456789"
APIS = ("anthropic-messages", "google-generateContent", "google-streamGenerateContent", "openai-responses")


def responses_meaning(recording):
    """OpenAI's responses say at their end all that they have said."""
    if recording["framing"] == "sse":
        ends = [e["response"] for e in sse_data(recording["response_body"])
                if e.get("type") in ("response.completed", "response.incomplete")]
        body = ends[-1] if ends else None
    else:
        body = json.loads(recording["response_body"])
    return body and read_response(body)


def read_response(body):
    meaning = Meaning()
    for item in body["output"]:
        if item["type"] == "message":
            meaning.text += "".join(p.get("text") or "" for p in item["content"] or [])
        elif item["type"] == "function_call":
            meaning.tools.append((item["name"], arguments_of(item["arguments"])))
    meaning.finish = body["status"]
    meaning.prompt, meaning.completion = body["usage"]["input_tokens"], body["usage"]["output_tokens"]
    return meaning


class ReplayNative(unittest.TestCase):
    maxDiff = 2000

    @classmethod
    def setUpClass(cls):
        cls.replay = Replay()
        cls.addClassCleanup(cls.replay.close)
        address = cls.replay.address
        cls.gateway = Gateway({"anthropic": address, "google": address + "/v1beta", "openai": address + "/v1"},
                              {p: PROVIDER_KEY for p in ("anthropic", "google", "openai")})
        cls.addClassCleanup(cls.gateway.close)

    def check(self, recording, wanted):
        self.replay.play(recording)
        ask = self.openai if recording["api"] == "openai-responses" else self.anthropic if recording["api"].startswith("anthropic") else self.google
        try:
            got = ask(recording["model"] or "replayed-model", bool(recording["stream"]))
        except Exception as error:
            error.add_note(f"gateway's log:\n{self.gateway.errors()[-1500:]}")
            raise
        self.assertEqual(got.text, wanted.text)
        self.assertEqual(got.tools, wanted.tools)
        self.assertEqual(got.finish, wanted.finish)
        self.assertEqual((got.prompt, got.completion), (wanted.prompt, wanted.completion))

    def anthropic(self, model, streamed):
        with anthropic.Anthropic(base_url=self.gateway.address, api_key=self.gateway.key, max_retries=0) as client:
            request = {"model": f"anthropic/{model}", "max_tokens": 1000, "messages": [{"role": "user", "content": "Hello."}]}
            if streamed:
                with client.messages.stream(**request) as stream:
                    answer = stream.get_final_message()
            else:
                answer = client.messages.create(**request)
        got = Meaning(text="".join(b.text for b in answer.content if b.type == "text"), finish=ANTHROPIC_FINISH[answer.stop_reason],
                      tools=[(b.name, b.input) for b in answer.content if b.type == "tool_use"])
        usage = answer.usage
        got.prompt = usage.input_tokens + (usage.cache_read_input_tokens or 0) + (usage.cache_creation_input_tokens or 0)
        got.completion = usage.output_tokens
        return got

    def google(self, model, streamed):
        client = genai.Client(api_key=self.gateway.key, vertexai=False, http_options=types.HttpOptions(
            base_url=self.gateway.address, retry_options=types.HttpRetryOptions(attempts=1)))
        ask = client.models.generate_content_stream if streamed else client.models.generate_content
        answer = ask(model=f"google/{model}", contents="Hello.")
        got, finish, blocked = Meaning(), None, False
        for part_of in answer if streamed else [answer]:
            blocked = blocked or bool(part_of.prompt_feedback and part_of.prompt_feedback.block_reason)
            for candidate in (part_of.candidates or [])[:1]:
                for part in (candidate.content.parts if candidate.content else None) or []:
                    if part.function_call:
                        got.tools.append((part.function_call.name, part.function_call.args or {}))
                    elif part.text is not None and not part.thought:
                        got.text += part.text
                finish = candidate.finish_reason or finish
            usage = part_of.usage_metadata
            if usage and usage.prompt_token_count is not None:
                got.prompt = usage.prompt_token_count + (usage.tool_use_prompt_token_count or 0)
                got.completion = (usage.candidates_token_count or 0) + (usage.thoughts_token_count or 0)
        finish = finish.value if finish else None
        got.finish = ("content_filter" if blocked or finish in GOOGLE_FILTERED else "length" if finish == "MAX_TOKENS"
                      else "tool_calls" if got.tools else "stop")
        client.close()
        return got

    def openai(self, model, streamed):
        with openai.OpenAI(base_url=self.gateway.base_url, api_key=self.gateway.key, max_retries=0) as client:
            request = {"model": f"openai/{model}", "input": "Hello."}
            if not streamed:
                return read_response(client.responses.create(**request).to_dict())
            last = None
            for event in client.responses.create(**request, stream=True):
                if event.type in ("response.completed", "response.incomplete"):
                    last = event.response
            return read_response(last.to_dict())


def _add_tests():
    for path in sorted(glob.glob(os.path.join(os.environ["LLMG_RECORDINGS_DIR"], "*.json"))):
        with open(path, encoding="utf-8") as file:
            recording = json.load(file)
        framed = not recording["stream"] or recording["framing"] == "sse"
        if recording.get("api") not in APIS or recording["status"] != 200 or not framed:
            continue
        if re.search(r'"finishReason": ?\d', recording["response_body"]):
            continue  # recorded by a client that turns names into numbers; Google's SDKs take names
        wanted = responses_meaning(recording) if recording["api"] == "openai-responses" else meaning_of(recording)
        if wanted and not wanted.error:  # the other replay groups look at what does not end well
            name = f"test_{os.path.basename(path)[:-5]}"
            setattr(ReplayNative, name, lambda self, recording=recording, wanted=wanted: self.check(recording, wanted))


_add_tests()
