# SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Anthropic's messages: every recording, asked for in the chat completions format."""
from replaying import load

load(globals(), "anthropic-messages")
