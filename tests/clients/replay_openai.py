# SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""OpenAI's chat completions, as OpenAI and two dozen others speak it: every recording, asked for in the chat completions format."""
from replaying import load

load(globals(), "openai-chat")
