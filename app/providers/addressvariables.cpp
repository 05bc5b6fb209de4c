// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/providers/addressvariables.h"

#include <algorithm>

namespace llmg::providers {
namespace {

// Some come from the environment or out of a pasted file: a slash, an at sign or a question mark would lead the
// request, and the key with it, to another host.
bool canStandInAddress(std::string_view value) {
    return std::all_of(value.begin(), value.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
               c == '.' || c == ':';
    });
}

} // namespace

std::string_view valueOf(const Variables& variables, std::string_view name) {
    for (const auto& [known, value] : variables) {
        if (known == name)
            return value;
    }
    return {};
}

// cloud.google.com/vertex-ai/generative-ai/docs/learn/locations; the two jurisdictions:
// platform.claude.com/docs/en/build-with-claude/claude-on-vertex-ai, "Multi-region".
std::string vertexHost(std::string_view location) {
    if (location == "global")
        return "aiplatform.googleapis.com";
    if (location == "us" || location == "eu")
        return "aiplatform." + std::string(location) + ".rep.googleapis.com";
    return std::string(location) + "-aiplatform.googleapis.com";
}

Result<std::string> filledAddress(std::string_view address, const Variables& variables) {
    std::string filled;
    while (!address.empty()) {
        const std::size_t open = std::min(address.find('{'), address.size());
        filled += address.substr(0, open);
        address.remove_prefix(open);
        if (address.empty())
            break;
        const std::size_t close = address.find('}');
        if (close == std::string_view::npos)
            return fail(ErrorKind::Configuration, "a brace in its base URL is not closed");
        const std::string_view written = address.substr(1, close - 1);
        const bool isHost = written == "endpoint";
        const std::string name(isHost ? "location" : written);
        const std::string_view value = valueOf(variables, name);
        if (value.empty())
            return fail(ErrorKind::Configuration, "its " + name + " is not set", name);
        if (!canStandInAddress(value))
            return fail(ErrorKind::Configuration, "its " + name + " has a character that no address part has", name);
        filled += isHost ? vertexHost(value) : std::string(value);
        address.remove_prefix(close + 1);
    }
    return filled;
}

std::string pathSegment(std::string_view text) {
    constexpr std::string_view kHex = "0123456789ABCDEF";
    std::string segment;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (canStandInAddress({&c, 1}) || c == '~' || c == '@')
            segment += c;
        else
            segment.append({'%', kHex[byte >> 4U], kHex[byte & 0xFU]});
    }
    return segment;
}

} // namespace llmg::providers
