# SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The real llm-gatewayd, started on a free port with a data directory of its own."""
import json
import os
import re
import select
import shutil
import signal
import subprocess
import tempfile
import time

PROGRAM = os.path.join(os.environ["LLMG_BIN_DIR"], "llm-gatewayd")
CATALOG = os.path.join(os.path.dirname(__file__), "..", "..", "resources", "catalog", "providers.json")


def key_variables():
    """Provider id → the environment variable that holds its key."""
    with open(CATALOG, encoding="utf-8") as file:
        providers = json.load(file)
    if isinstance(providers, dict):
        providers = providers["providers"]
    return {p["id"]: next((v for v in p["env"] if v.endswith(("KEY", "TOKEN"))), None) for p in providers}


def parse_json_output(text):
    """One JSON document, or one a line."""
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        return [json.loads(line) for line in text.splitlines() if line.strip()]


class Gateway:
    """Use as a context manager. `provider_urls` points providers elsewhere, `provider_keys` gives them keys."""

    def __init__(self, provider_urls=None, provider_keys=None):
        self.data = tempfile.mkdtemp(prefix="llmg-clients-")
        self.environment = {k: v for k, v in os.environ.items() if not k.endswith(("_API_KEY", "_TOKEN"))}
        # No session bus: no keychain of the person who runs the tests is touched.
        self.environment.pop("DBUS_SESSION_BUS_ADDRESS", None)
        self.environment.update(LLM_GATEWAY_DATA=self.data, QT_QPA_PLATFORM="offscreen", no_proxy="*")
        variables = key_variables()
        for provider, key in (provider_keys or {}).items():
            if variables.get(provider):
                self.environment[variables[provider]] = key
        self.process = None
        try:
            for provider, url in (provider_urls or {}).items():
                self.command("provider", "set", provider, "--base-url", url)
            self.key = self.make_key()
            self.start()
        except BaseException:
            self.close()
            raise

    def command(self, *arguments, check=True):
        done = subprocess.run([PROGRAM, *arguments], env=self.environment, capture_output=True, text=True, timeout=30,
                              stdin=subprocess.DEVNULL)
        if check and done.returncode != 0:
            raise AssertionError(f"llm-gatewayd {' '.join(arguments)} left with {done.returncode}: {done.stderr}{done.stdout}")
        return done.stdout if check else done

    def make_key(self, *options):
        found = re.search(r"llmg_[0-9A-Za-z]{40}\b", self.command("key", "create", "--name", "tests", *options))
        assert found, "key create printed no key"
        return found.group()

    def start(self):
        self.log = open(os.path.join(self.data, "stderr.txt"), "w+", encoding="utf-8")
        self.process = subprocess.Popen([PROGRAM, "serve", "--port", "0"], env=self.environment, text=True,
                                        stdout=subprocess.PIPE, stderr=self.log, stdin=subprocess.DEVNULL)
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            ready, _, _ = select.select([self.process.stdout], [], [], 1)
            line = self.process.stdout.readline() if ready else ""
            found = re.search(r"listening on (http://[^\s/]+)", line)
            if found:
                self.address = found.group(1)
                self.base_url = self.address + "/v1"
                return
            if ready and not line:
                break
        raise AssertionError("llm-gatewayd did not say that it listens: " + self.errors())

    def errors(self):
        with open(self.log.name, encoding="utf-8", errors="replace") as file:
            return file.read()[-4000:]

    def requests(self):
        rows = parse_json_output(self.command("requests", "--json", "--limit", "1000"))
        return rows if isinstance(rows, list) else rows.get("requests", rows.get("data"))

    def wait_for_request(self, wanted, what):
        """The ledger is read by another process, after a group commit: asked again until it has the row."""
        deadline = time.monotonic() + 20
        while True:
            rows = self.requests()
            found = [row for row in rows if wanted(row)]
            if found:
                return found[0]
            if time.monotonic() > deadline:
                raise AssertionError(f"no ledger row {what} among {rows}")
            time.sleep(0.1)

    def close(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        if self.process:
            self.process.stdout.close()
            self.log.close()
        shutil.rmtree(self.data, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
