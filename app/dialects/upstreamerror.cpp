// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/upstreamerror.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace llmg::dialects {

ErrorKind kindOfUpstreamStatus(int status, bool modelUnknown) {
    switch (status) {
    case 401:
    case 402:
    case 403:
        return ErrorKind::UpstreamKeyRejected;
    case 404:
        return modelUnknown ? ErrorKind::ModelNotFound : ErrorKind::UpstreamRejected;
    case 408:
    case 409:
        return ErrorKind::Upstream;
    case 429:
        return ErrorKind::RateLimited;
    default:
        return status >= 400 && status < 500 ? ErrorKind::UpstreamRejected : ErrorKind::Upstream;
    }
}

std::optional<std::chrono::milliseconds> googleRetryDelay(const json::object& error) {
    constexpr double kMostSeconds = 24 * 3600;
    const json::array* details = arrayAt(error, "details");
    if (details == nullptr)
        return std::nullopt;
    for (const json::value& detail : *details) {
        if (!detail.is_object() || !textAt(detail.get_object(), "@type").ends_with("google.rpc.RetryInfo"))
            continue;
        const std::string_view text = textAt(detail.get_object(), "retryDelay");
        const char* const end = text.data() + text.size();
        double seconds = 0;
        const auto read = std::from_chars(text.data(), end, seconds, std::chars_format::fixed);
        if (read.ec == std::errc{} && read.ptr + 1 == end && *read.ptr == 's' && seconds >= 0)
            return std::chrono::milliseconds(
                static_cast<std::int64_t>(std::ceil(std::min(seconds, kMostSeconds) * 1000)));
    }
    return std::nullopt;
}

std::string describeForeignBody(int status, std::string_view body) {
    constexpr std::size_t kLongest = 200;
    std::string message = "The provider answered with status " + std::to_string(status);
    while (!body.empty() && static_cast<unsigned char>(body.front()) <= 0x20)
        body.remove_prefix(1);
    // A proxy's HTML page or compressed bytes tell a person nothing.
    const auto isControl = [](char c) {
        return static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\r' && c != '\t';
    };
    if (body.empty() || body.front() == '<' || std::any_of(body.begin(), body.end(), isControl))
        return message + ".";
    std::size_t size = std::min(body.size(), kLongest);
    while (size > 0 && size < body.size() && (static_cast<unsigned char>(body[size]) & 0xC0U) == 0x80U)
        --size;
    message += ": ";
    message += body.substr(0, size);
    if (size < body.size())
        message += "…";
    return message;
}

} // namespace llmg::dialects
