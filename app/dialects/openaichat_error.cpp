// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/openaichat_wire.h"
#include "app/dialects/upstreamerror.h"

#include <algorithm>
#include <cctype>

namespace llmg::dialects::openaichat {
namespace {

constexpr std::size_t kMaxForeignText = 500;

std::string lower(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return out;
}

/// A code as text, whether it came as a word or a number.
std::string codeAt(const json::object& object, std::string_view key) {
    const json::value* value = member(object, key);
    if (value == nullptr)
        return {};
    if (const auto number = integerOf(*value))
        return std::to_string(*number);
    return std::string(textOf(*value));
}

std::string messageOf(const json::value& value);

std::string firstMessage(const json::array& list) {
    for (const json::value& entry : list) {
        if (std::string message = messageOf(entry); !message.empty())
            return message;
    }
    return {};
}

/// The words of an error in any of the shapes that were seen: {error:{message}}, {error:"…"}, {message}, {detail:"…"},
/// {detail:[{msg}]}, {errors:[…]}, [{error:…}].
std::string messageOf(const json::value& value) {
    if (value.is_string())
        return std::string(textOf(value));
    if (const json::array* list = value.if_array())
        return firstMessage(*list);
    const json::object* object = value.if_object();
    if (object == nullptr)
        return {};
    for (const char* key : {"error", "message", "msg", "detail", "errors", "error_message", "status_msg"}) {
        if (const json::value* inner = member(*object, key)) {
            if (std::string message = messageOf(*inner); !message.empty())
                return message;
        }
    }
    return {};
}

/// OpenRouter wraps the real provider's answer, often as JSON inside a string.
std::string wrappedMessage(const json::object& error) {
    const json::object* metadata = objectAt(error, "metadata");
    if (metadata == nullptr)
        return {};
    const std::string_view raw = textAt(*metadata, "raw");
    if (raw.empty())
        return {};
    json::error_code failed;
    const json::value inner = json::parse(json::string_view(raw.data(), raw.size()), failed);
    std::string message = failed ? std::string(raw.substr(0, kMaxForeignText)) : messageOf(inner);
    const std::string_view provider = textAt(*metadata, "provider_name");
    if (!message.empty() && !provider.empty())
        message = std::string(provider) + ": " + message;
    return message;
}

int statusIn(const json::object& object) {
    for (const char* key : {"code", "status_code", "status", "raw_status_code"}) {
        const json::value* value = member(object, key);
        const auto number = value != nullptr ? integerOf(*value) : std::nullopt;
        if (number && *number >= 400 && *number < 600)
            return static_cast<int>(*number);
    }
    return 0;
}

/// A prompt that was flagged is refused with the status of a bad key: OpenRouter says why in error.metadata (its
/// "Errors and Debugging", moderation errors), xAI in words.
bool saysContentRefused(const json::object& fields, const Error& error) {
    const json::object* metadata = objectAt(fields, "metadata");
    if (metadata != nullptr && (arrayAt(*metadata, "reasons") != nullptr || member(*metadata, "flagged_input")))
        return true;
    return error.message.find("violates usage guidelines") != std::string::npos;
}

bool namesModelUnknown(const Error& error) {
    const std::string code = lower(error.upstreamCode);
    return code == "model_not_found" || code == "invalid_model" || code == "model_decommissioned";
}

bool saysModelUnknown(const Error& error) {
    if (namesModelUnknown(error))
        return true;
    if (error.upstreamStatus != 404)
        return false;
    const std::string message = lower(error.message);
    return message.find("model") != std::string::npos;
}

ErrorKind kindOf(const Error& error, bool contentRefused) {
    switch (error.upstreamStatus) {
    case 401:
    case 402:
        return ErrorKind::UpstreamKeyRejected;
    case 403:
        if (contentRefused)
            return ErrorKind::UpstreamRejected;
        // OpenAI's word for a model that the key's project may not use.
        return namesModelUnknown(error) ? ErrorKind::ModelNotFound : ErrorKind::UpstreamKeyRejected;
    case 429:
        return ErrorKind::RateLimited;
    case 408:
    case 409:
        return ErrorKind::Upstream;
    default:
        break;
    }
    if (error.upstreamStatus >= 500)
        return ErrorKind::Upstream;
    return saysModelUnknown(error) ? ErrorKind::ModelNotFound : ErrorKind::UpstreamRejected;
}

/// Errors inside a 200 often name no status; their words do.
int statusOfWords(const Error& error, std::string_view type) {
    const std::string words = lower(error.upstreamCode + " " + std::string(type));
    const auto says = [&words](const char* part) { return words.find(part) != std::string::npos; };
    if (says("rate_limit"))
        return 429;
    if (says("authentication") || says("invalid_api_key"))
        return 401;
    if (says("permission"))
        return 403;
    if (says("insufficient_quota") || says("billing"))
        return 402;
    if (says("invalid_request"))
        return 400;
    return 0;
}

/// Whether it was the content that was refused.
bool fillFrom(Error& error, const json::value& body) {
    error.message = messageOf(body);
    const json::value* at = &body;
    if (const json::array* list = at->if_array(); list != nullptr && !list->empty())
        at = &list->front(); // Google's OpenAI endpoint wraps errors in a list
    const json::object* outer = at->if_object();
    if (outer == nullptr)
        return false;
    const json::object* inner = objectAt(*outer, "error");
    const json::object& fields = inner != nullptr ? *inner : *outer;
    error.param = textAt(fields, "param");
    error.upstreamCode = codeAt(fields, "code");
    const std::string type = codeAt(fields, "type");
    // A number only repeats the status: the type says more.
    const bool numeric =
        !error.upstreamCode.empty() && std::all_of(error.upstreamCode.begin(), error.upstreamCode.end(),
                                                   [](unsigned char c) { return std::isdigit(c) != 0; });
    if (!type.empty() && (error.upstreamCode.empty() || numeric))
        error.upstreamCode = type;
    if (const std::string wrapped = wrappedMessage(fields); !wrapped.empty())
        error.message += error.message.empty() ? wrapped : " (" + wrapped + ")";
    error.retryAfter = googleRetryDelay(fields);
    return saysContentRefused(fields, error);
}

const char* typeOf(int status) {
    switch (status) {
    case 401:
        return "authentication_error";
    case 402:
        return "billing_error";
    case 403:
        return "permission_error";
    case 404:
        return "not_found_error";
    case 408:
    case 504:
        return "timeout_error";
    case 429:
        return "rate_limit_error";
    case 529:
        return "overloaded_error";
    default:
        return status >= 500 ? "server_error" : "invalid_request_error";
    }
}

} // namespace

Error readError(int status, const json::value& body) {
    Error error;
    error.upstreamStatus = status;
    const bool contentRefused = fillFrom(error, body);
    if (error.message.empty())
        error.message = "the provider answered with status " + std::to_string(status) + " and no explanation";
    error.kind = kindOf(error, contentRefused);
    return error;
}

json::value foreignText(std::string_view body) {
    const std::size_t first = body.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos || body[first] == '<')
        return nullptr;
    std::string text(body.substr(first, kMaxForeignText));
    for (char& c : text) {
        // Outside ASCII nothing is sure to be UTF-8.
        if (const auto u = static_cast<unsigned char>(c); u < 0x20 || u > 0x7E)
            c = u < 0x20 ? ' ' : '?';
    }
    text.erase(text.find_last_not_of(' ') + 1);
    return json::value(json::string(text));
}

