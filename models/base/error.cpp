// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/base/error.h"

#include <array>
#include <string_view>
#include <utility>

namespace llmg {
namespace {

constexpr std::array kNames{
    std::pair{ErrorKind::InvalidJson, "invalid_json"},
    std::pair{ErrorKind::InvalidParameters, "invalid_parameters"},
    std::pair{ErrorKind::ModelNotFound, "model_not_found"},
    std::pair{ErrorKind::ModelNotSupported, "model_not_supported"},
    std::pair{ErrorKind::NoProviderKey, "no_provider_key"},
    std::pair{ErrorKind::InvalidApiKey, "invalid_api_key"},
    std::pair{ErrorKind::InsufficientCredits, "insufficient_credits"},
    std::pair{ErrorKind::PermissionDenied, "permission_denied"},
    std::pair{ErrorKind::HostNotAllowed, "host_not_allowed"},
    std::pair{ErrorKind::OriginNotAllowed, "origin_not_allowed"},
    std::pair{ErrorKind::ModelNotAllowed, "model_not_allowed"},
    std::pair{ErrorKind::NotFound, "not_found"},
    std::pair{ErrorKind::MethodNotAllowed, "method_not_allowed"},
    std::pair{ErrorKind::RequestTooLarge, "request_too_large"},
    std::pair{ErrorKind::UnsupportedMediaType, "unsupported_media_type"},
    std::pair{ErrorKind::RequestTimeout, "timeout"},
    std::pair{ErrorKind::UpstreamTimeout, "upstream_timeout"},
    std::pair{ErrorKind::RateLimited, "rate_limit_exceeded"},
    std::pair{ErrorKind::Canceled, "canceled"},
    std::pair{ErrorKind::Internal, "gateway_error"},
    std::pair{ErrorKind::Upstream, "upstream_error"},
    std::pair{ErrorKind::UpstreamRejected, "upstream_rejected"},
    std::pair{ErrorKind::UpstreamKeyRejected, "upstream_key_rejected"},
    std::pair{ErrorKind::AllProvidersFailed, "all_providers_failed"},
    std::pair{ErrorKind::Overloaded, "overloaded"},
    std::pair{ErrorKind::Storage, "storage_error"},
    std::pair{ErrorKind::Keychain, "keychain_error"},
    std::pair{ErrorKind::Configuration, "configuration_error"},
};

} // namespace

const char* toString(ErrorKind kind) noexcept {
    for (const auto& [value, name] : kNames) {
        if (value == kind)
            return name;
    }
    return "gateway_error";
}

std::optional<ErrorKind> errorKindFromString(std::string_view name) noexcept {
    for (const auto& [value, text] : kNames) {
        if (name == text)
            return value;
    }
    return std::nullopt;
}

} // namespace llmg
