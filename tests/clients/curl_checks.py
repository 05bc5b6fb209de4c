# SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What curl and a bare socket see: status, headers and bytes, where an SDK would hide them."""
import json
import os
import socket
import subprocess
import tempfile
import unittest

from gateway import Gateway

CHAT = json.dumps({"model": "sandbox/echo", "messages": [{"role": "user", "content": "Good morning"}]})
STREAM = json.dumps({**json.loads(CHAT), "stream": True})


class Reply:
    def __init__(self, status, headers, body, trace):
        self.status, self.headers, self.body, self.trace = status, headers, body, trace

    def error(self):
        return json.loads(self.body)["error"]


class CurlTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.gateway = Gateway()
        cls.host, port = cls.gateway.address.removeprefix("http://").rsplit(":", 1)
        cls.port = int(port)

    @classmethod
    def tearDownClass(cls):
        cls.gateway.close()

    def curl(self, path, *options, key=True, body=None, kind="application/json"):
        command = ["curl", "-sS", "-v", "--noproxy", "*", "--max-time", "60"]
        if key:
            command += ["-H", f"Authorization: Bearer {self.gateway.key}"]
        if body is not None:
            command += ["-H", f"Content-Type: {kind}", "--data-binary", body]
        with tempfile.TemporaryDirectory() as folder:
            headers, content = os.path.join(folder, "headers"), os.path.join(folder, "body")
            done = subprocess.run([*command, "-D", headers, "-o", content, *options, self.gateway.address + path],
                                  capture_output=True, text=True, timeout=90)
            self.assertEqual(done.returncode, 0, done.stderr)
            with open(headers, encoding="latin-1") as file:
                last = file.read().strip().split("\n\n")[-1].splitlines()
            with open(content, "rb") if os.path.exists(content) else open(os.devnull, "rb") as file:
                text = file.read().decode()
        fields = dict(line.split(":", 1) for line in last[1:] if ":" in line)
        return Reply(int(last[0].split()[1]), {k.lower(): v.strip() for k, v in fields.items()}, text, done.stderr)

    def raw(self, data, answers=1):
        """Sends bytes, reads until the peer closes or `answers` status lines with whole bodies came."""
        with socket.create_connection((self.host, self.port), timeout=30) as connection:
            connection.sendall(data)
            got = b""
            while True:
                piece = connection.recv(65536)
                got += piece
                if not piece or got.count(b'"object":"chat.completion"') + got.count(b'"error"') >= answers:
                    return got

    # --- health and lists

    def test_health_needs_no_key_and_names_the_version(self):
        reply = self.curl("/", key=False)
        self.assertEqual(reply.status, 200)
        self.assertRegex(reply.body, r"\d+\.\d+\.\d+")

    def test_head_answers_as_get_without_a_body(self):
        for path in ("/", "/v1/models"):
            with self.subTest(path=path):
                got = self.raw(f"HEAD {path} HTTP/1.1\r\nHost: {self.host}:{self.port}\r\nConnection: close\r\n\r\n".encode())
                head, body = got.split(b"\r\n\r\n", 1)
                self.assertTrue(head.startswith(b"HTTP/1.1 200"), head)
                self.assertIn(f"content-length: {len(self.curl(path, key=False).body.encode())}", head.decode().lower())
                self.assertEqual(body, b"")

    def test_models_need_no_key_on_loopback(self):
        reply = self.curl("/v1/models", key=False)
        self.assertEqual(reply.status, 200)
        self.assertEqual(json.loads(reply.body)["object"], "list")

    def test_options_lists_methods_and_opens_nothing_to_other_origins(self):
        reply = self.curl("/v1/chat/completions", "-X", "OPTIONS", key=False)
        self.assertIn(reply.status, (200, 204))
        self.assertIn("POST", reply.headers.get("allow", ""))
        self.assertNotIn("access-control-allow-origin", reply.headers)

    # --- the body, however it comes

    def test_a_chunked_body_is_read(self):
        reply = self.curl("/v1/chat/completions", "-H", "Transfer-Encoding: chunked", body=CHAT)
        self.assertEqual(reply.status, 200)
        self.assertIn("Good morning", reply.body)

    def test_expect_continue_is_answered_before_the_body(self):
        reply = self.curl("/v1/chat/completions", "-H", "Expect: 100-continue", body=CHAT)
        self.assertEqual(reply.status, 200)
        self.assertIn("100 Continue", reply.trace)

    def test_expect_continue_with_a_wrong_key_gets_the_refusal_and_no_continue(self):
        reply = self.curl("/v1/chat/completions", "-H", "Expect: 100-continue", "-H", "Authorization: Bearer llmg_no",
                          key=False, body=CHAT)
        self.assertEqual(reply.status, 401)
        self.assertNotIn("100 Continue", reply.trace)

    def test_two_pipelined_requests_are_answered_in_order(self):
        def request(text):
            body = CHAT.replace("Good morning", text)
            return (f"POST /v1/chat/completions HTTP/1.1\r\nHost: {self.host}:{self.port}\r\nContent-Type: application/json\r\n"
                    f"Authorization: Bearer {self.gateway.key}\r\nContent-Length: {len(body)}\r\n\r\n{body}").encode()
        got = self.raw(request("the first") + request("the second"), answers=2)
        self.assertEqual(got.count(b"HTTP/1.1 200"), 2)
        self.assertLess(got.index(b"the first"), got.index(b"the second"))

    def test_a_connection_is_kept_alive(self):
        url = self.gateway.address + "/"
        done = subprocess.run(["curl", "-sS", "--noproxy", "*", "-o", os.devnull, "-o", os.devnull, "-w", "%{num_connects} ", url, url],
                              capture_output=True, text=True, timeout=60)
        self.assertEqual(done.stdout.split(), ["1", "0"])

    # --- streams, byte by byte

    def test_a_stream_is_server_sent_events_and_ends_in_done(self):
        reply = self.curl("/v1/chat/completions", "-N", body=STREAM)
        self.assertEqual(reply.status, 200)
        self.assertTrue(reply.headers["content-type"].startswith("text/event-stream"))
        self.assertTrue(reply.body.endswith("data: [DONE]\n\n"), reply.body[-200:])
        events = [line[6:] for line in reply.body.split("\n") if line.startswith("data: ")]
        for event in events[:-1]:
            self.assertEqual(json.loads(event)["object"], "chat.completion.chunk")

    def test_a_cut_stream_ends_in_an_error_event_without_done(self):
        reply = self.curl("/v1/chat/completions", "-N", body=STREAM.replace("echo", "cut"))
        self.assertNotIn("[DONE]", reply.body)
        last = [line for line in reply.body.split("\n") if line.startswith("data: ")][-1]
        self.assertTrue(json.loads(last[6:])["error"]["message"])

    # --- keys and names

    def test_the_key_is_taken_from_the_other_sdks_headers(self):
        for header in ("x-api-key", "x-goog-api-key"):
            with self.subTest(header=header):
                reply = self.curl("/v1/chat/completions", "-H", f"{header}: {self.gateway.key}", key=False, body=CHAT)
                self.assertEqual(reply.status, 200)

    def test_the_request_id_is_echoed_or_made(self):
        reply = self.curl("/v1/chat/completions", "-H", "x-request-id: my-own-id-1", body=CHAT)
        self.assertEqual(reply.headers["x-request-id"], "my-own-id-1")
        self.assertEqual(reply.headers["x-llmgateway-provider"], "sandbox")
        self.assertEqual(reply.headers["x-llmgateway-cache"], "MISS")
        self.assertTrue(self.curl("/v1/chat/completions", body=CHAT).headers["x-request-id"])

    # --- the table of errors

    def check_error(self, reply, status, code):
        self.assertEqual((reply.status, reply.error()["code"]), (status, code), reply.body)
        self.assertEqual(set(reply.error()), {"message", "type", "param", "code"})
        self.assertTrue(reply.error()["message"])
        self.assertIn("application/json", reply.headers["content-type"])

    def test_a_body_that_is_not_json(self):
        for body in ('{"model":', "hello", "", "[]", '"text"'):
            with self.subTest(body=body):
                reply = self.curl("/v1/chat/completions", body=body)
                self.assertEqual(reply.status, 400)
                self.assertIn(reply.error()["code"], ("invalid_json", "invalid_parameters"))
        self.check_error(self.curl("/v1/chat/completions", body='{"model":'), 400, "invalid_json")

    def test_missing_and_mistyped_fields(self):
        for body in ({"messages": []}, {"model": "sandbox/echo"}, {"model": 7, "messages": []},
                     {"model": "sandbox/echo", "messages": "hello"}, {"model": "sandbox/echo", "messages": []}):
            with self.subTest(body=body):
                self.check_error(self.curl("/v1/chat/completions", body=json.dumps(body)), 400, "invalid_parameters")

    def test_a_broken_image(self):
        body = {"model": "sandbox/echo", "messages": [{"role": "user", "content": [
            {"type": "image_url", "image_url": {"url": "data:image/png;base64,???not base64???"}}]}]}
        reply = self.curl("/v1/chat/completions", body=json.dumps(body))
        self.check_error(reply, 400, "invalid_parameters")

    def test_an_unknown_model(self):
        reply = self.curl("/v1/chat/completions", body=CHAT.replace("sandbox/echo", "gpt-4oo"))
        self.check_error(reply, 400, "model_not_found")

    def test_keys_that_do_not_open(self):
        self.check_error(self.curl("/v1/chat/completions", key=False, body=CHAT), 401, "invalid_api_key")
        for key in ("sk-abc", "llmg_short", "llmg_" + "Z" * 40):
            with self.subTest(key=key):
                reply = self.curl("/v1/chat/completions", "-H", f"Authorization: Bearer {key}", key=False, body=CHAT)
                self.check_error(reply, 401, "invalid_api_key")

    def test_a_foreign_host_name_is_refused(self):
        reply = self.curl("/v1/chat/completions", "-H", "Host: gateway.example", body=CHAT)
        self.check_error(reply, 403, "host_not_allowed")

    def test_a_web_page_is_refused(self):
        reply = self.curl("/v1/chat/completions", "-H", "Origin: https://page.example", body=CHAT)
        self.check_error(reply, 403, "origin_not_allowed")
        self.assertNotIn("access-control-allow-origin", reply.headers)

    def test_no_such_path_and_no_such_method(self):
        self.check_error(self.curl("/v1/nothing"), 404, "not_found")
        reply = self.curl("/v1/chat/completions")
        self.check_error(reply, 405, "method_not_allowed")
        self.assertIn("POST", reply.headers["allow"])

    def test_another_content_type(self):
        self.check_error(self.curl("/v1/chat/completions", body=CHAT, kind="text/plain"), 415, "unsupported_media_type")

    def test_a_body_over_the_limit_is_refused_before_it_is_sent(self):
        got = self.raw((f"POST /v1/chat/completions HTTP/1.1\r\nHost: {self.host}:{self.port}\r\nContent-Type: application/json\r\n"
                        f"Authorization: Bearer {self.gateway.key}\r\nContent-Length: 60000000\r\n\r\n").encode())
        self.assertTrue(got.startswith(b"HTTP/1.1 413"), got[:200])
        self.assertIn(b'"request_too_large"', got)

    def test_a_broken_request_line_does_not_end_the_program(self):
        got = self.raw(b"NONSENSE\r\n\r\n")
        self.assertTrue(not got or got.startswith(b"HTTP/1.1 400"), got[:200])
        self.assertEqual(self.curl("/", key=False).status, 200)

