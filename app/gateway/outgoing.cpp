// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/gateway/outgoing.h"

namespace llmg::gateway {

Result<Outgoing> outgoing(const ProviderRuntime& provider, providers::WireRequest wire, std::string_view accept) {
    Outgoing made;
    const std::string& base = provider.endpoint.baseUrl;
    const std::string_view url = wire.url;
    const bool below = !base.empty() && url.starts_with(base) &&
                       (url.size() == base.size() || url[base.size()] == '/' || url[base.size()] == '?');
    if (below) {
        made.origin = provider.origin;
        made.request.target = provider.basePath;
        made.request.target += url.substr(base.size());
    } else {
        auto parsed = http::parseUrl(wire.url);
        if (!parsed)
            return parsed.error();
        made.origin = std::move(parsed->origin);
        made.origin.proxyHost = provider.origin.proxyHost;
        made.origin.proxyPort = provider.origin.proxyPort;
        made.origin.proxyAuthorization = provider.origin.proxyAuthorization;
        made.request.target = std::move(parsed->path);
    }
    made.request.method = std::move(wire.method);
    made.request.body = std::move(wire.body);
    made.request.headers.set("accept", accept);
    made.request.headers.set("user-agent", "llm-gateway/" LLMG_VERSION);
    for (const auto& [name, value] : wire.headers)
        made.request.headers.set(name, value);
    return made;
}

} // namespace llmg::gateway
