// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace llmg::providers {

struct ImageHeader {
    const char* format = "";             ///< "PNG", "JPEG", "GIF", "WebP"
    std::uint32_t width = 0, height = 0; ///< pixels, > 0
};

/// Format and size as the bytes themselves say, whatever they were called. Reads headers only, never beyond the text,
/// in time linear in its length. nullopt: none of the four, cut off before the size, or a size of zero. PNG: W3C
/// PNG 5.2 and 11.2.2; GIF: GIF89a 17 and 18; JPEG: ITU-T T.81 B.2.2; WebP: RFC 9649 2.5 to 2.7.
std::optional<ImageHeader> readImageHeader(std::string_view bytes);

} // namespace llmg::providers
