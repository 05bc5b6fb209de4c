// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/providers/provideradapter.h"

#include "app/providers/adapters.h"

#include <algorithm>
#include <array>

namespace llmg::providers {
namespace {

using dialects::HeaderList;

// A provider kind is one line here; what has no line cannot be called by this version.
using Make = std::shared_ptr<const ProviderAdapter> (*)(std::string_view providerId, const domain::OpenAiQuirks&);
constexpr std::array kKinds{
    std::pair<std::string_view, Make>{"openai", newOpenAiAdapter},
    std::pair<std::string_view, Make>{"anthropic", newAnthropicAdapter},
    std::pair<std::string_view, Make>{"google", newGoogleAdapter},
    std::pair<std::string_view, Make>{"cohere", newCohereAdapter},
    std::pair<std::string_view, Make>{"vertex", newVertexAdapter},
    std::pair<std::string_view, Make>{"azure", newAzureAdapter},
    std::pair<std::string_view, Make>{"bedrock", newBedrockAdapter},
};

void setHeader(HeaderList& headers, const std::string& name, const std::string& value) {
    for (auto& [known, old] : headers) {
        if (known == name) {
            old = value;
            return;
        }
    }
    headers.emplace_back(name, value);
}

} // namespace

std::string_view ProviderEndpoint::variable(std::string_view wanted) const {
    return valueOf(variables, wanted);
}

Result<WireRequest> ProviderAdapter::prepare(dialects::EncodedRequest request, const dialects::TargetModel& target,
                                             const CallContext& context) const {
    WireRequest wire;
    wire.url = (target.baseUrl.empty() ? context.endpoint.baseUrl : target.baseUrl) + request.path;
    wire.body = std::move(request.body);
    wire.headers.emplace_back("content-type", "application/json");
    for (const auto& list :
         {context.endpoint.requiredHeaders, request.headers, ownHeaders(context), authHeaders(context)}) {
        for (const auto& [name, value] : list)
            setHeader(wire.headers, name, value);
    }
    return wire;
}

Result<std::optional<WireRequest>> ProviderAdapter::tokenRequest(const CallContext&) const {
    return std::optional<WireRequest>{};
}

Result<AccessToken> ProviderAdapter::decodeToken(int, std::string_view, UnixTime) const {
    return fail(ErrorKind::Internal, "This provider gives no access tokens.");
}

Result<> ProviderAdapter::checkKey(const Secret& key) const {
    return providers::checkKey(key);
}

KeyAddress ProviderAdapter::addressOf(const Secret&) const {
    return {};
}

std::string ProviderAdapter::shownKey(const Secret& key) const {
    return key.masked();
}

HeaderList ProviderAdapter::authHeaders(const CallContext& context) const {
    return keyHeaders(context);
}

HeaderList ProviderAdapter::ownHeaders(const CallContext&) const {
    return {};
}

HeaderList ProviderAdapter::keyHeaders(const CallContext& context) {
    if (!providers::checkKey(context.key))
        return {};
    const std::string text(context.key.reveal());
    switch (context.endpoint.auth) {
    case domain::AuthScheme::Bearer:
        return {{"authorization", "Bearer " + text}};
    case domain::AuthScheme::XApiKey:
        return {{"x-api-key", text}};
    case domain::AuthScheme::XGoogApiKey:
        return {{"x-goog-api-key", text}};
    case domain::AuthScheme::ApiKey:
        return {{"api-key", text}};
    case domain::AuthScheme::AwsSigV4: // signs the whole request; nothing that fits into one header
    case domain::AuthScheme::None:
        return {};
    }
    return {};
}

Result<WireRequest> ProviderAdapter::get(std::string_view path, const CallContext& context) const {
    dialects::EncodedRequest request;
    request.path = path;
    auto wire = ProviderAdapter::prepare(std::move(request), {}, context);
    if (!wire)
        return wire;
    wire->method = "GET";
    std::erase_if(wire->headers, [](const auto& header) { return header.first == "content-type"; });
    return wire;
}

Result<> checkKey(const Secret& key) {
    const std::string_view text = key.reveal();
    if (text.empty())
        return fail(ErrorKind::InvalidParameters, "The key is empty.", "key");
    // A line break would let a pasted text add headers of its own to the request.
    if (std::any_of(text.begin(), text.end(), [](char c) { return c <= 0x20 || c >= 0x7f; }))
        return fail(ErrorKind::InvalidParameters,
                    "The key holds a space, a line break or a character that no key has. Paste the key alone.", "key");
    return {};
}

bool canSpeak(std::string_view api) {
    return std::any_of(kKinds.begin(), kKinds.end(), [api](const auto& kind) { return kind.first == api; });
}

std::shared_ptr<const ProviderAdapter> adapterFor(std::string_view api, std::string_view providerId,
                                                  const domain::OpenAiQuirks& quirks) {
    for (const auto& [kind, make] : kKinds) {
        if (kind == api)
            return make(providerId, quirks);
    }
    return nullptr;
}

} // namespace llmg::providers
