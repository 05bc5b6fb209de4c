// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/policy/ulid.h"

#include <algorithm>

namespace llmg::policy {
namespace {

constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

constexpr std::array<std::int8_t, 256> kValues = [] {
    std::array<std::int8_t, 256> values{};
    values.fill(-1);
    for (std::size_t i = 0; i < kAlphabet.size(); ++i) {
        const auto upper = static_cast<unsigned char>(kAlphabet[i]);
        values[upper] = static_cast<std::int8_t>(i);
        if (upper >= 'A')
            values[upper - 'A' + 'a'] = static_cast<std::int8_t>(i);
    }
    return values;
}();

} // namespace

std::optional<UlidBytes> ulidFromText(std::string_view text) noexcept {
    // 26 characters hold 130 bits: the first may only carry three of its five.
    if (text.size() != 26 || kValues[static_cast<unsigned char>(text[0])] > 7)
        return std::nullopt;
    UlidBytes bytes{};
    std::uint32_t pending = 0;
    int bits = -2;
    std::size_t out = 0;
    for (const char c : text) {
        const int value = kValues[static_cast<unsigned char>(c)];
        if (value < 0)
            return std::nullopt;
        pending = (pending << 5) | static_cast<std::uint32_t>(value);
        bits += 5;
        if (bits >= 8) {
            bits -= 8;
            bytes[out++] = static_cast<std::uint8_t>(pending >> bits);
        }
    }
    return bytes;
}

std::string ulidToText(const UlidBytes& bytes) {
    std::string text;
    text.reserve(26);
    std::uint32_t pending = 0;
    int bits = 2;
    for (const std::uint8_t byte : bytes) {
        pending = (pending << 8) | byte;
        bits += 8;
        while (bits >= 5) {
            bits -= 5;
            text.push_back(kAlphabet[(pending >> bits) & 31U]);
        }
    }
    return text;
}

UnixTime ulidTime(const UlidBytes& bytes) noexcept {
    std::int64_t milliseconds = 0;
    for (std::size_t i = 0; i < 6; ++i)
        milliseconds = (milliseconds << 8) | bytes[i];
    return UnixTime{Milliseconds{milliseconds}};
}

UlidBytes firstUlidAt(UnixTime time) noexcept {
    const std::int64_t milliseconds =
        std::clamp<std::int64_t>(time.time_since_epoch().count(), 0, (std::int64_t{1} << 48) - 1);
    UlidBytes bytes{};
    for (std::size_t i = 0; i < 6; ++i)
        bytes[i] = static_cast<std::uint8_t>(milliseconds >> (8 * (5 - i)));
    return bytes;
}

} // namespace llmg::policy
