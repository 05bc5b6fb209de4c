# SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""An upstream that answers with recorded bytes, in the pieces in which they once came."""
import base64
import json
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

OURS = {"content-length", "transfer-encoding", "connection", "date", "server", "content-encoding", "keep-alive"}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def setup(self):
        super().setup()
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def log_message(self, *_):
        pass

    def read_body(self):
        if self.headers.get("Transfer-Encoding", "").lower() == "chunked":
            body = b""
            while size := int(self.rfile.readline().split(b";")[0], 16):
                body += self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()
            return body
        return self.rfile.read(int(self.headers.get("Content-Length", 0)))

    def do_POST(self):
        body = self.read_body()
        server = self.server.replay
        recording = server.recording
        server.seen.append({"path": self.path, "headers": {k.lower(): v for k, v in self.headers.items()},
                            "body": json.loads(body)})
        text = recording["response_body"]
        answer = base64.b64decode(text) if recording.get("encoding") == "base64" else text.encode()
        self.send_response(recording["status"])
        for name, value in recording["response_headers"].items():
            if name.lower() not in OURS:
                self.send_header(name, value)
        if recording["framing"] == "json" and not recording.get("chunk_lengths"):
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)
            return
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        position = 0
        # Where the pieces are not known: 61 bytes each, so that events and UTF-8 sequences are cut.
        lengths = recording.get("chunk_lengths") or [61] * (len(answer) // 61 + 1)
        for length in lengths:
            piece = answer[position:position + length]
            position += length
            if piece:
                self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
                self.wfile.flush()
        self.wfile.write(b"0\r\n\r\n")


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        pass  # the gateway closed the connection: nothing to tell


class Replay:
    """Set `recording`, then make one request at a time; `seen` lists what the gateway sent for it."""

    def __init__(self):
        self.recording = None
        self.seen = []
        self.server = _Server(("127.0.0.1", 0), _Handler)
        self.server.replay = self
        self.address = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def play(self, recording):
        self.recording = recording
        self.seen.clear()

    def close(self):
        self.server.shutdown()
        self.server.server_close()
