# SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""LangChain's stock OpenAI integration for Python, over chat completions and over responses."""
import openai
import pydantic
from langchain_core.messages import HumanMessage, ToolMessage
from langchain_core.tools import tool
from langchain_openai import ChatOpenAI, OpenAIEmbeddings

from sdkcase import ANTHROPIC, CHAT, GEMINI, PNG, PNG_BASE64, RESPONSES, RESULT, STATUSES, SdkCase
from upstreams import ERROR_WORDS, GREETING, WEATHER

OPENAI = "openai/gpt-4o"


class Place(pydantic.BaseModel):
    """A place and how warm it is there."""
    city: str
    degrees: int


@tool
def get_weather(city: str) -> str:
    """The weather in a city."""
    return f"{city}: {RESULT}"


class LangChain(SdkCase):
    def model(self, name, responses=False, **more):
        return ChatOpenAI(model=name, base_url=self.gateway.base_url, api_key=self.gateway.key, max_retries=0, timeout=60,
                          use_responses_api=responses, **more)

    def both(self, *models):
        for responses in (False, True):
            for name in models:
                yield name, responses

    def test_text_stream_and_usage(self):
        for name, responses in self.both(OPENAI, ANTHROPIC, CHAT, GEMINI):
            with self.on(name, responses=responses):
                model = self.model(name, responses, stream_usage=True)
                whole = model.invoke("plain")
                streamed = None
                for chunk in model.stream("plain"):
                    streamed = chunk if streamed is None else streamed + chunk
                for answer in (whole, streamed):
                    self.assertEqual(answer.text, GREETING)
                    usage = answer.usage_metadata
                    self.assertEqual((usage["input_tokens"], usage["output_tokens"], usage["input_token_details"]["cache_read"]), (11, 7, 3))

    def test_the_sandbox(self):
        for _, responses in self.both("sandbox/echo"):
            chunks = list(self.model("sandbox/echo", responses).stream("Good morning, dear gateway"))
            self.assertGreater(len(chunks), 2)
            self.assertIn("Good morning, dear gateway", "".join(c.text for c in chunks))

    def test_a_tool_and_its_result(self):
        for name, responses in self.both(OPENAI, ANTHROPIC, CHAT, GEMINI, "sandbox/echo"):
            for streamed in (False, True):
                with self.on(name, responses=responses, stream=streamed):
                    self.tool_loop(self.model(name, responses), "caller", streamed, name == "sandbox/echo")

    def test_reasoning_comes_back_over_responses(self):
        for name in (RESPONSES, ANTHROPIC, CHAT, GEMINI):
            for streamed in (False, True):
                with self.on(name, stream=streamed):
                    model = self.model(name, True, reasoning={"effort": "low", "summary": "auto"}, store=False,
                                       include=["reasoning.encrypted_content"])
                    self.tool_loop(model, "thinker", streamed)

    def test_reasoning_that_chat_completions_of_langchain_drop_is_forgiven(self):
        for name in (ANTHROPIC, GEMINI):
            for streamed in (False, True):
                with self.on(name, stream=streamed):
                    self.tool_loop(self.model(name, reasoning_effort="low"), "forgotten", streamed)

    def tool_loop(self, model, scene, streamed, sandbox=False):
        bound = model.bind_tools([get_weather])

        def ask(messages):
            if not streamed:
                return bound.invoke(messages)
            whole = None
            for chunk in bound.stream(messages):
                whole = chunk if whole is None else whole + chunk
            return whole
        messages = [HumanMessage(scene)]
        first = ask(messages)
        self.assertEqual(len(first.tool_calls), 1)
        call = first.tool_calls[0]
        self.assertEqual(call["name"], "get_weather")
        result = get_weather.invoke(call)
        self.assertIsInstance(result, ToolMessage)
        second = ask([*messages, first, result])
        self.assertIn(RESULT if sandbox else WEATHER, second.text)

    def test_structured_output(self):
        for name, responses in self.both(OPENAI, ANTHROPIC, GEMINI, "sandbox/echo"):
            with self.on(name, responses=responses):
                place = self.model(name, responses).with_structured_output(Place, method="json_schema").invoke("schema")
                self.assertIsInstance(place, Place)
                if name != "sandbox/echo":
                    self.assertEqual(place, Place(city="Paris", degrees=21))

    def test_picture(self):
        message = HumanMessage([{"type": "text", "text": "picture"},
                                {"type": "image", "base64": PNG_BASE64, "mime_type": "image/png"}])
        for name, responses in self.both(OPENAI, ANTHROPIC, GEMINI, "sandbox/echo"):
            with self.on(name, responses=responses):
                text = self.model(name, responses).invoke([message]).text
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
                for ask in (lambda m: m.invoke("x"), lambda m: list(m.stream("x"))):
                    with self.assertRaises(classes.get(status, openai.APIStatusError)) as raised:
                        ask(self.model(f"sandbox/error-{status}"))
                    self.assertEqual(raised.exception.status_code, status)
        with self.assertRaises(openai.BadRequestError):
            self.model("gpt-4oo").invoke("x")
        with self.assertRaises(openai.BadRequestError) as raised:
            self.model(ANTHROPIC).invoke("error-400")
        self.assertIn(ERROR_WORDS, str(raised.exception))
        with self.assertRaises(openai.AuthenticationError):
            ChatOpenAI(model="sandbox/echo", base_url=self.gateway.base_url, api_key="sk-wrong", max_retries=0).invoke("x")

    def test_embeddings(self):
        embeddings = OpenAIEmbeddings(model="openai/text-embedding-3-small", base_url=self.gateway.base_url, api_key=self.gateway.key,
                                      check_embedding_ctx_length=False, max_retries=0)
        self.assertEqual(embeddings.embed_documents(["one", "two"]), [[0.25, -0.5, 1.0]] * 2)


del SdkCase  # a base, not a test
