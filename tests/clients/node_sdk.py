# SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The stock OpenAI SDK for Node: against the sandbox, and against an upstream of each dialect."""
import json
import os
import subprocess
import unittest

from gateway import Gateway
from replay import Replay

HERE = os.path.dirname(os.path.abspath(__file__))
NODE = os.path.join(os.environ["LLMG_SDK_DIR"], "node")


def events(*bodies, named=False):
    return "".join((f"event: {b['type']}\n" if named else "") + f"data: {json.dumps(b, ensure_ascii=False)}\n\n" for b in bodies)


def chunk(delta, finish=None, **more):
    return {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, "model": "m",
            "choices": [{"index": 0, "delta": delta, "finish_reason": finish}], **more}


def stream(body):
    return {"status": 200, "framing": "sse", "response_headers": {"content-type": "text/event-stream"}, "response_body": body}


UPSTREAMS = {
    "openai/m": stream(events(chunk({"role": "assistant", "content": "Grüße, "}), chunk({"content": "Welt 🌍"}), chunk({}, "stop"), {
        "id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [],
        "usage": {"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18}}) + "data: [DONE]\n\n"),
    "anthropic/m": stream(events(
        {"type": "message_start", "message": {"id": "msg_1", "type": "message", "role": "assistant", "model": "m", "content": [],
                                              "usage": {"input_tokens": 8, "cache_read_input_tokens": 3, "output_tokens": 1}}},
        {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}},
        {"type": "ping"},
        {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": "Grüße, "}},
        {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": "Welt 🌍"}},
        {"type": "content_block_stop", "index": 0},
        {"type": "message_delta", "delta": {"stop_reason": "end_turn"}, "usage": {"output_tokens": 7}},
        {"type": "message_stop"}, named=True)),
    "google/m": stream(events(
        {"candidates": [{"content": {"role": "model", "parts": [{"text": "Grüße, "}]}, "index": 0}]},
        {"candidates": [{"content": {"role": "model", "parts": [{"text": "Welt 🌍"}]}, "index": 0, "finishReason": "STOP"}],
         "usageMetadata": {"promptTokenCount": 11, "candidatesTokenCount": 5, "thoughtsTokenCount": 2, "totalTokenCount": 18}})),
}


class NodeSdk(unittest.TestCase):
    def run_script(self, gateway, *arguments):
        environment = {**os.environ, "GATEWAY_URL": gateway.base_url, "GATEWAY_KEY": gateway.key, "SDK_FOLDER": NODE}
        done = subprocess.run(["node", os.path.join(HERE, "node_sdk.mjs"), *arguments], env=environment, capture_output=True,
                              text=True, timeout=120)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr + gateway.errors()[-1500:])
        self.assertIn("all good", done.stdout)

    def test_sandbox(self):
        with Gateway() as gateway:
            self.run_script(gateway, "sandbox")

    def test_every_upstream_dialect_streams_the_same_answer(self):
        replay = Replay()
        self.addCleanup(replay.close)
        urls = {"openai": replay.address + "/v1", "anthropic": replay.address, "google": replay.address + "/v1beta"}
        with Gateway(urls, {p: "replay-key" for p in urls}) as gateway:
            for model, recording in UPSTREAMS.items():
                with self.subTest(model=model):
                    replay.play(recording)
                    self.run_script(gateway, "upstream", model)
