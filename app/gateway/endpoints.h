// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gateway/modelcall.h"
#include "app/http/message.h"

namespace llmg::gateway {

/// What lies at a path.
struct Endpoint {
    enum class Kind { None, Health, Metrics, Key, Models, Model, GeminiModels, GeminiModel, Response, ModelCall };
    Kind kind = Kind::None;
    std::string_view methods; ///< as for an Allow header; empty for None
    std::string name;         ///< of Model and GeminiModel the model, of Response its id
};
Endpoint endpointAt(std::string_view path);

/// The call that a POST to a ModelCall endpoint asks for.
std::unique_ptr<ModelCall> newModelCall(const http::RequestHead& head);

/// Errors are said in the words of the dialect to which the path belongs.
std::unique_ptr<dialects::IngressCodec> ingressCodecOf(std::string_view path);

} // namespace llmg::gateway
