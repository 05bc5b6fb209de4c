// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/providers/sandbox.h"

#include "app/catalog/cost.h"
#include "app/providers/sandboxrequest.h"
#include "app/providers/sandboxwire.h"
#include "app/providers/schemaexample.h"
#include "app/providers/utf8.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace llmg::providers {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;

constexpr std::string_view kPrefix = "sandbox/";
constexpr std::int64_t kContext = 128'000;
constexpr std::int64_t kMostTokens = 16'384;
constexpr std::int64_t kUsualLorem = 120;
constexpr std::size_t kBytesPerToken = 4; // as catalog::estimateTokens counts

constexpr SandboxPace kAtOnce{0ms, 0ms};
constexpr SandboxPace kBrisk{15ms, 15ms};
constexpr SandboxPace kSlow{3000ms, 250ms};

struct SandboxError {
    int status;
    std::string_view type, code, message;
};

constexpr std::array kErrors{
    SandboxError{400, "invalid_request_error", "invalid_parameters", "The sandbox refused the request, as asked."},
    SandboxError{401, "authentication_error", "invalid_api_key", "The sandbox refused the key, as asked."},
    SandboxError{402, "insufficient_quota", "insufficient_credits", "The sandbox account has no credits, as asked."},
    SandboxError{403, "permission_error", "permission_denied", "The sandbox does not permit this, as asked."},
    SandboxError{404, "invalid_request_error", "not_found", "The sandbox did not find it, as asked."},
    SandboxError{408, "timeout", "timeout", "The sandbox waited too long for the request, as asked."},
    SandboxError{413, "invalid_request_error", "request_too_large",
                 "The sandbox found the request too large, as asked."},
    SandboxError{429, "rate_limit_error", "rate_limit_exceeded", "The sandbox's rate limit is reached, as asked."},
    SandboxError{500, "server_error", "gateway_error", "The sandbox failed, as asked."},
    SandboxError{502, "server_error", "upstream_error", "The sandbox's own upstream failed, as asked."},
    SandboxError{503, "server_error", "service_unavailable", "The sandbox is not available, as asked."},
    SandboxError{529, "server_error", "overloaded", "The sandbox is overloaded, as asked."},
};

constexpr std::array<std::string_view, 7> kModels{"echo", "lorem", "slow", "stall", "cut", "garbage", "error-"};

dialects::HeaderList headersFor(std::string_view contentType, std::string_view id) {
    return {{"content-type", std::string(contentType)}, {"x-request-id", "sandbox-" + std::string(id)}};
}

SandboxAnswer errorAnswer(const SandboxError& error, std::string_view param, std::string_view id) {
    SandboxAnswer answer;
    answer.status = error.status;
    answer.headers = headersFor("application/json", id);
    if (error.status == 429 || error.status == 503)
        answer.headers.emplace_back("retry-after", "1");
    answer.steps.push_back({0ms, errorBody(error.message, error.type, param, error.code)});
    return answer;
}

SandboxAnswer unknownModel(std::string_view name, std::string_view id) {
    std::string known;
    for (const std::string_view model : kModels)
        known += (known.empty() ? "" : ", ") + std::string(kPrefix) + std::string(model);
    const std::string message =
        "The sandbox has no model " + std::string(name) + ". It has: " + known + "400 … error-529.";
    return errorAnswer({404, "invalid_request_error", "model_not_found", message}, "model", id);
}

std::string loremText(std::int64_t tokens) {
    constexpr std::string_view kPassage =
        "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore et dolore "
        "magna "
        "aliqua. Ut enim ad minim veniam, quis nostrud exercitation ullamco laboris nisi ut aliquip ex ea commodo "
        "consequat. "
        "Duis aute irure dolor in reprehenderit in voluptate velit esse cillum dolore eu fugiat nulla pariatur. "
        "Excepteur sint "
        "occaecat cupidatat non proident, sunt in culpa qui officia deserunt mollit anim id est laborum. ";
    const std::size_t bytes = static_cast<std::size_t>(tokens) * kBytesPerToken;
    std::string text;
    text.reserve(bytes + kPassage.size());
    while (text.size() < bytes)
        text += kPassage;
    text.resize(bytes);
    return text;
}

/// Cuts at the first stop text, then at the limit; the finish reason says which.
void applyLimits(const SandboxRequest& request, SandboxContent& content) {
    std::string& text = content.text;
    for (const std::string& stop : request.stops)
        text.resize(std::min(text.size(), text.find(stop)));
    const std::int64_t most = std::min(request.maxTokens.value_or(kMostTokens), kMostTokens);
    const std::string_view cut = cutUtf8(text, static_cast<std::size_t>(most) * kBytesPerToken);
    if (cut.size() < text.size()) {
        text.resize(cut.size());
        content.finish = "length";
    }
}

SandboxContent echo(const SandboxRequest& request) {
    SandboxContent content;
    if (!request.toolName.empty() && !request.toolResult) {
        content.toolName = request.toolName;
        content.toolArguments =
            json::serialize(exampleFor(request.toolSchema, OptionalProperties::LeaveOut, request.userText));
        content.finish = "tool_calls";
        return content;
    }
    const std::string& said = request.toolResult ? *request.toolResult : request.userText;
    if (request.schema)
        content.text = json::serialize(exampleFor(*request.schema, OptionalProperties::Include, said));
    else if (request.wantsJson)
        content.text = json::serialize(json::object{{"echo", said}});
    else
        content.text = said.empty() ? "(The sandbox repeats what a user message says; there was none.)" : said;
    applyLimits(request, content);
    return content;
}

