# SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a recorded answer means for a client of the chat completions format, read from the recorded bytes alone.

Written after the table "One meaning for every provider" of the contract and the providers' references, and on purpose
without a look at how the gateway does it.
"""
import json
from dataclasses import dataclass, field


@dataclass
class Meaning:
    text: str = ""
    reasoning: str = ""
    tools: list = field(default_factory=list)  # (name, arguments as parsed JSON, or text if it does not parse)
    finish: str = ""
    prompt: int | None = None
    completion: int | None = None
    cached: int | None = None
    error: str = ""  # the provider's words, for an error status or an error inside a 200
    answered_before_error: bool = False


def arguments_of(text):
    try:
        return json.loads(text or "{}")
    except json.JSONDecodeError:
        return text


def sse_data(body):
    """The data of each event, as the specification of server-sent events reads a stream."""
    for event in body.replace("\r\n", "\n").replace("\r", "\n").split("\n\n"):
        lines = [line[5:].removeprefix(" ") for line in event.split("\n") if line.startswith("data:")]
        if lines and lines != ["[DONE]"]:
            yield json.loads("\n".join(lines))


def error_text(body):
    """The message of any error shape."""
    if isinstance(body, list):
        return error_text(body[0]) if body else ""
    error = body.get("error", body)
    if isinstance(error, str):
        return error
    return error.get("message") or error.get("detail") or ""


# --- OpenAI ---------------------------------------------------------------------------------------------------------

def _openai_text(content):
    """Mistral's content can be a list of text and thinking."""
    if isinstance(content, list):
        text = "".join(p.get("text", "") for p in content if p.get("type") == "text")
        thinking = "".join(t.get("text", "") for p in content if p.get("type") == "thinking"
                           for t in (p["thinking"] if isinstance(p["thinking"], list) else [{"text": p["thinking"]}]))
        return text, thinking
    return content or "", ""


def _openai_usage(meaning, usage):
    if not usage or usage.get("prompt_tokens") is None:
        return
    meaning.prompt = usage["prompt_tokens"]
    meaning.completion = usage.get("completion_tokens") or 0
    reasoning = (usage.get("completion_tokens_details") or {}).get("reasoning_tokens") or 0
    # Beside, not inside: the total says so.
    if reasoning and usage.get("total_tokens") == meaning.prompt + meaning.completion + reasoning:
        meaning.completion += reasoning
    details = usage.get("prompt_tokens_details") or {}
    meaning.cached = details.get("cached_tokens") or usage.get("prompt_cache_hit_tokens") or 0


def _openai_finish(native, meaning):
    known = {"stop", "length", "tool_calls", "content_filter", "function_call"}
    meaning.finish = native if native in known else "stop"


def openai_json(body):
    meaning = Meaning()
    if body.get("error") and not body.get("choices"):
        meaning.error = error_text(body)
        return meaning
    choice = body["choices"][0]
    message = choice["message"]
    meaning.text, meaning.reasoning = _openai_text(message.get("content"))
    meaning.reasoning = message.get("reasoning_content") or message.get("reasoning") or meaning.reasoning
    for call in message.get("tool_calls") or []:
        meaning.tools.append((call["function"]["name"], arguments_of(call["function"].get("arguments"))))
    native = choice.get("finish_reason")
    if native is None:  # the first vision models had another field for it
        native = {"max_tokens": "length"}.get((choice.get("finish_details") or {}).get("type"))
    _openai_finish(native, meaning)
    _openai_usage(meaning, body.get("usage"))
    return meaning


def openai_stream(body):
    meaning = Meaning()
    calls, finish = {}, None
    for chunk in sse_data(body):
        if chunk.get("error"):
            meaning.error = error_text(chunk)
            meaning.answered_before_error = bool(meaning.text or meaning.reasoning or calls)
            return meaning
        _openai_usage(meaning, chunk.get("usage") or (chunk.get("x_groq") or {}).get("usage"))
        for choice in chunk.get("choices") or []:
            delta = choice.get("delta") or {}
            text, thinking = _openai_text(delta.get("content"))
            meaning.text += text
            meaning.reasoning += delta.get("reasoning_content") or delta.get("reasoning") or thinking
            for position, call in enumerate(delta.get("tool_calls") or []):
                index = call.get("index")
                entry = calls.setdefault(position if index is None else index, ["", ""])
                function = call.get("function") or {}
                entry[0] = entry[0] or function.get("name") or ""
                entry[1] += function.get("arguments") or ""
            finish = choice.get("finish_reason") or finish
    meaning.tools = [(name, arguments_of(arguments)) for _, (name, arguments) in sorted(calls.items())]
    _openai_finish(finish, meaning)
    return meaning


# --- Anthropic ------------------------------------------------------------------------------------------------------