std::optional<Error> findError(const json::object& document) {
    const json::value* found = member(document, "error");
    if (found == nullptr) {
        if (const json::array* choices = arrayAt(document, "choices")) {
            for (const json::value& choice : *choices) {
                if (found = member(choice, "error"); found != nullptr)
                    break;
            }
        }
    }
    if (found == nullptr) { // MiniMax
        const json::object* base = objectAt(document, "base_resp");
        if (base != nullptr && countAt(*base, "status_code") != 0) {
            Error error = fail(ErrorKind::Upstream, std::string(textAt(*base, "status_msg")));
            error.upstreamCode = codeAt(*base, "status_code");
            return error;
        }
        // Some servers answer 200 with an error document of their own: {"object":"error","message":…}.
        if (textAt(document, "object") != "error")
            return std::nullopt;
        found = member(document, "message");
        if (found == nullptr)
            return std::nullopt;
    }
    const bool isText = found->is_string();
    if ((found->is_object() && found->get_object().empty()) || (isText && found->get_string().empty()))
        return std::nullopt;
    Error error;
    const bool contentRefused =
        fillFrom(error, found->is_object() ? json::value{{"error", *found}} : json::value(document));
    if (isText)
        error.message = textOf(*found);
    error.upstreamStatus = found->is_object() ? statusIn(found->get_object()) : statusIn(document);
    if (error.upstreamStatus == 0)
        error.upstreamStatus = statusOfWords(error, found->is_object() ? textAt(found->get_object(), "type") : "");
    if (error.message.empty())
        error.message = "the provider reported an error without words";
    error.kind = error.upstreamStatus == 0 ? ErrorKind::Upstream : kindOf(error, contentRefused);
    return error;
}

Error eventError(const json::value& document) {
    if (document.is_object()) {
        if (auto error = findError(document.get_object()))
            return *error;
    }
    if (auto error = findError(json::object{{"error", document}}))
        return *error;
    return fail(ErrorKind::Upstream, "the provider reported an error without words");
}

std::string errorBody(const Error& error, int status, std::string_view code) {
    std::string out = "{\"error\":{\"message\":";
    appendQuoted(out, error.message);
    out.append(",\"type\":\"").append(typeOf(status)).append("\",\"param\":");
    if (error.param.empty())
        out += "null";
    else
        appendQuoted(out, error.param);
    out += ",\"code\":";
    appendQuoted(out, code);
    out += "}}";
    return out;
}

std::string streamErrorCode(const Error& error) {
    switch (error.kind) {
    case ErrorKind::UpstreamTimeout:
        return "timeout";
    case ErrorKind::UpstreamKeyRejected:
        return "upstream_error";
    case ErrorKind::UpstreamRejected:
        return error.upstreamCode.empty() ? "upstream_error" : error.upstreamCode;
    case ErrorKind::Storage:
    case ErrorKind::Keychain:
    case ErrorKind::Configuration:
        return "gateway_error";
    default:
        return toString(error.kind);
    }
}

} // namespace llmg::dialects::openaichat
