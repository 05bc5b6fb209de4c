# SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Providers that play a scene, each in its own dialect. The first word of the first user text names the scene.

They judge what they are sent: a second turn whose reasoning or signature is not what the first one gave is refused, as
the real providers do, so that every SDK's tool loop proves the way there and back.
"""
import base64
import json
import struct
import threading
import time
from http.server import ThreadingHTTPServer

from replay import _Handler as Reader
from upstreamdialects import PAUSE, Anthropic, Gemini, OpenAiChat, OpenAiResponses, Refused, Turn

GREETING = "Grüße, Welt 🌍"
CITY = {"city": "Paris"}
PLACE = {"city": "Paris", "degrees": 21}
REASONING = "Where is it? In Paris. I shall ask."
SIGNATURE = base64.b64encode(b"a signature that nobody may change").decode()
WEATHER = "It is 21 degrees in Paris."
SILENCE = 17  # seconds; the gateway sends a comment after 15
PROVIDER_KEY = "scripted-key-0123456789"
ERROR_WORDS = "The scripted provider says no"


def plain(_):
    return Turn(GREETING)


def check_result(asked):
    if asked.call[1:] != ("get_weather", CITY):
        raise Refused(f"the call came back as {asked.call}")
    if asked.result[0] not in (asked.call[0], asked.call[1]) or "21 degrees" not in asked.result[1]:
        raise Refused(f"the result {asked.result} does not belong to the call {asked.call}")


def caller(asked):
    """Calls a tool, without reasoning."""
    if asked.result:
        check_result(asked)
        return Turn(WEATHER, usage=(30, 9, 0, 0))
    if "get_weather" not in asked.tools or (asked.tools["get_weather"] or {}).get("required") != ["city"]:
        raise Refused(f"the tool came as {asked.tools}")
    return Turn(call=("call_00000001", "get_weather", CITY), usage=(20, 12, 0, 0))


def thinker(asked):
    """Reasons, then calls a tool; wants the reasoning back with the result."""
    turn = caller(asked)
    if not asked.result:
        turn.reasoning, turn.signature, turn.usage = REASONING, SIGNATURE, (20, 30, 4, 18)
    return turn


def schema(asked):
    if "json" in asked.tools:  # as Vercel's SDK for Anthropic asks models that it does not know
        return Turn(call=("call_00000001", "json", PLACE))
    if "city" not in ((asked.schema or {}).get("properties") or {}):
        raise Refused(f"the schema came as {asked.schema}")
    return Turn(json.dumps(PLACE))


def picture(asked):
    if not asked.image:
        raise Refused("no picture came")
    return Turn(f"a picture of {len(asked.image)} bytes")


SCENES = {"plain": plain, "caller": caller, "thinker": thinker, "forgotten": thinker, "schema": schema, "picture": picture,
          "pause": plain}


def check_reasoning(dialect, scene, asked):
    """DeepSeek has no signatures: the reasoning itself has to come back. In the scene "forgotten" the client's format or
    SDK has no place for a signature; Google can do without, and Anthropic as long as it shall not think."""
    wanted = REASONING if dialect is OpenAiChat else SIGNATURE
    forgiven = scene == "forgotten" and not asked.signature and (dialect is Gemini or dialect is Anthropic and not asked.thinks)
    if asked.signature != wanted and not forgiven:
        raise Refused(f"the signature came back as {asked.signature!r}, the reasoning as {asked.reasoning!r}, thinking: {asked.thinks}")


def embeddings(body):
    texts = body["input"] if isinstance(body["input"], list) else [body["input"]]
    vector = [0.25, -0.5, 1.0]
    if body.get("encoding_format") == "base64":
        vector = base64.b64encode(struct.pack("<3f", *vector)).decode()
    return {"object": "list", "model": body["model"], "usage": {"prompt_tokens": 4, "total_tokens": 4},
            "data": [{"object": "embedding", "index": i, "embedding": vector} for i in range(len(texts))]}


def gemini_embeddings(body):
    return {"embeddings": [{"values": [0.25, -0.5, 1.0]} for _ in body["requests"]]}


def images(_):
    return {"created": 1, "data": [{"b64_json": base64.b64encode(b"picture").decode()}],
            "usage": {"input_tokens": 5, "output_tokens": 9, "total_tokens": 14}}


def moderations(body):
    return {"id": "modr-1", "model": body["model"], "results": [{
        "flagged": True, "categories": {"violence": True}, "category_scores": {"violence": 0.9},
        "category_applied_input_types": {"violence": ["text"]}}]}


ENDPOINTS = {"embeddings": embeddings, "batchEmbedContents": gemini_embeddings, "generations": images, "moderations": moderations}


class _Handler(Reader):
    def do_POST(self):
        body = json.loads(self.read_body())
        upstreams = self.server.upstreams
        upstreams.seen.append((self.path, body))
        dialect = (Anthropic if self.path.endswith("/messages") else Gemini if ":" in self.path
                   else OpenAiResponses if self.path.endswith("/responses") else OpenAiChat)
        endpoint = ENDPOINTS.get(self.path.rsplit("/", 1)[1].rsplit(":", 1)[-1])
        try:
            if PROVIDER_KEY not in str(self.headers) or "llmg_" in str(self.headers):
                raise Refused("the wrong key came")
            if endpoint:
                return self.answer(200, endpoint(body))
            asked = dialect.read(body, self.path)
            scene = asked.texts[0].split()[0] if asked.texts else ""
            if scene.startswith("error-"):
                status = int(scene.removeprefix("error-"))
                return self.answer(status, dialect.error(status, ERROR_WORDS))
            turn = SCENES[scene](asked)
            if scene in ("thinker", "forgotten") and asked.result:
                check_reasoning(dialect, scene, asked)
        except (Refused, KeyError, TypeError, AttributeError, IndexError, ValueError) as error:
            upstreams.refusals.append(f"{type(error).__name__} {error}: {json.dumps(body)[:3000]}")
            return self.answer(400, dialect.error(400, f"refused: {type(error).__name__} {error}"))
        if not asked.stream:
            return self.answer(200, dialect.whole(asked, turn))
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        pauses = 1 if scene == "pause" else 0
        for piece in dialect.stream(asked, turn):
            if piece is PAUSE:
                time.sleep(SILENCE * pauses)
                pauses = 0
            else:
                self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
        self.wfile.write(b"0\r\n\r\n")

    def answer(self, status, body):
        text = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        if status == 429:
            self.send_header("Retry-After", "7")
        self.end_headers()
        self.wfile.write(text)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request, client_address):
        pass  # the gateway closed the connection: nothing to tell


class Upstreams:
    """`urls` and `keys` are for a Gateway; `refusals` says what the gateway sent that a provider would not take."""

    def __init__(self):
        self.seen, self.refusals = [], []
        self.server = _Server(("127.0.0.1", 0), _Handler)
        self.server.upstreams = self
        address = f"http://127.0.0.1:{self.server.server_address[1]}"
        self.urls = {"openai": address + "/v1", "deepseek": address + "/deepseek", "anthropic": address,
                     "google": address + "/v1beta"}
        self.keys = {provider: PROVIDER_KEY for provider in self.urls}
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()
