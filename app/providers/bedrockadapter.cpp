// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/providers/bedrockadapter.h"

#include "app/dialects/bedrockconverse.h"
#include "app/dialects/jsonaccess.h"
#include "app/dialects/openairesponses.h"
#include "app/providers/adapters.h"

#include <algorithm>

namespace llmg::providers {
namespace {

namespace json = boost::json;

constexpr std::string_view kService = "bedrock";       // in signatures, for bedrock-runtime too
constexpr std::string_view kMantle = "bedrock-mantle"; // host and service of the OpenAI dialects
constexpr std::string_view kRuntimeHost = "bedrock-runtime";

constexpr const char* kKeyForms =
    "Give a Bedrock API key, or an access key as ACCESS_KEY_ID:SECRET_ACCESS_KEY, with :SESSION_TOKEN behind it when "
    "the id begins with ASIA.";

Error wrongKey(const std::string& what) {
    return fail(ErrorKind::InvalidParameters, what + " " + kKeyForms, "key");
}

std::string_view hostOf(std::string_view url) {
    if (const std::size_t colon = url.find("://"); colon != std::string_view::npos)
        url.remove_prefix(colon + 3);
    return url.substr(0, url.find_first_of("/?:"));
}

bool isOnDemand(const json::object& model) {
    const json::array* types = dialects::arrayAt(model, "inferenceTypesSupported");
    return types == nullptr || std::any_of(types->begin(), types->end(), [](const json::value& type) {
               return type == "ON_DEMAND" || type == "INFERENCE_PROFILE";
           });
}

class BedrockAdapter final : public ProviderAdapter {
  public:
    // OpenAI's newer models and a few others are served by another host of Amazon's, in OpenAI's own dialect.
    [[nodiscard]] const dialects::ProviderCodec& codecFor(const dialects::TargetModel& target,
                                                          std::string_view) const override {
        return target.endpoint == "responses" ? *m_responses : *m_converse;
    }

    [[nodiscard]] Result<WireRequest> prepare(dialects::EncodedRequest request, const dialects::TargetModel& target,
                                              const CallContext& context) const override {
        if (auto complete = checkAddress(context.endpoint); !complete)
            return complete.error();
        if (context.stream && target.endpoint != "responses")
            request.headers.emplace_back("accept", "application/vnd.amazon.eventstream");
        auto wire = ProviderAdapter::prepare(std::move(request), target, context);
        return wire ? authorized(std::move(*wire), context) : wire;
    }

    // ListFoundationModels, which another host than the models' own answers.
    [[nodiscard]] Result<WireRequest> listModels(const CallContext& context) const override {
        if (auto complete = checkAddress(context.endpoint); !complete)
            return complete.error();
        auto wire = get("/foundation-models", context);
        if (!wire)
            return wire;
        const std::string_view host = hostOf(wire->url);
        if (const std::size_t at = host.find(kRuntimeHost); at != std::string_view::npos) {
            const auto place = static_cast<std::size_t>(host.data() - wire->url.data()) + at;
            wire->url.replace(place, kRuntimeHost.size(), kService);
        }
        return authorized(std::move(*wire), context);
    }

    [[nodiscard]] Result<std::vector<ListedModel>> decodeModels(std::string_view body) const override {
        return readBedrockModels(body);
    }

    [[nodiscard]] Result<> checkKey(const Secret& key) const override {
        if (auto plain = providers::checkKey(key); !plain)
            return plain;
        if (auto credentials = bedrockCredentials(key); !credentials)
            return credentials.error();
        return {};
    }

  private:
    static Result<> checkAddress(const ProviderEndpoint& endpoint) {
        if (endpoint.baseUrl.find('{') != std::string::npos)
            return fail(ErrorKind::Configuration,
                        "Amazon Bedrock is reached by region. Set the provider's region, eu-central-1 for instance.",
                        "region");
        return {};
    }

    static Result<WireRequest> authorized(WireRequest wire, const CallContext& context) {
        if (context.key.isEmpty())
            return wire; // own servers; Amazon will say that it wants one
        if (auto plain = providers::checkKey(context.key); !plain)
            return fail(ErrorKind::UpstreamKeyRejected, plain.error().message);
        auto credentials = bedrockCredentials(context.key);
        if (!credentials)
            return fail(ErrorKind::UpstreamKeyRejected, credentials.error().message);
        if (!*credentials) {
            std::erase_if(wire.headers, [](const auto& header) { return header.first == "authorization"; });
            wire.headers.emplace_back("authorization", "Bearer " + std::string(context.key.reveal()));
            return wire;
        }
        std::string region = bedrockRegion(context.endpoint);
        if (region.empty())
            return fail(ErrorKind::Configuration,
                        "A signature for Amazon Bedrock names a region, and the address holds none. Set the "
                        "provider's region, eu-central-1 for instance.",
                        "region");
        const std::string service(hostOf(wire.url).starts_with(kMantle) ? kMantle : kService);
        signAwsRequest(wire, **credentials, {std::move(region), service, context.now});
        return wire;
    }

