# SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of every Python SDK share: one gateway in front of the sandbox and the scripted providers."""
import base64
import contextlib
import struct
import unittest
import zlib

from gateway import Gateway
from upstreams import Upstreams

# One model of each dialect that a provider speaks, with what the provider lets out of its reasoning.
CHAT, RESPONSES = "deepseek/deepseek-reasoner", "openai/gpt-5"
ANTHROPIC, GEMINI = "anthropic/claude-sonnet-4-5", "google/gemini-2.5-pro"

WEATHER_SCHEMA = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
RESULT = "21 degrees in the sun"
STATUSES = (400, 401, 402, 403, 404, 429, 500, 503, 529)  # of sandbox/error-…


def png(width, height):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    pixels = zlib.compress(b"".join(b"\0" + b"\x30\x60\x90" * width for _ in range(height)))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


PNG = png(37, 21)
PNG_BASE64 = base64.b64encode(PNG).decode()


class SdkCase(unittest.TestCase):
    maxDiff = 2000

    @classmethod
    def setUpClass(cls):
        cls.upstreams = Upstreams()
        cls.addClassCleanup(cls.upstreams.close)
        cls.gateway = Gateway(cls.upstreams.urls, cls.upstreams.keys)
        cls.addClassCleanup(cls.gateway.close)

    @contextlib.contextmanager
    def on(self, model, **more):
        """What is done with one model; a failure names it, and what its provider did not like."""
        self.upstreams.refusals.clear()
        with self.subTest(model=model, **more):
            try:
                yield
            except Exception as error:
                error.add_note("\n".join([*(f"the provider refused: {r}" for r in self.upstreams.refusals),
                                          f"gateway's log: {self.gateway.errors()[-1500:]}"]))
                raise

    def check_picture_was_seen(self, text):
        for part in ("png", "37", "21"):
            self.assertIn(part, text.lower())
