// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Addresses with parts that only the user knows, written {name} ("https://{resource}.openai.azure.com"). Pure.
#include "models/base/result.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace llmg::providers {

using Variables = std::vector<std::pair<std::string, std::string>>;

/// "" not among them.
std::string_view valueOf(const Variables& variables, std::string_view name);

/// The host of a Vertex AI location: regional, of a whole jurisdiction ("us", "eu"), or "global".
std::string vertexHost(std::string_view location);

/// The address with its parts filled in; {endpoint} is vertexHost() of {location}. Error Configuration: `param` names
/// the part that is not set, or whose value cannot stand in an address.
Result<std::string> filledAddress(std::string_view address, const Variables& variables);

/// A text as one part of a path (RFC 3986, 3.3); "@" and ":" stay, as model ids have them.
std::string pathSegment(std::string_view text);

} // namespace llmg::providers
