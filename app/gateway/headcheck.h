// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What is checked of a request before anything of its body is read. Pure functions.
#include "app/http/message.h"
#include "models/base/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace llmg::gateway {

/// Host must be a loopback name, the literal address the server is bound to, or on the allowed list (names without
/// port). Stops DNS rebinding: a web page that resolves its own name to 127.0.0.1 still sends that name. Error
/// HostNotAllowed.
Result<> checkHost(const http::RequestHead& head, const std::vector<std::string>& allowedHosts);

/// Absent, or on the list (exact, "https://app.example"). Error OriginNotAllowed.
Result<> checkOrigin(const http::RequestHead& head, const std::vector<std::string>& allowedOrigins);

/// The client's key from Authorization: Bearer, x-api-key or x-goog-api-key, so that other vendors' SDKs work
/// unchanged; on Google's paths also from the query (?key=), as its own examples do. Empty when there is none.
std::string_view presentedKey(const http::RequestHead& head);

} // namespace llmg::gateway
