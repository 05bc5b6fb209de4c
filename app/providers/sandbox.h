// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The built-in provider of GATEWAY.md "Sandbox provider": free, offline, always there. Pure: it says what to answer and
// when, in the OpenAI-chat wire format; somebody else plays it.
#include "app/dialects/codec.h"
#include "models/base/clock.h"
#include "models/domain/llmmodel.h"

#include <chrono>

namespace llmg::providers {

struct SandboxStep {
    std::chrono::milliseconds delayBefore{0};
    std::string bytes;
};

struct SandboxAnswer {
    /// How it ends after the last step: well, with the connection cut, or never.
    enum class End { Complete, Cut, Stall };
    int status = 200;
    dialects::HeaderList headers;
    std::vector<SandboxStep> steps;
    End end = End::Complete;
};

/// `model` with or without "sandbox/"; `request` an OpenAI chat request; `id` makes the answer's id. Never fails: a bad
/// request is answered with the error that a provider would send.
SandboxAnswer sandboxAnswer(std::string_view model, const dialects::json::value& request, std::string_view id,
                            UnixTime now);

/// "sandbox/echo" and the others, for lists and pickers: one offer of the provider "sandbox", free, upstream id "echo".
std::vector<domain::LlmModel> sandboxModels();

} // namespace llmg::providers
