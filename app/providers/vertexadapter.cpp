// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Google Vertex AI: Google's own models in Gemini's dialect, Claude in Anthropic's, the other publishers' in OpenAI's,
// each at a path of its own. cloud.google.com/vertex-ai/generative-ai/docs/reference/rest;
// platform.claude.com/docs/en/build-with-claude/claude-on-vertex-ai.
#include "app/dialects/anthropicmessages.h"
#include "app/dialects/gemini.h"
#include "app/dialects/jsonaccess.h"
#include "app/dialects/jsonranges.h"
#include "app/dialects/openaichat.h"
#include "app/providers/adapters.h"
#include "app/providers/serviceaccount.h"

#include <algorithm>

namespace llmg::providers {
namespace {

using dialects::HeaderList;
using dialects::TargetModel;

constexpr std::string_view kGooglePublisher = "/publishers/google";
// Free, allowed by the role that lets an account call models, and served in express mode too. A list of the models that
// a project may call does not exist.
constexpr std::string_view kProbe = "/models/gemini-2.5-flash:countTokens";
constexpr std::string_view kProbeBody = R"({"contents":[{"role":"user","parts":[{"text":"hi"}]}]})";

enum class Family { Gemini, Claude, Mistral, OpenAi };

// Claude and Mistral are named without their publisher, all others that are not Google's with it ("meta/llama-…").
Family familyOf(const TargetModel& target) {
    const std::string_view id = target.upstreamId;
    if (target.api == "anthropic" || id.starts_with("claude-"))
        return Family::Claude;
    if (id.starts_with("mistral-") || id.starts_with("codestral"))
        return Family::Mistral;
    const bool ofOtherPublisher = id.find('/') != std::string_view::npos && !id.starts_with("google/");
    return ofOtherPublisher || target.baseUrl.ends_with("/openapi") ? Family::OpenAi : Family::Gemini;
}

// "AIza…", or "AQ.…" for those that are bound to a service account; OAuth's tokens begin with "ya29.".
bool isApiKey(const Secret& key) {
    return key.reveal().starts_with("AIza") || key.reveal().starts_with("AQ.");
}

/// …/projects/p/locations/l, without the publisher.
std::string rootOf(std::string_view baseUrl) {
    if (baseUrl.ends_with(kGooglePublisher))
        baseUrl.remove_suffix(kGooglePublisher.size());
    return std::string(baseUrl);
}

// Express mode has neither project nor location, and one host.
// cloud.google.com/vertex-ai/generative-ai/docs/start/express-mode/vertex-ai-express-mode-api-reference
std::string expressRootOf(const std::string& root) {
    if (root.find("aiplatform.") != std::string::npos || root.empty())
        return "https://aiplatform.googleapis.com/v1";
    return root.substr(0, root.find("/projects/"));
}

/// Anthropic's body as Vertex takes it: the model stands in the path, the version in the body.
Result<std::string> withVersion(std::string_view body) {
    std::vector<dialects::JsonMember> members;
    if (!dialects::JsonRanges(body).members(0, members) || members.empty())
        return fail(ErrorKind::Internal, "The request to Claude is no JSON object.");
    std::string made = R"({"anthropic_version":"vertex-2023-10-16")";
    for (const auto& member : members) {
        if (member.key != "model" && member.key != "anthropic_version")
            made.append(",").append(body.substr(member.begin, member.valueEnd - member.begin));
    }
    return made + '}';
}

// Mistral's dialect here too (docs.mistral.ai/deployment/cloud/vertex); the catalog's quirks of Vertex are those of its
// own OpenAI endpoint.
domain::OpenAiQuirks mistralQuirks() {
    domain::OpenAiQuirks quirks;
    quirks.refuses = {"top_k"};
    quirks.sendsStreamOptions = false;
    quirks.acceptsMessageNames = false;
    quirks.shortToolCallIds = true;
    quirks.reasoningBack = domain::OpenAiQuirks::ReasoningBack::ThinkingChunks;
    quirks.seedParam = "random_seed";
    quirks.maxTokensParam = "max_tokens";
    return quirks;
}

class VertexAdapter final : public ProviderAdapter {
  public:
    explicit VertexAdapter(const domain::OpenAiQuirks& quirks)
        : m_openai(dialects::newOpenAiProviderCodec(quirks)) {}

    [[nodiscard]] const dialects::ProviderCodec& codecFor(const TargetModel& target, std::string_view) const override {
        switch (familyOf(target)) {
        case Family::Claude:
            return *m_anthropic;
        case Family::Mistral:
            return *m_mistral;
        case Family::OpenAi:
            return *m_openai;
        case Family::Gemini:
            break;
        }
        return *m_gemini;
    }

