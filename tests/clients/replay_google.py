# SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Gemini's generateContent: every recording, asked for in the chat completions format."""
from replaying import load

load(globals(), "google-generateContent", "google-streamGenerateContent")
