// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/gateway/endpoints.h"

#include "app/dialects/anthropicmessages.h"
#include "app/dialects/gemini.h"
#include "app/dialects/openaichat.h"
#include "app/gateway/chatcall.h"
#include "app/gateway/counttokenscall.h"
#include "app/gateway/endpointcall.h"
#include "app/gateway/responsescall.h"

#include <algorithm>
#include <array>

namespace llmg::gateway {
namespace {

using Kind = Endpoint::Kind;

constexpr std::string_view kReads = "GET, HEAD, OPTIONS";
constexpr std::string_view kPosts = "POST, OPTIONS";
constexpr std::string_view kReadsAndDeletes = "GET, HEAD, DELETE, OPTIONS";
constexpr std::string_view kModel = "/v1/models/";
constexpr std::string_view kResponse = "/v1/responses/";
// Google's clients let their users choose the version of the path.
// And one of them (the AI SDK) leaves "models/" out before a model with a slash.
constexpr std::array<std::string_view, 5> kGeminiModels{"/v1beta/models/", "/v1alpha/models/", "/v1/models/",
                                                        "/v1beta/", "/v1alpha/"};

using MakeCall = std::unique_ptr<ModelCall> (*)();
template <std::unique_ptr<dialects::IngressCodec> (*newCodec)()>
std::unique_ptr<ModelCall> newChat() {
    return std::make_unique<ChatCall>(newCodec(), dialects::RequestLine{});
}
template <dialects::EndpointKind kind>
std::unique_ptr<ModelCall> newEndpoint() {
    return std::make_unique<EndpointCall>(kind);
}
std::unique_ptr<ModelCall> newResponses() {
    return std::make_unique<ResponsesCall>();
}
std::unique_ptr<ModelCall> newAnthropicCount() {
    return std::make_unique<CountTokensCall>(CountTokensCall::Form::Anthropic, dialects::RequestLine{});
}

struct Post {
    std::string_view path;
    MakeCall make;
};
// A client endpoint of the plain form "POST path" is one line here.
constexpr std::array kPostEndpoints{
    Post{"/v1/chat/completions", newChat<dialects::newOpenAiIngressCodec>},
    Post{"/v1/messages", newChat<dialects::newAnthropicIngressCodec>},
    Post{"/v1/messages/count_tokens", newAnthropicCount},
    Post{"/v1/responses", newResponses},
    Post{"/v1/embeddings", newEndpoint<dialects::EndpointKind::Embeddings>},
    Post{"/v1/images/generations", newEndpoint<dialects::EndpointKind::Images>},
    Post{"/v1/moderations", newEndpoint<dialects::EndpointKind::Moderations>},
};

struct Get {
    std::string_view path;
    Kind kind;
};
constexpr std::array kGetEndpoints{
    Get{"/", Kind::Health},
    Get{"/metrics", Kind::Metrics},
    Get{"/v1/key", Kind::Key},
    Get{"/v1/models", Kind::Models},
    Get{"/v1beta/models", Kind::GeminiModels},
};

/// models/{model}:{method}; a model's own id may hold slashes and colons.
struct GeminiPath {
    std::string_view model, method;
};
GeminiPath geminiPath(std::string_view path) {
    const auto prefix = std::find_if(kGeminiModels.begin(), kGeminiModels.end(),
                                     [path](std::string_view each) { return path.starts_with(each); });
    if (prefix == kGeminiModels.end())
        return {};
    path.remove_prefix(prefix->size());
    const auto colon = path.rfind(':');
    if (colon == std::string_view::npos)
        return {path, {}};
    const auto method = path.substr(colon + 1);
    const bool known = method == "generateContent" || method == "streamGenerateContent" || method == "countTokens";
    return known ? GeminiPath{path.substr(0, colon), method} : GeminiPath{path, {}};
}

bool asksForEvents(std::string_view query) {
    while (!query.empty()) {
        const auto end = query.find('&');
        if (query.substr(0, end) == "alt=sse")
            return true;
        query.remove_prefix(end == std::string_view::npos ? query.size() : end + 1);
    }
    return false;
}

} // namespace

Endpoint endpointAt(std::string_view path) {
    for (const auto& endpoint : kPostEndpoints) {
        if (path == endpoint.path)
            return {Kind::ModelCall, kPosts, {}};
    }
    for (const auto& endpoint : kGetEndpoints) {
        if (path == endpoint.path)
            return {endpoint.kind, kReads, {}};
    }
    const auto [geminiModel, geminiMethod] = geminiPath(path);
    if (!geminiModel.empty() && !geminiMethod.empty())
        return {Kind::ModelCall, kPosts, {}};
    if (path.size() > kModel.size() && path.starts_with(kModel))
        return {Kind::Model, kReads, std::string(path.substr(kModel.size()))};
    if (path.size() > kResponse.size() && path.starts_with(kResponse))
        return {Kind::Response, kReadsAndDeletes, std::string(path.substr(kResponse.size()))};
    if (!geminiModel.empty() && path.find("/models/") != std::string_view::npos)
        return {Kind::GeminiModel, kReads, std::string(geminiModel)};
    return {};
}

std::unique_ptr<ModelCall> newModelCall(const http::RequestHead& head) {
    for (const auto& endpoint : kPostEndpoints) {
        if (head.path == endpoint.path)
            return endpoint.make();
    }
    const auto [model, method] = geminiPath(head.path);
    dialects::RequestLine line;
    line.model = model;
    line.stream = method == "streamGenerateContent";
    line.arrayStream = line.stream && !asksForEvents(head.query);
    if (method == "countTokens")
        return std::make_unique<CountTokensCall>(CountTokensCall::Form::Gemini, std::move(line));
    return std::make_unique<ChatCall>(dialects::newGeminiIngressCodec(), std::move(line));
}

std::unique_ptr<dialects::IngressCodec> ingressCodecOf(std::string_view path) {
    if (path.starts_with("/v1beta/") || path.starts_with("/v1alpha/") || !geminiPath(path).method.empty())
        return dialects::newGeminiIngressCodec();
    if (path == "/v1/messages" || path.starts_with("/v1/messages/"))
        return dialects::newAnthropicIngressCodec();
    return dialects::newOpenAiIngressCodec();
}

} // namespace llmg::gateway
