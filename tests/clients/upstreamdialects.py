# SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a provider reads out of a request and writes as an answer, one class per dialect.

Written after the providers' references and on purpose without a look at how the gateway does it. A request that a
provider would refuse is Refused, so that an SDK's error says what the gateway got wrong.
"""
import base64
import json
import re
from dataclasses import dataclass, field

PAUSE = object()  # in a stream: nothing comes for a while


class Refused(Exception):
    pass


@dataclass
class Asked:
    model: str
    stream: bool
    texts: list = field(default_factory=list)  # of the user
    system: str = ""
    tools: dict = field(default_factory=dict)  # name → schema
    call: tuple | None = None  # the last one that came back: id, name, arguments
    result: tuple | None = None  # call's id or name, text
    reasoning: str = ""  # of the turns that came back
    signature: str = ""
    thinks: bool = False  # it was asked to reason
    image: bytes | None = None
    schema: dict | None = None


@dataclass
class Turn:
    text: str = ""
    reasoning: str = ""
    signature: str = ""
    call: tuple | None = None  # id, name, arguments
    usage: tuple = (11, 7, 3, 0)  # prompt, completion with reasoning, cached of the prompt, reasoning of the completion

    def pieces(self):
        middle = len(self.text) // 2
        return [p for p in (self.text[:middle], self.text[middle:]) if p]


def event(body, name=None):
    return ((f"event: {name}\n" if name else "") + f"data: {json.dumps(body, ensure_ascii=False)}\n\n").encode()


def data_url(url):
    if not url.startswith("data:image/png;base64,"):
        raise Refused(f"not a data: URL of a picture: {url[:60]}")
    return base64.b64decode(url.split(",", 1)[1], validate=True)


def parsed(arguments):
    try:
        return json.loads(arguments)
    except (json.JSONDecodeError, TypeError) as error:
        raise Refused(f"arguments are not JSON: {arguments!r}") from error


class OpenAiChat:
    """As DeepSeek has it: the reasoning of a turn with tool calls must come back."""

    @staticmethod
    def read(body, _path):
        asked = Asked(body["model"], bool(body.get("stream")))
        if asked.stream and not (body.get("stream_options") or {}).get("include_usage"):
            raise Refused("the usage of a stream was not asked for")
        for message in body["messages"]:
            role, content = message["role"], message.get("content")
            parts = content if isinstance(content, list) else [{"type": "text", "text": content or ""}]
            text = "".join(p["text"] for p in parts if p["type"] == "text")
            if role == "user":
                asked.texts.append(text)
                for part in parts:
                    if part["type"] == "image_url":
                        asked.image = data_url(part["image_url"]["url"])
            elif role in ("system", "developer"):
                asked.system += text
            elif role == "assistant":
                asked.reasoning += message.get("reasoning_content") or ""
                asked.signature = asked.reasoning
                for call in message.get("tool_calls") or []:
                    function = call["function"]
                    asked.call = (call["id"], function["name"], parsed(function["arguments"]))
            elif role == "tool":
                asked.result = (message["tool_call_id"], text)
        for tool in body.get("tools") or []:
            asked.tools[tool["function"]["name"]] = tool["function"].get("parameters")
        form = body.get("response_format") or {}
        if form.get("type") == "json_schema":
            asked.schema = form["json_schema"]["schema"]
        return asked

    @staticmethod
    def usage(turn):
        prompt, completion, cached, reasoning = turn.usage
        return {"prompt_tokens": prompt, "completion_tokens": completion, "total_tokens": prompt + completion,
                "prompt_tokens_details": {"cached_tokens": cached}, "completion_tokens_details": {"reasoning_tokens": reasoning}}

    @classmethod
    def whole(cls, asked, turn):
        message = {"role": "assistant", "content": turn.text or None}
        if turn.reasoning:
            message["reasoning_content"] = turn.reasoning
        if turn.call:
            message["tool_calls"] = [{"id": turn.call[0], "type": "function", "function": {
                "name": turn.call[1], "arguments": json.dumps(turn.call[2])}}]
        return {"id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": asked.model, "usage": cls.usage(turn),
                "choices": [{"index": 0, "message": message, "finish_reason": "tool_calls" if turn.call else "stop"}]}

    @classmethod
    def stream(cls, asked, turn):
        def chunk(delta, finish=None):
            return event({"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, "model": asked.model,
                          "choices": [{"index": 0, "delta": delta, "finish_reason": finish}]})
        yield chunk({"role": "assistant", "content": ""})
        if turn.reasoning:
            yield chunk({"reasoning_content": turn.reasoning})
        for piece in turn.pieces():
            yield chunk({"content": piece})
            yield PAUSE
        if turn.call:
            arguments = json.dumps(turn.call[2])
            yield chunk({"tool_calls": [{"index": 0, "id": turn.call[0], "type": "function", "function": {"name": turn.call[1], "arguments": ""}}]})
            for piece in (arguments[:5], arguments[5:]):
                yield chunk({"tool_calls": [{"index": 0, "function": {"arguments": piece}}]})
        yield chunk({}, "tool_calls" if turn.call else "stop")
        yield event({"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, "model": asked.model, "choices": [],
                     "usage": cls.usage(turn)})
        yield b"data: [DONE]\n\n"

    @staticmethod
    def error(status, message):
        return {"error": {"message": message, "type": "invalid_request_error", "param": None, "code": f"error_{status}"}}


class OpenAiResponses:
    @staticmethod
    def read(body, _path):
        asked = Asked(body["model"], bool(body.get("stream")))
        asked.system = body.get("instructions") or ""
        items = body["input"] if isinstance(body["input"], list) else [{"role": "user", "content": body["input"]}]
        for item in items:
            kind = item.get("type", "message")
            if kind == "message":
                content = item["content"]
                parts = content if isinstance(content, list) else [{"type": "input_text", "text": content}]
                if item["role"] == "user":
                    asked.texts.append("".join(p["text"] for p in parts if p["type"] == "input_text"))
                    for part in parts:
                        if part["type"] == "input_image":
                            asked.image = data_url(part["image_url"])
            elif kind == "reasoning":
                asked.reasoning += "".join(s["text"] for s in item.get("summary") or [])
                asked.signature = item.get("encrypted_content") or ""
            elif kind == "function_call":
                asked.call = (item["call_id"], item["name"], parsed(item["arguments"]))
            elif kind == "function_call_output":
                output = item["output"]
                asked.result = (item["call_id"], output if isinstance(output, str) else "".join(p["text"] for p in output))
        for tool in body.get("tools") or []:
            asked.tools[tool["name"]] = tool.get("parameters")
        form = (body.get("text") or {}).get("format") or {}
        if form.get("type") == "json_schema":
            asked.schema = form["schema"]
        return asked

    @staticmethod
    def items(turn):
        items = []
        if turn.reasoning:
            items.append({"id": "rs_1", "type": "reasoning", "summary": [{"type": "summary_text", "text": turn.reasoning}],
                          "encrypted_content": turn.signature})
        if turn.text:
            items.append({"id": "msg_1", "type": "message", "role": "assistant", "status": "completed",
                          "content": [{"type": "output_text", "text": turn.text, "annotations": []}]})
        if turn.call:
            items.append({"id": "fc_1", "type": "function_call", "status": "completed", "call_id": turn.call[0],
                          "name": turn.call[1], "arguments": json.dumps(turn.call[2])})
        return items

    @classmethod
    def whole(cls, asked, turn):
        prompt, completion, cached, reasoning = turn.usage
        return {"id": "resp_upstream", "object": "response", "created_at": 1, "model": asked.model, "status": "completed",
                "output": cls.items(turn), "parallel_tool_calls": True, "tool_choice": "auto", "tools": [], "error": None,
                "incomplete_details": None, "instructions": None, "metadata": {}, "usage": {
                    "input_tokens": prompt, "input_tokens_details": {"cached_tokens": cached}, "output_tokens": completion,
                    "output_tokens_details": {"reasoning_tokens": reasoning}, "total_tokens": prompt + completion}}

    @classmethod
    def stream(cls, asked, turn):
        number = iter(range(1000))

        def made(kind, **more):
            return event({"type": kind, "sequence_number": next(number), **more}, kind)
        whole = cls.whole(asked, turn)
        begun = {**whole, "status": "in_progress", "output": [], "usage": None}
        yield made("response.created", response=begun)
        yield made("response.in_progress", response=begun)
        for index, item in enumerate(whole["output"]):
            at = {"output_index": index, "item_id": item["id"]}
            if item["type"] == "reasoning":
                at["summary_index"] = 0
                yield made("response.output_item.added", output_index=index, item={**item, "summary": []})
                yield made("response.reasoning_summary_part.added", **at, part={"type": "summary_text", "text": ""})
                yield made("response.reasoning_summary_text.delta", **at, delta=turn.reasoning)
                yield made("response.reasoning_summary_text.done", **at, text=turn.reasoning)
                yield made("response.reasoning_summary_part.done", **at, part=item["summary"][0])
            elif item["type"] == "message":
                at["content_index"] = 0
                yield made("response.output_item.added", output_index=index, item={**item, "content": [], "status": "in_progress"})
                yield made("response.content_part.added", **at, part={"type": "output_text", "text": "", "annotations": []})
                for piece in turn.pieces():
                    yield made("response.output_text.delta", **at, delta=piece, logprobs=[])
                    yield PAUSE
                yield made("response.output_text.done", **at, text=turn.text, logprobs=[])
                yield made("response.content_part.done", **at, part=item["content"][0])
            else:
                yield made("response.output_item.added", output_index=index, item={**item, "arguments": "", "status": "in_progress"})
                yield made("response.function_call_arguments.delta", **at, delta=item["arguments"][:5])
                yield made("response.function_call_arguments.delta", **at, delta=item["arguments"][5:])
                yield made("response.function_call_arguments.done", **at, name=item["name"], arguments=item["arguments"])
            yield made("response.output_item.done", output_index=index, item=item)
        yield made("response.completed", response=whole)

    error = OpenAiChat.error


class Anthropic:
    @staticmethod
    def read(body, _path):
        if not isinstance(body.get("max_tokens"), int):
            raise Refused("max_tokens: Field required")
        asked = Asked(body["model"], bool(body.get("stream")))
        system = body.get("system") or ""
        asked.system = system if isinstance(system, str) else "".join(b["text"] for b in system)
        for message in body["messages"]:
            content = message["content"]
            blocks = content if isinstance(content, list) else [{"type": "text", "text": content}]
            if message["role"] == "user":
                text = "".join(b["text"] for b in blocks if b["type"] == "text")
                if text:
                    asked.texts.append(text)
            for block in blocks:
                kind = block["type"]
                if kind == "image":
                    if block["source"]["type"] != "base64" or block["source"]["media_type"] != "image/png":
                        raise Refused(f"not a picture in base64: {block['source']['type']}")
                    asked.image = base64.b64decode(block["source"]["data"], validate=True)
                elif kind == "thinking":
                    asked.reasoning += block["thinking"]
                    asked.signature = block["signature"]
                elif kind == "tool_use":
                    asked.call = (block["id"], block["name"], block["input"])
                elif kind == "tool_result":
                    inner = block.get("content") or ""
                    asked.result = (block["tool_use_id"], inner if isinstance(inner, str) else "".join(b["text"] for b in inner))
        for tool in body.get("tools") or []:
            asked.tools[tool["name"]] = tool.get("input_schema")
        asked.thinks = (body.get("thinking") or {}).get("type") in ("enabled", "adaptive")
        form = (body.get("output_config") or {}).get("format") or body.get("output_format") or {}
        if form.get("type") == "json_schema":
            asked.schema = form["schema"]
        return asked

    @staticmethod
    def blocks(turn):
        blocks = []
        if turn.reasoning:
            blocks.append({"type": "thinking", "thinking": turn.reasoning, "signature": turn.signature})
        if turn.text:
            blocks.append({"type": "text", "text": turn.text})
        if turn.call:
            blocks.append({"type": "tool_use", "id": turn.call[0], "name": turn.call[1], "input": turn.call[2]})
        return blocks

    @classmethod
    def whole(cls, asked, turn):
        prompt, completion, cached, _ = turn.usage
        return {"id": "msg_1", "type": "message", "role": "assistant", "model": asked.model, "content": cls.blocks(turn),
                "stop_reason": "tool_use" if turn.call else "end_turn", "stop_sequence": None,
                "usage": {"input_tokens": prompt - cached, "cache_read_input_tokens": cached, "cache_creation_input_tokens": 0,
                          "output_tokens": completion}}

    @classmethod
    def stream(cls, asked, turn):
        def made(kind, **more):
            return event({"type": kind, **more}, kind)
        whole = cls.whole(asked, turn)
        yield made("message_start", message={**whole, "content": [], "stop_reason": None, "usage": {**whole["usage"], "output_tokens": 1}})
        for index, block in enumerate(whole["content"]):
            if block["type"] == "thinking":
                yield made("content_block_start", index=index, content_block={"type": "thinking", "thinking": "", "signature": ""})
                yield made("content_block_delta", index=index, delta={"type": "thinking_delta", "thinking": turn.reasoning})
                yield made("content_block_delta", index=index, delta={"type": "signature_delta", "signature": turn.signature})
            elif block["type"] == "text":
                yield made("content_block_start", index=index, content_block={"type": "text", "text": ""})
                yield made("ping")
                for piece in turn.pieces():
                    yield made("content_block_delta", index=index, delta={"type": "text_delta", "text": piece})
                    yield PAUSE
            else:
                arguments = json.dumps(block["input"])
                yield made("content_block_start", index=index, content_block={**block, "input": {}})
                for piece in ("", arguments[:5], arguments[5:]):
                    yield made("content_block_delta", index=index, delta={"type": "input_json_delta", "partial_json": piece})
            yield made("content_block_stop", index=index)
        yield made("message_delta", delta={"stop_reason": whole["stop_reason"], "stop_sequence": None},
                   usage={"output_tokens": turn.usage[1]})
        yield made("message_stop")

    @staticmethod
    def error(status, message):
        kinds = {400: "invalid_request_error", 401: "authentication_error", 404: "not_found_error", 429: "rate_limit_error",
                 529: "overloaded_error"}
        return {"type": "error", "error": {"type": kinds.get(status, "api_error"), "message": message}, "request_id": "req_1"}


def camel(value):
    """Google takes the fields of its messages in both spellings; Python's SDK uses the one with underscores in places."""
    if isinstance(value, list):
        return [camel(item) for item in value]
    if not isinstance(value, dict):
        return value
    free = ("args", "response", "parametersJsonSchema", "responseJsonSchema")
    names = {name: re.sub("_([a-z])", lambda letter: letter[1].upper(), name) for name in value}
    return {names[name]: item if names[name] in free else camel(item) for name, item in value.items()}


