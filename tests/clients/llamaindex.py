# SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""LlamaIndex with its stock OpenAI integrations.

`OpenAI` takes only names that OpenAI has given (it looks their context up in a table of its own); `OpenAILike` any name.
"""
import base64

import openai
import pydantic
from llama_index.core.base.llms.types import ChatMessage, ImageBlock, MessageRole, TextBlock
from llama_index.core.tools import FunctionTool
from llama_index.llms.openai import OpenAI
from llama_index.llms.openai_like import OpenAILike

from sdkcase import ANTHROPIC, CHAT, GEMINI, PNG, PNG_BASE64, RESULT, STATUSES, SdkCase
from upstreams import ERROR_WORDS, GREETING, WEATHER

OTHERS = (ANTHROPIC, CHAT, GEMINI)


class Place(pydantic.BaseModel):
    """A place and how warm it is there."""
    city: str
    degrees: int


def get_weather(city: str) -> str:
    """The weather in a city."""
    return f"{city}: {RESULT}"


def said(text):
    return [ChatMessage(role=MessageRole.USER, content=text)]


class LlamaIndex(SdkCase):
    def model(self, name, **more):
        common = {"model": name, "api_base": self.gateway.base_url, "api_key": self.gateway.key, "max_retries": 0, "timeout": 60, **more}
        if "/" not in name:
            return OpenAI(**common)
        return OpenAILike(is_chat_model=True, is_function_calling_model=True, should_use_structured_outputs=True, **common)

    def test_text_stream_and_usage(self):
        for name in ("gpt-4o", *OTHERS):
            with self.on(name):
                model = self.model(name)
                answer = model.chat(said("plain"))
                self.assertEqual(answer.message.content, GREETING)
                self.assertEqual((answer.raw.usage.prompt_tokens, answer.raw.usage.completion_tokens), (11, 7))
                self.assertEqual("".join(piece.delta or "" for piece in model.stream_chat(said("plain"))), GREETING)

    def test_the_sandbox(self):
        pieces = list(self.model("sandbox/echo").stream_chat(said("Good morning, dear gateway")))
        self.assertGreater(len(pieces), 2)
        self.assertIn("Good morning, dear gateway", pieces[-1].message.content)
        self.assertIn("Good morning", self.model("sandbox/echo").complete("Good morning").text)

    def test_a_tool_and_its_result(self):
        tool = FunctionTool.from_defaults(get_weather)
        for name in ("gpt-4o", ANTHROPIC, CHAT, GEMINI, "sandbox/echo"):
            with self.on(name):
                model = self.model(name)
                first = model.chat_with_tools([tool], chat_history=said("caller"))
                call = model.get_tool_calls_from_response(first)[0]
                self.assertEqual(call.tool_name, "get_weather")
                second = model.chat_with_tools([tool], chat_history=[*said("caller"), first.message, ChatMessage(
                    role=MessageRole.TOOL, content=str(tool(**call.tool_kwargs)), additional_kwargs={"tool_call_id": call.tool_id})])
                self.assertIn(RESULT if name == "sandbox/echo" else WEATHER, second.message.content)

    def test_reasoning_that_this_sdk_drops_is_forgiven(self):
        tool = FunctionTool.from_defaults(get_weather)
        for name in (ANTHROPIC, GEMINI):
            with self.on(name):
                model = self.model(name, additional_kwargs={"reasoning_effort": "low"})
                first = model.chat_with_tools([tool], chat_history=said("forgotten"))
                call = model.get_tool_calls_from_response(first)[0]
                second = model.chat_with_tools([tool], chat_history=[*said("forgotten"), first.message, ChatMessage(
                    role=MessageRole.TOOL, content=str(tool(**call.tool_kwargs)), additional_kwargs={"tool_call_id": call.tool_id})])
                self.assertEqual(second.message.content, WEATHER)

    def test_structured_output(self):
        for name in ("gpt-4o", ANTHROPIC, GEMINI, "sandbox/echo"):
            with self.on(name):
                place = self.model(name).as_structured_llm(Place).chat(said("schema")).raw
                self.assertIsInstance(place, Place)
                if name != "sandbox/echo":
                    self.assertEqual(place, Place(city="Paris", degrees=21))

    def test_picture(self):
        message = ChatMessage(role=MessageRole.USER, blocks=[
            TextBlock(text="picture"), ImageBlock(image=base64.b64decode(PNG_BASE64), image_mimetype="image/png")])
        for name in ("gpt-4o", ANTHROPIC, GEMINI, "sandbox/echo"):
            with self.on(name):
                text = self.model(name).chat([message]).message.content
                if name == "sandbox/echo":
                    self.check_picture_was_seen(text)
                else:
                    self.assertEqual(text, f"a picture of {len(PNG)} bytes")

    def test_errors(self):
        classes = {400: openai.BadRequestError, 401: openai.AuthenticationError, 403: openai.PermissionDeniedError,
                   404: openai.NotFoundError, 429: openai.RateLimitError, 500: openai.InternalServerError,
                   503: openai.InternalServerError, 529: openai.InternalServerError}
        for status in STATUSES:
            with self.on(f"sandbox/error-{status}"):
                for ask in (lambda m: m.chat(said("x")), lambda m: list(m.stream_chat(said("x")))):
                    with self.assertRaises(classes.get(status, openai.APIStatusError)) as raised:
                        ask(self.model(f"sandbox/error-{status}"))
                    self.assertEqual(raised.exception.status_code, status)
        with self.assertRaises(openai.NotFoundError):
            self.model("sandbox/no-such").chat(said("x"))
        with self.assertRaises(openai.BadRequestError) as raised:
            self.model(ANTHROPIC).chat(said("error-400"))
        self.assertIn(ERROR_WORDS, str(raised.exception))
        with self.assertRaises(openai.AuthenticationError):
            self.model("sandbox/echo", api_key="sk-wrong").chat(said("x"))


del SdkCase  # a base, not a test
