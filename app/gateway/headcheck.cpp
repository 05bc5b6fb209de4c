// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/gateway/headcheck.h"

#include <algorithm>

namespace llmg::gateway {
namespace {

/// Host without its port; IPv6 without its brackets (RFC 9110, 7.2; RFC 3986, 3.2.2).
std::string_view hostName(std::string_view host) {
    if (!host.empty() && host.front() == '[') {
        const auto end = host.find(']');
        return end == std::string_view::npos ? std::string_view{} : host.substr(1, end - 1);
    }
    return host.substr(0, host.find(':'));
}

bool isLoopbackName(std::string_view name) {
    return http::equalsIgnoringCase(name, "localhost") || name == "127.0.0.1" || name == "::1";
}

} // namespace

Result<> checkHost(const http::RequestHead& head, const std::vector<std::string>& allowedHosts) {
    const auto name = hostName(head.headers.get("host"));
    if (isLoopbackName(name) || (!name.empty() && name == head.localAddress))
        return {};
    const bool allowed = std::any_of(allowedHosts.begin(), allowedHosts.end(),
                                     [&](const std::string& host) { return http::equalsIgnoringCase(host, name); });
    if (allowed && !name.empty())
        return {};
    return fail(
        ErrorKind::HostNotAllowed,
        "The Host header names neither this machine's loopback address nor an allowed host. Use http://127.0.0.1, "
        "or add the name under Settings, Gateway, Allowed hosts.");
}

Result<> checkOrigin(const http::RequestHead& head, const std::vector<std::string>& allowedOrigins) {
    if (!head.headers.has("origin"))
        return {};
    const auto origin = head.headers.get("origin");
    if (std::find(allowedOrigins.begin(), allowedOrigins.end(), origin) != allowedOrigins.end())
        return {};
    return fail(
        ErrorKind::OriginNotAllowed,
        "Web pages may not call this gateway unless their origin is allowed under Settings, Gateway, Allowed origins.");
}

std::string_view presentedKey(const http::RequestHead& head) {
    const auto& headers = head.headers;
    const auto authorization = headers.get("authorization");
    constexpr std::string_view kBearer = "bearer ";
    if (authorization.size() > kBearer.size() &&
        http::equalsIgnoringCase(authorization.substr(0, kBearer.size()), kBearer)) {
        auto key = authorization.substr(kBearer.size());
        key.remove_prefix(std::min(key.find_first_not_of(' '), key.size()));
        return key;
    }
    if (const auto key = headers.get("x-api-key"); !key.empty())
        return key;
    if (const auto key = headers.get("x-goog-api-key"); !key.empty())
        return key;
    constexpr std::string_view kParameter = "key=";
    std::string_view query = head.path.starts_with("/v1beta/") ? std::string_view(head.query) : std::string_view{};
    while (!query.empty()) {
        const auto end = query.find('&');
        const auto parameter = query.substr(0, end);
        if (parameter.starts_with(kParameter))
            return parameter.substr(kParameter.size());
        query.remove_prefix(end == std::string_view::npos ? query.size() : end + 1);
    }
    return {};
}

} // namespace llmg::gateway
