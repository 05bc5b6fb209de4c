# SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A stream that is silent for longer than the gateway waits with its keep-alive, under every SDK at once.

All wait side by side, so that it takes the time of one silence.
"""
import concurrent.futures
import http.client
import json
import os
import subprocess
import unittest
from urllib.parse import urlsplit

import anthropic
import openai
from google import genai
from google.genai import types

import nodescript
from sdkcase import ANTHROPIC, CHAT, GEMINI, RESPONSES, SdkCase
from upstreams import GREETING

HERE = os.path.dirname(os.path.abspath(__file__))


class Pause(SdkCase):
    def test_every_sdk_waits(self):
        ways = [self.openai_chat, self.openai_responses, self.anthropic, self.google, self.earlier_openai, self.node, self.bytes]
        with concurrent.futures.ThreadPoolExecutor(len(ways)) as pool:
            waiting = {way.__name__: pool.submit(way) for way in ways}
        for name, result in waiting.items():
            with self.subTest(way=name):
                self.assertEqual(result.result(), GREETING)

    def openai_client(self):
        return openai.OpenAI(base_url=self.gateway.base_url, api_key=self.gateway.key, max_retries=0, timeout=60)

    def openai_chat(self):
        with self.openai_client() as client:
            chunks = client.chat.completions.create(model=ANTHROPIC, messages=[{"role": "user", "content": "pause"}], stream=True)
            return "".join(c.choices[0].delta.content or "" for c in chunks if c.choices)

    def openai_responses(self):
        with self.openai_client() as client, client.responses.stream(model=RESPONSES, input="pause") as stream:
            return stream.get_final_response().output_text

    def anthropic(self):
        with anthropic.Anthropic(base_url=self.gateway.address, api_key=self.gateway.key, max_retries=0, timeout=60) as client, \
                client.messages.stream(model=CHAT, max_tokens=99, messages=[{"role": "user", "content": "pause"}]) as stream:
            return stream.get_final_text()

    def google(self):
        client = genai.Client(api_key=self.gateway.key, vertexai=False, http_options=types.HttpOptions(
            base_url=self.gateway.address, timeout=60_000))
        return "".join(a.text or "" for a in client.models.generate_content_stream(model=GEMINI, contents="pause"))

    def earlier_openai(self):
        python = os.path.join(os.environ["LLMG_SDK_DIR"], "venv-earlier", "bin", "python")
        return self.run_script([python, "-B", os.path.join(HERE, "pause_earlier.py")])

    def node(self):
        return self.run_script([nodescript.NODE, "--no-warnings", os.path.join(HERE, "pause_node.mjs")])

    def run_script(self, command):
        environment = {**nodescript.environment(self.gateway), "PYTHONIOENCODING": "utf-8"}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, encoding="utf-8", timeout=90)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout.strip()

    def bytes(self):
        """A comment comes, and it is ended by one newline: after a blank line earlier SDKs take it for an event."""
        address = urlsplit(self.gateway.address)
        connection = http.client.HTTPConnection(address.hostname, address.port, timeout=60)
        connection.request("POST", "/v1/chat/completions", json.dumps({"model": GEMINI, "stream": True, "messages": [
            {"role": "user", "content": "pause"}]}), {"Authorization": f"Bearer {self.gateway.key}", "Content-Type": "application/json"})
        body = connection.getresponse().read()
        connection.close()
        comments = [line for line in body.split(b"\n") if line.startswith(b":")]
        self.assertEqual(len(comments), 1, body)
        self.assertNotIn(comments[0] + b"\n\n", body)
        self.assertNotIn(b"data: \n", body)
        return GREETING


del SdkCase  # a base, not a test
