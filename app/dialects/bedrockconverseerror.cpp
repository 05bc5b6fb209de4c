// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/bedrockconverseanswer.h"
#include "app/dialects/jsonaccess.h"
#include "app/dialects/upstreamerror.h"

#include <array>

namespace llmg::dialects {
namespace {

struct Exception {
    std::string_view name;
    int status;
};

// API reference, Converse and ConverseStream, "Errors"; user guide, "Troubleshooting API error codes".
constexpr std::array kExceptions{
    Exception{"accessDeniedException", 403},       Exception{"internalServerException", 500},
    Exception{"modelErrorException", 424},         Exception{"modelNotReadyException", 429},
    Exception{"modelStreamErrorException", 424},   Exception{"modelTimeoutException", 408},
    Exception{"resourceNotFoundException", 404},   Exception{"serviceQuotaExceededException", 400},
    Exception{"serviceUnavailableException", 503}, Exception{"throttlingException", 429},
    Exception{"unrecognizedClientException", 403}, Exception{"expiredTokenException", 403},
    Exception{"invalidSignatureException", 403},   Exception{"validationException", 400},
};

// "com.amazon.coral#ThrottlingException:http://…" → "throttlingException", as the frames of a stream spell it.
std::string plainName(std::string_view type) {
    type = type.substr(0, type.find(':'));
    if (const std::size_t hash = type.rfind('#'); hash != std::string_view::npos)
        type.remove_prefix(hash + 1);
    std::string name(type);
    if (!name.empty() && name.front() >= 'A' && name.front() <= 'Z')
        name.front() = static_cast<char>(name.front() - 'A' + 'a');
    return name;
}

int statusOf(std::string_view name) {
    for (const auto& [known, status] : kExceptions) {
        if (known == name)
            return status;
    }
    return 502;
}

// Ids that Bedrock does not know, models that it serves no more or not to this account, and those that it serves
// through an inference profile only are refused with 400, 403 or 404 and told apart by words alone.
bool isAboutTheModel(int status, std::string_view message) {
    const auto says = [message](std::string_view words) { return message.find(words) != std::string_view::npos; };
    if (status == 404)
        return says("model") || says("Model") || says("inference profile");
    if (status == 403) // of this model alone; user guide, "AccessDeniedException"
        return says("access to the model");
    return status == 400 && (says("model identifier") || says("on-demand throughput isn") || says("end of its life"));
}

ErrorKind kindOf(int status, std::string_view name, std::string_view message) {
    if (name == "serviceQuotaExceededException")
        return ErrorKind::RateLimited;
    if (status == 424) // the model failed, not the request
        return ErrorKind::Upstream;
    if (isAboutTheModel(status, message))
        return ErrorKind::ModelNotFound;
    if (name == "unrecognizedClientException" || name == "expiredTokenException" || name == "invalidSignatureException")
        return ErrorKind::UpstreamKeyRejected;
    return kindOfUpstreamStatus(status, false);
}

std::string_view firstOf(const json::object& object, std::initializer_list<std::string_view> keys) {
    for (const std::string_view key : keys) {
        if (const std::string_view text = textAt(object, key); !text.empty())
            return text;
    }
    return {};
}

} // namespace

Error bedrockError(int status, std::string_view type, std::string_view message) {
    const std::string name = plainName(type);
    if (status < 400)
        status = statusOf(name);
    Error error =
        fail(kindOf(status, name, message), message.empty() ? describeForeignBody(status, {}) : std::string(message));
    error.upstreamStatus = status;
    error.upstreamCode = name;
    return error;
}

Error bedrockErrorFromBody(int status, std::string_view body) {
    const auto document = parseJson(body);
    const json::object* object = document ? document->if_object() : nullptr;
    const std::string_view message =
        object != nullptr ? firstOf(*object, {"message", "Message", "errorMessage"}) : std::string_view();
    const std::string_view type =
        object != nullptr ? firstOf(*object, {"__type", "Type", "type", "code"}) : std::string_view();
    if (message.empty()) {
        Error error = bedrockError(status, type, {});
        error.message = describeForeignBody(status, body);
        return error;
    }
    return bedrockError(status, type, message);
}

} // namespace llmg::dialects
