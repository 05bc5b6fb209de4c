// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/providers/sandbox.h"

// Writes the sandbox's answers in OpenAI's format. Private to this folder.
namespace llmg::providers {

struct SandboxContent {
    std::string text;
    std::string toolName; ///< when set, a call of it instead of the text
    std::string toolArguments;
    const char* finish = "stop";
    std::int64_t promptTokens = 0;
    std::int64_t completionTokens = 0; ///< of one choice
};

struct SandboxPace {
    std::chrono::milliseconds first{0};
    std::chrono::milliseconds each{0};
};

struct SandboxHead {
    std::string id;
    std::string model;
    std::int64_t created = 0;
    int choices = 1;
};

std::string wholeAnswer(const SandboxHead& head, const SandboxContent& content);
/// Role, then word by word, finish, usage, [DONE]; the choices of n > 1 run side by side.
std::vector<SandboxStep> streamedAnswer(const SandboxHead& head, const SandboxContent& content, SandboxPace pace);
std::string errorBody(std::string_view message, std::string_view type, std::string_view param, std::string_view code);
/// Text in the pieces in which it is streamed: words with the blanks behind them, long ones split between characters.
std::vector<std::string_view> words(std::string_view text);

} // namespace llmg::providers
