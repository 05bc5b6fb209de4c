# SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Nothing that a test does may leave this machine: neither an SDK's call nor what it reports about itself."""
import os
import sys

DEAD = "http://127.0.0.1:9"
SETTINGS = ("OPENAI", "ANTHROPIC", "CLAUDE", "GOOGLE", "GEMINI", "VERTEX", "AI_GATEWAY", "LANGCHAIN", "LANGSMITH")


def confine():
    """For this process and all that it starts."""
    for name in list(os.environ):
        if name.startswith(SETTINGS) or name.lower().endswith("_proxy"):
            del os.environ[name]
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        os.environ[name] = os.environ[name.upper()] = DEAD
    os.environ["no_proxy"] = os.environ["NO_PROXY"] = "127.0.0.1,localhost,::1"
    os.environ.update(NODE_USE_ENV_PROXY="1", LANGSMITH_TRACING="false", LANGCHAIN_TRACING_V2="false", AI_SDK_LOG_WARNINGS="false",
                      DO_NOT_TRACK="1", OTEL_SDK_DISABLED="true")
    sys.addaudithook(_refuse_other_hosts)


def _refuse_other_hosts(event, arguments):
    if event == "socket.connect" and isinstance(arguments[1], tuple) and arguments[1][0] not in ("127.0.0.1", "::1", "localhost"):
        raise AssertionError(f"a connection to {arguments[1]} was tried")
