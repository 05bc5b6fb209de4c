# SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The part of pause.py that runs with the earlier OpenAI SDK: prints what the stream said."""
import os

import openai

assert tuple(map(int, openai.__version__.split(".")[:2])) <= (2, 37), openai.__version__
client = openai.OpenAI(base_url=os.environ["GATEWAY"] + "/v1", api_key=os.environ["GATEWAY_KEY"], max_retries=0, timeout=60)
chunks = client.chat.completions.create(model="google/gemini-2.5-pro", messages=[{"role": "user", "content": "pause"}], stream=True)
print("".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices))