    [[nodiscard]] Result<WireRequest> prepare(dialects::EncodedRequest request, const TargetModel& target,
                                              const CallContext& context) const override {
        const Family family = familyOf(target);
        const std::string root = rootOf(context.endpoint.baseUrl);
        const std::string_view action = context.stream ? ":streamRawPredict" : ":rawPredict";
        TargetModel placed = target;
        if (isApiKey(context.key) && family != Family::Gemini)
            return fail(ErrorKind::UpstreamKeyRejected, "An API key of Vertex AI is good for Google's models alone; " +
                                                            target.upstreamId +
                                                            " needs a service account's key file or an access token.");
        switch (family) {
        case Family::Gemini:
            placed.baseUrl = (isApiKey(context.key) ? expressRootOf(root) : root) + std::string(kGooglePublisher);
            break;
        case Family::Claude: {
            auto body = withVersion(request.body);
            if (!body)
                return body.error();
            request.body = std::move(*body);
            // The version goes in the body; Vertex has no such header.
            std::erase_if(request.headers, [](const auto& header) { return header.first == "anthropic-version"; });
            placed.baseUrl = root;
            request.path = "/publishers/anthropic/models/" + pathSegment(target.upstreamId);
            request.path += action;
            break;
        }
        case Family::Mistral:
            placed.baseUrl = root;
            request.path = "/publishers/mistralai/models/" + pathSegment(target.upstreamId);
            request.path += action;
            break;
        case Family::OpenAi:
            if (placed.baseUrl.empty())
                placed.baseUrl = root + "/endpoints/openapi";
            break;
        }
        return ProviderAdapter::prepare(std::move(request), placed, context);
    }

    [[nodiscard]] Result<std::optional<WireRequest>> tokenRequest(const CallContext& context) const override {
        if (!isGoogleCredentials(context.key))
            return std::optional<WireRequest>{};
        auto credentials = readGoogleCredentials(context.key);
        if (!credentials)
            return fail(ErrorKind::UpstreamKeyRejected, credentials.error().message);
        auto wire = googleTokenRequest(*credentials, context.now);
        if (!wire)
            return wire.error();
        return std::optional(std::move(*wire));
    }
    [[nodiscard]] Result<AccessToken> decodeToken(int status, std::string_view body, UnixTime now) const override {
        return decodeGoogleToken(status, body, now);
    }

    [[nodiscard]] Result<WireRequest> listModels(const CallContext& context) const override {
        dialects::EncodedRequest probe;
        probe.path = kProbe;
        probe.body = kProbeBody;
        return prepare(std::move(probe), {}, context);
    }
    [[nodiscard]] Result<std::vector<ListedModel>> decodeModels(std::string_view body) const override {
        const auto document = dialects::parseJson(body);
        if (!document || !document->is_object() || !dialects::integerAt(document->get_object(), "totalTokens"))
            return fail(ErrorKind::Upstream, "Vertex AI's answer is no count of tokens.");
        return std::vector<ListedModel>{};
    }

    [[nodiscard]] Result<> checkKey(const Secret& key) const override {
        if (!isGoogleCredentials(key))
            return providers::checkKey(key);
        auto credentials = readGoogleCredentials(key);
        return credentials ? Result<>{} : Result<>(credentials.error());
    }
    [[nodiscard]] KeyAddress addressOf(const Secret& key) const override {
        KeyAddress address;
        if (isApiKey(key))
            address.baseUrl = expressRootOf({}) + std::string(kGooglePublisher);
        if (!isGoogleCredentials(key))
            return address;
        if (auto credentials = readGoogleCredentials(key); credentials && !credentials->projectId.empty())
            address.variables.emplace_back("project", std::move(credentials->projectId));
        return address;
    }
    [[nodiscard]] std::string shownKey(const Secret& key) const override {
        if (isGoogleCredentials(key)) {
            if (auto credentials = readGoogleCredentials(key))
                return std::move(credentials->account);
        }
        return key.masked();
    }

  protected:
    /// A key file never goes out itself, only the token that was got for it.
    [[nodiscard]] HeaderList authHeaders(const CallContext& context) const override {
        if (!context.accessToken.empty())
            return {{"authorization", "Bearer " + std::string(context.accessToken)}};
        if (isGoogleCredentials(context.key) || !providers::checkKey(context.key))
            return {};
        if (isApiKey(context.key))
            return {{"x-goog-api-key", std::string(context.key.reveal())}};
        return keyHeaders(context);
    }

  private:
    std::unique_ptr<dialects::ProviderCodec> m_gemini = dialects::newGeminiProviderCodec(dialects::GeminiHost::Vertex);
    std::unique_ptr<dialects::ProviderCodec> m_anthropic = dialects::newAnthropicProviderCodec();
    std::unique_ptr<dialects::ProviderCodec> m_mistral = dialects::newOpenAiProviderCodec(mistralQuirks());
    std::unique_ptr<dialects::ProviderCodec> m_openai;
};

} // namespace

std::shared_ptr<const ProviderAdapter> newVertexAdapter(std::string_view, const domain::OpenAiQuirks& quirks) {
    return std::make_shared<VertexAdapter>(quirks);
}

} // namespace llmg::providers