SandboxContent lorem(const SandboxRequest& request) {
    SandboxContent content;
    const std::int64_t wanted = std::min(request.maxTokens.value_or(kUsualLorem), kMostTokens);
    content.text = loremText(wanted);
    applyLimits(request, content);
    // It would go on for ever, so only the limit ends it, when there is one.
    if (request.maxTokens && content.text.size() == static_cast<std::size_t>(wanted) * kBytesPerToken)
        content.finish = "length";
    return content;
}

void cutInTheMiddle(SandboxAnswer& answer) {
    const std::size_t half = answer.steps.size() / 2;
    answer.steps.resize(half + 1);
    std::string& last = answer.steps.back().bytes;
    last.resize(cutUtf8(last, last.size() / 2).size());
    answer.end = SandboxAnswer::End::Cut;
}

SandboxAnswer garbage(bool stream, std::string_view id) {
    SandboxAnswer answer;
    constexpr char kNonsense[] = "<<<\x01\xfe\xff\x00\x7f not JSON {\"and\": [no event\xc3\x28\r\r\n\x1b[0m";
    // The label lies, as it does where such bytes are met.
    answer.headers = headersFor(stream ? "text/event-stream" : "application/json", id);
    answer.steps.push_back({0ms, std::string(kNonsense, sizeof kNonsense - 1)});
    return answer;
}

bool wantsStream(const json::value& request) {
    const json::value* stream = request.is_object() ? request.get_object().if_contains("stream") : nullptr;
    return stream && stream->is_bool() && stream->get_bool();
}

const SandboxError* errorNamed(std::string_view name) {
    constexpr std::string_view kError = "error-";
    if (!name.starts_with(kError))
        return nullptr;
    name.remove_prefix(kError.size());
    int status = 0;
    const auto [end, failed] = std::from_chars(name.data(), name.data() + name.size(), status);
    if (failed != std::errc{} || end != name.data() + name.size())
        return nullptr;
    const auto found =
        std::find_if(kErrors.begin(), kErrors.end(), [&](const SandboxError& error) { return error.status == status; });
    return found == kErrors.end() ? nullptr : &*found;
}

domain::LlmModel modelNamed(const std::string& name, const std::string& shown) {
    domain::ModelOffer offer;
    offer.provider = "sandbox";
    offer.upstreamId = name;
    offer.prices.input = offer.prices.output = domain::Price{0};
    offer.pricing = "free";
    offer.context = kContext;
    offer.maxOutput = kMostTokens;
    offer.can.vision = offer.can.tools = offer.can.jsonMode = offer.can.jsonSchema = true;
    offer.priceConfirmed = true;
    domain::LlmModel model;
    model.id = std::string(kPrefix) + name;
    model.name = shown;
    model.family = "sandbox";
    model.offers.push_back(std::move(offer));
    return model;
}

} // namespace

SandboxAnswer sandboxAnswer(std::string_view model, const json::value& request, std::string_view id, UnixTime now) {
    std::string_view name = model;
    if (name.starts_with(kPrefix))
        name.remove_prefix(kPrefix.size());

    if (const SandboxError* error = errorNamed(name))
        return errorAnswer(*error, {}, id);
    if (name == "garbage")
        return garbage(wantsStream(request), id);
    if (name == "stall") {
        SandboxAnswer answer;
        answer.headers = headersFor(wantsStream(request) ? "text/event-stream" : "application/json", id);
        answer.end = SandboxAnswer::End::Stall;
        return answer;
    }
    const bool isLorem = name == "lorem" || name == "cut";
    if (!isLorem && name != "echo" && name != "slow")
        return unknownModel(name, id);

    const auto read = readSandboxRequest(request);
    if (!read)
        return errorAnswer({400, "invalid_request_error", "invalid_parameters", read.error().message},
                           read.error().param, id);
    SandboxContent content = isLorem ? lorem(*read) : echo(*read);
    content.promptTokens = read->promptTokens;
    content.completionTokens = catalog::estimateTokens(
        static_cast<std::int64_t>(content.text.size() + content.toolName.size() + content.toolArguments.size()));

    const SandboxHead head{std::string(id), std::string(model),
                           std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count(),
                           read->choices};
    const SandboxPace pace = name == "slow" ? kSlow : read->stream ? kBrisk : kAtOnce;
    SandboxAnswer answer;
    answer.headers = headersFor(read->stream ? "text/event-stream; charset=utf-8" : "application/json", id);
    if (read->stream)
        answer.steps = streamedAnswer(head, content, pace);
    else
        answer.steps.push_back({pace.first, wholeAnswer(head, content)});
    if (name == "cut")
        cutInTheMiddle(answer);
    return answer;
}

std::vector<domain::LlmModel> sandboxModels() {
    std::vector<domain::LlmModel> models{
        modelNamed("echo", "Sandbox: repeats what you say"),
        modelNamed("lorem", "Sandbox: text of any length"),
        modelNamed("slow", "Sandbox: answers after three seconds, slowly"),
        modelNamed("stall", "Sandbox: never answers"),
        modelNamed("cut", "Sandbox: is cut off in the middle"),
        modelNamed("garbage", "Sandbox: answers nonsense"),
    };
    for (const SandboxError& error : kErrors) {
        const std::string status = std::to_string(error.status);
        models.push_back(modelNamed("error-" + status, "Sandbox: error " + status));
    }
    return models;
}

} // namespace llmg::providers
