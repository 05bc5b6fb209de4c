// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/gateway/errormapping.h"

namespace llmg::gateway {
namespace {

constexpr bool isClientError(int status) {
    return status >= 400 && status < 500;
}

} // namespace

HttpError toHttp(const Error& error) noexcept {
    switch (error.kind) {
    case ErrorKind::InvalidJson:
        return {400, "invalid_json"};
    case ErrorKind::InvalidParameters:
        return {400, "invalid_parameters"};
    case ErrorKind::ModelNotFound:
        // Ours is 400 (the request names a model that nobody has); a provider's own 404 stays what it was.
        return {isClientError(error.upstreamStatus) ? error.upstreamStatus : 400, "model_not_found"};
    case ErrorKind::ModelNotSupported:
        return {400, "model_not_supported"};
    case ErrorKind::NoProviderKey:
        return {400, "no_provider_key"};
    case ErrorKind::InvalidApiKey:
        return {401, "invalid_api_key"};
    case ErrorKind::InsufficientCredits:
        return {402, "insufficient_credits"};
    case ErrorKind::PermissionDenied:
        return {403, "permission_denied"};
    case ErrorKind::HostNotAllowed:
        return {403, "host_not_allowed"};
    case ErrorKind::OriginNotAllowed:
        return {403, "origin_not_allowed"};
    case ErrorKind::ModelNotAllowed:
        return {403, "model_not_allowed"};
    case ErrorKind::NotFound:
        return {404, "not_found"};
    case ErrorKind::MethodNotAllowed:
        return {405, "method_not_allowed"};
    case ErrorKind::RequestTooLarge:
        return {413, "request_too_large"};
    case ErrorKind::UnsupportedMediaType:
        return {415, "unsupported_media_type"};
    case ErrorKind::RequestTimeout:
        return {408, "timeout"};
    case ErrorKind::UpstreamTimeout:
        return {504, "timeout"};
    case ErrorKind::RateLimited:
        return {429, "rate_limit_exceeded"};
    case ErrorKind::Canceled:
        return {499, "canceled"};
    case ErrorKind::UpstreamRejected:
        if (error.upstreamStatus >= 400)
            return {error.upstreamStatus,
                    error.upstreamCode.empty() ? "upstream_error" : std::string_view(error.upstreamCode)};
        return {502, "upstream_error"};
    case ErrorKind::Upstream:
    case ErrorKind::UpstreamKeyRejected:
        return {502, "upstream_error"};
    case ErrorKind::AllProvidersFailed:
        return {502, "all_providers_failed"};
    case ErrorKind::Overloaded:
        return {529, "overloaded"};
    case ErrorKind::Internal:
    case ErrorKind::Storage:
    case ErrorKind::Keychain:
    case ErrorKind::Configuration:
        return {500, "gateway_error"};
    }
    return {500, "gateway_error"};
}

} // namespace llmg::gateway
