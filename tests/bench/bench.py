# SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""./dev bench: this gateway beside a direct connection and nginx proxy_pass, in one run on one machine.

Every answer is checked before it counts. CPU is the proxy process's user and system time, children included; latencies
are taken in turns (direct, nginx, ours, and again) so that a busy moment hits all three.
"""
import argparse
import base64
import json
import os
import platform
import re
import statistics
import subprocess
import tempfile
import time

from processes import (Nginx, cpu_seconds, cpu_seconds_by_thread, memory_mb, nginx_program, raise_descriptor_limit, reset_peak, stop, wait_for_line)

ANSWER = {
    "id": "chatcmpl-bench", "object": "chat.completion", "created": 1700000000, "model": "bench", "system_fingerprint": "fp_0",
    "choices": [{"index": 0, "message": {"role": "assistant", "content": "The quick brown fox jumps over the lazy dog. " * 6,
                                         "refusal": None, "annotations": []}, "logprobs": None, "finish_reason": "stop"}],
    "usage": {"prompt_tokens": 210, "completion_tokens": 61, "total_tokens": 271,
              "prompt_tokens_details": {"cached_tokens": 0, "audio_tokens": 0},
              "completion_tokens_details": {"reasoning_tokens": 0, "audio_tokens": 0}},
}
KEY = "bench-provider-key"


class Bench:
    def __init__(self, options, folder):
        self.options = options
        self.folder = folder
        self.failures = []
        self.processes = []
        self.rows = []
        self.sent = 0

    # --- the cast

    def start(self):
        answer = json.dumps(ANSWER, separators=(",", ":"))
        self.answer_bytes = len(answer)
        path = os.path.join(self.folder, "answer.json")
        with open(path, "w", encoding="utf-8") as file:
            file.write(answer)
        upstream = subprocess.Popen([os.path.join(self.options.tools, "llmg-bench-upstream"), path], stdout=subprocess.PIPE, text=True)
        self.processes.append(upstream)
        self.upstream_port = int(wait_for_line(upstream, r"port (\d+)").group(1))
        proxy = 'proxy_http_version 1.1; proxy_set_header Connection ""; proxy_buffering {}; proxy_pass http://provider;'
        self.nginx = Nginx(self.folder, "proxy", f"location / {{ {proxy.format('on')} }}"
                                                 f"location /streams/ {{ {proxy.format('off')} }}",
                           f"upstream provider {{ server 127.0.0.1:{self.upstream_port}; keepalive 2048; keepalive_requests 100000000; }}")
        self.processes.append(self.nginx.process)
        self.start_gateway()

    def start_gateway(self):
        data = os.path.join(self.folder, "data")
        self.environment = {k: v for k, v in os.environ.items() if not k.endswith("_API_KEY")}
        self.environment.pop("DBUS_SESSION_BUS_ADDRESS", None)
        self.environment.update(LLM_GATEWAY_DATA=data, OPENAI_API_KEY=KEY, ANTHROPIC_API_KEY=KEY,
                                QT_QPA_PLATFORM="offscreen")
        self.gatewayd("provider", "set", "openai", "--base-url", f"http://127.0.0.1:{self.upstream_port}/v1")
        self.gatewayd("provider", "set", "anthropic", "--base-url", f"http://127.0.0.1:{self.upstream_port}")
        self.key = re.search(r"llmg_[0-9A-Za-z]{40}", self.gatewayd("key", "create", "--name", "bench")).group()
        started = time.monotonic()
        self.gateway = subprocess.Popen([self.program("llm-gatewayd"), "serve", "--port", "0", "--threads", "1"],
                                        env=self.environment, stdout=subprocess.PIPE, text=True, stdin=subprocess.DEVNULL)
        self.processes.append(self.gateway)
        self.port = int(wait_for_line(self.gateway, r"listening on http://[^\s]*:(\d+)").group(1))
        self.started_in = time.monotonic() - started
        time.sleep(2)  # the idle figure is of a program that has settled
        self.idle_daemon = memory_mb(self.gateway.pid)

    def program(self, name):
        return os.path.join(self.options.programs, name)

    def gatewayd(self, *arguments):
        done = subprocess.run([self.program("llm-gatewayd"), *arguments], env=self.environment, capture_output=True, text=True,
                              timeout=30, stdin=subprocess.DEVNULL)
        if done.returncode != 0:
            raise SystemExit(f"bench: llm-gatewayd {' '.join(arguments)}: {done.stderr}{done.stdout}")
        return done.stdout

    # --- one measurement

    def load(self, target, body, requests, connections, words=None):
        """Runs the load generator; returns its figures and the CPU seconds of the proxy in between."""
        path = os.path.join(self.folder, "body.json")
        with open(path, "w", encoding="utf-8") as file:
            file.write(body)
        streams = words is not None
        port, prefix, pid, key = {
            "direct": (self.upstream_port, "", None, KEY),
            "nginx": (self.nginx.port, "/streams" if streams else "", self.nginx.pid, KEY),
            "ours": (self.port, "", self.gateway.pid, self.key),
        }[target]
        check = ["--words", str(words)] if streams else ["--expect", "jumps over the lazy dog."]
        before = cpu_seconds(pid) if pid else 0
        done = subprocess.run([os.path.join(self.options.tools, "llmg-bench-load"), "--port", str(port), "--path",
                               prefix + "/v1/chat/completions", "--body", path, "--key", key, "--connections", str(connections),
                               "--requests", str(requests), "--seconds", "30", *check], capture_output=True, text=True)
        if not done.stdout:
            raise SystemExit("bench: " + done.stderr)
        figures = json.loads(done.stdout)
        figures["cpu"] = cpu_seconds(pid) - before if pid else None
        if done.returncode != 0:
            self.failures.append(f"{target}: {figures['requests'] - figures['wrong']} of {requests} right; {done.stderr[:400]}")
        if target == "ours":
            self.sent += figures["requests"]
        return figures

    def rounds(self, count, targets, *arguments, **more):
        """Each target in turn, `count` times over."""
        results = {target: [] for target in targets}
        for _ in range(count):
            for target in targets:
                results[target].append(self.load(target, *arguments, **more))
        return results

    def row(self, name, *cells, goal=""):
        self.rows.append((name, *cells, goal))

    # --- the table

    def run(self):
        three = ("direct", "nginx", "ours")
        request = self.chat_body("openai/bench")
        for target in three:
            self.load(target, request, 2000, 32)  # warm: connections open, memory mapped

        latency = self.rounds(5, three, request, 1000, 1)
        p50 = {t: statistics.median(f["p50_us"] for f in latency[t]) for t in three}
        p99 = {t: statistics.median(f["p99_us"] for f in latency[t]) for t in three}
        self.row("latency, 1 connection, p50 (µs)", *(f"{p50[t]:.0f}" for t in three))
        self.row("  added p50 (µs)", "", f"{p50['nginx'] - p50['direct']:.0f}", f"{p50['ours'] - p50['direct']:.0f}",
                 goal="≤ nginx + 60")
        self.row("  added p99 (µs)", "", f"{p99['nginx'] - p99['direct']:.0f}", f"{p99['ours'] - p99['direct']:.0f}", goal="< 300")

        threads = cpu_seconds_by_thread(self.gateway.pid)
        busy = self.rounds(3, three, request, 20000, 32)
        after = cpu_seconds_by_thread(self.gateway.pid)
        cpu = self.cpu_per(busy, lambda f: f["requests"])
        rate = {t: statistics.median(f["requests"] / f["seconds"] for f in busy[t]) for t in three}
        self.row("CPU per request, 32 connections (µs)", "", f"{cpu['nginx']:.1f}", self.against(cpu), goal="≤ 2.0 ×, aim 1.5 ×")
        answered = sum(f["requests"] for f in busy["ours"])
        shares = {name: 1e6 * (seconds - threads.get(name, 0)) / answered for name, seconds in after.items()}
        self.row("  by thread (µs)", "", "", ", ".join(f"{name} {share:.1f}" for name, share in shares.items() if share >= 0.1))
        self.row("requests a second, 32 connections", *(f"{rate[t]:.0f}" for t in three), goal="> 15000")

        first = self.rounds(3, three, self.stream_body("openai", 10, 0), 300, 1, words=10)
        ttft = {t: statistics.median(f["first_p50_us"] for f in first[t]) for t in three}
        self.row("time to first token, p50 (µs)", *(f"{ttft[t]:.0f}" for t in three))
        self.row("  added (µs)", "", f"{ttft['nginx'] - ttft['direct']:.0f}", f"{ttft['ours'] - ttft['direct']:.0f}", goal="< 300")

        relay = self.rounds(2, ("nginx", "ours"), self.stream_body("openai", 150, 50), 200, 200, words=150)
        per_chunk = self.cpu_per(relay, lambda f: f["requests"] * 150)
        self.row("CPU per chunk, 200 streams × 50/s (µs)", "", f"{per_chunk['nginx']:.1f}", self.against(per_chunk), goal="≤ 2 ×")
        translated = self.rounds(2, ("ours",), self.stream_body("anthropic", 150, 50), 200, 200, words=150)
        per_translated = self.cpu_per(translated, lambda f: f["requests"] * 150)["ours"]
        self.row("  translated from Anthropic (µs)", "", "", f"{per_translated:.1f} = {per_translated / per_chunk['ours']:.2f} × ours",
                 goal="≤ 2 × pass-through")

        reset_peak(self.gateway.pid)
        many = self.load("ours", self.stream_body("openai", 150, 50), 1000, 1000, words=150)
        whole = many["requests"] - many["wrong"]
        self.row("1000 streams × 50/s: complete, in order", "", "", f"{whole} of 1000 in {many['seconds']:.1f} s (ideal 3.0)", goal="all")
        self.row("  resident at peak (MB)", "", "", f"{memory_mb(self.gateway.pid, 'VmHWM'):.0f}", goal="< 64")

        image = self.image_body()
        reset_peak(self.gateway.pid)
        before = memory_mb(self.gateway.pid)
        large = self.rounds(2, ("nginx", "ours"), image, 15, 1)
        per_image = self.cpu_per(large, lambda f: f["requests"])
        self.row("10 MB image request, CPU (µs)", "", f"{per_image['nginx']:.0f}", self.against(per_image), goal="≤ 1.5 ×")
        self.row("  memory above before (MB)", "", "", f"{memory_mb(self.gateway.pid, 'VmHWM') - before:.0f}", goal="≤ 30 (3 × body)")

        self.row("idle daemon, resident (MB)", "", "", f"{self.idle_daemon:.1f}", goal="< 25")
        self.row("daemon, start to listening (ms)", "", "", f"{self.started_in * 1000:.0f}")
        self.window()
        self.ledger()

    def cpu_per(self, results, count):
        return {t: 1e6 * sum(f["cpu"] for f in figures) / sum(count(f) for f in figures)
                for t, figures in results.items() if t != "direct"}

    @staticmethod
    def against(pair):
        return f"{pair['ours']:.1f} = {pair['ours'] / pair['nginx']:.2f} ×" if pair["nginx"] else f"{pair['ours']:.1f}"

    def window(self):
        """Started twice: the first time the files may not be in memory yet."""
        program = self.program("llm-gateway")
        if not os.path.exists(program):
            self.row("window", "", "", "not built")
            return
        times = []
        for number in range(3):
            environment = {**self.environment, "LLM_GATEWAY_DATA": os.path.join(self.folder, f"window{number}"), "QT_LOGGING_RULES": "llmg.ui.start.info=true"}
            begun = time.monotonic()
            process = subprocess.Popen([program, "--port", "0"], env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                                       stdin=subprocess.DEVNULL)
            self.processes.append(process)
            wait_for_line(process, r"first paint")
            times.append((time.monotonic() - begun) * 1000)
            if number == 2:
                time.sleep(3)
                cpu = cpu_seconds(process.pid)
                time.sleep(5)
                idle_cpu = (cpu_seconds(process.pid) - cpu) / 5 * 100
                self.row("window, idle, resident (MB)", "", "", f"{memory_mb(process.pid):.1f}", goal="< 80")
                self.row("window, idle CPU (% of a core)", "", "", f"{idle_cpu:.2f}", goal="< 0.1")
            stop(process)
        self.row("window, start to first paint (ms)", "", "", " ".join(f"{t:.0f}" for t in times), goal="< 150 warm, < 300 cold")

    def ledger(self):
        """Stops the gateway, then asks the command line what it has: every answer that was counted above."""
        stop(self.gateway)
        text = self.gatewayd("usage", "--json", "--since", "1d")
        counts = [int(n) for n in re.findall(r'"requests"\s*:\s*(\d+)', text)]
        found = max(counts, default=0)
        self.row("answers in the ledger", "", "", f"{found} of {self.sent}", goal="all")
        if found != self.sent:
            self.failures.append(f"the ledger has {found} rows for {self.sent} answers")

    # --- bodies

    def chat_body(self, model):
        text = "Summarise the following paragraph in one sentence. " * 16
        return json.dumps({"model": model, "messages": [{"role": "system", "content": "You are brief."},
                                                        {"role": "user", "content": text}], "temperature": 0.2, "max_tokens": 200})

    @staticmethod
    def stream_body(provider, words, rate):
        return json.dumps({"model": f"{provider}/bench-{words}-{rate}", "stream": True, "max_tokens": 4096,
                           "messages": [{"role": "user", "content": "Count, please."}]})

    @staticmethod
    def image_body():
        # A PNG's signature and header, then bytes enough: 10 MB once encoded.
        image = bytes.fromhex("89504e470d0a1a0a0000000d4948445200000800000008000802000000") + os.urandom(7_500_000)
        url = "data:image/png;base64," + base64.b64encode(image).decode()
        return json.dumps({"model": "openai/bench", "messages": [{"role": "user", "content": [
            {"type": "text", "text": "What is this?"}, {"type": "image_url", "image_url": {"url": url}}]}]})

    def report(self):
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            model = re.search(r"model name\s*:\s*(.*)", file.read())
        nginx = subprocess.run([nginx_program(), "-v"], capture_output=True, text=True).stderr.strip().split("/")[-1]
        version = self.gatewayd("--version").strip()
        with open("/etc/os-release", encoding="utf-8") as file:
            system = re.search(r'PRETTY_NAME="(.*)"', file.read()).group(1)
        print(f"{system}, Linux {platform.release()}, {os.cpu_count()} cores of {model.group(1) if model else platform.machine()}; load at the end {os.getloadavg()[0]:.1f}")
        print(f"{version}; nginx {nginx}, one worker; gateway with one gateway thread, key check, routing, cost and ledger on")
        print(f"request {len(self.chat_body('openai/bench'))} bytes, answer {self.answer_bytes} bytes, loopback, keep-alive; "
              "load generator and upstream on the same cores")
        print()
        heads = ("", "direct", "nginx", "this gateway", "to reach")
        widths = [max(len(str(r[i])) for r in [heads, *self.rows]) for i in range(5)]
        for row in [heads, *self.rows]:
            print("  ".join(str(cell).ljust(width) if i in (0, 4) else str(cell).rjust(width)
                            for i, (cell, width) in enumerate(zip(row, widths))).rstrip())
        for failure in self.failures:
            print(f"WRONG  {failure}")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--programs", required=True, help="folder with llm-gateway and llm-gatewayd")
    parser.add_argument("--tools", required=True, help="folder with the bench programs")
    options = parser.parse_args()
    raise_descriptor_limit()
    with tempfile.TemporaryDirectory(prefix="llmg-bench-") as folder:
        bench = Bench(options, folder)
        try:
            bench.start()
            bench.run()
            bench.report()
        finally:
            for process in bench.processes:
                stop(process)
    raise SystemExit(1 if bench.failures else 0)


if __name__ == "__main__":
    main()