ANTHROPIC_FINISH = {"end_turn": "stop", "stop_sequence": "stop", "pause_turn": "stop", "max_tokens": "length",
                    "tool_use": "tool_calls", "refusal": "content_filter"}


def _anthropic_usage(meaning, usage):
    read, written = usage.get("cache_read_input_tokens") or 0, usage.get("cache_creation_input_tokens") or 0
    meaning.prompt = usage["input_tokens"] + read + written
    meaning.completion = usage["output_tokens"]
    meaning.cached = read


def anthropic_json(body):
    meaning = Meaning()
    for block in body["content"]:
        kind = block["type"]
        if kind == "text":
            meaning.text += block["text"]
        elif kind == "thinking":
            meaning.reasoning += block["thinking"]
        elif kind == "tool_use":
            meaning.tools.append((block["name"], block["input"]))
    meaning.finish = ANTHROPIC_FINISH[body["stop_reason"]]
    _anthropic_usage(meaning, body["usage"])
    return meaning


def anthropic_stream(body):
    meaning = Meaning()
    blocks, usage, stop = {}, {}, None
    for event in sse_data(body):
        kind = event["type"]
        if kind == "error":
            meaning.error = error_text(event)
            meaning.answered_before_error = bool(blocks)
            return meaning
        if kind == "message_start":
            usage.update(event["message"]["usage"])
        elif kind == "content_block_start":
            block = dict(event["content_block"])
            block["json"] = ""
            blocks[event["index"]] = block
        elif kind == "content_block_delta":
            block, delta = blocks[event["index"]], event["delta"]
            if delta["type"] == "text_delta":
                block["text"] += delta["text"]
            elif delta["type"] == "thinking_delta":
                block["thinking"] += delta["thinking"]
            elif delta["type"] == "input_json_delta":
                block["json"] += delta["partial_json"]
        elif kind == "message_delta":
            stop = event["delta"].get("stop_reason") or stop
            usage.update({k: v for k, v in (event.get("usage") or {}).items() if v is not None})
    for _, block in sorted(blocks.items()):
        if block["type"] == "tool_use" and block["json"]:
            block["input"] = arguments_of(block["json"])
    whole = anthropic_json({"content": [b for _, b in sorted(blocks.items())], "stop_reason": stop, "usage": usage})
    return whole


# --- Google ---------------------------------------------------------------------------------------------------------

GOOGLE_FILTERED = {"SAFETY", "RECITATION", "PROHIBITED_CONTENT", "BLOCKLIST", "SPII"}
GOOGLE_NUMBERS = {1: "STOP", 2: "MAX_TOKENS", 3: "SAFETY", 4: "RECITATION"}


def google_answers(answers):
    meaning = Meaning()
    finish, blocked = None, False
    for body in answers:
        if body.get("error"):
            meaning.error = error_text(body)
            meaning.answered_before_error = bool(meaning.text or meaning.tools)
            return meaning
        blocked = blocked or bool((body.get("promptFeedback") or {}).get("blockReason"))
        for candidate in (body.get("candidates") or [])[:1]:
            for part in (candidate.get("content") or {}).get("parts") or []:
                if part.get("functionCall"):
                    call = part["functionCall"]
                    meaning.tools.append((call["name"], call.get("args") or {}))
                elif part.get("text") is not None and part.get("thought"):
                    meaning.reasoning += part["text"]
                elif part.get("text") is not None:
                    meaning.text += part["text"]
            finish = candidate.get("finishReason") or finish
        usage = body.get("usageMetadata") or {}
        if usage.get("promptTokenCount") is not None:
            meaning.prompt = usage["promptTokenCount"] + (usage.get("toolUsePromptTokenCount") or 0)
            meaning.completion = (usage.get("candidatesTokenCount") or 0) + (usage.get("thoughtsTokenCount") or 0)
            meaning.cached = usage.get("cachedContentTokenCount") or 0
    finish = GOOGLE_NUMBERS.get(finish, finish)
    if blocked or finish in GOOGLE_FILTERED:
        meaning.finish = "content_filter"
    elif finish == "MAX_TOKENS":
        meaning.finish = "length"
    else:
        meaning.finish = "tool_calls" if meaning.tools else "stop"
    return meaning


# --------------------------------------------------------------------------------------------------------------------

def meaning_of(recording):
    body, api = recording["response_body"], recording["api"]
    if recording["status"] >= 400:
        return Meaning(error=error_text(json.loads(body)))
    streamed = recording["framing"] == "sse"
    if api == "openai-chat":
        return openai_stream(body) if streamed else openai_json(json.loads(body))
    if api == "anthropic-messages":
        return anthropic_stream(body) if streamed else anthropic_json(json.loads(body))
    if streamed:
        return google_answers(sse_data(body))
    parsed = json.loads(body)
    return google_answers(parsed if isinstance(parsed, list) else [parsed])