class Gemini:
    @staticmethod
    def read(body, path):
        body = camel(body)
        asked = Asked(path.rsplit("/", 1)[1].split(":")[0], ":stream" in path)
        asked.system = "".join(p["text"] for p in (body.get("systemInstruction") or {}).get("parts") or [])
        for content in body["contents"]:
            for part in content["parts"]:
                if "functionCall" in part:
                    call = part["functionCall"]
                    asked.call = (call.get("id"), call["name"], call.get("args") or {})
                    asked.signature = part.get("thoughtSignature") or ""
                elif "functionResponse" in part:
                    response = part["functionResponse"]
                    if not isinstance(response["response"], dict):
                        raise Refused("functionResponse.response must be a Struct")
                    asked.result = (response["name"], json.dumps(response["response"], ensure_ascii=False))
                elif "inlineData" in part:
                    data = part["inlineData"]["data"]  # in either alphabet, as everywhere in JSON of protocol buffers
                    asked.image = base64.b64decode(data.replace("-", "+").replace("_", "/"), validate=True)
                elif part.get("thought"):
                    asked.reasoning += part["text"]
                elif "text" in part and content["role"] == "user":
                    asked.texts.append(part["text"])
        for tool in body.get("tools") or []:
            for function in tool.get("functionDeclarations") or []:
                asked.tools[function["name"]] = function.get("parameters") or function.get("parametersJsonSchema")
        generation = body.get("generationConfig") or {}
        if generation.get("responseMimeType") == "application/json":
            asked.schema = generation.get("responseSchema") or generation.get("responseJsonSchema")
        return asked

    @staticmethod
    def parts(turn):
        parts = []
        if turn.reasoning:
            parts.append({"text": turn.reasoning, "thought": True})
        parts += [{"text": piece} for piece in turn.pieces()]
        if turn.call:
            call = {"functionCall": {"name": turn.call[1], "args": turn.call[2]}}
            parts.append({**call, "thoughtSignature": turn.signature} if turn.signature else call)
        return parts

    @staticmethod
    def answer(asked, parts, turn=None):
        candidate = {"content": {"role": "model", "parts": parts}, "index": 0}
        body = {"candidates": [candidate], "modelVersion": asked.model, "responseId": "response-1"}
        if turn:
            prompt, completion, cached, reasoning = turn.usage
            candidate["finishReason"] = "STOP"
            body["usageMetadata"] = {"promptTokenCount": prompt, "candidatesTokenCount": completion - reasoning,
                                     "thoughtsTokenCount": reasoning, "cachedContentTokenCount": cached,
                                     "totalTokenCount": prompt + completion}
        return body

    @classmethod
    def whole(cls, asked, turn):
        return cls.answer(asked, cls.parts(turn), turn)

    @classmethod
    def stream(cls, asked, turn):
        parts = cls.parts(turn)
        for part in parts[:-1]:
            yield event(cls.answer(asked, [part]))
            yield PAUSE
        yield event(cls.answer(asked, parts[-1:], turn))

    @staticmethod
    def error(status, message):
        return {"error": {"code": status, "message": message, "status": "INVALID_ARGUMENT" if status == 400 else "UNKNOWN"}}