    std::unique_ptr<dialects::ProviderCodec> m_converse = dialects::newBedrockConverseCodec();
    std::unique_ptr<dialects::ProviderCodec> m_responses = dialects::newResponsesProviderCodec();
};

} // namespace

Result<std::optional<AwsCredentials>> bedrockCredentials(const Secret& key) {
    const std::string_view text = key.reveal();
    const bool namesAccessKey = text.starts_with("AKIA") || text.starts_with("ASIA");
    const std::size_t first = text.find(':');
    if (first == std::string_view::npos) {
        constexpr std::size_t kLongestId = 128; // a Bedrock API key is longer; ids have 20 letters as a rule
        const std::size_t plain = std::min(text.find_first_of("=+/"), text.size());
        if (namesAccessKey && plain == text.size() && text.size() <= kLongestId)
            return wrongKey("This is the id of an access key without its secret.");
        return std::optional<AwsCredentials>{};
    }
    const std::string_view id = text.substr(0, first);
    const bool isId = id.size() >= 16 && std::all_of(id.begin(), id.end(), [](char c) {
                          return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
                      });
    if (!isId)
        return wrongKey("What stands before the colon is not the id of an access key.");
    const std::size_t second = std::min(text.find(':', first + 1), text.size());
    const std::string_view secret = text.substr(first + 1, second - first - 1);
    const std::string_view token = text.substr(std::min(second + 1, text.size()));
    if (secret.empty())
        return wrongKey("The secret access key is missing.");
    if (token.find(':') != std::string_view::npos || (second < text.size() && token.empty()))
        return wrongKey("There are more colons than parts.");
    if (id.starts_with("ASIA") && token.empty())
        return wrongKey("Temporary credentials need their session token.");
    return std::optional<AwsCredentials>(
        AwsCredentials{std::string(id), Secret(std::string(secret)), Secret(std::string(token))});
}

std::string bedrockRegion(const ProviderEndpoint& endpoint) {
    if (const std::string_view region = endpoint.variable("region"); !region.empty())
        return std::string(region);
    // bedrock-runtime.REGION.amazonaws.com, vpce-….bedrock-runtime.REGION.vpce.amazonaws.com
    std::string_view host = hostOf(endpoint.baseUrl);
    const std::size_t service = host.find(kService);
    if (service == std::string_view::npos ||
        (!host.ends_with(".amazonaws.com") && !host.ends_with(".amazonaws.com.cn") && !host.ends_with(".api.aws")))
        return {};
    host.remove_prefix(service);
    host.remove_prefix(std::min(host.find('.') + 1, host.size()));
    return std::string(host.substr(0, host.find('.')));
}

Result<std::vector<ListedModel>> readBedrockModels(std::string_view body) {
    const auto document = dialects::parseJson(body);
    const json::object* answer = document ? document->if_object() : nullptr;
    if (answer == nullptr)
        return fail(ErrorKind::Upstream, "The provider's list of models is not JSON. Is the base URL right?");
    const json::array* models = dialects::arrayAt(*answer, "modelSummaries");
    const json::array* profiles = dialects::arrayAt(*answer, "inferenceProfileSummaries");
    if (models == nullptr && profiles == nullptr) {
        const std::string_view said = dialects::textAt(*answer, "message");
        return fail(ErrorKind::Upstream,
                    said.empty()
                        ? "The provider answered something that is not a list of models. Is the base URL right?"
                        : "The provider answered: " + std::string(said));
    }
    std::vector<ListedModel> listed;
    const auto add = [&listed](const json::array* list, std::string_view field) {
        if (list == nullptr)
            return;
        for (const json::value& entry : *list) {
            if (!entry.is_object() || !isOnDemand(entry.get_object()))
                continue;
            if (const std::string_view id = dialects::textAt(entry.get_object(), field); !id.empty())
                listed.push_back({std::string(id)});
        }
    };
    add(models, "modelId");
    add(profiles, "inferenceProfileId");
    return listed;
}

std::shared_ptr<const ProviderAdapter> newBedrockAdapter(std::string_view, const domain::OpenAiQuirks&) {
    return std::make_shared<BedrockAdapter>();
}

} // namespace llmg::providers
